"""The page as it leaves the chat: a letter to everybody on the strategic list, and a file for a word processor."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot import dates
from bot.card import Card, File, plain
from bot.documents.from_card import document
from bot.documents.writers import WRITERS
from bot.errors import BotError
from bot.feature import Context, Occasion, Reply, Role, reply
from handlers.newsletter.briefing.base import Brief, brief, feature, period
from handlers.newsletter.briefing.pictures import worth_seeing
from storage.lists import STRATEGIC


@feature.verb("send", least=Role.MINUTES, examples=("briefing send",))
async def send(context: Context) -> Reply:
    """Send the briefing to everybody on the strategic list."""
    plan = await context.records.newsletters.planned(context.at)
    zone = context.partnership.zone
    if plan.briefed_at is not None and dates.local(plan.briefed_at, zone).date() == context.today:
        raise BotError("briefing/sent_already")
    since, until = await period(context)
    occasion = Occasion(
        at=context.at,
        key=f"briefing/{context.partnership.id}/{context.today:%Y%m%d}",
        card="briefing.letter",
        subject={"since": since.isoformat(), "until": until.isoformat()},
    )
    letters = await context.circulate(STRATEGIC, occasion)
    if not letters:
        raise BotError("briefing/nobody", mails=context.mails)
    plan.briefed_at = context.at
    return reply("briefing/sent", letters=letters).privately()


@feature.draws("letter")
async def letter(context: Context, *, since: str, until: str) -> Card | None:
    """The briefing as a letter, with pictures where they say it better, and the page as a file."""
    said = await brief(context, datetime.fromisoformat(since), datetime.fromisoformat(until))
    card = context.card("briefing/letter", brief=said)
    pictures = await worth_seeing(context, datetime.fromisoformat(until))
    attached = replace(_file(context, card, said), alt=plain(context.card("briefing/attached")))
    return Card((*card.blocks, *pictures, attached))


@feature.verb("file", also=("docx", "download"), examples=("briefing file",))
async def file(context: Context) -> Reply:
    """Send me the briefing as a file for a word processor."""
    since, until = await period(context)
    await context.owe(
        Occasion(
            at=context.at,
            key=f"briefing/file/{context.member.id}/{context.at.timestamp():.0f}",
            card="briefing.file",
            subject={"since": since.isoformat(), "until": until.isoformat()},
            to=context.member,
            decent=False,
        )
    )
    return reply("briefing/file_sent").privately()


@feature.draws("file")
async def file_card(context: Context, *, since: str, until: str) -> Card | None:
    """The page as a file, for one person."""
    said = await brief(context, datetime.fromisoformat(since), datetime.fromisoformat(until))
    page = context.card("briefing/letter", brief=said)
    return context.card("briefing/file", brief=said).with_file(_file(context, page, said))


def _file(context: Context, page: Card, said: Brief) -> File:
    made = WRITERS["docx"].write(document(page, context.partnership.name))
    title = plain(context.card("briefing/file", brief=said))
    instead = plain(context.card("briefing/instead"))
    assert isinstance(made, bytes)
    return File(
        f"briefing-{said.last.isoformat()}.docx", WRITERS["docx"].content_type, "", title, instead, made
    )
