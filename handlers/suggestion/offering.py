"""Offering: a line that promises something, or a message with a sign on it, becomes one quiet question to one person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot import dates, grammar, pointed
from bot.feature import Context, Occasion, Quoted, Reply, silent
from bot.target import whole
from handlers.suggestion import quiet, shared
from handlers.suggestion.shared import feature
from storage.suggestions import LAPSED, OPEN, PROMISE, REACTION, WITHDRAWN, Suggestion

WAITS = timedelta(days=7)
"""How long an offer waits for its answer."""

TOGETHER = timedelta(minutes=10)
"""Messages on which somebody puts a sign within so short a time of each other are asked about in one message."""

LONGEST, LONGEST_WHOLE = 500, 3000
"""Characters of a promise, and of the message from which it is cut."""


@feature.verb("offer", hidden=True, event=True, promises=True)
async def offer(context: Context) -> Reply:
    """Offer somebody, privately and once, to note words of the channel as an action. Says nothing in the channel.

    The text of a request is a promise or a request that the asker typed; `bot/chat.py` finds it. Another feature offers
    a whole message to the asker by handing on to `suggestion.offer` with the message in `request.quoted` (text, message,
    thread, author) or in the text, and these values: `kind` "reaction"; `author` the id of the member who wrote it, or
    empty; `message`, `thread` and `conversation` where they are not those of the quoted message and of the request.
    Nobody is asked twice; a message that is an action already is shown as that.
    """
    if context.request.values.get("kind") == REACTION:
        await _of_a_message(context)
    else:
        await _of_a_promise(context)
    return silent()


# A promise


async def _of_a_promise(context: Context) -> None:
    request, text = context.request, await pointed.by_name(context, context.text.strip())
    if not text or len(text) > LONGEST or request.place.direct or not request.message:
        return
    here = await context.records.suggestions.of(request.place.handle, request.message)
    if not request.version and any(row.version for row in here):
        return  # what was typed comes in after its own edit
    if _taken_up(context, here, text):
        await _redraw(context, here)
    elif await _wanted(context, text):
        row = Suggestion(kind=PROMISE, text=text, author_id=context.member.id, index=request.index)
        await _add(context, row)


def _taken_up(context: Context, here: Sequence[Suggestion], text: str) -> bool:
    """Whether the words were offered from this message already, wherever they stand in it now, or stand for others.

    What was answered is not asked about again because a slip in it was mended.
    """
    request = context.request
    own = [one for one in here if one.member_id == context.member.id and one.state != WITHDRAWN]
    same = (one for one in own if quiet.bare(one.text) == quiet.bare(text))
    there = (one for one in own if one.index == request.index)
    stands = (one for one in there if one.state == OPEN or quiet.alike(one.text, text))
    row = next(same, None) or next(stands, None)
    if row is None:
        return False
    row.index, row.version = request.index, request.version
    if row.state == OPEN:
        row.text = text
    return True


async def _wanted(context: Context, text: str) -> bool:
    """Whether the line is no action yet, and its author may be asked about it."""
    request = context.request
    captures = context.records.captures
    noted = await captures.became(request.place.handle, request.message, request.index, "action")
    return noted is None and await quiet.may_offer(context, text, await _batch(context))


# A message that somebody put a sign on


async def _of_a_message(context: Context) -> None:
    quoted, values = _quoted(context), context.request.values
    heard = pointed.line(quoted.text, grammar.Vocabulary(context.features), "action")
    if heard is None or not quoted.message:
        return
    conversation = str(values.get("conversation") or context.request.place.handle)
    if await _asked_already(context, conversation, quoted.message):
        return
    author = await context.records.members.get(whole(str(values.get("author") or "")) or 0)
    all_of_it = "" if heard.text in (quoted.text, heard.line) else quoted.text
    row = Suggestion(
        kind=REACTION,
        text=await pointed.by_name(context, heard.text),
        whole=(await pointed.by_name(context, all_of_it))[:LONGEST_WHOLE],
        author_id=author.id if author else None,
        conversation=conversation,
        message=quoted.message,
        thread=quoted.thread,
        index=heard.index,
    )
    await _add(context, row)


def _quoted(context: Context) -> Quoted:
    """The message that is meant: the one pointed at, or else the one that the values and the text tell of."""
    request, values = context.request, context.request.values
    quoted = request.quoted or Quoted(context.text, request.message, request.thread)
    message, thread = str(values.get("message") or ""), str(values.get("thread") or "")
    return Quoted(quoted.text or context.text, message or quoted.message, thread or quoted.thread)


async def _asked_already(context: Context, conversation: str, message: str) -> bool:
    """Whether this very message waits for the asker's answer."""
    here = await context.records.suggestions.of(conversation, message)
    return any(one.member_id == context.member.id and one.state == OPEN for one in here)


# Both


async def _add(context: Context, row: Suggestion) -> None:
    """Remember it, and owe its message; or draw it in the one that has waited for an answer since a while ago."""
    request, batch = context.request, await _batch(context, row.kind)
    row.conversation = row.conversation or request.place.handle
    row.message, row.thread = row.message or request.message, row.thread or request.thread
    row.member_id, row.at, row.version = context.member.id, context.at, request.version
    await context.records.suggestions.add(row, batch)
    if batch is None:
        await context.owe(_message(context, row))
    else:
        await context.changed(row.about)


def _message(context: Context, row: Suggestion) -> Occasion:
    """The message to the asker that begins with this offer; they have just typed, so any hour is decent."""
    return Occasion(
        context.at,
        shared.key(row.batch),
        shared.CARD,
        {"batch": row.batch},
        context.member,
        until=context.at + WAITS,
        about=row.about,
        decent=False,
    )


async def _batch(context: Context, kind: str = PROMISE) -> int | None:
    """The message to the asker that one more offer joins: what waits there was said today, or put a sign on just now."""
    waiting = await context.records.suggestions.open_to(context.member.id)
    if not waiting:
        return None
    last, zone = waiting[-1], context.partnership.zone
    today = dates.local(last.at, zone).date() == dates.local(context.at, zone).date()
    joins = today if kind == PROMISE else context.at - last.at <= TOGETHER
    return last.batch if joins else None


async def _redraw(context: Context, rows: Sequence[Suggestion]) -> None:
    for about in {row.about for row in rows}:
        await context.changed(about)


@feature.job
async def lapse(context: Context) -> Sequence[Occasion]:
    """Offers that nobody answered wait no longer. Says nothing itself: the messages are drawn again."""
    old = await context.records.suggestions.waiting_since(context.at - WAITS)
    for row in old:
        row.state = LAPSED
    await _redraw(context, old)
    return []
