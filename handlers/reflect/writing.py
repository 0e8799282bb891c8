"""Answering in one's own words, in the direct conversation: "going well: the choir, because everyone came"."""

from __future__ import annotations

from bot.errors import BotError
from bot.feature import Context, Reply, reply
from bot.target import row_id
from handlers.reflect.answering import kept, remember, usual
from handlers.reflect.base import current, feature, in_public, quietly
from handlers.reflect.reading import read
from storage.answers import LONGEST, Answer
from storage.reflections import LESS, WELL


@feature.verb(
    "going_well",
    also=("what is going well", "what's going well", "went well", "what went well"),
    long=True,
    examples=("going well: the choir, because everyone came",),
)
async def going_well(context: Context) -> Reply:
    """Say in your own words what goes well, to me directly."""
    return await _words(context, WELL)


@feature.verb(
    "less_well",
    also=("going less well", "what is going less well", "not going well", "not so well", "went less well"),
    long=True,
    examples=("less well: parking, because of the works",),
)
async def less_well(context: Context) -> Reply:
    """Say in your own words what goes less well, to me directly."""
    return await _words(context, LESS)


async def _words(context: Context, question: str) -> Reply:
    """Keep words whose question is known; said in public they are refused, because everybody knows whose they are."""
    reflection = await current(context)
    if in_public(context):
        return reply("reflect/in_public", id=reflection.id).privately()
    if not context.text.strip():
        return reply().then("reflect.answer", f"id={reflection.id}")
    return await _keep(context, read(context.text, question))


async def _keep(context: Context, parts: dict[str, str]) -> Reply:
    if max(len(text) for text in parts.values()) > LONGEST:
        raise BotError("reflect/too_long", most=LONGEST)
    reflection = await current(context)
    shown = usual(context, reflection)
    for place, (question, text) in enumerate(parts.items()):
        row = await context.records.answers.add(reflection, context.member, question, text, shown)
        await remember(context, row, text, place)
    return await kept(context, reflection)


@feature.verb("unsorted", hidden=True)
async def unsorted(context: Context) -> Reply:
    """Take words that may be an answer: keep what says its question, and ask about the rest."""
    if not context.request.place.direct:
        raise BotError("dispatch/gone")
    parts = read(context.text)
    loose = parts.pop("", "")[:LONGEST]
    if not loose:
        return await _keep(context, parts)
    reflection = await current(context)
    if parts:
        await _keep(context, parts)
    row = await context.records.answers.put_down(reflection, context.member, loose)
    await remember(context, row, loose, len(parts))
    return quietly(reply("reflect/sort", id=row.id), reflection)


@feature.verb("sort_well", hidden=True)
async def sort_well(context: Context) -> Reply:
    """These words are about what goes well."""
    return await _sort(context, WELL)


@feature.verb("sort_less", hidden=True)
async def sort_less(context: Context) -> Reply:
    """These words are about what goes less well."""
    return await _sort(context, LESS)


@feature.verb("sort_neither", hidden=True)
async def sort_neither(context: Context) -> Reply:
    """These words were no answer; they are forgotten."""
    row = await _draft(context)
    await context.records.answers.drop([row])
    return reply("reflect/left").privately()


async def _sort(context: Context, question: str) -> Reply:
    answers, row = context.records.answers, await _draft(context)
    reflection = await context.records.reflections.get(row.reflection_id)
    assert reflection is not None
    kept_as = await answers.add(reflection, context.member, question, row.text, usual(context, reflection))
    if kept_as is not None:
        await answers.came_with(row, kept_as)
    await answers.drop([row])
    return await kept(context, reflection)


async def _draft(context: Context) -> Answer:
    """The words that a button means, in the hands of whoever wrote them. Raises BotError where they are sorted."""
    row = await context.records.answers.get(row_id(context.text) or 0, context.member)
    if row is None or not row.draft:
        raise BotError("reflect/sorted")
    return row
