"""Meetings: planned in plain words, alone or in a series, shown, moved, cancelled; coming and apologies."""

from handlers.meeting import answering, changing, planning, showing
from handlers.meeting.base import feature

__all__ = ["answering", "changing", "feature", "planning", "showing"]
