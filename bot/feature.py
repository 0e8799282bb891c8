"""How a handler says what it answers to: `Feature`, `Context`, `reply()`.

A feature is a name, a command and its verbs. A verb is a function that takes a `Context` and gives back a `Reply`;
what it needs (least role, markers in chat, whether it answers with a form) is declared beside it and read by the
grammar, the permissions, the doors and the docs.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from bot.card import Card, dump
from storage.people import Role

if TYPE_CHECKING:
    from bot.dates import Calendar
    from bot.wording import Wording
    from storage.partnerships import Partnership
    from storage.people import Member
    from storage.records import Records, Registry


class Way(StrEnum):
    """How a request came in, which decides how its answer goes out."""

    COMMAND = "command"
    MENTION = "mention"
    DIRECT = "direct"
    LINE = "line"
    PRESS = "press"
    FORM = "form"
    HOME = "home"
    EVENT = "event"
    JOB = "job"


MENTION = re.compile("\ue000([^\ue001]+)\ue001")
"""A person named in text by a door: the platform's id between two private characters that nobody can type."""


def mention(handle: str) -> str:
    """The person with this platform id as a token in a request's text."""
    return f"\ue000{handle}\ue001"


@dataclass(frozen=True)
class Face:
    """A person as a platform knows them. `zone` is an IANA name or empty."""

    handle: str
    workspace: str
    name: str
    zone: str = ""
    bot: bool = False
    external: bool = False
    platform: str = "slack"

    @property
    def key(self) -> str:
        """What tells this person from all others, on any platform."""
        return f"{self.platform}/{self.workspace}/{self.handle}"


@dataclass(frozen=True)
class Place:
    """A conversation as a platform knows it."""

    handle: str
    workspace: str
    direct: bool = False
    platform: str = "slack"


@dataclass(frozen=True)
class Request:
    """One thing that a person, or the clock, asks of Upbeat; the same whichever door it came through.

    `text` holds what was typed, with people as `mention` tokens; `faces` holds everyone it names, by platform id.
    `message` is the platform id of the message typed or pressed, `thread` that of the thread it stands in.
    `version` and `index` tell edits of a message and several items in one message apart. `at` is calendar time.
    `key` is what makes it the same request when it comes twice; empty where the platform never repeats.
    `sure`: the asker was asked and meant it.
    `card` is the key of the delivery whose button was pressed; `trigger` lets a door open a form.
    """

    feature: str
    verb: str
    person: Face
    place: Place
    at: datetime
    way: Way
    text: str = ""
    values: Mapping[str, str | list[str]] = field(default_factory=dict)
    message: str = ""
    thread: str = ""
    version: str = ""
    index: int = 0
    key: str = ""
    card: str = ""
    trigger: str = ""
    sure: bool = False
    partnership: int | None = None
    faces: Mapping[str, Face] = field(default_factory=dict)

    def to(self, name: str, **fields: Any) -> Request:
        """The same request, asking for `feature.verb` instead; `fields` take the place of its own."""
        feature, verb = name.split(".", 1)
        return replace(self, feature=feature, verb=verb, **fields)

    @property
    def name(self) -> str:
        """What is asked for, as `feature.verb`."""
        return f"{self.feature}.{self.verb}"


