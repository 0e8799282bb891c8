"""Holds what people did against what is stored and what they saw. Each line it answers is one thing that is wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.sending import page_key, split_key
from storage.actions import OPEN, Action, Entry
from storage.agenda import AgendaItem, StandingItem
from storage.base import Row
from storage.chases import Asked
from storage.deliveries import CLAIMED, DROPPED, DUE, FAILED, SENT, UNSURE, Delivery
from storage.meetings import Meeting
from storage.partnerships import Conversation
from tests.soak.due import Near, missed
from tests.soak.ledger import ACTION, ITEM, NOTE, WORD, Fact, Ledger
from tests.soak.stage import Stage
from tests.soak.stores import Reader

CHANGED = {"edited", "undone", "reopened", "done", "dropped"}
"""After these an edit of the message need not change the action any more."""


@dataclass
class Found:
    """The tables as they stand, and where each word was found."""

    actions: Sequence[Action]
    items: Sequence[AgendaItem]
    entries: Sequence[Entry]
    deliveries: Sequence[Delivery]
    places: dict[int, str]
    standing: set[str]
    near: Near = field(default_factory=Near)
    by_word: dict[tuple[str, str], list[tuple[int, Row]]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for kind, rows in ((ACTION, self.actions), (ITEM, self.items)):
            for row in rows:
                self._index(kind, row.text, row.partnership_id, row)
        for entry in self.entries:
            if entry.kind == "done":
                self._index(NOTE, entry.note, entry.partnership_id, entry)

    def _index(self, kind: str, text: str, home: int, row: Row) -> None:
        for word in set(WORD.findall(text)):
            self.by_word[kind, word].append((home, row))


async def found(reader: Reader, stage: Stage) -> Found:
    """Read everything that matters."""
    world = stage.slack.world
    channels = await reader.all(Conversation)
    places = {
        one.partnership_id: world.conversations[one.handle].name for one in channels if one.partnership_id
    }
    return Found(
        await reader.all(Action),
        await reader.all(AgendaItem),
        await reader.all(Entry),
        await reader.all(Delivery),
        places,
        {row.text for row in await reader.all(StandingItem)},
        Near(await reader.all(Meeting), await reader.all(Asked), stage.blind),
    )


async def check(reader: Reader, stage: Stage) -> list[str]:
    """Everything that is wrong, once the bot is quiet."""
    return compare(await found(reader, stage), stage, stage.slack.calendar.now())


def compare(tables: Found, stage: Stage, now: datetime) -> list[str]:
    """Everything that is wrong with these tables, at a moment of calendar time."""
    return [
        *stage.watch.wrong,
        *_facts(tables, stage.ledger),
        *_strangers(tables, stage.ledger),
        *_deliveries(tables, stage, now),
        *_numbers(tables),
        *missed(tables.near, tables.actions, tables.entries, tables.deliveries, now),
    ]


def _facts(tables: Found, ledger: Ledger) -> Iterator[str]:
    """Each certain thing is stored once, in its own partnership; each other one at most once."""
    for fact in ledger.facts:
        rows = {row.id: (home, row) for word in fact.words for home, row in tables.by_word[fact.kind, word]}
        if len(rows) > 1:
            yield f"stored {len(rows)} times: {fact}"
        if fact.certain and not rows:
            yield f"lost: {fact}"
        for home, row in rows.values():
            if tables.places[home] != fact.place:
                yield f"stored in {tables.places[home]}: {fact}"
            if fact.kind == ACTION:
                yield from _edit_lost(tables, fact, row)


def _edit_lost(tables: Found, fact: Fact, row: Row) -> Iterator[str]:
    """An edit of a line whose action nobody has touched otherwise is there."""
    assert isinstance(row, Action)
    kinds = [entry.kind for entry in tables.entries if entry.action_id == row.id]
    quiet = row.state == OPEN and not CHANGED & set(kinds)
    if fact.edited and quiet and fact.words[-1] not in row.text:
        yield f"an edit was lost: {fact}, which reads {row.text!r}"


def _strangers(tables: Found, ledger: Ledger) -> Iterator[str]:
    """Nothing is stored that nobody said."""
    texts = [row.text for row in tables.actions] + [row.text for row in tables.items]
    for text in texts:
        known = [word for word in WORD.findall(text) if word in ledger.by_word]
        if not known and text not in tables.standing:
            yield f"nobody said {text!r}"


def _numbers(tables: Found) -> Iterator[str]:
    """No two actions of a partnership have the same number."""
    counted = Counter((row.partnership_id, row.number) for row in tables.actions)
    yield from (
        f"action {number} of {home} is there {n} times" for (home, number), n in counted.items() if n > 1
    )


def _deliveries(tables: Found, stage: Stage, now: datetime) -> Iterator[str]:
    """Each message owed was posted once, or is owed still; and nothing was posted that was not owed."""
    rows = {row.key: row for row in tables.deliveries}
    for row in rows.values():
        yield from _delivery(row, stage, now)
    for key in stage.watch.posts:
        if split_key(key)[0] not in rows:
            yield f"{key} was posted and nobody owed it"


def _delivery(row: Delivery, stage: Stage, now: datetime) -> Iterator[str]:
    watch = stage.watch
    posted = [watch.posts[page_key(row.key, number)] for number in range(len(row.pages))]
    if row.state == SENT and not row.reaction and not (row.pages and all(n == 1 for n in posted)):
        yield f"{row.key} is sent and was posted {posted} times"
    if row.state == DROPPED and watch.posts[row.key] and not row.pages:
        yield f"{row.key} was dropped and posted"
    if row.state in (CLAIMED, UNSURE) or (row.state == DUE and row.not_before <= now):
        yield f"{row.key} is still {row.state} when all is quiet: {row.error}"
    if row.state == FAILED:
        yield f"{row.key} was given up: {row.error}"
    if row.person and not watch.where.get(row.key, "D").startswith("D"):
        yield f"{row.key} is for {row.person} alone and stood in {watch.where[row.key]}"
