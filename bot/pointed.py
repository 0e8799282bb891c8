"""A message that somebody points at to have something made of it: which one it is, and what of it fits into one line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot import grammar
from bot.errors import BotError
from bot.feature import MENTION, Context, Heard, Quoted, Way
from storage.captures import OWN, WHOLE
from storage.people import Member

LONGEST = 240
"""So many characters of a message become an action or an item; of a longer one, its first sentences."""

_SENTENCE = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True)
class Pointed:
    """What is made of the message. `text`: its words in one line, cut to fit; `whole`: all of them, where they were cut.
    What the asker adds ("make this an action by Friday") stands behind them, and makes them words of the asker's own.

    `thread` is where an answer about it belongs; `index` is where the capture of it stands.
    """

    text: str
    whole: str
    message: str
    thread: str
    index: int
    author: Member | None

    @property
    def fields(self) -> dict[str, str | int]:
        """What makes a request be one about this message (bot/reply.py: `then`)."""
        return {"message": self.message, "thread": self.thread, "index": self.index}


def line(text: str, vocabulary: grammar.Vocabulary, kind: str) -> Heard | None:
    """What a whole message says for one kind of record, without a mark in front of it; None where it has no words."""
    marked = (one for one in grammar.lines(text, vocabulary) if one.feature == kind and one.text)
    first = next(marked, None)
    if first is not None:
        return Heard(kind, "add", fitting(first.text), first.index, first.line)
    words = " ".join(text.split())
    return Heard(kind, "add", fitting(words), WHOLE[kind], text) if re.search(r"\w", words) else None


async def by_name(context: Context, words: str) -> str:
    """The words with those by name who are no members: to be named in chat makes nobody one."""
    here = {member.person.handle for member in await context.records.members.list()}
    others = {face.handle: face.name for face in context.request.faces.values() if face.handle not in here}
    return MENTION.sub(lambda found: others.get(found[1]) or found[0], words)


def fitting(words: str) -> str:
    """The words where they fit, else the sentences at their beginning that do, else as many words as do."""
    if len(words) <= LONGEST:
        return words
    taken = ""
    for sentence in _SENTENCE.split(words):
        if len(taken) + len(sentence) > LONGEST:
            break
        taken = f"{taken} {sentence}".strip()
    cut = words[: words.rfind(" ", 0, LONGEST) if " " in words[:LONGEST] else LONGEST]
    return taken or f"{cut}…"


async def at(context: Context, kind: str) -> Pointed:
    """The message that the asker points at. Raises BotError where there is none, or it is one of ours."""
    quoted, request = context.request.quoted, context.request
    if quoted is None or not quoted.message:
        late = request.way is Way.PRESS  # on the button that opens a form again whose time had run out
        raise BotError("point/which", kind=kind, menu=not request.person.external, late=late)
    if await context.records.deliveries.posted(request.place.handle, quoted.message) is not None:
        raise BotError("point/own", kind=kind)
    heard = line(quoted.text, grammar.Vocabulary(context.features), kind)
    return Pointed(
        text=f"{heard.text} {context.text}".strip() if heard else "",
        whole="" if heard is None or heard.text in (quoted.text, heard.line) else quoted.text,
        message=quoted.message,
        thread=quoted.thread or quoted.message,
        index=OWN[kind] if context.text else heard.index if heard else WHOLE[kind],
        author=await _author(context, quoted),
    )


async def _author(context: Context, quoted: Quoted) -> Member | None:
    return await context.records.members.of_handle(quoted.author.handle) if quoted.author else None


def something(pointed: Pointed, kind: str) -> None:
    """Raise BotError where there are no words in the message, only a picture perhaps."""
    if not pointed.text:
        raise BotError("point/no_words", kind=kind)


async def became(context: Context, message: str, kind: str) -> list[int]:
    """The records that were made of this message already."""
    found = await context.records.captures.of(context.request.place.handle, message)
    return [one.record_id for one in found if one.kind == kind and one.index >= 0]


async def forget(context: Context, message: str, kind: str) -> None:
    """What was once made of the whole message was taken back, so it may be made of it again."""
    for capture in await context.records.captures.of(context.request.place.handle, message):
        if capture.kind == kind and capture.index in (WHOLE[kind], OWN[kind]):
            await context.records.captures.forget(capture)
