"""Actions: who does what by when. Taken down where they are said, and kept right until they are done."""

from __future__ import annotations

from handlers.action import adding, answers, changing, hands, lists, owners, pointing, receipts, tied
from handlers.action.shared import feature

__all__ = [
    "adding",
    "answers",
    "changing",
    "feature",
    "hands",
    "lists",
    "owners",
    "pointing",
    "receipts",
    "tied",
]
