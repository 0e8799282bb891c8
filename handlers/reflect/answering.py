"""Answering in a form, and changing or taking back what was answered, as long as nobody has seen it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.card import Card
from bot.errors import FieldError
from bot.feature import Context, Reply, Way, reply, silent
from bot.target import row_id
from handlers.reflect.base import QUESTIONS, current, feature, quietly, receipt, title_of
from storage.answers import LONGEST, WRITTEN, Answer
from storage.captures import Capture
from storage.reflections import OPEN, RELEASED, Reflection
from storage.releasing import NOBODY, ORGANISATION, PERSON

ASIDE = 3_000_000
"""The index of what a message became as an answer: no line of it has one as high."""


@feature.verb(
    "answer",
    bare=True,
    form=True,
    also=("going", "how is it going", "change my answer"),
    examples=("", "answer"),
)
async def answer(context: Context) -> Reply:
    """Say what goes well and what goes less well, and why; nobody sees it before all answers are shown."""
    reflection, member = await current(context, context.text), context.member
    own = await context.records.answers.of(reflection, member)
    here = await context.records.members.by_organisation()
    body = member.organisation
    size, named = len(here.get(member.organisation_id, ())) if body else 0, names_allowed(context, reflection)
    shown = next((one.shown for one in own), usual(context, reflection))
    offered = body is not None and (named or size >= smallest(context, reflection))
    return reply(
        "reflect/answer",
        id=reflection.id,
        title=title_of(context, reflection),
        late=reflection.state != OPEN or row_id(context.text) not in (None, reflection.id),
        well=next((one.text for one in own if one.question == QUESTIONS[0]), ""),
        less=next((one.text for one in own if one.question == QUESTIONS[1]), ""),
        shown=shown if offered or shown != ORGANISATION else NOBODY,
        named=named,
        organisation=body.name if body else "",
        offered=offered,
        size=size,
        people=len(await context.records.members.list()),
        smallest=smallest(context, reflection),
    )


def names_allowed(context: Context, reflection: Reflection) -> bool:
    """Whether names may stand with answers: where the partnership chose so, both when it asked and now."""
    return reflection.named and context.partnership.reflect_named


def smallest(context: Context, reflection: Reflection) -> int:
    """The smallest group that is promised to who answers now."""
    return max(reflection.smallest, context.partnership.reflect_smallest)


def usual(context: Context, reflection: Reflection) -> str:
    """As whose answers are shown where nothing is chosen."""
    return PERSON if names_allowed(context, reflection) else NOBODY


def chosen(context: Context, reflection: Reflection) -> str:
    """As whose it may be shown; whatever the partnership does not allow is nobody's."""
    wanted = str(context.request.values.get("shown", ""))
    if wanted == PERSON and names_allowed(context, reflection):
        return PERSON
    return ORGANISATION if wanted == ORGANISATION and context.member.organisation else NOBODY


@feature.verb("save", hidden=True)
async def save(context: Context) -> Reply:
    """Keep what a form says; with nothing in it, what was answered before is taken back."""
    reflection = await current(context, context.text)
    typed = {name: str(context.request.values.get(name, "")).strip() for name in QUESTIONS}
    own = await context.records.answers.of(reflection, context.member)
    _check(typed, bool(own))
    shown = chosen(context, reflection)
    for question, text in typed.items():
        await context.records.answers.give(reflection, context.member, question, text, shown)
    return await kept(context, reflection, taken_back=not any(typed.values()))


def _check(typed: Mapping[str, str], answered: bool) -> None:
    """Raise FieldError beside what is too long, or where nothing was said at all."""
    for name, text in typed.items():
        if len(text) > LONGEST:
            raise FieldError(name, "reflect/too_long", most=LONGEST)
    if not answered and not any(typed.values()):
        raise FieldError(QUESTIONS[0], "reflect/nothing_said")


async def kept(context: Context, reflection: Reflection, taken_back: bool = False) -> Reply:
    """The receipt: it holds no word of the answer, because receipts are kept where messages are."""
    asks = reflection.state == OPEN
    says_it = await _pressed(context, reflection)
    if says_it == "reflect.asked_you" or (says_it and (asks or not taken_back)):
        return silent()
    said = reply("reflect/kept", **_said(context, reflection, "taken back" if taken_back else "kept"))
    if taken_back and not asks:
        return quietly(said, reflection)
    return receipt(context, said, reflection, "reflect.kept")


async def _pressed(context: Context, reflection: Reflection) -> str:
    """The name of the card that was pressed, where it is drawn again and tells of this very reflection."""
    row = await context.records.deliveries.of(context.request.card) if context.request.card else None
    return row.live if row is not None and row.subject.get("reflection") == reflection.id else ""


def _said(context: Context, reflection: Reflection, stands: str) -> dict[str, object]:
    """The words of the receipt; `stands` is how it stands: kept, taken back, waits or shown."""
    return {
        "id": reflection.id,
        "title": title_of(context, reflection),
        "stands": stands,
        "smallest": smallest(context, reflection),
    }


@feature.draws("kept")
async def kept_right(context: Context, *, reflection: int, member: int, key: str) -> Card | None:
    """The receipt as things stand; once answers are shown it says so a last time, and nothing is left here that tells whose."""
    row = await context.records.reflections.get(reflection)
    reader = await context.records.members.get(member)
    if row is None or reader is None:
        return None
    own, asks = await context.records.answers.of(row, reader), row.state == OPEN
    if own:
        return context.card("reflect/kept", **_said(context, row, "kept" if asks else "waits"))
    if not asks:
        await context.records.answers.forget_receipt(key)
    return context.card(
        "reflect/kept", **_said(context, row, "shown" if row.state == RELEASED else "taken back")
    )


async def remember(context: Context, answer: Answer | None, words: str, place: int = 0) -> None:
    """Which message words of an answer came with, for as long as nobody has seen it; `place` tells words of one apart."""
    request = context.request
    if answer is not None and request.place.direct and request.message and request.way is not Way.PRESS:
        where = {"conversation": request.place.handle, "message": request.message, "index": ASIDE + place}
        row = Capture(**where, version=request.version, kind=WRITTEN, record_id=answer.id, line=words)
        await context.records.captures.remember(row)
