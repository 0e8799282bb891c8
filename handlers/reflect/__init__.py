"""Reflections: what goes well and less well before each meeting, shown together; and deeper rounds."""

from handlers.reflect import (
    acting,
    answering,
    asking,
    feedback,
    looking_back,
    own_rounds,
    rounds,
    showing,
    speaking,
    taking_back,
    telling,
    timing,
    writing,
)
from handlers.reflect.base import feature

__all__ = [
    "acting",
    "answering",
    "asking",
    "feature",
    "feedback",
    "looking_back",
    "own_rounds",
    "rounds",
    "showing",
    "speaking",
    "taking_back",
    "telling",
    "timing",
    "writing",
]
