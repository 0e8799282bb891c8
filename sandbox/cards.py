"""Microsoft's renderer of Adaptive Cards, where `make renderer` has installed it: served to the gallery, never part of us."""

from __future__ import annotations

import sys
from pathlib import Path

ROOM = Path(sys.prefix) / "renderer" / "node_modules"
FILES = {
    "markdown-it.min.js": "markdown-it/dist/markdown-it.min.js",
    "adaptivecards.min.js": "adaptivecards/dist/adaptivecards.min.js",
}
"""What the page loads, in this order, and where npm puts it."""


def scripts(room: Path | None = None) -> list[str]:
    """The names of the scripts that draw an Adaptive Card; none where the renderer is not installed."""
    found = [name for name in FILES if file(name, room)]
    return found if len(found) == len(FILES) else []


def file(name: str, room: Path | None = None) -> Path | None:
    """The script of this name, or None where there is none."""
    if name not in FILES:
        return None
    path = (room or ROOM) / FILES[name]
    return path if path.is_file() else None
