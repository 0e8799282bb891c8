"""A partnership: how it begins, who belongs to it, who does what in it, and what it has chosen."""

from __future__ import annotations

from handlers.partnership import beginning, linking, people, reach, roles, settings, succession
from handlers.partnership.common import feature

__all__ = ["beginning", "feature", "linking", "people", "reach", "roles", "settings", "succession"]
