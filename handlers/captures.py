"""What becomes of a record when the message it was read from is edited or deleted.

An edited line is read again by whoever keeps the record, a new one is taken down, and one that is gone is asked about,
privately, because people tidy up their messages without meaning to take back what they said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from bot import grammar, pointed
from bot.errors import BotError
from bot.feature import Context, Feature, Heard, Reply, reply, silent
from bot.owners import plain
from bot.target import whole
from storage.captures import OWN, WHOLE, Capture
from storage.people import Role

feature = Feature("captures", command="/upbeat", about="what was noted from a message that changes later")


@dataclass
class _Matched:
    """The lines of an edited message beside what was captured from it."""

    same: dict[Capture, Heard] = field(default_factory=dict)
    changed: dict[Capture, Heard] = field(default_factory=dict)
    gone: list[Capture] = field(default_factory=list)
    new: list[Heard] = field(default_factory=list)


@feature.verb("edited", hidden=True, event=True, begins=True, least=Role.GUEST)
async def edited(context: Context) -> Reply:
    """Read again what was noted from a message that somebody edited."""
    captured = await _captured(context)
    heard = _heard(context, captured)
    if not (captured or heard) or any(_is_older(context.request.version, one.version) for one in captured):
        return silent()
    matched = _match(captured, heard)
    await _settle(context, matched)
    for capture, line in matched.changed.items():
        capture.line = line.text
        values = {"id": str(capture.record_id), "verb": line.verb}
        await context.hand_on(f"{capture.kind}.reread", line.text, index=line.index, **values)
    for line in matched.new:
        await context.hand_on(f"{line.feature}.{line.verb}", line.text, index=line.index)
    await _ask(context, matched.gone, deleted=False)
    return silent()


@feature.verb("deleted", hidden=True, event=True, begins=True, least=Role.GUEST)
async def deleted(context: Context) -> Reply:
    """Ask whether what was noted from a deleted message is to stay."""
    await _ask(context, [one for one in await _captured(context) if one.index >= 0], deleted=True)
    return silent()


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


async def _captured(context: Context) -> Sequence[Capture]:
    """What was noted from the message; nothing where there is no partnership."""
    if not context.begun:
        return ()
    request = context.request
    found = await context.records.captures.of(request.place.handle, request.message)
    return [one for one in found if one.index not in OWN.values()]


def _heard(context: Context, captured: Sequence[Capture]) -> Sequence[Heard]:
    """What the edited message asks to be noted: its marked lines, or else what it says to Upbeat.

    "done 3" or "undo" in an edited message was done when it was typed, so it is not done again.
    """
    if not context.begun:
        return ()
    adding = {(one.name, name) for one in context.features for name, verb in one.verbs.items() if verb.adds}
    marked = [one for one in context.heard if (one.feature, one.verb) in adding]
    marked += _as_a_whole(context, captured)
    if marked or not captured:
        return marked
    said = grammar.addressed(context.text, grammar.Vocabulary(context.features))
    known = {capture.kind for capture in captured}
    adding |= {(one.name, name) for one in context.features for name, verb in one.verbs.items() if verb.default}
    return (
        [said]
        if isinstance(said, Heard) and said.feature in known and (said.feature, said.verb) in adding
        else []
    )


def _as_a_whole(context: Context, captured: Sequence[Capture]) -> list[Heard]:
    """The edited message once more as a whole, for what was made of the whole of it."""
    made = [one for one in captured if one.index in WHOLE.values()]
    vocabulary = grammar.Vocabulary(context.features) if made else None
    heard = [pointed.line(context.text, vocabulary, one.kind) for one in made] if vocabulary else []
    return [one for one in heard if one is not None and one.index in WHOLE.values()]


def _is_older(version: str, than: str) -> bool:
    """Whether an edit was made before the one that was read last, or is the same one. Versions are times."""
    try:
        return bool(version and than) and Decimal(version) <= Decimal(than)
    except InvalidOperation:
        return version <= than


def _match(captured: Sequence[Capture], heard: Sequence[Heard]) -> _Matched:
    """Which line is which: the same words wherever they stand now, then the same line, then the next of its kind."""
    matched = _Matched(gone=list(captured), new=list(heard))
    _pair(matched, matched.same, lambda capture, line: capture.line in (line.text, line.line))
    _pair(matched, matched.changed, lambda capture, line: capture.index == line.index)
    _pair(matched, matched.changed, lambda capture, line: capture.index >= 0)
    return matched


def _pair(matched: _Matched, into: dict[Capture, Heard], fits: Callable[[Capture, Heard], bool]) -> None:
    for capture in list(matched.gone):
        found = next(
            (line for line in matched.new if line.feature == capture.kind and fits(capture, line)), None
        )
        if found is not None:
            matched.gone.remove(capture)
            matched.new.remove(found)
            into[capture] = found


async def _settle(context: Context, matched: _Matched) -> None:
    """Remember on which line each capture stands now, and which edit was read."""
    places = {capture: line.index for capture, line in (matched.same | matched.changed).items()}
    asked_already = [capture for capture in matched.gone if capture.index < 0]
    places |= {capture: -capture.id for capture in matched.gone}
    for capture in places:
        capture.version = context.request.version
    await context.records.captures.stand(places)
    matched.gone = [capture for capture in matched.gone if capture not in asked_already]


async def _ask(context: Context, gone: Sequence[Capture], deleted: bool) -> None:
    """Ask whoever typed it, privately and once, whether what is gone from the message is to stay."""
    asked = [capture for capture in gone if await _stands(context, capture)]
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


async def _items(context: Context, captures: Sequence[Capture]) -> list[str]:
    """What was noted, in the words in which it was typed."""
    people = await context.records.members.list()
    return [plain(capture.line, people) for capture in captures]


async def _stands(context: Context, capture: Capture) -> bool:
    """Whether the record is still there to be taken back."""
    return await context.records.stands(capture.kind, capture.record_id)


async def _asked_about(context: Context) -> list[Capture]:
    """The captures that a button names and that are still to be answered for.

    Raises BotError where they have been answered for already, or belong to somebody else's partnership.
    """
    numbers = [whole(number) for number in context.text.split(",")[:100]]
    found = [await context.records.captures.get(number) for number in dict.fromkeys(numbers) if number]
    asked = [capture for capture in found if capture is not None and capture.index < 0]
    if not asked:
        raise BotError("captures/answered")
    return asked
