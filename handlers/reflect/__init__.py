"""Reflections: what goes well and less well before each meeting, shown together; and deeper rounds."""

from handlers.reflect import acting, answering, asking, rounds, showing, speaking, timing, writing
from handlers.reflect.base import feature

__all__ = ["acting", "answering", "asking", "feature", "rounds", "showing", "speaking", "timing", "writing"]
