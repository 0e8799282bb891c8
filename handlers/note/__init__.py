"""What is worth keeping of a conversation beside its actions: three features that share one table and one way of noting.

Decisions, notes and celebrations are words of their own to whoever types them, so each is a feature (decision.py, note.py,
celebration.py). What they do is the same and stands beside them: base.py, adding.py, changing.py, lists.py.
"""
