"""The house with a door of memory: the real dispatch, delivery and store, and people who talk to it in tests.

What is said stands in `House.posts`. The way of the answers (privately, in a thread, in place) is what the real doors get.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.card import Card, Form, Sheet, plain
from bot.clock import Clock
from bot.delivery import Deliverer
from bot.dispatch import Answer, Dispatch
from bot.feature import Face, Feature, Place, Quoted, Request, Way, mention
from bot.platform import Page
from bot.settings import Settings
from bot.wording import Wording
from handlers import all_features
from storage.database import Store
from storage.deliveries import Address
from storage.outbox import Outbox
from storage.people import Role
from storage.records import Records, Registry
from tests import stores

CAST = {
    "mina": ("Mina Patel", "Otterbridge Music"),
    "sam": ("Sam Okafor", "Otterbridge Music"),
    "jo": ("Jo Lindqvist", "Fenland Virtual School"),
    "frank": ("Frank Adeyemi", "Fenland Virtual School"),
    "priya": ("Priya Nair", "Riverside Library"),
    "will": ("Will Grant", "Riverside Library"),
}
START = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Europe/London"))
CHANNEL = "C1"
HOME = "home"
"""Where the cards of a person's own page stand."""

WORDING = Wording()
"""All houses of a test process share their prompts, each of which is read once: that costs as much as several answers."""


@dataclass
class Said:
    """One thing that Upbeat said, as a person sees it."""

    card: Card | None = None
    place: str = ""
    thread: str = ""
    ts: str = ""
    key: str = ""
    to: str = ""
    private: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    partnership: int | None = None
    reactions: list[str] = field(default_factory=list)
    request: Request | None = None

    @property
    def text(self) -> str:
        return plain(self.card) if self.card else ""

    @property
    def buttons(self) -> list[str]:
        return [button.label for button in self.card.buttons()] if self.card else []

    @property
    def form(self) -> Form | None:
        return self.card.form if self.card else None

    @property
    def reaction(self) -> str:
        return self.reactions[0] if self.reactions else ""


class Memory:
    """A platform that remembers. Implements bot.platform.Platform; its pages are cards."""

    name = "slack"

    def __init__(self) -> None:
        self.posts: list[Said] = []
        self.marks: list[tuple[str, str]] = []
        self.bookmarks: dict[tuple[str, str], str] = {}
        self.sheets: dict[str, Sheet] = {}
        self.sheetless = False
        self.stamps = itertools.count(1)

    def stamp(self) -> str:
        return f"{1_000_000 + next(self.stamps)}.000100"

    def pages(self, card: Card, key: str, partnership: int | None) -> Sequence[Page]:
        if card.sheet is not None:
            return [] if self.sheetless else [{"sheet": card.sheet}]
        return [{"card": card, "partnership": partnership}]

    async def post(self, to: Address, page: Page, key: str) -> str:
        place = to.conversation or f"D{to.person}"
        if "sheet" in page:
            self.sheets[sheet := f"F{self.stamp()}"] = page["sheet"]
            return sheet
        said = Said(
            page["card"], place, to.thread, self.stamp(), key, to.person, partnership=page["partnership"]
        )
        self.posts.append(said)
        return said.ts

    async def update(self, to: Address, message: str, page: Page) -> None:
        if "sheet" in page:
            self.sheets[message] = page["sheet"]
            return
        next(said for said in self.posts if said.ts == message).card = page["card"]

    async def react(self, to: Address, message: str, reaction: str) -> None:
        self.marks.append((message, reaction))

    async def bookmark(self, to: Address, message: str, title: str) -> None:
        self.bookmarks[to.conversation, title] = message

    async def find(self, to: Address, key: str) -> str | None:
        return next((said.ts for said in self.posts if said.key == key), None)

    async def home(self, person: Face, card: Card) -> None: ...

    async def who(self, handle: str) -> Face:
        return face(handle[1:].lower())


