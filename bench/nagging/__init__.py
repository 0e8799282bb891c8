"""How much is asked of people before meetings, and how much is known at them: a simulated term of six-week cycles."""
