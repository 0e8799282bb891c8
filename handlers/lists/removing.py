"""Taking somebody off a circulation list: their address is kept nowhere, unless they had left, so that they stay away."""

from __future__ import annotations

from bot import addresses
from bot.errors import BotError, FieldError
from bot.feature import Context, Reply, Role, reply
from handlers.lists.base import feature, labelled, meant, read, readable, reader, which
from storage.lists import CirculationList, Subscriber


@feature.verb(
    "remove",
    form=True,
    least=Role.MINUTES,
    also=("unsubscribe",),
    placed=("take", "delete"),
    examples=("lists remove grace@example.org from strategic",),
)
async def remove(context: Context) -> Reply:
    """Take somebody off a circulation list and forget their address."""
    if context.request.values:
        chosen = await reader(context)
        if chosen is None:
            raise FieldError("who", "lists/reader_gone")
        return await _removed(context, [chosen])
    if (pressed := await reader(context)) is not None:
        return await _removed(context, [pressed])
    typed = read(readable(context, context.text))
    if typed.address:
        circulation = await which(context, typed.circulation) if typed.circulation else None
        return await _removed(context, await _at(context, typed.address, circulation))
    everybody = await _everybody(context, await meant(context, typed.circulation or context.text))
    there = [one for one in everybody if one.name]
    if not there:
        raise BotError("lists/nobody")
    return reply("lists/remove", readers=labelled(_called(there, typed.name) or there))


def _called(readers: list[Subscriber], name: str) -> list[Subscriber]:
    """Those of this name, or whose first name it is."""
    wanted = name.casefold()
    return [one for one in readers if wanted in (one.name.casefold(), one.name.casefold().split()[0])]


async def _at(context: Context, words: str, circulation: CirculationList | None) -> list[Subscriber]:
    """Whoever has this address, on one list or on any. Raises BotError where nobody has."""
    address = addresses.address(words) or ""
    found = [one for one in await _everybody(context, circulation) if one.same == address.casefold()]
    if not found:
        raise BotError("lists/reader_gone")
    return found


async def _everybody(context: Context, circulation: CirculationList | None) -> list[Subscriber]:
    lists = context.records.lists
    those = [circulation] if circulation else await lists.list()
    return [one for each in those for one in await lists.everybody(each)]


async def _removed(context: Context, readers: list[Subscriber]) -> Reply:
    name = next((one.name for one in readers if one.name), readers[0].address)
    lists = [one.circulation.name for one in readers]
    kept = [one.circulation.name for one in readers if await context.records.lists.remove(one)]
    return reply("lists/removed", name=name, lists=lists, kept=kept).privately()
