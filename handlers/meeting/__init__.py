"""Meetings: planned in plain words, alone or in a series, shown, moved, cancelled; coming and apologies."""

from handlers.meeting import answering, calendar, changing, planning, showing, sitting
from handlers.meeting.base import feature

__all__ = ["answering", "calendar", "changing", "feature", "planning", "showing", "sitting"]
