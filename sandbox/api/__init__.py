"""The Web API's methods, a module for each family. Importing this package registers them all."""

from __future__ import annotations

from sandbox.api import (
    app,
    bookmarks,
    canvases,
    chat,
    conversations,
    extras,
    files,
    oauth,
    reactions,
    users,
    views,
)

__all__ = [
    "app",
    "bookmarks",
    "canvases",
    "chat",
    "conversations",
    "extras",
    "files",
    "oauth",
    "reactions",
    "users",
    "views",
]
