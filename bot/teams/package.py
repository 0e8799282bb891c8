"""The app package for Teams: the manifest with this installation's ids in it, and the icons, as a zip to upload.

The manifest names every permission that Upbeat can make use of. Teams grants all that a package asks for or none, so
each kind goes in only where it is wanted.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from bot.errors import CannotStart
from bot.teams import icons

FILE = Path(__file__).with_name("manifest.json")
NOBODY = "00000000-0000-0000-0000-000000000000"
"""Stands in the manifest wherever the id of the bot's registration goes."""

EXAMPLE = "https://upbeat.example.org"
"""Stands in the manifest wherever the address of this installation goes."""

OPTIONAL = {
    "lines": ("ChannelMessage.Read.Group", "ChatMessage.Read.Chat"),
    "members": ("ChannelMember.Read.Group",),
    "meetings": ("ChannelMeeting.ReadBasic.Group", "OnlineMeeting.ReadBasic.Chat"),
}
"""What each kind of permission is called by Teams. None is needed."""

WITHOUT = {
    "lines": "only what is said to @Upbeat is heard, and no line that names nobody",
    "members": "nobody is greeted or missed in a shared or private channel when its members change",
    "meetings": "Upbeat does not notice when an online meeting begins and ends",
}
"""What does not work without each kind."""

_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_BORN = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the zip, so that the same manifest is the same zip."""


def declared() -> dict[str, Any]:
    """The manifest as it stands in manifest.json, with everything that may be asked for."""
    content: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return content


def text(client_id: str, public_url: str = "", asking: Collection[str] = ()) -> str:
    """The manifest of this installation, as JSON. `asking` are the kinds of permission to ask for (`OPTIONAL`).

    Raises CannotStart where the id is none.
    """
    if not _GUID.fullmatch(client_id):
        raise CannotStart(
            "Set UPBEAT_TEAMS_CLIENT_ID to the id of the bot's registration"
            f" (it looks like {NOBODY}{'; what is set is ' + client_id if client_id else ''})."
        )
    content = _asking(declared(), asking)
    whole = json.dumps(content, indent=2, ensure_ascii=False).replace(NOBODY, client_id.lower())
    return whole.replace(EXAMPLE, public_url.rstrip("/") or EXAMPLE) + "\n"


def package(manifest: str) -> bytes:
    """The zip to upload: the manifest and both icons."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(manifest):
            archive.writestr(zipfile.ZipInfo(name, _BORN), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _files(manifest: str) -> Iterator[tuple[str, bytes]]:
    names = json.loads(manifest)["icons"]
    yield "manifest.json", manifest.encode()
    yield names["color"], icons.color()
    yield names["outline"], icons.outline()


def _asking(content: dict[str, Any], asking: Collection[str]) -> dict[str, Any]:
    """The manifest with only the permissions that are asked for; without any it needs no registered application."""
    wanted = {name for kind in asking for name in OPTIONAL[kind]}
    permissions = content["authorization"]["permissions"]
    permissions["resourceSpecific"] = [
        one for one in permissions["resourceSpecific"] if one["name"] in wanted
    ]
    if not permissions["resourceSpecific"]:
        del content["authorization"], content["webApplicationInfo"]
    return content
