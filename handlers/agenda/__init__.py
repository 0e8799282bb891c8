"""The agenda: what the next meeting talks about, from the first idea to what was not reached."""

from handlers.agenda import adding, editing, falling_due, ordering, pointing, showing, standing, topic
from handlers.agenda.base import feature

__all__ = [
    "adding",
    "editing",
    "falling_due",
    "feature",
    "ordering",
    "pointing",
    "showing",
    "standing",
    "topic",
]
