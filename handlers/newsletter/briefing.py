"""The briefing: one page for those who steer from further away, every two months or when it is asked for.

Aims, what was done, figures, and what they are asked to decide. As a card, as a file for word processors, and by mail.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot import charts, dates, hours
from bot.card import Card, File, plain
from bot.documents.from_card import document
from bot.documents.writers import WRITERS
from bot.errors import BotError, FieldError
from bot.feature import Context, Feature, Occasion, Reply, Role, reply
from handlers.newsletter.naming import names_of
from storage.lists import STRATEGIC
from storage.notes import DECISION, FAMILY
from storage.people import Member

feature = Feature("briefing", command="/upbeat", about="one page for those who steer from further away")

BACK = timedelta(days=62)
"""How far back the first briefing looks, and any other at the most."""

MOST = 6
"""So many lines stand in each part: it is one page."""

MEETINGS = 8
"""So many meetings stand in a picture."""

LONGEST = 1000
"""Characters of the aims, and of what is asked."""

WAIT = timedelta(days=7)
"""How long it is worth telling the chair that a briefing is ready."""

MONTHS = {0: "Never", 2: "Every two months", 3: "Every three months"}


@dataclass(frozen=True)
class Brief:
    """All that stands on the page. It counts, and names nobody who has not agreed to it."""

    name: str
    first: date
    last: date
    aims: str
    decided: Sequence[str]
    done: Sequence[str]
    opened: int
    finished: int
    met: int
    heard: int
    organisations: int
    asks: Sequence[str]


async def brief(context: Context, since: datetime, until: datetime) -> Brief:
    """What happened between these moments (aware), and what is to be decided by now."""
    newsletters, names = context.records.newsletters, await names_of(context)
    plan = await newsletters.plan()
    finished = await newsletters.finished(since, until)
    decided = await context.records.notes.list((DECISION,), since=since, until=until)
    voices = await heard(context, since, until)
    zone = context.partnership.zone
    return Brief(
        name=context.partnership.name,
        first=dates.local(since, zone).date(),
        last=dates.local(until, zone).date(),
        aims=names.hide(plan.aims) if plan else "",
        decided=[names.hide(one.text) for one in decided[:MOST]],
        done=[names.hide(one.text) for one in finished[-MOST:]],
        opened=len(await newsletters.opened(since, until)),
        finished=len(finished),
        met=len(await newsletters.met(since, until)),
        heard=sum(count > 0 for _, count in voices),
        organisations=len(voices),
        asks=[names.hide(one) for one in await _asks(context, plan.asks if plan else "")],
    )


async def heard(context: Context, since: datetime, until: datetime) -> list[tuple[str, int]]:
    """How often something that everybody could read came from each organisation between these moments, by name.

    Unnamed answers count for nobody: what nobody may know is in no figure.
    """
    notes = await context.records.notes.list(tuple(FAMILY), since=since, until=until)
    actions = await context.records.newsletters.opened(since, until)
    members: list[Member | None] = [*(one.by for one in notes), *(one.added_by for one in actions)]
    counted = Counter(one.organisation_id for one in members if one is not None)
    everybody = sorted(await context.records.organisations.list(), key=lambda one: one.name.casefold())
    return [(one.name, counted[one.id]) for one in everybody]


async def _asks(context: Context, own: str) -> list[str]:
    """What is to be decided: the chair's own lines, then what the next meetings are to decide."""
    found = [words for one in own.splitlines() if (words := " ".join(one.split()))]
    for meeting in (await context.records.meetings.coming(context.at))[:3]:
        items = await context.records.agenda.of(meeting, context.at)
        found += [one.text for one in items if one.purpose == "decision" and one.text not in found]
    return found[:MOST]


async def _period(context: Context) -> tuple[datetime, datetime]:
    plan = await context.records.newsletters.plan()
    earliest = context.at - BACK
    return max(plan.briefed_at, earliest) if plan and plan.briefed_at else earliest, context.at


# As a card


@feature.verb("show", bare=True, default=True, also=("draft",), examples=("briefing",))
async def show(context: Context) -> Reply:
    """Show the briefing as it would go out today."""
    return await _shown(context)


async def _shown(context: Context) -> Reply:
    readers = len(await context.records.lists.of(STRATEGIC)) if context.mails else 0
    said = await brief(context, *await _period(context))
    keeps = context.member.role >= Role.MINUTES
    return reply("briefing/page", brief=said, readers=readers, keeps=keeps).privately()


@feature.draws("ready")
async def ready(context: Context) -> Card | None:
    """The briefing that was prepared by itself, for the chair."""
    readers = len(await context.records.lists.of(STRATEGIC)) if context.mails else 0
    said = await brief(context, *await _period(context))
    return context.card("briefing/page", brief=said, readers=readers, keeps=True)


