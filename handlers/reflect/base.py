"""What the parts of this feature share: the feature itself, which reflection is meant, and what was said in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot import dates
from bot.errors import BotError
from bot.feature import Context, Feature, Reply, Way
from bot.target import row_id
from storage.agenda import OPEN as STANDS
from storage.reflections import HABIT, LESS, OPEN, WELL, Reflection
from storage.voices import Voice

feature = Feature(
    "reflect", command="/reflect", about="what goes well, what goes less well, and deeper rounds"
)

QUESTIONS = (WELL, LESS)

EARLY = "early"
"""The occasion of what is answered before anything was ever asked."""


@dataclass(frozen=True)
class Spoken:
    """One voice as a prompt says it. `by` is a name of a person or of an organisation, mostly nobody's.

    `number` and `state` are those of the action that came of it, `item` whether it went onto an agenda.
    """

    id: int
    text: str
    by: str = ""
    number: int = 0
    state: str = ""
    item: bool = False

    @property
    def came(self) -> bool:
        """Whether anything came of it."""
        return bool(self.number) or self.item


@dataclass(frozen=True)
class Theme:
    """All that was said to one question; `key` is "well", "less" or empty where the question has words of its own."""

    key: str
    question: str
    voices: Sequence[Spoken]


@dataclass(frozen=True)
class Told:
    """A reflection that was released, as a prompt says it: when, about what, and what was said."""

    id: int
    title: str
    day: date | None
    today: date
    themes: Sequence[Theme]


async def current(context: Context, text: str = "") -> Reflection:
    """The reflection that a button (`id=12`) means, else the one that is open here, or was asked last.

    What is answered late belongs to the one that is open by now. Where none was ever asked, one begins that waits.
    """
    reflections = context.records.reflections
    pressed = row_id(text)
    row = await reflections.get(pressed) if pressed is not None else None
    if pressed is not None and (row is None or row.kind != HABIT):
        raise BotError("reflect/gone")
    if row is not None and row.state == OPEN:
        return row
    place = row.conversation_id if row else context.conversation_id
    there = [one for one in await reflections.open() if place in (None, one.conversation_id)]
    return next(iter(there), None) or row or await reflections.newest() or await _early(context)


async def _early(context: Context) -> Reflection:
    channel = await context.records.conversations.first_of_all()
    place = context.conversation_id or (channel.first_id if channel else 0)
    row = Reflection(occasion=EARLY, kind=HABIT, title="", script={}, conversation_id=place, everybody=True)
    return await context.records.reflections.asks(row, context.at)


def day_of(context: Context, reflection: Reflection) -> date:
    """The day by which a reflection is known: its meeting's, else that on which it was shown or asked."""
    moment = reflection.meeting.starts_at if reflection.meeting else None
    moment = moment or reflection.released_at or reflection.opened_at
    return dates.local(moment, context.partnership.zone).date()


def title_of(context: Context, reflection: Reflection) -> str:
    """What it was about: its meeting's series, the round's name, or the partnership."""
    if reflection.title:
        return reflection.title
    return reflection.meeting.name if reflection.meeting else context.partnership.name


def said(voice: Voice, named: bool = True) -> Spoken:
    """One voice, and what came of it; without the name of whose it is where not `named`."""
    name = voice.member.name if voice.member else voice.organisation.name if voice.organisation else ""
    action = voice.action if voice.action and voice.action.state != "undone" else None
    return Spoken(
        id=voice.id,
        text=voice.text,
        by=name if named else "",
        number=action.number if action else 0,
        state=action.state if action else "",
        item=voice.item is not None and voice.item.state == STANDS,
    )


async def told(context: Context, reflection: Reflection) -> Told:
    """A reflection with all that was said in it, by question."""
    voices = await context.records.voices.of(reflection)
    return Told(
        id=reflection.id,
        title=title_of(context, reflection),
        day=day_of(context, reflection),
        today=context.today,
        themes=themes(reflection, voices),
    )


def themes(reflection: Reflection, voices: Sequence[Voice]) -> list[Theme]:
    """What was said, by question, in the order of the questions; those to which nothing was said are left out."""
    asked = reflection.script.get("questions") or [{"key": key, "text": ""} for key in QUESTIONS]
    found = [
        Theme(
            one["key"] if not one["text"] else "",
            one["text"],
            [said(voice) for voice in voices if voice.question == one["key"]],
        )
        for one in asked
    ]
    return [one for one in found if one.voices]


def in_public(context: Context) -> bool:
    """Whether what was just typed stands where others read it, and under whose name."""
    return context.request.way in (Way.MENTION, Way.LINE) and not context.request.place.direct


def quietly(reply: Reply, reflection: Reflection) -> Reply:
    """An answer to whoever answered, alone; it goes from the outbox when the answers are released."""
    return reply.privately().kept_right("", reflection.about)


def receipt(context: Context, reply: Reply, reflection: Reflection, live: str) -> Reply:
    """The same, drawn a last time by the card `live` when the answers are released; it goes from the outbox with that."""
    where, key = reflection.about, context.request.answer_key
    said = reply.privately()
    return said.kept_right(live, where, reflection=reflection.id, member=context.member.id, key=key)
