"""Answering in one's own words, in the direct conversation: "going well: the choir, because everyone came"."""

from __future__ import annotations

from bot.errors import BotError
from bot.feature import Context, Reply, Way, reply
from handlers.reflect.answering import kept, usual
from handlers.reflect.base import current, feature, in_public, quietly
from handlers.reflect.reading import read
from storage.reflections import DRAFT, LESS, LONGEST, NOBODY, WELL


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
    for question, text in parts.items():
        await context.records.reflections.add(reflection, context.member, question, text, shown)
    return await kept(context, reflection)


@feature.verb("unsorted", hidden=True)
async def unsorted(context: Context) -> Reply:
    """Take words that may be an answer: keep what says its question, and ask about the rest."""
    if context.request.way is not Way.DIRECT:
        raise BotError("dispatch/gone")
    parts = read(context.text)
    loose = parts.pop(DRAFT, "")
    if not loose:
        return await _keep(context, parts)
    reflection = await current(context)
    if parts:
        await _keep(context, parts)
    await context.records.reflections.answer(reflection, context.member, DRAFT, loose[:LONGEST], NOBODY)
    return quietly(reply("reflect/sort", id=reflection.id), reflection)


@feature.verb("sort_well", hidden=True)
async def sort_well(context: Context) -> Reply:
    """The words written last are about what goes well."""
    return await _sort(context, WELL)


@feature.verb("sort_less", hidden=True)
async def sort_less(context: Context) -> Reply:
    """The words written last are about what goes less well."""
    return await _sort(context, LESS)


@feature.verb("sort_neither", hidden=True)
async def sort_neither(context: Context) -> Reply:
    """The words written last were no answer; they are forgotten."""
    reflection = await current(context, context.text)
    await context.records.reflections.answer(reflection, context.member, DRAFT, "", NOBODY)
    return quietly(reply("reflect/left"), reflection)


async def _sort(context: Context, question: str) -> Reply:
    reflection, reflections = await current(context, context.text), context.records.reflections
    words = await reflections.draft(reflection, context.member)
    if not words:
        raise BotError("reflect/sorted")
    await reflections.add(reflection, context.member, question, words, usual(context, reflection))
    await reflections.answer(reflection, context.member, DRAFT, "", NOBODY)
    return await kept(context, reflection)
