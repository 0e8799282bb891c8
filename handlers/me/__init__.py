"""Me: what is mine in a partnership, and what waits for me. The Home tab, and the same as an answer."""

from handlers.me import showing
from handlers.me.base import feature

__all__ = ["feature", "showing"]