@dataclass(frozen=True)
class Reply:
    """What a verb answers: a prompt with its words, and how it wants to be heard.

    `private`: for the asker alone, also when asked in public. `over`: take the place of the pressed card.
    `quiet`: nothing to say at all (a redrawn card says it). `reaction`: a mark on the message that was read.
    `onward`: another verb finishes, in the same transaction and with the same checks.
    `live` and `about` keep a posted answer right: it is drawn again by the card function `live` (with `subject`)
    whenever `about` changes.
    """

    prompt: str = ""
    words: Mapping[str, Any] = field(default_factory=dict)
    private: bool = False
    over: bool = False
    quiet: bool = False
    reaction: str = ""
    onward: str = ""
    onward_with: Mapping[str, Any] = field(default_factory=dict)
    live: str = ""
    subject: Mapping[str, Any] = field(default_factory=dict)
    about: str = ""

    def privately(self) -> Reply:
        return replace(self, private=True)

    def in_place(self) -> Reply:
        return replace(self, over=True)

    def marked(self, reaction: str) -> Reply:
        return replace(self, reaction=reaction)

    def kept_right(self, live: str, about: str, **subject: Any) -> Reply:
        """A posted answer that is drawn again by the card `live` whenever something about `about` changes."""
        return replace(self, live=live, about=about, subject=subject)

    def then(self, name: str, text: str, **fields: Any) -> Reply:
        """Hand on to another feature's verb by name; `fields` take the place of the request's own."""
        return replace(self, onward=name, onward_with={**fields, "text": text})


def reply(prompt: str = "", **words: Any) -> Reply:
    """Answer with a prompt of prompts/, for example `reply("agenda/added", item=item)`."""
    return Reply(prompt=prompt, words=words)


def silent() -> Reply:
    """Nothing to say, because a card that the person is looking at says it."""
    return Reply(quiet=True)


@dataclass(frozen=True)
class Occasion:
    """One message that falls due: `card` is the name of the card function that draws it when it is sent.

    `at` and `until` are calendar time; after `until` it is no longer worth sending. `to` is a member, None the
    channel (`conversation`, the id of a row, or else the partnership's first). `key` is what makes it the same message for
    ever. `decent`: it waits for a decent hour of a working day.
    """

    at: datetime
    key: str
    card: str
    subject: Mapping[str, Any]
    to: Member | None = None
    conversation: int | None = None
    until: datetime | None = None
    about: str = ""
    decent: bool = True


@dataclass(frozen=True)
class Heard:
    """One thing the grammar found in what somebody typed: which verb it means, with which words.

    `index` is the number of the line it stands in; `line` is that line as it was typed.
    """

    feature: str
    verb: str
    text: str
    index: int = 0
    line: str = ""


HandOn = Callable[[Request], Awaitable[Reply]]


class Context:
    """All that a handler holds: one request, one partnership's records, and a way to say things.

    A job and a drawn card have no member; a partnership that begins has no records yet, only the registry.
    `conversation_id` is the row of the channel the request came from, None in a direct message. `heard` is what the
    grammar makes of the whole text of an edited message.
    """

    def __init__(
        self,
        request: Request,
        registry: Registry,
        wording: Wording,
        records: Records | None = None,
        member: Member | None = None,
        calendar: Calendar | None = None,
        conversation_id: int | None = None,
        heard: Sequence[Heard] = (),
        hand_on: HandOn | None = None,
        features: Sequence[Feature] = (),
    ) -> None:
        self.request = request
        self.registry = registry
        self.features = features
        self.conversation_id = conversation_id
        self.heard = heard
        self._hand_on = hand_on
        self._wording = wording
        self._records = records
        self._member = member
        self._calendar = calendar

    @property
    def records(self) -> Records:
        """The records of the one partnership that this request is about."""
        return _there(self._records, "no partnership here yet")

    @property
    def member(self) -> Member:
        """Who asks, as a member of the partnership."""
        return _there(self._member, "nobody asks: this is a job or a drawn card")

    @property
    def calendar(self) -> Calendar:
        """The partnership's own days: zone, nation, meetings, terms."""
        return _there(self._calendar, "no partnership here yet")

    @property
    def partnership(self) -> Partnership:
        return self.records.partnership

    @property
    def begun(self) -> bool:
        """Whether there is a partnership here."""
        return self._records is not None

    @property
    def at(self) -> datetime:
        """Calendar time of the request, aware, UTC."""
        return self.request.at

    @property
    def text(self) -> str:
        return self.request.text

    async def hand_on(self, name: str, text: str, index: int = 0, **values: str) -> Reply:
        """Let another feature's verb do its part, in the same transaction and with the same checks."""
        request = self.request.to(name, text=text, values=values, index=index)
        return await _there(self._hand_on, "nobody to hand on to")(request)

    def card(self, prompt: str, **words: Any) -> Card:
        """Draw a prompt now."""
        return self._wording.card(prompt, words)

    async def tell(self, member: Member, prompt: str, *, key: str, about: str = "", **words: Any) -> None:
        """A private message to one member, kept as it is drawn now. `key` makes it the same message for ever."""
        await self.records.deliveries.owe(
            key=key, at=self.at, to=member, card=dump(self.card(prompt, **words)), about=about
        )

    async def post(
        self, prompt: str, *, key: str, conversation: int | None = None, about: str = "", **words: Any
    ) -> None:
        """A message to a channel of the partnership (its first by default), kept as it is drawn now."""
        await self.records.deliveries.owe(
            key=key, at=self.at, conversation=conversation, card=dump(self.card(prompt, **words)), about=about
        )

    async def owe(self, occasion: Occasion) -> None:
        """A message that is drawn when it is sent (`Occasion.card`)."""
        await self.records.deliveries.owe(
            key=occasion.key,
            at=occasion.at,
            to=occasion.to,
            conversation=occasion.conversation,
            live=occasion.card,
            subject=occasion.subject,
            until=occasion.until,
            about=occasion.about,
            decent=occasion.decent,
        )

    async def changed(self, about: str) -> None:
        """Draw again every posted card that is about this, for example `action:12`."""
        await self.records.deliveries.refresh(about)


