"""The newsletter: drafted from what happened, read and changed by the chair, then posted and mailed; or not sent at all.

Three parts: for information, one question, and what there is to celebrate. Nobody is named who has not agreed to it.
"""

from __future__ import annotations

from handlers.newsletter import changing, choosing, consent, drafting, replying, showing, timing, voting
from handlers.newsletter.base import feature

__all__ = [
    "changing",
    "choosing",
    "consent",
    "drafting",
    "feature",
    "replying",
    "showing",
    "timing",
    "voting",
]
