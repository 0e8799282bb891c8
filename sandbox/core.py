"""The pretend Slack: its parts, put together once, and what they ask of each other."""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass, field

from sandbox.calendar import Calendar
from sandbox.calls import Calls
from sandbox.courier import Courier
from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.ids import Mint
from sandbox.link import Link
from sandbox.mail import Mailbox
from sandbox.manifest import Manifest
from sandbox.oauth import OAuth
from sandbox.process import Bots
from sandbox.pulse import Pulse
from sandbox.refusals import Refusals
from sandbox.seed import Seed
from sandbox.signed import SignedHttp
from sandbox.socket import Hub
from sandbox.state import Message, Person
from sandbox.stream import Stream
from sandbox.world import World

RECONNECT_SECONDS = 12.0


@dataclass
class Trigger:
    """A trigger id given out: whose it is, until when (monotonic), and whether it has been used."""

    person: Person
    until: float
    used: bool = False


@dataclass
class Answerable:
    """A response_url given out: where its answers go and how often it may still be used."""

    person: Person
    channel: str
    until: float
    uses: int
    bot: Person
    message: Message | None = None


@dataclass
class Slack:
    """Everything the sandbox is made of. `address` and `mail_url` are known once it listens.

    `front` is where the bot serves the page that begins an installation; empty where it was given a token.
    """

    seed: Seed
    manifest: Manifest
    calendar: Calendar
    mint: Mint
    world: World
    app_token: str = field(default_factory=lambda: f"xapp-sandbox-{secrets.token_hex(12)}")
    address: str = ""
    mail_url: str = ""
    front: str = ""
    ready: bool = False
    trouble: str = ""
    bot_process: Bots | None = None
    http: SignedHttp | None = None
    pulse: Pulse = field(default_factory=Pulse)
    refusals: Refusals = field(default_factory=Refusals)
    faults: Faults = field(default_factory=Faults)
    stream: Stream = field(default_factory=Stream)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    answerables: dict[str, Answerable] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.calls = Calls(self.calendar)
        self.link = Link(self.calendar, self.pulse)
        self.hub = Hub(self.world.bot.app_id, self.pulse)
        self.events = Events(self)
        self.courier = Courier(self)
        self.oauth = OAuth(self)
        self.mailbox = Mailbox(self.calendar, self.stream)
        declined = self.seed.bot.get("declined", ())
        self.world.installs.first.scopes = [s for s in self.manifest.scopes if s not in declined]

    @property
    def bot_token(self) -> str:
        """The token of the first installation."""
        return self.world.installs.first.token

    @bot_token.setter
    def bot_token(self, token: str) -> None:
        self.world.installs.first.token = token

    def ts(self) -> str:
        """A new timestamp by the calendar."""
        return self.mint.ts(self.calendar.now())

    def way(self) -> Hub | SignedHttp:
        """How the bot is reached: signed HTTP if it was given an address, else Socket Mode."""
        return self.http or self.hub

    def reachable(self) -> bool:
        """Whether anything can be delivered now."""
        if self.down():
            return False
        return self.http.verified if self.http else bool(self.hub.connections)

    def down(self) -> bool:
        """Whether the sandbox has a bot process of its own and it is not running."""
        return self.bot_process is not None and not self.bot_process.running

    def patience(self) -> float:
        """How many seconds to wait for a bot that is between two connections; none for one that has gone."""
        if self.down():
            return 0.0
        if self.bot_process or self.link.connected:
            return RECONNECT_SECONDS
        return max(0.0, self.hub.lost_at + RECONNECT_SECONDS - time.monotonic())

    async def connection(self, seconds: float) -> bool:
        """Wait until the bot can be reached, so many seconds at most; not for one that has been ended."""
        deadline = time.monotonic() + seconds
        await self.pulse.until(lambda: self.reachable() or self.down(), deadline)
        return self.reachable()

    async def close(self) -> None:
        """End everything that runs."""
        self.stream.close()
        await self.courier.close()
        if self.bot_process:
            await self.bot_process.stop()
        await asyncio.gather(self.hub.close(), self.link.close(), self.mailbox.close())
        if self.http:
            await self.http.close()