@feature.verb(
    "change", form=True, least=Role.MINUTES, also=("aims", "settings"), examples=("briefing change",)
)
async def change(context: Context) -> Reply:
    """Say what the partnership is for, what is asked of the readers, and how often a briefing is prepared."""
    values, newsletters = context.request.values, context.records.newsletters
    if "months" not in values:
        plan = await newsletters.plan()
        return reply(
            "briefing/change",
            aims=plan.aims if plan else "",
            asks=plan.asks if plan else "",
            months=str(plan.briefing_months if plan else 0),
            choices=[{"value": str(number), "label": label} for number, label in MONTHS.items()],
        )
    months = next((number for number in MONTHS if str(number) == str(values["months"])), None)
    if months is None:
        raise FieldError("months", "partnership/no_choice")
    aims, asks = _long(context, "aims"), _long(context, "asks")
    plan = await newsletters.planned(context.at)
    if months != plan.briefing_months:
        plan.prepared_at = context.at
    plan.aims, plan.asks, plan.briefing_months = aims, asks, months
    return await _shown(context)


def _long(context: Context, field: str) -> str:
    """What a form says in a field. Raises FieldError where it is too long."""
    text = str(context.request.values.get(field, "")).strip()
    if len(text) > LONGEST:
        raise FieldError(field, "briefing/too_long", most=LONGEST)
    return text


# By mail and as a file


@feature.verb("send", least=Role.MINUTES, examples=("briefing send",))
async def send(context: Context) -> Reply:
    """Send the briefing to everybody on the strategic list."""
    plan = await context.records.newsletters.planned(context.at)
    zone = context.partnership.zone
    if plan.briefed_at is not None and dates.local(plan.briefed_at, zone).date() == context.today:
        raise BotError("briefing/sent_already")
    since, until = await _period(context)
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
    """The briefing as a letter, with the page as a file."""
    said = await brief(context, datetime.fromisoformat(since), datetime.fromisoformat(until))
    card = context.card("briefing/letter", brief=said)
    return card.with_file(_file(context, card, said))


@feature.verb("file", also=("docx", "download"), examples=("briefing file",))
async def file(context: Context) -> Reply:
    """Send me the briefing as a file for a word processor."""
    since, until = await _period(context)
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


# As pictures


@feature.verb("pictures", also=("picture", "charts"), examples=("briefing pictures",))
async def pictures(context: Context) -> Reply:
    """Send me pictures: actions begun and finished by meeting, and from whom we heard."""
    for name in ("actions", "heard"):
        await context.owe(
            Occasion(
                at=context.at,
                key=f"briefing/{name}/{context.member.id}/{context.at.timestamp():.0f}",
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
    rows = await by_meeting(context, datetime.fromisoformat(until))
    card = context.card("briefing/actions", rows=rows)
    return _pictured(context, card, "actions", await asyncio.to_thread(charts.opened_and_finished, rows))


@feature.draws("heard")
async def heard_card(context: Context, *, until: str) -> Card | None:
    """From whom we heard, as a picture."""
    end = datetime.fromisoformat(until)
    rows = await heard(context, end - 3 * BACK, end)
    card = context.card("briefing/heard", rows=rows)
    return _pictured(context, card, "heard", await asyncio.to_thread(charts.balance, rows))


def _pictured(context: Context, card: Card, name: str, png: bytes) -> Card:
    """The card with its picture; its words say all that the picture shows."""
    instead = plain(context.card("briefing/instead"))
    return card.with_file(File(f"{name}.png", "image/png", "", " ".join(plain(card).split()), instead, png))


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


# When it is due


@feature.job
async def due(context: Context) -> Sequence[Occasion]:
    """The briefing of these months, prepared once for the chair to look at."""
    plan = await context.records.newsletters.plan()
    chair = await context.records.members.to_ask()
    if plan is None or plan.briefing_months <= 0 or chair is None:
        return []
    begun = dates.local(plan.prepared_at or plan.set_at, context.partnership.zone).date()
    months = begun.month - 1 + plan.briefing_months
    day, hour = date(begun.year + months // 12, months % 12 + 1, 1), context.partnership.chase_hour
    moment = dates.at_local(day, time(hour), context.partnership.zone)
    moment = hours.next_decent(max(moment, context.at), context.calendar, hour)
    if moment <= context.at:
        plan.prepared_at = context.at
    key = f"briefing/{context.partnership.id}/ready/{day:%Y%m}"
    return [Occasion(moment, key, "briefing.ready", {}, to=chair, until=moment + WAIT)]
