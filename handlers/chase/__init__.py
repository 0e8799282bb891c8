"""The chase: before each meeting every lead gets one private message, with only what is in doubt, and the chair a picture.

Three days before a meeting (a setting), on the nearest earlier working day, at a decent hour. What is in doubt at that
moment is asked, once; the cards stay right while the answers come in. Nothing of it is ever public.
"""

from __future__ import annotations

from handlers.chase import asking, pausing, picture, timing
from handlers.chase.shared import feature

__all__ = ["asking", "feature", "pausing", "picture", "timing"]
