"""The stage: the pretend Slack with its real bot, the people on it, and the hands with which they act."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox import forms, rows
from sandbox.control import Control
from sandbox.core import Slack
from sandbox.errors import Refused
from sandbox.state import Message
from tests.soak.ledger import Fact, Ledger
from tests.soak.watch import NUMBER, Watch

Json = dict[str, Any]
PLACES = {"steering": "Making Music Together", "library-link": "Songs on Saturdays"}
TELL: list[Callable[[str], None]] = []
"""Who wants to hear of every step."""
LOOKED_AT = 40
"""How many of the newest messages somebody looks through for a button."""


@dataclass
class Button:
    """A button that somebody sees."""

    person: str
    conversation: str
    ts: str
    action_id: str
    value: str
    label: str


class Stage:
    """What moves and troubles share. `step` is the number of the step that runs."""

    def __init__(self, slack: Slack, rng: random.Random) -> None:
        self.slack = slack
        self.rng = rng
        self.ledger = Ledger()
        self.watch = Watch(slack, self.ledger)
        self.step = 0
        self.unsettled = 0
        self.blind: list[tuple[datetime, datetime]] = []
        """When the calendar was turned and no process ran to see what fell due."""
        self.meetings: dict[str, list[str]] = {place: [] for place in PLACES}
        self._acts = Control(slack).acts
        self._read = 0

    async def act(self, what: str, **body: Any) -> Json:
        """Do something; what Slack itself refuses is answered as {"refused": code}."""
        try:
            answer = await self._acts[what](body)
        except Refused as refused:
            return {"refused": refused.error, "message": refused.message}
        if answer.get("settled") is False:
            self.unsettled += 1
        return answer

    async def say(self, person: str, text: str, place: str, thread: str = "") -> str:
        """Type something; answers the message's ts."""
        body = {"as": person, "conversation": place, "text": text, "thread_ts": thread}
        return str((await self.act("say", **body)).get("ts") or "")

    def told(self, said: str) -> None:
        """Say what happened in a step to whoever wants to hear."""
        for tell in TELL:
            tell(said)

    def up(self) -> bool:
        """Whether any process of the bot runs."""
        return not self.slack.down()

    def person(self, place: str, host: bool = False) -> str:
        """Somebody of a place; `host`: who has slash commands."""
        world = self.slack.world
        here = [p for p in world.people if p.id in world.conversation(place).members]
        return self.rng.choice([p.name for p in here if not (host and world.external(p))])

    def alone(self) -> list[str]:
        """Those who are in the first partnership only, so that nobody asks them which they mean."""
        world = self.slack.world
        both = world.conversation("library-link").members
        return [p.name for p in world.people if p.id not in both]

    def posted_since(self, mark: int) -> Iterator[Message]:
        """What Upbeat has said since, private answers included."""
        return iter(self.slack.world.posted[mark:])

    @property
    def mark(self) -> int:
        """How much Upbeat has said so far."""
        return len(self.slack.world.posted)

    def answered(self, fact: Fact, mark: int) -> bool:
        """Whether something was said since that repeats the words of a fact."""
        return any(self.holds(m, fact.words[-1]) for m in self.posted_since(mark))

    def holds(self, m: Message, words: str) -> bool:
        """Whether some words stand in a message."""
        return words in m.text or words in str(m.blocks)

    def learn(self) -> None:
        """Count what has been said since the last time, and read the numbers of actions in it."""
        for m in self.slack.world.posted[self._read :]:
            if not m.to:
                self.watch.posted(m)
            where = self.slack.world.conversations[m.channel]
            if where.kind != "im":
                for number in NUMBER.findall(str(m.blocks)):
                    self.ledger.read(where.name, int(number))
        self._read = self.mark

    def buttons(self, person: str, conversation: str) -> list[Button]:
        """The buttons that somebody sees in the newest messages of a conversation."""
        world = self.slack.world
        who = world.person(person)
        where = world.conversation(conversation, who)
        newest = list(where.messages.values())[-LOOKED_AT:]
        seen = [m for m in newest if m.to in ("", who.id) and not m.deleted]
        return [
            Button(person, conversation, m.ts, b["action_id"], b["value"], b["label"])
            for m in seen
            for b in rows.buttons(rows.all_blocks(m))
        ]

    async def press(self, button: Button) -> bool:
        """Press it; says whether the bot answered."""
        body = {"as": button.person, "conversation": button.conversation, "ts": button.ts}
        answer = await self.act("press", **body, action_id=button.action_id, value=button.value)
        return bool(answer.get("ok"))

    def form(self, person: str) -> Json | None:
        """The form that somebody has open."""
        view = forms.top(self.slack, self.slack.world.person(person))
        return rows.form(self.slack, view) if view else None

    async def submit(self, person: str, values: Json) -> bool:
        """Send the open form; says whether it was accepted."""
        answer = await self.act("submit", **{"as": person, "values": values})
        return bool(answer.get("ok"))
