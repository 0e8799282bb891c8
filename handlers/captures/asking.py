"""Asking whoever typed a message whether what is gone from it is to stay, and doing as they say."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import BotError
from bot.feature import Context, Feature, Reply, reply
from bot.owners import plain
from bot.target import whole
from storage.captures import Capture

feature = Feature("captures", command="/upbeat", about="what was noted from a message that changes later")


async def ask(context: Context, gone: Sequence[Capture], deleted: bool) -> None:
    """Ask whoever typed it, privately and once, whether what is gone from the message is to stay."""
    asked = [one for one in gone if await context.records.stands(one.kind, one.record_id)]
    author = await context.records.members.of_handle(context.request.person.handle) if asked else None
    if author is None:
        return
    ids = ",".join(str(capture.id) for capture in asked)
    await context.records.captures.stand({capture: -capture.id for capture in asked})
    await context.tell(
        author,
        "captures/gone",
        key=f"gone/{asked[0].id}",
        deleted=deleted,
        ids=ids,
        items=await _items(context, asked),
    )


@feature.verb("keep", hidden=True)
async def keep(context: Context) -> Reply:
    """Keep what was noted, though its message is gone."""
    asked = await _asked_about(context)
    said = reply("captures/kept", items=await _items(context, asked)).in_place()
    for capture in asked:
        await context.records.captures.forget(capture)
    return said


@feature.verb("remove", hidden=True)
async def remove(context: Context) -> Reply:
    """Take back what was noted from a message that is gone."""
    asked = await _asked_about(context)
    said = reply("captures/taken", items=await _items(context, asked)).in_place()
    for index, capture in enumerate(asked):
        await context.hand_on(f"{capture.kind}.remove", "", index=index, id=str(capture.record_id))
        await context.records.captures.forget(capture)
    return said


async def _items(context: Context, captures: Sequence[Capture]) -> list[str]:
    """What was noted, in the words in which it was typed."""
    people = await context.records.members.list()
    return [plain(capture.line, people) for capture in captures]


async def _asked_about(context: Context) -> list[Capture]:
    """The captures that a button names and that are still to be answered for.

    Raises BotError where they have been answered for already, or somebody else was asked about them.
    """
    numbers = [whole(number) for number in context.text.split(",")[:100]]
    found = [await context.records.captures.get(number) for number in dict.fromkeys(numbers) if number]
    asked = [capture for capture in found if capture is not None and capture.index < 0]
    if not asked or not await _asked_of(context, asked):
        raise BotError("captures/answered")
    return asked


async def _asked_of(context: Context, asked: Sequence[Capture]) -> bool:
    """Whether it is the asker who was asked about these, in one question."""
    question = await context.records.deliveries.of(f"gone/{asked[0].id}")
    places = {(capture.conversation, capture.message) for capture in asked}
    return question is not None and question.member_id == context.member.id and len(places) == 1
