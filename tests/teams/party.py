"""The contract's people in Teams: the pretend Teams around the real bot, which runs in this process with its clock in hand."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol

import aiohttp

from bot.app import Upbeat
from bot.settings import Settings
from tests import stores
from tests.contract.party import CAST, CHANNEL, Screen, Told
from tests.teams import cards
from tests.teams.clockwork import PATH, Clockwork
from tests.teams.connector import Connector
from tests.teams.keys import METADATA
from tests.teams.people import People
from tests.teams.world import APP, Conversation, Json, Kind, Message, Person, World, identity

READY_SECONDS = 60.0

SIGNS = {
    "heart": "heart",
    "memo": "1f4dd_memo",
    "pushpin": "1f4cc_pushpin",
    "white_check_mark": "2705_whiteheavycheckmark",
}
"""What Teams calls the signs that people put on messages."""


class Hand(Protocol):
    """What waits for the bot and turns its clock."""

    async def settle(self) -> None: ...

    async def turn(self, to: datetime) -> None: ...


class InTeams(Told):
    """Implements tests.contract.party.Party."""

    def __init__(self, people: People, hand: Hand) -> None:
        self.people = people
        self.world = people.world
        self.connector = people.connector
        self.hand = hand
        self._lost = False

    async def invites(self, person: str) -> None:
        await self.people.install(person, self._at(CHANNEL, person))
        await self.hand.settle()

    async def says(self, person: str, words: str, where: str = CHANNEL, under: str = "") -> str:
        said = await self.people.type(person, words, self._at(where, person), under)
        await self.hand.settle()
        return said.id

    async def sends(self, person: str, name: str, text: str, words: str = "") -> None:
        await self.people.send(person, name, text, words)
        await self.hand.settle()

    async def edits(self, person: str, message: str, words: str) -> None:
        await self.people.edit(self._own(person, message), words)
        await self.hand.settle()

    async def deletes(self, person: str, message: str) -> None:
        await self.people.delete(self._own(person, message))
        await self.hand.settle()

    async def reacts(self, person: str, message: str, sign: str, answer: bool = False) -> None:
        under = [one for one in self._rows(person, CHANNEL) if one.thread == message]
        said = under[-1] if answer else self.world.message(message)
        assert said is not None
        await self.people.react(person, said, SIGNS[sign])
        await self.hand.settle()

    async def presses(self, person: str, label: str, where: str = CHANNEL) -> None:
        rows = self._rows(person, where)
        there = [one for one in rows if label in self.people.labels(person, one)]
        assert there, f"no button {label!r} among {[self.people.labels(person, one) for one in rows]}"
        await self.people.press(person, label, there[-1])
        await self.hand.settle()

    async def form(self, person: str) -> Screen | None:
        dialog = self.people.dialogs.get(person)
        if dialog is None:
            return None
        asked = {str(one["id"]).rpartition(":")[2]: one for one in cards.inputs(dialog.card)}
        choices = {
            name: [str(choice["title"]) for choice in one.get("choices") or []] for name, one in asked.items()
        }
        held = {name: dialog.values[str(one["id"])] for name, one in asked.items()}
        return Screen(dialog.title, held, choices)

    async def submits(self, person: str, values: Mapping[str, str]) -> list[str]:
        assert person in self.people.dialogs, f"{person} has no form open"
        wrong = await self.people.submit(person, dict(values))
        await self.hand.settle()
        return wrong

    async def sees(self, person: str, where: str = CHANNEL) -> list[str]:
        return [self.people.text(person, one) for one in self._rows(person, where)]

    async def labels(self, person: str, where: str = CHANNEL) -> list[str]:
        rows = self._rows(person, where)
        return self.people.labels(person, rows[-1]) if rows else []

    async def under(self, person: str, message: str) -> list[str]:
        return [self.people.text(person, one) for one in self._rows(person, CHANNEL) if one.thread == message]

    async def marks(self, message: str) -> int:
        said = self.world.message(message)
        assert said is not None
        return len(said.reactions)

    async def turns(self, to: str) -> None:
        await self.hand.turn(datetime.fromisoformat(to))

    async def leaves(self, person: str) -> None:
        await self.people.come(person, self._at(CHANNEL, person), gone=True)
        await self.hand.settle()

    async def comes(self, person: str) -> None:
        await self.people.come(person, self._at(CHANNEL, person))
        await self.hand.settle()

    async def loses(self, person: str, back: bool = False) -> None:
        self._lost = self._lost or not back
        (self.world.closed.discard if back else self.world.closed.add)(person)

    async def dismisses(self, person: str) -> None:
        await self.people.uninstall(person, self._at(CHANNEL, person))
        await self.hand.settle()

    async def sent(self) -> int:
        return len(self._sent())

    async def alive(self) -> list[str]:
        drawn = [card for body in self._sent() if (card := cards.of(body))]
        named = [one.get("text", "") for body in self._sent() for one in body.get("entities") or []]
        return [
            *named,
            *(
                words
                for card in drawn
                for words in (*cards.links(card), *cards.loud(card), *cards.dates(card))
            ),
        ]

    async def refused(self) -> list[str]:
        told = [one for one in self.connector.refused() if not (self._lost and one.status == 403)]
        return [f"{one.method} {one.path}: {one.status} {one.why}" for one in told]

    def _sent(self) -> list[Json]:
        """Every message that was sent, and every one that took its place."""
        bodies = [
            call.body for call in self.connector.calls if call.method in ("POST", "PUT") and call.status < 300
        ]
        within = [body["activity"] for body in bodies if "activity" in body]
        return [*(body for body in bodies if body.get("type") == "message"), *within]

    def _at(self, where: str, person: str) -> Conversation:
        return self.world.at(where, person)

    def _own(self, person: str, message: str) -> Message:
        said = self.world.message(message)
        assert said is not None and said.sender == person, "that is not theirs to change"
        return said

    def _rows(self, person: str, where: str) -> list[Message]:
        """What Upbeat has said there, oldest first."""
        return [one for one in self.world.seen(person, self._at(where, person)) if one.ours]


def peopled(hears: bool = True, kind: Kind = "channel") -> World:
    """The cast in a shared channel, or a chat: each body has a tenant of its own, the chair's has the channel."""
    world = World()
    for name, (full, body) in CAST.items():
        world.join(Person(name, full, identity(body)))
    _, host = next(iter(CAST.values()))
    world.open(CHANNEL, kind, identity(host), *CAST, hears=hears)
    return world


