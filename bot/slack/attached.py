"""Calendar files that people send with what they say to us, fetched from Slack's own host and from nowhere else.

What cannot be had (no scope, too big, too slow) comes without its text, so that its sender hears of it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.calendar_reading import MOST_BYTES
from bot.errors import TryLater, Undeliverable, Unsure
from bot.feature import Attached
from bot.slack.refusals import Refused, asked
from bot.slack.text import fit

log = logging.getLogger(__name__)

MOST_FILES = 3
"""So many files of one message are looked at."""

SECONDS = 2.0
"""How long all of it may take (elapsed time): Slack waits three seconds for the acknowledgement."""

HOST = "files.slack.com"

File = Mapping[str, Any]


def calendars(files: object) -> list[File]:
    """Those of a message's files that are calendars by their name or type."""
    rows = files if isinstance(files, Sequence) and not isinstance(files, str) else ()
    found = [one for one in rows if isinstance(one, Mapping)]
    return [one for one in found if _is_calendar(one) or one.get("file_access") == "check_file_info"][
        :MOST_FILES
    ]


def _is_calendar(file: File) -> bool:
    name, kind = str(file.get("name") or "").casefold(), str(file.get("mimetype") or "").casefold()
    return name.endswith((".ics", ".ical")) or kind == "text/calendar"


async def fetched(
    client: AsyncWebClient, session: aiohttp.ClientSession, files: Sequence[File]
) -> tuple[Attached, ...]:
    """The calendars among these files, with their text where it could be had."""
    found = await asyncio.gather(*(_attached(client, session, file) for file in files))
    return tuple(one for one in found if one is not None)


async def _attached(client: AsyncWebClient, session: aiohttp.ClientSession, file: File) -> Attached | None:
    """One file, or None where it is no calendar as far as anybody knows in time."""
    known: File | None = file if _is_calendar(file) else None
    text = ""
    try:
        async with asyncio.timeout(SECONDS):
            known = await _known(client, file)
            text = await _text(client, session, known) if known is not None else ""
    except TimeoutError:
        log.info("a file was not fetched in time")
    return Attached(fit(str(known.get("name") or "")), fit(text)) if known is not None else None


async def _known(client: AsyncWebClient, file: File) -> File | None:
    """The file with all that Slack knows of it: of one from another workspace an event tells only its id."""
    if file.get("file_access") != "check_file_info":
        return file
    try:
        found: File = (await asked(client.files_info(file=str(file.get("id")))))["file"]
    except (Undeliverable, Unsure, TryLater, Refused) as error:
        log.info("a file cannot be looked at: %s", error)
        return file if _is_calendar(file) else None
    return found if _is_calendar(found) else None


async def _text(client: AsyncWebClient, session: aiohttp.ClientSession, file: File) -> str:
    """The words of a file; none where they cannot be had."""
    url = str(file.get("url_private_download") or file.get("url_private") or "")
    if not _ours(url, client.base_url) or int(file.get("size") or 0) > MOST_BYTES:
        log.info("a file is not fetched: it is too big, or not with Slack")
        return ""
    headers = {"Authorization": f"Bearer {client.token}"}
    try:
        async with session.get(url, headers=headers, allow_redirects=False) as answer:
            if answer.status != 200 or answer.content_type == "text/html":  # its page for signing in
                log.info("a file was refused: HTTP %s", answer.status)
                return ""
            return (await _body(answer)).decode("utf-8-sig", "replace")
    except (aiohttp.ClientError, ConnectionError) as error:
        log.info("a file was not fetched: %s", type(error).__name__)
        return ""


def _ours(url: str, base_url: str) -> bool:
    """Whether an address is one to which our token may go: Slack's host for files, or where Slack itself is pretended."""
    try:
        there, base = urlsplit(url), urlsplit(base_url)
    except ValueError:
        return False
    pretended = (there.scheme, there.netloc) == (base.scheme, base.netloc)
    return pretended or (there.scheme, there.netloc) == ("https", HOST)


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    """All that comes, or nothing where it is more than it should be."""
    held = b""
    async for part in answer.content.iter_chunked(65_536):
        held += part
        if len(held) > MOST_BYTES:
            return b""
    return held
