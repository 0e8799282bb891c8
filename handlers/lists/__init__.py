"""Circulation lists: who gets letters by mail, added with their consent, and taken off as easily as they can leave."""

from __future__ import annotations

from handlers.lists import adding, kept, refused, removing, showing, unsent
from handlers.lists.base import feature

__all__ = ["adding", "feature", "kept", "refused", "removing", "showing", "unsent"]