def settings(connector: Connector, **more: object) -> dict[str, object]:
    """What the bot has to be told so that the pretend Teams is Teams to it, by the names of bot/settings.py."""
    known = {
        "teams_client_id": APP,
        "teams_metadata_url": f"{connector.address}{METADATA}",
        "teams_service_url": connector.service_url,
        "host": "127.0.0.1",
        "port": free_port(),
    }
    return {**known, **more}


def posted(mail: str, reached_at: str) -> dict[str, object]:
    """What the bot has to be told so that it sends letters."""
    known = {"smtp_url": mail, "mail_from": "Upbeat <upbeat@example.org>", "mail_pace_seconds": 0}
    return {**known, "public_url": reached_at, "secret_keys": "one"}


def free_port() -> int:
    """A port that is free just now."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@asynccontextmanager
async def party(
    folder: Path, now: str, hears: bool = True, kind: Kind = "channel", mail: str = ""
) -> AsyncIterator[InTeams]:
    """People around a channel; nobody has brought Upbeat into it yet. `hears`: it may read every line there.

    `mail`: the address of a mail server; then letters have links, too.
    """
    connector = Connector(peopled(hears, kind))
    connector.paced = (
        False  # eight people press within a second here; how Upbeat waits is tested with `trouble`
    )
    clockwork = Clockwork(connector.app, datetime.fromisoformat(now))
    async with connector.open(), stores.fresh() as database:
        control = connector.address.replace("http://", "ws://") + PATH
        chosen = settings(
            connector, database_url=database, control_url=control, pace_seconds=0, echo_seconds=0.2
        )
        if mail:
            chosen |= posted(mail, f"http://127.0.0.1:{chosen['port']}")
        bot = Upbeat(Settings(_env_file=None, **chosen))  # type: ignore[arg-type, call-arg]
        async with running(bot, f"http://127.0.0.1:{chosen['port']}") as address:
            yield InTeams(People(connector.world, connector, address), clockwork)


@asynccontextmanager
async def running(bot: Upbeat, address: str) -> AsyncIterator[str]:
    """The bot at work in this process; it is told to stop as any process is."""
    work = asyncio.create_task(bot.run())
    try:
        await ready(address, work)
        yield address
    finally:
        if not work.done():
            os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(work, READY_SECONDS)


async def ready(address: str, work: asyncio.Task[None] | None = None) -> None:
    """Wait until the bot says that all its parts are ready."""
    async with asyncio.timeout(READY_SECONDS), aiohttp.ClientSession() as session:
        while work is None or not work.done():
            try:
                async with session.get(f"{address}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.05)
