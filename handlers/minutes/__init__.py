"""Minutes: drafted from what a meeting left behind, put right and approved by whoever keeps them, then posted and sent."""

from __future__ import annotations

from handlers.minutes import approving, drafting, editing, files, page, posting, replying, showing, waiting
from handlers.minutes.base import feature

__all__ = [
    "approving",
    "drafting",
    "editing",
    "feature",
    "files",
    "page",
    "posting",
    "replying",
    "showing",
    "waiting",
]
