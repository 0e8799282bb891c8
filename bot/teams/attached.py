"""Calendar files that people send us in a personal chat, the only place where Teams lets an app have them.

Teams hands over an address at which the file waits for a few minutes; it is asked for nowhere but with Microsoft's own store
of files, and without any token of ours.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.calendar_reading import MOST_BYTES
from bot.request import Attached
from bot.teams.text import fit

log = logging.getLogger(__name__)

KIND = "application/vnd.microsoft.teams.file.download.info"
"""What a file is called among the attachments of a message."""

HOSTS = (".sharepoint.com", ".sharepoint.us", ".sharepoint-mil.us")
"""Where files of Teams wait, by how the name of the host ends."""

MOST_FILES = 3
"""So many files of one message are looked at."""

SECONDS = 4.0
"""How long all of it may take (elapsed time), so that Teams gets its answer in time."""


def calendars(attachments: object) -> list[Mapping[str, Any]]:
    """Those of a message's attachments that are calendar files."""
    rows = attachments if isinstance(attachments, Sequence) and not isinstance(attachments, str) else ()
    files = [row for row in rows if isinstance(row, Mapping) and row.get("contentType") == KIND]
    return [row for row in files if _is_calendar(row)][:MOST_FILES]


async def fetched(files: Sequence[Mapping[str, Any]], service: str) -> tuple[Attached, ...]:
    """These files, with their text where it could be had.

    `service` is where we speak to Teams: where that is pretended on this machine, files may wait there too.
    """
    texts = await asyncio.gather(*(_text(row, service) for row in files))
    names = (fit(str(row.get("name") or "")) for row in files)
    return tuple(Attached(name, fit(text)) for name, text in zip(names, texts, strict=True))


def _content(row: Mapping[str, Any]) -> Mapping[str, Any]:
    content = row.get("content")
    return content if isinstance(content, Mapping) else {}


def _is_calendar(row: Mapping[str, Any]) -> bool:
    name, kind = str(row.get("name") or "").casefold(), str(_content(row).get("fileType") or "").casefold()
    return name.endswith((".ics", ".ical")) or kind in ("ics", "ical")


async def _text(row: Mapping[str, Any], service: str) -> str:
    """The words of a file; none where they cannot be had."""
    url = str(_content(row).get("downloadUrl") or "")
    if not _trusted(url, service):
        log.info("a file is not fetched: it is not with Microsoft")
        return ""
    try:
        async with asyncio.timeout(SECONDS), httpx.AsyncClient(timeout=SECONDS) as client:
            return (await _body(client, url)).decode("utf-8-sig", "replace")
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
        log.info("a file was not fetched: %s", type(error).__name__)
        return ""


async def _body(client: httpx.AsyncClient, url: str) -> bytes:
    """All that comes, or nothing where it is refused or more than it should be; packed it could be far more than it seems."""
    held, plain = b"", {"Accept-Encoding": "identity"}
    async with client.stream("GET", url, headers=plain, follow_redirects=False) as answer:
        if answer.status_code != 200 or "content-encoding" in answer.headers:
            log.info("a file was refused: HTTP %s", answer.status_code)
            return b""
        async for part in answer.aiter_raw(65_536):
            held += part
            if len(held) > MOST_BYTES:
                return b""
    return held


def _trusted(url: str, service: str) -> bool:
    try:
        there, pretended = urlsplit(url), urlsplit(service)
        host = there.hostname or ""
    except ValueError:
        return False
    if pretended.scheme == "http" and (there.scheme, there.netloc) == (pretended.scheme, pretended.netloc):
        return True
    return there.scheme == "https" and host.endswith(HOSTS) and there.port in (None, 443)
