"""How a handler says what it answers to: `Feature`, `Context`, `reply()`.

A feature is a name, a command and its verbs. A verb is a function that takes a `Context` and gives back a `Reply`;
what it needs (least role, markers in chat, whether it answers with a form) is declared beside it and read by the
grammar, the permissions, the doors and the docs.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from bot import dates, hours
from bot.card import Card, dump
from bot.errors import EnoughLetters
from bot.reply import Occasion, Reply, reply, silent
from bot.request import MENTION, Attached, Face, Heard, Place, Quoted, Request, Way, mention
from storage.deliveries import Address
from storage.lists import ABOUT, PLATFORM
from storage.people import Role

if TYPE_CHECKING:
    from bot.wording import Wording
    from storage.partnerships import Partnership
    from storage.people import Member
    from storage.records import Records, Registry

__all__ = [
    "MENTION",
    "Attached",
    "Context",
    "Drawer",
    "Face",
    "Feature",
    "Handler",
    "Heard",
    "Job",
    "Occasion",
    "Place",
    "Quoted",
    "Reply",
    "Request",
    "Role",
    "Verb",
    "Way",
    "mention",
    "reply",
    "silent",
]
"""Handlers find here all that they are written with."""


WORTH_READING = timedelta(days=3)
"""How long a letter is tried for, where nothing else is said: calendar time."""

MOST_LETTERS = 4
"""So many letters nobody gets from one partnership in a day: corrections need more than one, and nobody needs more."""

HandOn = Callable[[Request], Awaitable[Reply]]


class Context:
    """All that a handler holds: one request, one partnership's records, and a way to say things.

    A job and a drawn card have no member; a partnership that begins has no records yet, only the registry.
    `conversation_id` is the row of the channel the request came from, or of that beside which it stands; None in a direct
    message. `heard` is what the grammar makes of the whole text of an edited message. `mails`: whether letters can be sent.
    """

    def __init__(
        self,
        request: Request,
        registry: Registry,
        wording: Wording,
        records: Records | None = None,
        member: Member | None = None,
        calendar: dates.Calendar | None = None,
        conversation_id: int | None = None,
        heard: Sequence[Heard] = (),
        hand_on: HandOn | None = None,
        features: Sequence[Feature] = (),
        mails: bool = False,
    ) -> None:
        self.request = request
        self.registry = registry
        self.features = features
        self.mails = mails
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
    def calendar(self) -> dates.Calendar:
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
    def today(self) -> date:
        """The day it is in the partnership's zone."""
        return dates.local(self.at, self.partnership.zone).date()

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
        """A private message to one member, kept as it is drawn now. `key` makes it the same message for ever.

        Nothing goes to somebody who cannot be reached for now.
        """
        if member.unreachable_at is not None:
            return
        await self.records.deliveries.owe(
            key=key, at=self.at, to=member, card=dump(self.card(prompt, **words)), about=about
        )

    async def owe(self, occasion: Occasion) -> None:
        """A message that is drawn when it is sent (`Occasion.card`); none to who cannot be reached, unless it insists."""
        if occasion.to is not None and occasion.to.unreachable_at is not None and not occasion.insist:
            return
        if occasion.under:
            await self._owe_under(occasion)
            return
        await self.records.deliveries.owe(
            key=occasion.key,
            at=occasion.at,
            to=occasion.to,
            conversation=occasion.conversation,
            live=occasion.card,
            subject=dict(occasion.subject),
            until=occasion.until,
            about=occasion.about,
            decent=occasion.decent,
            bookmark=occasion.bookmark,
        )

    async def _owe_under(self, occasion: Occasion) -> None:
        """In the thread of a message, wherever it was posted; nowhere where it has not arrived."""
        for place, where in enumerate(await self.records.deliveries.threads(occasion.under)):
            await self.records.deliveries.owe(
                key=f"{occasion.key}/in/{place}" if place else occasion.key,
                at=occasion.at,
                address=where,
                live=occasion.card,
                subject=dict(occasion.subject),
                until=occasion.until,
                about=occasion.about,
                decent=occasion.decent,
            )

    async def circulate(self, to: str | Sequence[str], occasion: Occasion) -> int:
        """A letter to everybody on the circulation lists of these names, each address once; drawn when it is sent.

        Whoever has left one of these lists gets it by none of them.
        Of the occasion `at`, `key`, `card`, `subject`, `until` and `decent` count. Returns how many letters that is;
        0 where letters cannot be sent from here (`mails`). Raises EnoughLetters where one of them has had enough for a day.
        """
        names = (to,) if isinstance(to, str) else to
        readers = await self.records.lists.readers(names) if self.mails else ()
        most = await self.records.deliveries.most_of(
            PLATFORM, [one.ref for one in readers], occasion.at - timedelta(days=1)
        )
        if most >= MOST_LETTERS:
            raise EnoughLetters("lists/enough_letters", most=MOST_LETTERS)
        hour = self.partnership.chase_hour
        goes = hours.next_decent(occasion.at, self.calendar, hour) if occasion.decent else occasion.at
        for reader in readers:
            await self.records.deliveries.owe(
                key=f"{occasion.key}/to/{reader.ref}",
                at=occasion.at,
                address=Address(PLATFORM, "", person=reader.ref),
                live=occasion.card,
                subject=dict(occasion.subject),
                until=occasion.until or goes + WORTH_READING,
                about=f"{ABOUT}{reader.ref}",
                decent=occasion.decent,
            )
        return len(readers)

    async def pressed_card(self) -> str:
        """The name of the card that draws itself anew and was pressed; empty for any other, and for none."""
        pressed = self.request.card
        row = await self.records.deliveries.of(pressed) if pressed else None
        return row.live if row is not None else ""

    async def on_own_page(self) -> bool:
        """Whether it was pressed on the asker's own page, or on the card of it, which is drawn anew and says it itself."""
        return self.request.at_home or await self.pressed_card() == "me.card"

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
    `bare`: is meant when the command stands alone; `greets`: when Upbeat is called and
    nothing is said. `quotes`: without words of its own it is about the message above.
    `each`: it is asked of the person and not of the place, so it is answered for each of their partnerships.
    `event`: only what happens asks it, or another verb that hands on to it; nobody can type it, press it or fill it in.
    `files`: takes calendar files that come without any words that mean something else; one verb at most. `long`: reads also
    what is longer than anything that is kept in one's own words.
    `placed`: names under which it is meant only where its feature is named behind them: "put Grace on the strategic list".
    `promises`: lines without a mark that hold a promise or a request are handed to it (bot/promises.py); one verb at most.
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
    greets: bool = False
    quotes: bool = False
    each: bool = False
    event: bool = False
    promises: bool = False
    files: bool = False
    long: bool = False
    also: tuple[str, ...] = ()
    placed: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()

    @property
    def help(self) -> str:
        """The first line of the handler's docstring."""
        return (self.run.__doc__ or "").strip().split("\n")[0]


class Feature:
    """A name, its command and its verbs; one per file of handlers/.

    `place`: by what people name it behind a verb that several features have, where that is more than its name ("the
    strategic list"): a regular expression, in any case.
    """

    def __init__(self, name: str, command: str, about: str, place: str = "") -> None:
        self.name = name
        self.command = command
        self.about = about
        self.place = place
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
