"""A message was edited or deleted: what was noted from it is read again, and so is what was offered to be noted."""

from __future__ import annotations

from collections.abc import Sequence

from bot import grammar, pointed
from bot.feature import Context, Heard, Reply, reply, silent
from handlers.captures.asking import ask, feature
from handlers.captures.matching import Matched, is_older, match
from storage.answers import WRITTEN
from storage.captures import OWN, WHOLE, Capture
from storage.people import Role
from storage.suggestions import OPEN, REACTION, WITHDRAWN, Suggestion


@feature.verb("edited", hidden=True, event=True, begins=True, least=Role.GUEST)
async def edited(context: Context) -> Reply:
    """Read again what was noted from a message that somebody edited."""
    captured, offered = await _captured(context), await _offered(context)
    if _answers(captured):
        return _follows(context, captured)
    heard = _heard(context, captured)
    read = {one.version for one in captured} | {one.version for one in offered}
    if not (captured or offered or heard) or any(is_older(context.request.version, one) for one in read):
        return silent()
    matched = match(captured, heard)
    await _settle(context, matched)
    for capture, line in matched.changed.items():
        values = {"id": str(capture.record_id), "verb": line.verb, "was": capture.line}
        capture.line = line.text
        await context.hand_on(f"{capture.kind}.reread", line.text, index=line.index, **values)
    for line in matched.new:
        await context.hand_on(f"{line.feature}.{line.verb}", line.text, index=line.index)
    await _follow(context, offered, {line.index for line in matched.new if not line.sure})
    await ask(context, matched.gone, deleted=False)
    return silent()


@feature.verb("deleted", hidden=True, event=True, begins=True, least=Role.GUEST)
async def deleted(context: Context) -> Reply:
    """Ask whether what was noted from a deleted message is to stay."""
    await _withdraw(context, await _offered(context))
    captured = await _captured(context)
    if _answers(captured):
        return _follows(context, captured)
    await ask(context, [one for one in captured if one.index >= 0], deleted=True)
    return silent()


def _answers(captured: Sequence[Capture]) -> bool:
    """Whether the message answered what Upbeat asked its author: it follows the message without being asked."""
    return any(one.kind == WRITTEN for one in captured)


def _follows(context: Context, captured: Sequence[Capture]) -> Reply:
    if any(is_older(context.request.version, one.version) for one in captured):
        return silent()
    return reply().then("reflect.reread", context.text)


async def _captured(context: Context) -> Sequence[Capture]:
    """What was noted from the message; nothing where there is no partnership."""
    if not context.begun:
        return ()
    request = context.request
    found = await context.records.captures.of(request.place.handle, request.message)
    return [one for one in found if one.index not in OWN.values()]


def _heard(context: Context, captured: Sequence[Capture]) -> Sequence[Heard]:
    """What the edited message asks to be noted: its marked lines, or else what it says to Upbeat; then what it promises.

    "done 3" or "undo" in an edited message was done when it was typed, so it is not done again.
    """
    if not context.begun:
        return ()
    adding = _verbs(context, "adds")
    marked = [one for one in context.heard if one.sure and (one.feature, one.verb) in adding]
    marked += _as_a_whole(context, captured)
    said = _said(context, captured) if captured and not marked else None
    return [said] if said else [*marked, *(one for one in context.heard if not one.sure)]


def _said(context: Context, captured: Sequence[Capture]) -> Heard | None:
    """What the message says to Upbeat, where it is of a kind that was noted from it."""
    said = grammar.addressed(context.text, grammar.Vocabulary(context.features))
    if not isinstance(said, Heard) or said.feature not in {capture.kind for capture in captured}:
        return None
    adding = _verbs(context, "adds") | _verbs(context, "default")
    return said if (said.feature, said.verb) in adding else None


def _verbs(context: Context, declared: str) -> set[tuple[str, str]]:
    """The verbs of all features that are declared so, each with its feature."""
    every = ((one.name, verb) for one in context.features for verb in one.verbs.values())
    return {(name, verb.name) for name, verb in every if getattr(verb, declared)}


def _as_a_whole(context: Context, captured: Sequence[Capture]) -> list[Heard]:
    """The edited message once more as a whole, for what was made of the whole of it."""
    made = [one for one in captured if one.index in WHOLE.values()]
    vocabulary = grammar.Vocabulary(context.features) if made else None
    heard = [pointed.line(context.text, vocabulary, one.kind) for one in made] if vocabulary else []
    return [one for one in heard if one is not None and one.index in WHOLE.values()]


async def _settle(context: Context, matched: Matched) -> None:
    """Remember on which line each capture stands now, and which edit was read."""
    places = {capture: line.index for capture, line in (matched.same | matched.changed).items()}
    asked_already = [capture for capture in matched.gone if capture.index < 0]
    places |= {capture: -capture.id for capture in matched.gone}
    for capture in places:
        capture.version = context.request.version
    await context.records.captures.stand(places)
    matched.gone = [capture for capture in matched.gone if capture not in asked_already]


# What was only offered


async def _offered(context: Context) -> Sequence[Suggestion]:
    """What was offered to be noted from the message, whatever became of that."""
    if not context.begun:
        return ()
    request = context.request
    return await context.records.suggestions.of(request.place.handle, request.message)


async def _follow(context: Context, offered: Sequence[Suggestion], promised: set[int]) -> None:
    """What waits for an answer keeps to the words of the message, or goes where it promises nothing there any more."""
    for row in offered:
        row.version = context.request.version
        if row.kind == REACTION and row.state == OPEN:
            await _reread(context, row)
    gone = (row for row in offered if row.kind != REACTION and row.index not in promised)
    await _withdraw(context, list(gone))


async def _reread(context: Context, row: Suggestion) -> None:
    """The words of a whole message that somebody put a sign on, as it stands now."""
    heard = pointed.line(context.text, grammar.Vocabulary(context.features), "action")
    asked = await context.records.members.get(row.member_id)
    if heard is None or asked is None or asked.left_at is not None:
        await _withdraw(context, [row])
        return
    row.text, row.index = await pointed.by_name(context, heard.text), heard.index
    await context.changed(row.about)


async def _withdraw(context: Context, rows: Sequence[Suggestion]) -> None:
    """Without a word: whoever was asked sees that nothing is left to answer."""
    for row in rows:
        if row.state == OPEN:
            row.state = WITHDRAWN
            await context.changed(row.about)
