"""Suggestions: a promise or a request that bears no mark, offered to whoever said it, privately and once."""

from __future__ import annotations

from handlers.suggestion import answering, offering, showing, switching
from handlers.suggestion.shared import feature

__all__ = ["answering", "feature", "offering", "showing", "switching"]
