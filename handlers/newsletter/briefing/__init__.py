"""The briefing: one page for those who steer from further away, every two months or when it is asked for.

Aims, what was done, figures, and what they are asked to decide. As a card, as a file for word processors, and by mail.
"""

from __future__ import annotations

from handlers.newsletter.briefing import pictures, sending, showing, timing
from handlers.newsletter.briefing.base import feature

__all__ = ["feature", "pictures", "sending", "showing", "timing"]