def face(name: str) -> Face:
    """A person of the cast as a platform knows them: `mina` is UMINA."""
    full = CAST.get(name, (name.title(), ""))[0]
    host = CAST.get(name, ("", "Otterbridge Music"))[1] == "Otterbridge Music"
    return Face(f"U{name.upper()}", "T1" if host else "T2", full, "Europe/London", external=not host)


class House:
    """A running house with people in it."""

    def __init__(
        self, store: Store, features: Sequence[Feature] | None = None, beside: House | None = None
    ) -> None:
        self.clock = beside.clock if beside else Clock()
        if beside is None:
            self.clock.turn(START)
        self.store = store
        self.memory = beside.memory if beside else Memory()
        self.dispatch = Dispatch(store, WORDING, all_features() if features is None else features, self.clock)
        self.settings = Settings(pace_seconds=0, echo_seconds=0, _env_file=None)  # type: ignore[call-arg]
        self.deliverer = Deliverer(store, self.dispatch, self.clock, self.settings, [self.memory])
        self.zone = ZoneInfo("Europe/London")

    @classmethod
    @asynccontextmanager
    async def empty(cls, features: Sequence[Feature] | None = None) -> AsyncIterator[House]:
        """A house without a partnership, on a database of its own; with other features where given."""
        async with stores.opened() as store:
            yield cls(store, features)

    @classmethod
    @asynccontextmanager
    async def begun(cls, features: Sequence[Feature] | None = None) -> AsyncIterator[House]:
        """A house with one partnership in channel C1, its cast joined, Mina its chair, on Wed 25 November 2026 at 10."""
        async with stores.opened(_joined) as store:
            yield cls(store, features)

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[House]:
        """Another process of the same bot: a store of its own on the same database, the same platform and time."""
        store = Store(self.store.engine.url.render_as_string(hide_password=False))
        try:
            yield House(store, list(self.dispatch.features.values()), self)
        finally:
            await store.close()

    # What people do

    async def types(self, who: str, text: str, where: str = CHANNEL, thread: str = "") -> Said:
        """Type a slash command, a mention (`@Upbeat …`), a line in a channel, or `where="dm"`; `@sam` names people."""
        place = Place(f"DU{who.upper()}", "T1", direct=True) if where == "dm" else Place(where, "T1")
        faces: dict[str, Face] = {}

        def named(found: re.Match[str]) -> str:
            person = face(found[1].lower())
            faces[person.handle] = person
            return mention(person.handle)

        addressed = text.startswith("@Upbeat")
        words = re.sub(rf"@({'|'.join(CAST)})\b", named, text.removeprefix("@Upbeat").strip())
        ts = self.memory.stamp()
        request = Request("", "", face(who), place, self.clock.now(), Way.LINE, text=words, faces=faces)
        if text.startswith("/"):
            command, _, rest = words.partition(" ")
            return await self._done(replace(request, way=Way.COMMAND, text=rest, trigger="t"), command)
        way = Way.DIRECT if place.direct else Way.MENTION if addressed else Way.LINE
        return await self._done(
            replace(request, way=way, message=ts, thread=thread, key=f"{place.handle}/{ts}"), ts=ts
        )

    async def presses(self, who: str, said: Said, label: str) -> Said:
        """Press the first button with this label."""
        assert said.card is not None, "there is nothing to press"
        labels = said.buttons
        assert label in labels, f"no button {label!r} among {labels}"
        button = next(button for button in said.card.buttons() if button.label == label)
        return await self.presses_raw(who, said, button.action, button.value)

    async def presses_raw(self, who: str, said: Said, action: str, value: str) -> Said:
        """Press a button that may never have been drawn, as an attacker would."""
        where = "" if said.place == HOME else said.place or CHANNEL
        place = Place(where, "T1", direct=not where or where.startswith("D"))
        request = Request("", "", face(who), place, self.clock.now(), Way.PRESS, text=value).to(action)
        request = replace(
            request,
            message=said.ts,
            thread=said.thread,
            card=said.key,
            trigger="t",
            partnership=said.partnership,
        )
        return await self._done(request, pressed=said)

    async def home(self, who: str) -> list[Said]:
        """Look at one's own page: a card for each partnership."""
        place = Place("", "T1", direct=True)
        request = Request("me", "home", face(who), place, self.clock.now(), Way.HOME)
        return [
            Said(answer.card, HOME, private=True, partnership=answer.partnership, request=request)
            for answer in await self.dispatch.in_each(request)
        ]

    async def points_at(
        self, who: str, ts: str, text: str, verb: str, by: str = "jo", where: str = CHANNEL, thread: str = ""
    ) -> Said:
        """Use a shortcut on the message `ts` that `by` wrote."""
        quoted = Quoted(text, ts, thread, face(by))
        request = Request(
            "", "", face(who), Place(where, "T1", where.startswith("D")), self.clock.now(), Way.PRESS
        )
        return await self._done(replace(request.to(verb), trigger="t", quoted=quoted))

    async def answers(self, who: str, text: str, ts: str, under: str, by: str = "jo") -> Said:
        """Mention Upbeat in the thread of the message `ts`, in which `by` wrote the words `under`."""
        stamp, place = self.memory.stamp(), Place(CHANNEL, "T1")
        request = Request("", "", face(who), place, self.clock.now(), Way.MENTION, text=text, thread=ts)
        quoted = Quoted(under, ts, ts, face(by)) if self.dispatch.points(text) else None
        request = replace(request, message=stamp, key=f"{CHANNEL}/{stamp}", quoted=quoted)
        return await self._done(request, ts=stamp)

    async def submits(self, who: str, said: Said, values: Mapping[str, str | list[str]]) -> Said:
        """Send the form that `said` opened, with what stands in it already unless given."""
        form = said.form
        assert form is not None and said.request is not None, "no form is open"
        filled: dict[str, str | list[str]] = {
            one.name: one.value.split(",")
            if one.kind == "many" and one.value
            else ([] if one.kind == "many" else one.value)
            for one in form.fields
        }
        unknown = set(values) - set(filled)
        assert not unknown, f"no such field: {unknown}"
        request = replace(
            said.request.to(form.action),
            way=Way.FORM,
            person=face(who),
            text=form.value,
            values={**filled, **values},
            at=self.clock.now(),
            trigger="",
            key="",
            partnership=said.partnership,
        )
        if quoted := request.quoted:  # a door keeps of it which message it was
            request = replace(request, quoted=None, message=quoted.message, thread=quoted.thread)
        return await self._done(request)

    async def edits(self, who: str, ts: str, text: str, where: str = CHANNEL) -> Said:
        """Edit a message that was typed before."""
        return await self._event(who, "captures.edited", ts, text, where)

    async def deletes(self, who: str, ts: str, where: str = CHANNEL) -> Said:
        return await self._event(who, "captures.deleted", ts, "", where)

    async def joins(
        self, who: str, where: str = CHANNEL, inviter: str = "", present: Sequence[Face] = ()
    ) -> Said:
        """A person comes into the channel, or Upbeat does (`who="upbeat"`), invited by `inviter`, with these people."""
        name = "partnership.invited" if who == "upbeat" else "partnership.arrived"
        return await self._event(inviter or who, name, "", "", where, present)

    async def leaves(self, who: str, where: str = CHANNEL) -> Said:
        return await self._event(who, "partnership.left", "", "", where)

    async def turns(self, advance: str = "", to: str = "") -> list[Said]:
        """Turn the clock by `3d`, `2h` or to a moment on the London wall; returns what was said meanwhile."""
        before = len(self.memory.posts)
        now = self.clock.now()
        if to:
            end = datetime.fromisoformat(to).replace(tzinfo=self.zone).astimezone(UTC)
        else:
            unit = {"d": "days", "h": "hours", "m": "minutes", "w": "weeks"}[advance[-1]]
            end = now + timedelta(**{unit: float(advance[:-1])})
        coming = await self._sweeps(now)
        while now < end:
            now = min(max(coming, now + timedelta(minutes=1)), end)
            self.clock.turn(now)
            coming = await self._sweeps(now)
        return self.memory.posts[before:]

    # What people see

    def channel(self, where: str = CHANNEL) -> list[Said]:
        """Everything Upbeat said in a channel, as it stands now."""
        return [said for said in self.memory.posts if said.place == where]

    def dm(self, who: str) -> list[Said]:
        """Everything Upbeat said to a person directly, as it stands now."""
        handles = {f"DU{who.upper()}"}
        return [said for said in self.memory.posts if said.place in handles]

    @asynccontextmanager
    async def records(self, where: str = CHANNEL) -> AsyncIterator[Records]:
        """The records of the partnership in a channel, in a transaction of their own."""
        async with self.store.transaction() as session:
            partnership = await Registry(session).at_place("slack", "T1", where)
            assert partnership is not None
            yield Records(session, partnership)

    async def settles(self) -> None:
        while await self.deliverer.round():
            pass

    async def _sweeps(self, now: datetime) -> datetime:
        """Do what is due, and say when to look again: when something is due, or a day later."""
        coming = await self.dispatch.sweep(now)
        await self.settles()
        async with self.store.transaction() as session:
            put_off = await Outbox(session).next_due(now)
        return min(moment for moment in (coming, put_off, now + timedelta(days=1)) if moment is not None)

    async def _event(
        self, who: str, name: str, ts: str, text: str, where: str, present: Sequence[Face] = ()
    ) -> Said:
        stamp = self.memory.stamp()
        request = Request("", "", face(who), Place(where, "T1"), self.clock.now(), Way.EVENT, text=text).to(
            name
        )
        return await self._done(
            replace(
                request,
                message=ts,
                version=stamp,
                key=f"{where}/{ts}/{name}/{stamp}",
                faces={one.handle: one for one in present},
            )
        )

    async def _done(
        self, request: Request, command: str = "", ts: str = "", pressed: Said | None = None
    ) -> Said:
        """What the asker sees: the answer at once, or else the first thing said because of it; else the pressed card."""
        before = len(self.memory.posts)
        answer = await self.dispatch.handle(request, command)
        await self.settles()
        marks = [mark for message, mark in self.memory.marks if ts and message == ts]
        if answer is not None:
            return _seen(answer, request, ts, marks)
        new = self.memory.posts[before:]
        said = replace(new[0], request=request) if new else pressed or Said()
        if new:
            new[0].request = request
        said = new[0] if new else said
        said.reactions = marks
        if ts and not new:
            said.ts = ts
        return said


def _seen(answer: Answer, request: Request, ts: str, marks: list[str]) -> Said:
    return Said(
        answer.card,
        request.place.handle,
        request.thread,
        ts,
        private=True,
        errors=answer.errors,
        partnership=answer.partnership,
        reactions=marks,
        request=request,
    )


async def _joined(store: Store) -> None:
    async with store.transaction() as session:
        await people(Registry(session))


async def people(registry: Registry) -> None:
    records = await registry.begin("Otterbridge Partnership", "slack", "T1", CHANNEL)
    records.partnership.ready = True
    records.partnership.reflect_days = 0  # whoever tests reflections turns them on; the others count messages
    for name, (_, organisation) in CAST.items():
        known = face(name)
        person = await registry.person(
            "slack", known.workspace, known.handle, known.name, known.zone, known.external
        )
        member = await records.members.join(person, Role.CHAIR if name == "mina" else Role.MEMBER)
        member.organisation_id = (await records.organisations.add(organisation)).id
