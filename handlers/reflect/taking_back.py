"""Taking back what one has answered, and following a message that its author edits or deletes, until it is all shown."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import BotError
from bot.feature import Context, Reply, reply, silent
from bot.target import row_id
from handlers.reflect.answering import kept, remember
from handlers.reflect.base import current, feature
from handlers.reflect.reading import read
from storage.answers import LONGEST, WRITTEN, Answer
from storage.captures import Capture
from storage.reflections import HABIT


@feature.verb(
    "take_back",
    also=("take my answer back", "take back my answer", "withdraw my answer", "delete my answer"),
    examples=("take back",),
)
async def take_back(context: Context) -> Reply:
    """Take back what you have answered and nobody has seen yet."""
    pressed = row_id(context.text)
    mine = await _waiting(context, pressed)
    if not mine:
        shown = bool(await context.records.reflections.released())
        return reply("reflect/none_to_take", shown=shown).privately()
    await context.records.answers.drop(mine)
    return await kept(context, await current(context, context.text if pressed else ""), taken_back=True)


async def _waiting(context: Context, pressed: int | None) -> Sequence[Answer]:
    """What the asker has answered and nobody has seen: of the reflection that was pressed, and of that which follows it."""
    answers, reflections = context.records.answers, context.records.reflections
    if pressed is None:
        return await answers.waiting(context.member)
    row = await reflections.get(pressed)
    if row is None or row.kind != HABIT:
        raise BotError("reflect/gone")
    rows = {one.id: one for one in (row, await current(context, context.text))}
    return [answer for one in rows.values() for answer in await answers.waiting(context.member, one)]


@feature.verb("reread", hidden=True, event=True)
async def reread(context: Context) -> Reply:
    """Follow a message that its author edits or (without words) deletes, as long as nobody has seen what it says."""
    request, answers = context.request, context.records.answers
    captured = await context.records.captures.of(request.place.handle, request.message)
    mine = [one for one in captured if one.kind == WRITTEN]
    rows = [(one, await answers.get(one.record_id, context.member)) for one in mine]
    first = next((row for _, row in rows if row is not None), None)
    if first is None:
        return silent()
    if first.draft:
        return await _redraft(context, first, mine[0])
    return await _again(context, first, rows)


async def _redraft(context: Context, row: Answer, capture: Capture) -> Reply:
    """Words that are not sorted yet; the question about them stands already."""
    capture.line, capture.version = context.text.strip()[:LONGEST], context.request.version
    await context.records.answers.amend(row, capture.line)
    return silent()


async def _again(context: Context, first: Answer, rows: Sequence[tuple[Capture, Answer | None]]) -> Reply:
    """The message is read as it stands now; what it says without a mark answers the question it answered before."""
    answers, question, shown = context.records.answers, first.question, first.shown
    reflection = await context.records.reflections.get(first.reflection_id)
    assert reflection is not None
    for capture, row in rows:
        await context.records.captures.forget(capture)
        if row is None or not await answers.without(row, capture.line):
            return silent()  # it was changed in the form since, and stands as it was changed
    for place, (name, words) in enumerate(read(context.text, question).items()):
        await remember(
            context, await answers.add(reflection, context.member, name, words, shown), words, place
        )
    left = await answers.waiting(context.member, reflection)
    return await kept(context, reflection, taken_back=not left)
