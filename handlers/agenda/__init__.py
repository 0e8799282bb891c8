"""The agenda: what the next meeting talks about, from the first idea to what was not reached."""

from handlers.agenda import (
    adding,
    editing,
    falling_due,
    matters,
    ordering,
    pointing,
    showing,
    standing,
    topic,
)
from handlers.agenda.base import feature

__all__ = [
    "adding",
    "editing",
    "falling_due",
    "feature",
    "matters",
    "ordering",
    "pointing",
    "showing",
    "standing",
    "topic",
]
