"""A sheet as a canvas of its channel: made once for each title, then written over.

Slack takes no key with a canvas, so before one is made the tabs of the channel are looked at for one of ours with this
title: what was made and not heard of is taken up again. Whoever reads the channel may read it, and only Upbeat writes in it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.card import Sheet
from bot.errors import TryLater, Undeliverable, Unsure
from bot.slack.limits import CANVAS_CHANGE
from bot.slack.refusals import Refused, asked

log = logging.getLogger(__name__)

Page = dict[str, Any]

GONE = frozenset({"canvas_deleted", "canvas_not_found"})
"""Refusals of a canvas that somebody took away."""


def page(sheet: Sheet) -> Page:
    """A sheet as the one page of its delivery."""
    return {"sheet": asdict(sheet)}


async def kept(client: AsyncWebClient, channel: str, page: Mapping[str, Any], ours: Collection[str]) -> str:
    """Make the canvas of a page, a tab of the channel, or write over the one that was made. Returns its id.

    `ours` are our own users. Raises what `asked` raises.
    """
    sheet = page["sheet"]
    known = await _known(client, channel, sheet["title"], ours)
    if known:
        await written(client, known, page)
        return known
    made = client.canvases_create(
        title=sheet["title"], channel_id=channel, document_content=_markdown(sheet["text"])
    )
    canvas = str((await asked(made))["canvas_id"])
    await _only_read(client, canvas, channel)
    return canvas


async def written(client: AsyncWebClient, canvas: str, page: Mapping[str, Any]) -> None:
    """Put the page in the place of all that stands in a canvas; done twice it is as if done once."""
    operation = "replace"
    for part in _parts(page["sheet"]["text"]):
        change = {"operation": operation, "document_content": _markdown(part)}
        await asked(client.canvases_edit(canvas_id=canvas, changes=[change]))
        operation = "insert_at_end"


async def _known(client: AsyncWebClient, channel: str, title: str, ours: Collection[str]) -> str:
    """The canvas of this title that we made in a channel ourselves; empty where there is none, or nobody says whose it is."""
    found = (await asked(client.conversations_info(channel=channel)))["channel"]
    tabs = (found.get("properties") or {}).get("tabs") or []
    same = (tab for tab in tabs if tab.get("type") == "canvas" and tab.get("label") == title)
    for tab in same:
        canvas = str((tab.get("data") or {}).get("file_id") or "")
        if canvas and await _author(client, canvas) in ours:
            return canvas
    return ""


async def _author(client: AsyncWebClient, canvas: str) -> str:
    try:
        return str((await asked(client.files_info(file=canvas)))["file"].get("user") or "")
    except (Undeliverable, Refused) as error:
        log.info("nobody says whose canvas it is: %s", error)
        return ""


async def _only_read(client: AsyncWebClient, canvas: str, channel: str) -> None:
    """Approved minutes are not for everybody to change. The canvas stays where that cannot be had."""
    try:
        await asked(client.canvases_access_set(canvas_id=canvas, access_level="read", channel_ids=[channel]))
    except (Undeliverable, Refused, Unsure, TryLater) as error:
        log.info("a canvas may be written in by others: %s", error)


def _parts(text: str) -> Iterator[str]:
    """The text in pieces that one change takes, parted between its blocks."""
    held = ""
    for block in text.split("\n\n"):
        for piece in _pieces(block):
            if held and len(held) + len(piece) + 2 > CANVAS_CHANGE:
                yield held
                held = ""
            held = f"{held}\n\n{piece}" if held else piece
    yield held


def _pieces(block: str) -> Iterator[str]:
    """A block, or where it is too long for one change its lines, as many together as go."""
    held = ""
    for line in block.split("\n"):
        if held and len(held) + len(line) + 1 > CANVAS_CHANGE:
            yield held
            held = ""
        held = f"{held}\n{line}" if held else line
    yield held


def _markdown(text: str) -> dict[str, str]:
    return {"type": "markdown", "markdown": text}
