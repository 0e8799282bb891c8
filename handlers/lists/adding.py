"""Putting somebody on a circulation list: their address, their name, and how it is known that they want the letters."""

from __future__ import annotations

from datetime import date

from bot import addresses, dates
from bot.errors import BotError, FieldError
from bot.feature import Context, Reply, Role, reply
from handlers.lists.base import (
    LONGEST_CONSENT,
    LONGEST_NAME,
    Typed,
    feature,
    meant,
    name_behind,
    options,
    read,
    readable,
    reader,
)
from storage.lists import LEFT, ON, CirculationList, Subscriber

MOST_READERS = 500
"""So many people are on all lists of a partnership together: it writes to those who know it."""


@feature.verb(
    "add",
    form=True,
    least=Role.MINUTES,
    placed=("put",),
    examples=("lists add Grace Abara grace@example.org to strategic, asked for it on 3 December",),
)
async def add(context: Context) -> Reply:
    """Put somebody who wants letters on a circulation list."""
    if context.request.values:
        return await _added(context, await _chosen_list(context), _filled_in(context))
    typed = read(readable(context, context.text))
    circulation = await meant(context, typed.circulation or context.text)
    address = addresses.address(typed.address)
    if circulation is not None and address and typed.consent and typed.name and not _too_long(typed):
        return await _added(context, circulation, Typed(typed.name, address, "", typed.consent))
    return await _asked(context, typed, circulation)


async def _asked(context: Context, typed: Typed, circulation: CirculationList | None) -> Reply:
    """The form, with what was said in it already; a button only says which list."""
    pressed = circulation is not None and not typed.address and not typed.circulation
    return reply(
        "lists/add",
        name="" if pressed else typed.name[:LONGEST_NAME],
        address=typed.address,
        lists=await options(context),
        chosen=str(circulation.id) if circulation else "",
        consent=typed.consent[:LONGEST_CONSENT],
    )


def _too_long(typed: Typed) -> bool:
    return len(typed.name) > LONGEST_NAME or len(typed.consent) > LONGEST_CONSENT


async def _chosen_list(context: Context) -> CirculationList:
    """The list in a form. Raises FieldError."""
    circulation = await meant(context, str(context.request.values.get("circulation", "")))
    if circulation is None:
        raise FieldError("circulation", "lists/gone")
    return circulation


def _filled_in(context: Context) -> Typed:
    """Who a form says it is. Raises FieldError beside what cannot be used."""
    name, consent = _name(context), _words(context, "consent")
    address = addresses.address(_words(context, "address"))
    if address is None:
        raise FieldError("address", "lists/address_unclear")
    return Typed(name, address, "", _consent(consent))


def _name(context: Context) -> str:
    name = _words(context, "name")
    if not 0 < len(name) <= LONGEST_NAME:
        raise FieldError("name", "lists/name_unclear", most=LONGEST_NAME)
    return name


def _consent(words: str) -> str:
    if not 0 < len(words) <= LONGEST_CONSENT:
        raise FieldError("consent", "lists/consent_unclear", most=LONGEST_CONSENT)
    return words


def _words(context: Context, field: str) -> str:
    return " ".join(str(context.request.values.get(field, "")).split())


async def _added(context: Context, circulation: CirculationList, who: Typed) -> Reply:
    """They are on the list, unless they are already, or had left it: then only they can have asked to be back."""
    known = await context.records.lists.at(circulation, who.address)
    if known is not None and known.state == ON:
        return reply("lists/there_already", name=known.name, circulation=circulation).privately()
    if known is not None and known.state == LEFT:
        said = reply("lists/has_left", reader=known, name=who.name, day=_day(context, known))
        return said.privately()
    return await _put(context, circulation, who)


async def _put(context: Context, circulation: CirculationList, who: Typed) -> Reply:
    """Raises BotError where there is no room for anybody who is not there yet."""
    lists = context.records.lists
    if await lists.count() >= MOST_READERS and await lists.at(circulation, who.address) is None:
        raise BotError("lists/full", most=MOST_READERS)
    row = await context.records.lists.add(
        circulation, who.address, who.name, who.consent, context.member.id, context.at
    )
    return reply("lists/added", reader=row, circulation=circulation).privately()


def _day(context: Context, one: Subscriber) -> date | None:
    return dates.local(one.changed_at, context.partnership.zone).date() if one.changed_at else None


@feature.verb("back", hidden=True, form=True, least=Role.MINUTES)
async def back(context: Context) -> Reply:
    """Put somebody back who had left a list and asked for its letters again."""
    one = await reader(context)
    if one is None:
        raise BotError("lists/reader_gone")
    if not context.request.values:
        return reply("lists/back", reader=one, name=name_behind(context.text) or one.name)
    name, consent = _name(context), _consent(_words(context, "consent"))
    return await _put(context, one.circulation, Typed(name, one.address, "", consent))
