"""The one way in: find, allow, run in one transaction, answer; and what to say when it fails.

Whatever comes in becomes its key, its effects and the messages it causes in one transaction. What a platform repeats is
recognised by its key; what it does not repeat (commands, presses, forms) gets its answer handed back to the door.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot import dates, grammar, permissions, steps
from bot.card import Button, Buttons, Card, dump, plain
from bot.clock import Clock
from bot.errors import BotError, FieldError
from bot.feature import Context, Face, Feature, Heard, Occasion, Place, Reply, Request, Verb, Way
from bot.wording import Wording
from storage.database import Store
from storage.deliveries import Address, Deliveries, Delivery
from storage.people import Member, Person
from storage.records import Records, Registry

log = logging.getLogger(__name__)

AWAKE = (timedelta(days=3), timedelta(days=45))
"""Meetings as long ago, and as far off, keep a partnership in the sweep."""

DIRECTLY = (Way.COMMAND, Way.PRESS, Way.FORM)
"""Ways that no platform repeats: their answer goes back through the door at once."""

TYPED = (Way.COMMAND, Way.MENTION, Way.DIRECT, Way.LINE)


@dataclass(frozen=True)
class Answer:
    """What goes back through the door at once: a card for the asker alone, a form, or errors beside its fields.

    `over`: the card takes the place of the one that was pressed.
    """

    card: Card | None = None
    errors: dict[str, str] = field(default_factory=dict)
    over: bool = False
    partnership: int | None = None


class _Refused(Exception):
    """Leaves the savepoint of one request, carrying what is to be said instead."""

    def __init__(self, reply: Reply, card: Card, errors: dict[str, str], outcome: str) -> None:
        super().__init__(outcome)
        self.reply, self.card, self.errors, self.outcome = reply, card, errors, outcome


@dataclass
class _Done:
    """What one request came to, before it is known where it is said."""

    request: Request
    reply: Reply
    card: Card | None
    partnership: int | None = None
    errors: dict[str, str] = field(default_factory=dict)
    outcome: str = "done"


class Dispatch:
    """Finds the handler by name, holds what it needs, and decides where its answer goes."""

    def __init__(self, store: Store, wording: Wording, features: Sequence[Feature], clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.wording = wording
        self.features = {feature.name: feature for feature in features}
        self.vocabulary = grammar.Vocabulary(features)
        self._cards = {name: draw for feature in features for name, draw in feature.cards.items()}

    async def handle(self, request: Request, command: str = "") -> Answer | None:
        """Do what a request asks, once.

        A request without a feature is read by the grammar first (`command` is the slash command it followed).
        Returns what the door answers at once, or None: nothing to answer, or the answer is a delivery.
        Raises only where the store cannot commit; then the platform is told nothing and may try again.
        """
        asked = self._read(request, command)
        if not asked:
            return None
        request = request if request.key else replace(request, key=f"own/{secrets.token_hex(12)}")
        asked = [replace(one, key=request.key) for one in asked]
        answer = None
        async with self.store.transaction() as session:
            registry = Registry(session)
            if await registry.seen(request.key):
                return None
            done = [await self._one(one, registry) for one in asked]
            for one in done:
                answer = await self._say(one, registry) or answer
            if any(one.errors for one in done):
                return answer  # the form stays open, and comes again under the same key when it is mended
            prints = self._fingerprint(done[0].request) if done[0].outcome == "done" else ""
            await registry.note(request.key, prints, request.at, ", ".join(one.outcome for one in done)[:200])
            steps.reach("request.written")
        steps.reach("request.committed")
        return answer

    def understands(self, text: str) -> bool:
        """Whether a line of chat holds anything for Upbeat: cheap, and asked before anything else is done."""
        return bool(grammar.lines(text, self.vocabulary))

    def verb(self, name: str) -> Verb | None:
        """The verb of `feature.verb`, or None."""
        feature, _, verb = name.partition(".")
        return self.features[feature].verbs.get(verb) if feature in self.features else None

    def _read(self, request: Request, command: str) -> list[Request]:
        """The requests that what was typed stands for; one that is already named is itself."""
        if request.feature:
            return [request]
        if request.way is Way.LINE:
            return [_heard(request, heard) for heard in grammar.lines(request.text, self.vocabulary)]
        heard = grammar.addressed(request.text, self.vocabulary, command)
        if isinstance(heard, grammar.Unknown):
            marked = [] if command else grammar.lines(request.text, self.vocabulary)
            if marked:
                return [_heard(request, one) for one in marked]
            values = {"nearest": heard.nearest or "", "feature": heard.feature or ""}
            return [request.to("help.unknown", text=heard.words, values=values)]
        return [_heard(request, heard)]

    async def _one(self, request: Request, registry: Registry) -> _Done:
        """One request in a savepoint: what fails leaves nothing behind but its explanation."""
        try:
            async with registry.session.begin_nested():
                return await self._guarded(request, registry)
        except _Refused as refused:
            partnership = await self._partnership_id(request, registry)
            return _Done(request, refused.reply, refused.card, partnership, refused.errors, refused.outcome)

    async def _guarded(self, request: Request, registry: Registry) -> _Done:
        try:
            return await self._run(request, registry)
        except FieldError as error:
            card = self.wording.card(error.prompt, error.words)
            raise _Refused(Reply(), card, {error.field: plain(card)}, error.prompt) from error
        except BotError as error:
            raise _Refused(
                Reply(private=True), self.wording.card(error.prompt, error.words), {}, error.prompt
            ) from error
        except Exception as error:
            number = secrets.token_hex(3)
            log.exception("request %s failed as %s", request.name, number)
            card = self.wording.card("dispatch/failed", {"number": number})
            raise _Refused(Reply(private=True), card, {}, f"failed {number}") from error

    async def _run(self, request: Request, registry: Registry) -> _Done:
        verb = self.verb(request.name)
        if verb is None:
            raise BotError("dispatch/gone")
        records = await self._records(request, registry, verb)
        if isinstance(records, _Done):
            return records
        member = await self._member(request, registry, records)
        if records is not None:
            permissions.check(verb, member, await records.members.chair())
        if again := await self._again(request, registry, verb, records):
            return again
        context = await self._context(request, registry, records, member)
        reply = await verb.run(context)
        if reply.onward:
            return await self._run(request.to(reply.onward, **reply.onward_with), registry)
        partnership = records.partnership.id if records else None
        return _Done(request, reply, self._draw_reply(request, reply), partnership)

    # Where and who

    async def _records(self, request: Request, registry: Registry, verb: Verb) -> Records | _Done | None:
        """The records of the partnership that a request is about; a question where that is not clear."""
        if not request.place.direct:
            here = await self._at_place(request, registry, verb)
            if here and request.partnership not in (None, here.partnership.id):
                raise BotError("dispatch/elsewhere")
            return here
        person = await self._person(request.person, registry)
        members = await registry.memberships(person)
        if request.partnership is not None:
            members = [one for one in members if one.partnership_id == request.partnership]
        if not members and not verb.begins:
            raise BotError("dispatch/no_partnership")
        if len(members) > 1 and not verb.begins:
            return await self._which(request, registry, members)
        partnership = await registry.locked(members[0].partnership_id) if len(members) == 1 else None
        return Records(registry.session, partnership) if partnership else None

    async def _at_place(self, request: Request, registry: Registry, verb: Verb) -> Records | None:
        place = request.place
        partnership = await registry.at_place(place.platform, place.workspace, place.handle)
        if partnership is None and not verb.begins:
            begin = request.to(
                "partnership.invited", text="", way=Way.EVENT, message="", thread="", values={}
            )
            done = await self._run(begin, registry)
            await self._say(done, registry)
            partnership = await registry.at_place(place.platform, place.workspace, place.handle)
        return Records(registry.session, partnership) if partnership else None

    async def _which(self, request: Request, registry: Registry, members: Sequence[Member]) -> _Done:
        """Asks which partnership is meant, and puts the request aside until it is answered."""
        held = await registry.hold(request.person.key, _kept(request), request.at, None)
        choices = []
        for member in members:
            partnership = await registry.locked(member.partnership_id)
            choices.append(
                {"value": f"{held}/{member.partnership_id}", "name": partnership.name if partnership else ""}
            )
        reply = Reply("ask/which_partnership", {"choices": choices, "typed": request.text})
        return _Done(request, reply, self.wording.card(reply.prompt, reply.words), outcome="asked which")

    async def _partnership_id(self, request: Request, registry: Registry) -> int | None:
        place = request.place
        if place.direct:
            return request.partnership
        partnership = await registry.at_place(place.platform, place.workspace, place.handle)
        return partnership.id if partnership else None

    async def _person(self, face: Face, registry: Registry) -> Person:
        known = (face.platform, face.workspace, face.handle, face.name, face.zone, face.external)
        return await registry.person(*known)

    async def _member(self, request: Request, registry: Registry, records: Records | None) -> Member | None:
        """The asker as a member; whoever acts in a partnership's channel is one, and so is whom they name there."""
        if records is None:
            return None
        person = await self._person(request.person, registry)
        if request.place.direct or request.way is Way.EVENT:
            return await records.members.of(person)
        for face in request.faces.values():
            if not face.bot and face.handle != request.person.handle:
                named = await self._person(face, registry)
                if await records.members.of(named) is None:
                    await records.members.join(named)
        return await records.members.join(person)

    async def _again(
        self, request: Request, registry: Registry, verb: Verb, records: Records | None
    ) -> _Done | None:
        """Asks back where the same person adds the same thing again within two minutes."""
        if not verb.adds or request.sure or request.way not in TYPED or not request.text.strip():
            return None
        if not await registry.same_again(self._fingerprint(request), request.at):
            return None
        partnership = records.partnership.id if records else None
        held = await registry.hold(request.person.key, _kept(request), request.at, partnership)
        reply = Reply("ask/again", {"held": held, "typed": request.text}, private=True)
        card = self.wording.card(reply.prompt, reply.words)
        return _Done(request, reply, card, partnership, outcome="asked again")

    def _fingerprint(self, request: Request) -> str:
        verb = self.verb(request.name)
        if verb is None or not verb.adds or request.way not in TYPED:
            return ""
        parts = (
            request.person.key,
            request.place.handle,
            request.name,
            " ".join(request.text.split()).casefold(),
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    # What a handler holds

    async def _context(
        self, request: Request, registry: Registry, records: Records | None, member: Member | None
    ) -> Context:
        conversation = None
        if not request.place.direct:
            place = request.place
            conversation = await registry.conversation(place.platform, place.workspace, place.handle)

        async def hand_on(onward: Request) -> Reply:
            if onward.way is Way.EVENT and onward.message:
                onward = replace(onward, way=Way.LINE)
            done = await self._run(onward, registry)
            await self._say(done, registry)
            return done.reply

        return Context(
            request,
            registry,
            self.wording,
            records=records,
            member=member,
            calendar=await calendar_of(records, request.at) if records else None,
            conversation_id=conversation.id if conversation else None,
            heard=grammar.lines(request.text, self.vocabulary) if request.way is Way.EVENT else (),
            hand_on=hand_on,
            features=list(self.features.values()),
        )

    # Where an answer goes

    def _draw_reply(self, request: Request, reply: Reply) -> Card | None:
        if not reply.prompt:
            return None
        card = self.wording.card(reply.prompt, reply.words)
        if card.form is None or request.trigger:
            return card
        return self.open_again(card, request)

    def open_again(self, card: Card, request: Request) -> Card:
        """A card with one button that opens the form of `card`, where there is no trigger or it has expired."""
        title = card.form.title if card.form else ""
        button = Button(title, request.name, request.text, main=True)
        words = self.wording.card("dispatch/open_form", {})
        return replace(words, blocks=(*words.blocks, Buttons((button,))))

    async def _say(self, done: _Done, registry: Registry) -> Answer | None:
        """Hand the answer back to the door, or owe it as deliveries."""
        way = done.request.way
        if way in DIRECTLY:
            return await self._answer(done, registry)
        if done.card is not None and done.request.place.handle:
            await self._owe(done, registry)
        if done.reply.reaction and done.request.message:
            address = replace(_address(done.request), thread=done.request.message)
            key = f"mark/{done.request.key}/{done.reply.reaction}"
            await self._deliveries(done, registry).owe(
                key=key, at=done.request.at, address=address, reaction=done.reply.reaction
            )
        return None

    async def _answer(self, done: _Done, registry: Registry) -> Answer | None:
        request, reply, partnership = done.request, done.reply, done.partnership
        if done.errors:
            return Answer(errors=done.errors, partnership=partnership)
        deliveries = self._deliveries(done, registry)
        if done.card is not None and done.card.form is not None:
            return Answer(done.card, partnership=partnership)
        if reply.over and done.card is not None and request.card:
            kept = {"subject": dict(reply.subject), "about": reply.about}
            if await deliveries.replace(request.card, dump(done.card), reply.live, **kept):
                return None
        elif request.card and done.outcome == "done":
            await deliveries.redraw(request.card)
        if done.card is None:
            return None
        if (
            request.place.handle
            and request.place.direct
            and request.way is not Way.COMMAND
            and not reply.over
        ):
            await self._owe(done, registry)
            return None
        return Answer(done.card, over=reply.over, partnership=partnership)

    async def _owe(self, done: _Done, registry: Registry) -> None:
        request, reply = done.request, done.reply
        address = _address(request)
        key = f"answer/{request.key}/{request.index}"
        if reply.private and not request.place.direct and request.way is not Way.EVENT:
            mark = replace(address, thread=request.message)
            address = Address(request.person.platform, request.person.workspace, person=request.person.handle)
            await self._deliveries(done, registry).owe(
                key=f"sent/{key}", at=request.at, address=mark, reaction="envelope"
            )
        elif request.way in (Way.MENTION, Way.LINE):
            address = replace(address, thread=request.thread or request.message)
        await self._deliveries(done, registry).owe(
            key=key,
            at=request.at,
            address=address,
            card=dump(done.card) if done.card else None,
            live=reply.live,
            subject=dict(reply.subject),
            about=reply.about,
        )

    def _deliveries(self, done: _Done, registry: Registry) -> Deliveries:
        return Deliveries(registry.session, done.partnership)

    # What the clock asks

    async def sweep(self, now: datetime) -> datetime | None:
        """Owe whatever has fallen due by `now` (calendar time), in every partnership.

        Returns the earliest moment at which something will fall due as things now stand, or None.
        """
        async with self.store.transaction() as session:
            awake = await Registry(session).awake(now - AWAKE[0], now + AWAKE[1])
        coming = [moment for one in awake if (moment := await self._sweep_one(one, now)) is not None]
        return min(coming, default=None)

    async def _sweep_one(self, partnership_id: int, now: datetime) -> datetime | None:
        coming: list[datetime] = []
        async with self.store.transaction() as session:
            registry = Registry(session)
            partnership = await registry.locked(partnership_id)
            if partnership is None:
                return None
            context = await self._job_context(Records(session, partnership), registry, now)
            for occasion in await self._occasions(context):
                if occasion.at > now:
                    if await context.records.deliveries.of(occasion.key) is None:
                        coming.append(occasion.at)
                elif occasion.until is None or occasion.until > now:
                    await context.owe(occasion)
        return min(coming, default=None)

    async def _occasions(self, context: Context) -> list[Occasion]:
        """What every job of every feature says is due; one that fails leaves the others alone."""
        found: list[Occasion] = []
        for feature in self.features.values():
            for job in feature.jobs:
                try:
                    async with context.registry.session.begin_nested():
                        found.extend(await job(context))
                except Exception:
                    log.exception(
                        "a job of %s failed in partnership %s", feature.name, context.partnership.id
                    )
        return sorted(found, key=lambda occasion: occasion.at)

    async def _job_context(self, records: Records, registry: Registry, now: datetime) -> Context:
        request = clock_request(now)
        calendar = await calendar_of(records, now)
        features = list(self.features.values())
        return Context(request, registry, self.wording, records=records, calendar=calendar, features=features)

    async def draw(
        self, delivery: Delivery, registry: Registry, now: datetime
    ) -> tuple[Card | None, Context | None]:
        """The card of a delivery as things stand now, and the context it was drawn in; None: nothing left to say."""
        partnership = await registry.locked(delivery.partnership_id) if delivery.partnership_id else None
        if partnership is None:
            return None, None
        context = await self._job_context(Records(registry.session, partnership), registry, now)
        card = await self._cards[delivery.live](context, **delivery.subject) if delivery.live else None
        return card, context


async def calendar_of(records: Records, at: datetime) -> dates.Calendar:
    """The partnership's own days, for reading words of time at `at`."""
    meetings = [meeting.starts_at for meeting in await records.meetings.coming(at)]
    return dates.Calendar(records.partnership.zone, records.partnership.nation, tuple(meetings))


def clock_request(now: datetime) -> Request:
    """The request of a job: the clock stands in the place of a person."""
    return Request("", "", Face("", "", ""), Place("", ""), now, Way.JOB)


def _heard(request: Request, heard: Heard) -> Request:
    return request.to(f"{heard.feature}.{heard.verb}", text=heard.text, index=heard.index)


def _kept(request: Request) -> dict[str, object]:
    """What has to be remembered of a request to take it up again."""
    kept = {
        name: getattr(request, name)
        for name in ("text", "message", "thread", "version", "index", "partnership")
    }
    return kept | {"name": request.name, "values": dict(request.values)}


def _address(request: Request) -> Address:
    """Where a request came from; a person's own page is answered directly."""
    place = request.place
    if not place.handle:
        return Address(request.person.platform, request.person.workspace, person=request.person.handle)
    return Address(place.platform, place.workspace, conversation=place.handle)
