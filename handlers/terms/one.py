"""One term in a form of its own, with a field for each date."""

from __future__ import annotations

from datetime import date, timedelta

from bot.dates import Term
from bot.errors import BotError, FieldError, NotAllowed
from bot.feature import Context, Reply, reply
from bot.school import Understood
from bot.target import row_id
from handlers.terms import shared
from handlers.terms.shared import Whose, feature
from storage.terms import TermRow

NAMES = ("Autumn term", "Spring term", "Summer term")
LONGEST = timedelta(weeks=25)
FIRST_YEAR, LAST_YEAR = 2000, 2099
REMOVE = "remove"


@feature.verb("one", hidden=True, form=True)
async def one(context: Context) -> Reply:
    """Enter one term, or change one that is kept."""
    row = await _row(context)
    may = await shared.choices(context)
    return reply(
        "terms/one",
        id=row.id if row else "",
        names=_names(row),
        chosen=row.name if row else "",
        term=shared.term_of(row) if row else None,
        whose=shared.options(may, context.partnership.name) if row is None and len(may) > 1 else [],
        mine=may[0].value,
        name=(await _whose(context, row)).name,
        kept=row is not None,
    )


def _names(row: TermRow | None) -> list[dict[str, str]]:
    names = dict.fromkeys((*NAMES, *((row.name,) if row else ())))
    return [{"value": name, "label": name} for name in names]


async def _row(context: Context) -> TermRow | None:
    """The term that a button names, None for a new one. Raises BotError where it is gone, NotAllowed where it is not theirs."""
    number = row_id(context.text)
    if number is None:
        return None
    row = await context.records.terms.get(number)
    if row is None:
        raise BotError("terms/gone")
    if not shared.may_change(context, row.organisation_id):
        may = await shared.choices(context)
        raise NotAllowed("terms/not_yours", mine=[each.name for each in may if each.name])
    return row


@feature.verb("save_one", hidden=True, form=True)
async def save_one(context: Context) -> Reply:
    """Keep one term as a form says."""
    row = await _row(context)
    if row is not None and REMOVE in _answer(context, "remove"):
        return await _removed(context, row)
    whose = await _whose(context, row, _answer(context, "whose"))
    term = _filled_in(context, row)
    await _clear(context, term, row, whose)
    if row is not None:
        await context.records.terms.remove(row, days=False)
    mine = await shared.keep(context, whose, Understood((term,)))
    return reply(
        "terms/saved",
        whose=whose.name,
        terms=(term,),
        closed=(),
        mine=mine,
        today=context.today,
    ).privately()


async def _whose(context: Context, row: TermRow | None, value: str = "") -> Whose:
    """Whose a kept term is; of a new one, whose a form says."""
    if row is None:
        return await shared.chosen(context, value)
    organisation = await context.records.organisations.get(row.organisation_id or 0)
    return Whose(row.organisation_id, organisation.name if organisation else "")


async def _removed(context: Context, row: TermRow) -> Reply:
    term = shared.term_of(row)
    await context.records.terms.remove(row)
    return reply("terms/removed", term=term, today=context.today).privately()


def _answer(context: Context, field: str) -> str:
    value = context.request.values.get(field, "")
    return value.strip() if isinstance(value, str) else ",".join(value)


def _filled_in(context: Context, row: TermRow | None) -> Term:
    """The term in a form. Raises FieldError beside the field that cannot be used."""
    name = _answer(context, "name")
    if name not in NAMES and not (row and name == row.name):
        raise FieldError("name", "terms/name_unclear")
    start, end = _day(context, "start"), _day(context, "end")
    if start is None:
        raise FieldError("start", "terms/day_unclear")
    if end is None:
        raise FieldError("end", "terms/day_unclear")
    if not start < end <= start + LONGEST:
        raise FieldError("end", "terms/end_unclear", start=start)
    return Term(name, start, end, _half(context, start, end))


def _half(context: Context, start: date, end: date) -> tuple[date, date] | None:
    first, last = _day(context, "half_first"), _day(context, "half_last")
    if first is None and last is None:
        return None
    if first is None or last is None:
        raise FieldError("half_last" if last is None else "half_first", "terms/half_open")
    if not start <= first <= last <= end:
        raise FieldError("half_last", "terms/half_unclear", start=start, end=end)
    return first, last


def _day(context: Context, field: str) -> date | None:
    try:
        day = date.fromisoformat(_answer(context, field))
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


async def _clear(context: Context, term: Term, row: TermRow | None, whose: Whose) -> None:
    """Raise FieldError where the days are those of another term of a different name: that one is not to vanish unasked."""
    for other in await context.records.terms.list():
        same = other.organisation_id == whose.id and (row is None or other.id != row.id)
        if same and other.name != term.name and term.start <= other.end and other.start <= term.end:
            raise FieldError("start", "terms/overlaps", other=shared.term_of(other), today=context.today)
