"""Dates as somebody pastes them, types them or sends them in a file: read, said back in full, and kept once they are right."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date

from bot import school
from bot.calendar_reading import is_calendar
from bot.dates import Term
from bot.errors import BotError, FieldError
from bot.feature import Context, Reply, reply
from bot.school import Understood
from bot.school.kept import terms as kept_terms
from bot.target import row_id
from handlers.terms import shared
from handlers.terms.shared import Whose, feature
from storage.terms import TermDraft

LONGEST = 2_900
"""Characters of what was pasted that a form can show again."""

NO_DATES = ("add", "change", "edit", "enter", "import", "new", "paste", "set")
"""Words behind "terms" that ask for the form."""

MOST_UNCLEAR = 6
"""So many lines that were not understood are shown."""


@feature.verb(
    "enter",
    default=True,
    form=True,
    long=True,
    examples=("terms Autumn term: 2 September to 18 December, half term 26 to 30 October",),
)
async def enter(context: Context) -> Reply:
    """Enter school terms and closed days, pasted as the school or council publishes them."""
    if context.request.files:
        return reply().then("terms.import", context.text)
    text = context.text.strip()
    if not text or text.casefold() in NO_DATES:
        return await _form(context, await shared.chosen(context, ""))
    return await _said_back(context, text, await shared.chosen(context, ""))


async def _form(context: Context, whose: Whose, typed: str = "") -> Reply:
    may = await shared.choices(context)
    return reply(
        "terms/enter",
        typed=typed,
        whose=shared.options(may, context.partnership.name) if len(may) > 1 else [],
        chosen=whose.value,
        name=may[0].name if len(may) == 1 else "",
    )


@feature.verb("read", hidden=True, form=True)
async def read(context: Context) -> Reply:
    """Say back how the dates in a form are understood."""
    typed = str(context.request.values.get("dates", "")).strip()
    if not typed:
        raise FieldError("dates", "terms/nothing_typed")
    return await _said_back(context, typed, await shared.chosen(context, _whose(context)))


def _whose(context: Context) -> str:
    return str(context.request.values.get("whose", "")).strip()


async def _said_back(context: Context, text: str, whose: Whose) -> Reply:
    """What was understood and what was not, put aside until it is said to be right."""
    found = school.read(text, context.today, context.partnership.zone, _kept(context, whose))
    again = as_written(found) if is_calendar(text) or len(text) > LONGEST else text
    draft = await context.records.terms.draft(
        context.member.id, whose.id, again, shared.put_aside(found), context.at
    )
    return reply(
        "terms/right",
        id=draft.id,
        stamp=_stamp(draft),
        whose=whose.name,
        terms=found.terms,
        closed=found.closed,
        problems=found.problems,
        unclear=found.unclear[:MOST_UNCLEAR],
        more=max(0, len(found.unclear) - MOST_UNCLEAR),
        today=context.today,
    ).privately()


def _kept(context: Context, whose: Whose) -> Sequence[Term]:
    return kept_terms(context.partnership.school, whose.id)


@feature.verb("import", long=True, files=True, examples=("terms import",))
async def take_in(context: Context) -> Reply:
    """Take in the calendar file of a school, sent along in a direct message or with a mention."""
    files = context.request.files
    if not files:
        return reply("terms/how_to_import").privately()
    if not all(one.text for one in files) or not any(is_calendar(one.text) for one in files):
        return reply("terms/no_file", name=files[0].name).privately()
    text = next(one.text for one in files if is_calendar(one.text))
    return await _said_back(context, text, await shared.chosen(context, ""))


@feature.verb("save", hidden=True)
async def save(context: Context) -> Reply:
    """Keep dates that were said back."""
    draft = await _draft(context)
    whose = await _still(context, draft)
    found = shared.taken_up(draft.read)
    if not found.anything:
        raise BotError("terms/gone")
    await context.records.terms.forget(context.member.id)
    mine = await shared.keep(context, whose, found)
    said = reply(
        "terms/saved",
        whose=whose.name,
        terms=found.terms,
        closed=found.closed,
        mine=mine,
        today=context.today,
    )
    return said.in_place()


@feature.verb("change", hidden=True, form=True)
async def change(context: Context) -> Reply:
    """Change dates that were said back, with the words as they were given."""
    draft = await _draft(context)
    return await _form(context, await _still(context, draft), draft.typed)


@feature.verb("leave", hidden=True)
async def leave(context: Context) -> Reply:
    """Keep nothing of what was said back."""
    await _draft(context)
    await context.records.terms.forget(context.member.id)
    return reply("terms/left").in_place()


async def _draft(context: Context) -> TermDraft:
    """What the asker has put aside, where it is what the pressed card shows. Raises BotError where it is not, or is gone.

    A number may serve again once its row is gone, so the stamp tells one draft from the next.
    """
    draft = await context.records.terms.drafted(row_id(context.text) or 0, context.member.id)
    if draft is None or context.text.rpartition("as=")[2].strip() != _stamp(draft):
        raise BotError("terms/gone")
    return draft


def _stamp(draft: TermDraft) -> str:
    """What tells these dates of these people from all others."""
    told = json.dumps([draft.organisation_id, draft.typed, draft.read], sort_keys=True)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]


async def _still(context: Context, draft: TermDraft) -> Whose:
    """Whose the dates put aside are, where the asker may still enter those."""
    return await shared.chosen(context, Whose(draft.organisation_id).value)


def as_written(found: Understood) -> str:
    """Dates in plain lines, each of which is read back as the same."""
    lines = [_line(term) for term in found.terms]
    lines += [f"Closed: {_days(one.first, one.last)} ({one.name})" for one in found.closed]
    return "\n".join(lines)[:LONGEST]


def _line(term: Term) -> str:
    half = f", half term {_days(*term.half_term)}" if term.half_term else ""
    return f"{term.name}: {_days(term.start, term.end)}{half}"


def _days(first: date, last: date) -> str:
    one, two = (f"{day.day} {day:%B %Y}" for day in (first, last))
    return one if one == two else f"{one} to {two}"
