"""Showing what was said in a round, organisation by organisation, the host first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.card import Card
from bot.feature import Context, Occasion, Reply, reply
from handlers.reflect.base import Theme, feature, said, themes
from handlers.reflect.rounds import host_of, round_of
from storage.people import Role
from storage.reflections import Reflection
from storage.voices import Voice


@dataclass(frozen=True)
class Part:
    """What one organisation said, or (without a name) what was said without names; and feedback it let us all read."""

    organisation: str
    themes: Sequence[Theme]
    feedback: Sequence[tuple[str, str]]


@feature.verb("tell", hidden=True, least=Role.DEPUTY)
async def tell(context: Context) -> Reply:
    """Show in the channel what was said in a round, together."""
    row = await round_of(context, context.text)
    await context.records.voices.release(row, context.at)
    await context.changed(row.about)
    await context.changed(f"reflected:{row.id}")
    key = f"reflect/{row.occasion}/shown"
    subject = {"reflection": row.id}
    shown = Occasion(
        context.at,
        key,
        "reflect.round_shown",
        subject,
        conversation=row.conversation_id,
        about=row.about,
        decent=False,
    )
    if await parts(context, row):
        await context.owe(shown)
        return reply("reflect/round_told", title=row.title, shown=True).privately()
    return reply("reflect/round_told", title=row.title, shown=False).privately()


@feature.draws("round_shown")
async def round_shown(context: Context, *, reflection: int) -> Card | None:
    """What was said in a round, the host first."""
    row = await context.records.reflections.get(reflection)
    if row is None:
        return None
    return context.card("reflect/round_shown", title=row.title, parts=await parts(context, row))


async def parts(context: Context, row: Reflection) -> list[Part]:
    """What was said, organisation by organisation: the host, then the others by name, then what bears no name."""
    voices = await context.records.voices.of(row)
    shared = [one for one in await context.records.rounds.of(row) if one.shared]
    bodies = {one.organisation_id: one.organisation for one in voices}
    bodies |= {one.for_id: one.asker for one in shared}
    found = [
        Part(
            body.name if body else "",
            _bare(row, [one for one in voices if one.organisation_id == number]),
            [(one.giver.name, one.text) for one in shared if one.for_id == number],
        )
        for number, body in bodies.items()
    ]
    host = host_of(row)
    return sorted(
        found, key=lambda one: (not one.organisation, one.organisation != host, one.organisation.casefold())
    )


def _bare(row: Reflection, voices: Sequence[Voice]) -> list[Theme]:
    """What was said by question, without the name that stands above all of it."""
    return [
        Theme(one.key, one.question, [said(voice, named=False) for voice in voices if voice.id in ids])
        for one in themes(row, voices)
        for ids in [{spoken.id for spoken in one.voices}]
    ]
