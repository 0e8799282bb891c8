"""The lists themselves: new ones of the partnership's own, letting one go, and where answers to letters go."""

from __future__ import annotations

from bot import addresses
from bot.errors import BotError, FieldError
from bot.feature import Context, Reply, Role, reply
from handlers.lists.base import LONGEST_NAME, feature, readable, which
from handlers.lists.showing import shown
from storage.lists import LEFT, OWN

MOST_LISTS = 20
"""More lists than this nobody keeps in order."""

NOBODY = frozenset({"nobody", "none", "no one", "-"})


_SAID = (
    *("new list", "new list called", "make a list called", "create a list called", "start a list called"),
    *("make a new list", "start a new list", "start a new list called", "make a new list called"),
)


@feature.verb(
    "new", form=True, least=Role.MINUTES, also=("create", *_SAID), examples=("lists new Governors",)
)
async def new(context: Context) -> Reply:
    """Begin a circulation list of your own."""
    filled = "name" in context.request.values
    given = str(context.request.values["name"]) if filled else readable(context, context.text)
    name = " ".join(given.split())
    if not name and not filled:
        return reply("lists/new")
    if not 0 < len(name) <= LONGEST_NAME or addresses.found(name):
        raise _unclear(filled)
    if (known := await context.records.lists.named(name)) is not None:
        return await shown(context, known)
    if len(await context.records.lists.list()) >= MOST_LISTS:
        raise BotError("lists/too_many", most=MOST_LISTS)
    return await shown(context, await context.records.lists.new(name))


def _unclear(filled: bool) -> BotError:
    if filled:
        return FieldError("name", "lists/name_unclear", most=LONGEST_NAME)
    return BotError("lists/name_unclear", most=LONGEST_NAME)


@feature.verb("drop", least=Role.MINUTES, examples=("lists drop Governors",))
async def drop(context: Context) -> Reply:
    """Let a circulation list of your own go, once nobody is on it."""
    circulation = await which(context, context.text)
    if circulation.kind != OWN:
        raise BotError("lists/stays", circulation=circulation)
    there = [one for one in await context.records.lists.everybody(circulation) if one.state != LEFT]
    if there:
        raise BotError("lists/not_empty", circulation=circulation, count=len(there))
    await context.records.lists.drop(circulation)
    return reply("lists/dropped", circulation=circulation).privately()


@feature.verb("replies", form=True, least=Role.MINUTES, examples=("lists replies mina@example.org",))
async def replies(context: Context) -> Reply:
    """Say at which address answers to letters are read."""
    filled = "address" in context.request.values
    given = str(context.request.values["address"]) if filled else readable(context, context.text)
    words = given.strip()
    if not words and not filled:
        return reply("lists/replies", address=await context.records.lists.reply_to())
    nobody = not words or words.casefold() in NOBODY
    match = addresses.found(words)
    address = "" if nobody else addresses.address(match[0] if match else words)
    if address is None:
        raise FieldError("address", "lists/address_unclear") if filled else BotError("lists/address_unclear")
    await context.records.lists.set_reply_to(address)
    return reply("lists/replies_go", address=address).privately()
