"""School terms and closed days: shown, entered, taken in from a school's calendar."""

from __future__ import annotations

from handlers.terms import entering, one, showing
from handlers.terms.shared import feature

__all__ = ["entering", "feature", "one", "showing"]