T = TypeVar("T")


def _there(value: T | None, otherwise: str) -> T:
    if value is None:
        raise LookupError(otherwise)
    return value


Handler = Callable[[Context], Awaitable[Reply]]
Drawer = Callable[..., Awaitable[Card | None]]
Job = Callable[[Context], Awaitable[Sequence[Occasion]]]


@dataclass(frozen=True)
class Verb:
    """One thing a feature can be asked. `markers` are regular expressions for a line of chat; what follows is the text.

    `adds`: typed again within two minutes it is asked about. `begins`: works where no partnership is yet.
    `hidden`: a button's or form's verb, not offered in help. `default`: takes free words that name no other verb;
    `bare`: is meant when the command stands alone.
    """

    name: str
    run: Handler
    least: Role = Role.MEMBER
    markers: tuple[str, ...] = ()
    form: bool = False
    adds: bool = False
    begins: bool = False
    hidden: bool = False
    default: bool = False
    bare: bool = False
    also: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()

    @property
    def help(self) -> str:
        """The first line of the handler's docstring."""
        return (self.run.__doc__ or "").strip().split("\n")[0]


class Feature:
    """A name, its command and its verbs; one per file of handlers/."""

    def __init__(self, name: str, command: str, about: str) -> None:
        self.name = name
        self.command = command
        self.about = about
        self.verbs: dict[str, Verb] = {}
        self.jobs: list[Job] = []
        self.cards: dict[str, Drawer] = {}

    def verb(self, name: str, **declared: Any) -> Callable[[Handler], Handler]:
        """Declare a verb; the keywords are the fields of `Verb`."""

        def keep(run: Handler) -> Handler:
            self.verbs[name] = Verb(name=name, run=run, **declared)
            return run

        return keep

    def job(self, run: Job) -> Job:
        """Declare what falls due: the function is asked at every sweep, in each partnership, and may keep house."""
        self.jobs.append(run)
        return run

    def draws(self, name: str) -> Callable[[Drawer], Drawer]:
        """Declare a card drawn when it is sent: `async (context, **subject) -> Card | None`; None drops it."""

        def keep(draw: Drawer) -> Drawer:
            self.cards[f"{self.name}.{name}"] = draw
            return draw

        return keep
