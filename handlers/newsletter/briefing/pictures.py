"""Two pictures of the figures, each with words that say all it shows: the work by meeting, and from whom we heard."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

from bot import charts, dates
from bot.card import Block, Card, File, plain
from bot.feature import Context, Occasion, Reply, reply
from handlers.newsletter.briefing.base import BACK, feature, heard

MEETINGS = 8
"""So many meetings stand in a picture."""


@feature.verb("pictures", also=("picture", "charts"), examples=("briefing pictures",))
async def pictures(context: Context) -> Reply:
    """Send me pictures: actions begun and finished by meeting, and from whom we heard."""
    for name in ("actions", "heard"):
        await context.owe(
            Occasion(
                at=context.at,
                key=f"briefing/{name}/{context.member.id}/{context.at:%Y%m%d%H%M}",
                card=f"briefing.{name}",
                subject={"until": context.at.isoformat()},
                to=context.member,
                decent=False,
            )
        )
    return reply("briefing/pictures_sent").privately()


@feature.draws("actions")
async def actions_card(context: Context, *, until: str) -> Card | None:
    """Actions begun and finished from meeting to meeting, as a picture."""
    card, picture = await actions_pictured(context, datetime.fromisoformat(until))
    return card.with_file(picture)


@feature.draws("heard")
async def heard_card(context: Context, *, until: str) -> Card | None:
    """From whom we heard, as a picture."""
    card, picture = await heard_pictured(context, datetime.fromisoformat(until))
    return card.with_file(picture)


async def actions_pictured(context: Context, until: datetime) -> tuple[Card, File]:
    """The work by meeting up to `until` (aware), in words and as a picture."""
    rows = await by_meeting(context, until)
    card = context.card("briefing/actions", rows=rows)
    return card, _picture(context, card, "actions", await asyncio.to_thread(charts.opened_and_finished, rows))


async def heard_pictured(context: Context, until: datetime) -> tuple[Card, File]:
    """From whom we heard in the half year before `until` (aware), in words and as a picture."""
    rows = await heard(context, until - 3 * BACK, until)
    card = context.card("briefing/heard", rows=rows)
    return card, _picture(context, card, "heard", await asyncio.to_thread(charts.balance, rows))


async def worth_seeing(context: Context, until: datetime) -> list[Block]:
    """The pictures for a letter, each below its caption, where there is more than one thing to hold side by side."""
    shown = []
    if len(await by_meeting(context, until)) > 1:
        shown.append(await actions_pictured(context, until))
    if sum(count > 0 for _, count in await heard(context, until - 3 * BACK, until)) > 1:
        shown.append(await heard_pictured(context, until))
    return [block for card, picture in shown for block in _captioned(card, picture)]


def _captioned(card: Card, picture: File) -> tuple[Block, Block]:
    """The first words of a card above its picture; the rest of them say what the picture shows."""
    caption, *rest = card.blocks
    return caption, replace(picture, alt=" ".join(plain(Card(tuple(rest))).split()))


def _picture(context: Context, card: Card, name: str, png: bytes) -> File:
    """A picture; the words of its card say all that it shows."""
    instead = plain(context.card("briefing/instead"))
    return File(f"{name}.png", "image/png", "", " ".join(plain(card).split()), instead, png)


async def by_meeting(context: Context, until: datetime) -> list[tuple[str, int, int]]:
    """The last meetings by their days, with how many actions were begun and finished since the one before; then since."""
    newsletters, zone = context.records.newsletters, context.partnership.zone
    met = (await newsletters.met(None, until))[-MEETINGS:]
    ends = [*(one.ends_at for one in met), until]
    begins = [ends[0] - BACK, *ends[:-1]]
    rows = []
    for first, last in zip(begins, ends, strict=True):
        opened, finished = await newsletters.opened(first, last), await newsletters.finished(first, last)
        day = dates.local(last, zone).date()
        rows.append((f"{day.day} {day:%b}", len(opened), len(finished)))
    return rows
