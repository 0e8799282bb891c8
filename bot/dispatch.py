"""The one way in: find, allow, run in one transaction, answer; and what to say when it fails.

Whatever comes in becomes its key, its effects and the messages it causes in one transaction. What a platform repeats is
recognised by its key; what it does not repeat (commands, presses, forms) gets its answer handed back to the door.
What was meant is read in bot/meaning.py, who asks is found in bot/asker.py, what is asked back in bot/asking_back.py,
where answers go in bot/answering.py, what the clock asks in bot/falling_due.py.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot import asker, asking_back, grammar, logs, meaning, permissions, steps
from bot.answering import Answer, Done, later, open_again, say
from bot.asking_back import TYPED, fingerprint
from bot.card import Card, Heading, plain
from bot.clock import Clock, elapsed
from bot.errors import BotError
from bot.falling_due import FallingDue, calendar_of
from bot.feature import Context, Feature, Reply, Request, Verb, Way, silent
from bot.meaning import MOST_LINES
from bot.reach import reached
from bot.wording import Wording
from storage.database import Store
from storage.deliveries import Delivery
from storage.lists import ABOUT as SUBSCRIBER
from storage.people import Member
from storage.records import Records, Registry

__all__ = ["Answer", "Dispatch"]

log = logging.getLogger(__name__)

LONGEST, KEPT = 900, 500
"""Longer words are read by no verb: none keeps more than `KEPT` characters, and what is not kept of them is short."""

PASTED = 20_000
"""So much may be pasted to a verb that reads what others have published (`Verb.long`)."""


class _Refused(Exception):
    """Leaves the savepoint of one request, carrying what is to be said instead."""

    def __init__(self, done: Done) -> None:
        super().__init__(done.outcome)
        self.done = done


class Dispatch:
    """Finds the handler by name, holds what it needs, and says what came of it."""

    def __init__(
        self,
        store: Store,
        wording: Wording,
        features: Sequence[Feature],
        clock: Clock,
        mails: bool = False,
    ) -> None:
        """`mails`: whether letters can be sent from here."""
        self.mails = mails
        self.store = store
        self.clock = clock
        self.wording = wording
        self.features = {feature.name: feature for feature in features}
        self.vocabulary = grammar.Vocabulary(features)
        self._falling_due = FallingDue(store, wording, features, mails)

    async def handle(self, request: Request, command: str = "") -> Answer | None:
        """Do what a request asks, once.

        A request without a feature is read by the grammar first (`command` is the slash command it followed).
        Returns what the door answers at once, or None: nothing to answer, or the answer is a delivery.
        Raises only where the store cannot commit; then the platform is told nothing and may try again.
        """
        key = request.key or f"own/{secrets.token_hex(12)}"
        asked = [replace(one, key=key) for one in self._meant(request, command)]
        if not asked:
            return None
        verb = self.verb(asked[0].name)
        if verb is not None and verb.each and request.way in TYPED:
            answers = [await self._in_hand(one.key, [one]) for one in await self._of_each(asked[0])]
            return next((one for one in answers if one is not None), None)
        return await self._in_hand(key, asked)

    def _meant(self, request: Request, command: str) -> list[Request]:
        return meaning.requests(request, command, self.vocabulary, self.features.values())

    async def _in_hand(self, key: str, asked: Sequence[Request]) -> Answer | None:
        """What came in under one key, with its line in the log."""
        began = elapsed()
        with logs.hand():
            try:
                answer, done = await self._handled(key, asked)
            except Exception as error:
                _log_line(asked, [], "not kept", began, error)
                raise
            _log_line(asked, done, "seen before", began)
        return answer

    async def _handled(self, key: str, asked: Sequence[Request]) -> tuple[Answer | None, list[Done]]:
        """One transaction: the answer, and what was done of each request; nothing where the key was seen before."""
        async with self.store.transaction() as session:
            registry = Registry(session)
            if await registry.incoming.seen(key):
                return None, []
            done = [await self._one(one, registry) for one in asked[:MOST_LINES]]
            done += [await self._too_many(one, len(asked), registry) for one in asked[MOST_LINES:][:1]]
            answers = [await say(one, registry) for one in done]
            answer = next((one for one in reversed(answers) if one is not None), None)
            if any(one.errors for one in done):
                # the form stays open, and comes again under the same key when it is mended
                return answer, done
            first = done[0].request
            added = done[0].outcome == "done" and not done[0].reply.quiet
            prints = fingerprint(first, self.verb(first.name)) if added else ""
            await registry.incoming.note(key, prints, first.at, ", ".join(one.outcome for one in done)[:200])
            steps.reach("request.written")
        steps.reach("request.committed")
        return answer, done

    async def in_each(self, request: Request) -> list[Answer]:
        """Do the same in every partnership of the asker, the oldest first: one answer each; one where there is none."""
        async with self.store.transaction() as session:
            members = await asker.directly(request, Registry(session))
        each: list[int | None] = [member.partnership_id for member in members]
        answers = [await self.handle(replace(request, partnership=one)) for one in each or [None]]
        return [answer for answer in answers if answer is not None]

    async def _of_each(self, request: Request) -> list[Request]:
        """What is asked of the person: once for the partnership that is here, and directly for each of their others.

        Each has a key of its own and is done by itself, so that no two partnerships are locked at once.
        """
        place, here = request.place, None
        async with self.store.transaction() as session:
            registry = Registry(session)
            theirs = [member.partnership_id for member in await asker.directly(request, registry)]
            if place.direct:
                here = next(iter(theirs), None)
            elif channel := await registry.conversation(place.platform, place.workspace, place.handle):
                here = channel.partnership_id
        first = replace(request, partnership=here if place.direct else None, key=f"{request.key}/{here}")
        directly = replace(request, place=replace(place, direct=True), way=Way.DIRECT, message="", thread="")
        others = [one for one in theirs if one != here]
        return [first, *(replace(directly, partnership=one, key=f"{request.key}/{one}") for one in others)]

    async def sweep(self, now: datetime) -> datetime | None:
        """Owe whatever has fallen due by `now` (calendar time); returns when something falls due next, or None."""
        return await self._falling_due.sweep(now)

    async def draw(
        self, delivery: Delivery, registry: Registry, now: datetime
    ) -> tuple[Card | None, Context | None]:
        """The card of a delivery as things stand now, and the context it was drawn in; None: nothing left to say."""
        return await self._falling_due.draw(delivery, registry, now)

    async def unreachable(self, delivery: Delivery, registry: Registry, now: datetime) -> None:
        """Let the partnership know, in the transaction that is open, that nobody is there to read a message."""
        name = "partnership.unreachable" if delivery.person else "partnership.closed"
        about = {"member": str(delivery.member_id), "conversation": delivery.conversation}
        if delivery.about.startswith(SUBSCRIBER):
            name, about = "lists.refused", {"subscriber": delivery.person}
        elif delivery.person and delivery.member_id is None:
            return  # an answer to somebody who asked and is gone again
        await self._falling_due.happened(name, about, delivery, registry, now)

    async def unsent(self, delivery: Delivery, registry: Registry, now: datetime) -> None:
        """Let the partnership know, in the transaction that is open, that a letter did not go out."""
        if not delivery.about.startswith(SUBSCRIBER):
            return
        card, _ = await self.draw(delivery, registry, now)
        title = next((block.text for block in card.blocks if isinstance(block, Heading)), "") if card else ""
        if title:
            about = {"subscriber": delivery.person, "letter": title}
            await self._falling_due.happened("lists.unsent", about, delivery, registry, now)

    async def later(self, request: Request, card: Card, partnership: int | None) -> None:
        """Say an answer that a door could not give at once: it becomes a message that is owed."""
        async with self.store.transaction() as session:
            await later(request, card, partnership, Registry(session))

    def open_again(self, card: Card, request: Request) -> Card:
        """A card with one button that opens the form of `card`, where its trigger has expired."""
        return open_again(card, request, self.wording)

    def points(self, text: str) -> bool:
        """Whether words addressed to us only say what to make of the message above them ("make this an action")."""
        return grammar.pointing(text, self.vocabulary) is not None

    def understands(self, text: str) -> bool:
        """Whether a line of chat holds anything for Upbeat: cheap, and asked before anything else is done."""
        return bool(grammar.lines(text, self.vocabulary))

    def verb(self, name: str) -> Verb | None:
        """The verb of `feature.verb`, or None."""
        feature, _, verb = name.partition(".")
        return self.features[feature].verbs.get(verb) if feature in self.features else None

    # One request

    async def _one(self, request: Request, registry: Registry) -> Done:
        """One request in a savepoint: what fails leaves nothing behind but its explanation."""
        try:
            async with registry.session.begin_nested():
                return await self._guarded(request, registry)
        except _Refused as refused:
            refused.done.partnership = await _partnership_id(request, registry)
            return refused.done

    async def _guarded(self, request: Request, registry: Registry) -> Done:
        try:
            self._askable(request)
            return await self._run(request, registry)
        except BotError as error:
            raise self._refused(request, error.prompt, error.words, error.field) from error
        except Exception as error:
            number = secrets.token_hex(3)
            log.exception("request %s failed as %s", request.name, number)
            raise self._refused(request, "dispatch/failed", {"number": number}, note=number) from error

    def _askable(self, request: Request) -> None:
        """Raise BotError where somebody asks for what only happens (`Verb.event`), on a button of their own making."""
        verb = self.verb(request.name)
        if verb is None or not verb.event or request.way in (Way.EVENT, Way.JOB):
            return
        if not (verb.promises and request.way is Way.LINE):  # a line is read, and nobody makes one up for us
            raise BotError("dispatch/gone")

    def _refused(
        self, request: Request, prompt: str, words: Mapping[str, Any], field: str = "", note: str = ""
    ) -> _Refused:
        """What to say of a failure: beside a field of a form, so that nothing in it has to be typed again."""
        card = self.wording.card(prompt, words)
        errors = {field: plain(card)} if field or request.way is Way.FORM else {}
        outcome = f"{prompt} {note}".strip()
        return _Refused(Done(request, Reply(private=True), card, errors=errors, outcome=outcome))

    async def _too_many(self, request: Request, lines: int, registry: Registry) -> Done:
        """What to say of a message with more lines than are taken down at once, of which this is the first left out."""
        words = {"most": MOST_LINES, "more": lines - MOST_LINES, "typed": request.text}
        partnership = await _partnership_id(request, registry)
        card = self.wording.card("dispatch/too_many", words)
        return Done(request, Reply(private=True), card, partnership, outcome="too many lines")

    async def _run(self, request: Request, registry: Registry) -> Done:
        verb = self.verb(request.name)
        if verb is None:
            raise BotError("dispatch/gone")
        if request.way in TYPED and len(request.text) > (PASTED if verb.long else LONGEST):
            raise BotError("dispatch/too_long", typed=request.text, most=KEPT)
        records = await self._records(request, registry, verb)
        if isinstance(records, Done):
            return records
        naming = not verb.promises
        member = await asker.asking(request, registry, records, naming=naming) if records else None
        if records is not None:
            permissions.check(verb, member, await records.members.chair())
            if member is not None and request.way is not Way.EVENT:
                await reached(member, records.deliveries)
        partnership = records.partnership.id if records else None
        if asks := await asking_back.again(request, verb, registry, records):
            return Done(request, asks, self._drawn(request, asks), partnership, outcome="asked again")
        if records is not None and await asking_back.overtaken(request, registry, records):
            return Done(request, silent(), None, partnership, outcome="overtaken")
        reply = await verb.run(await self._context(request, registry, records, member))
        if reply.onward:
            return await self._run(request.to(reply.onward, **reply.onward_with), registry)
        return Done(request, reply, self._drawn(request, reply), partnership)

    def _drawn(self, request: Request, reply: Reply) -> Card | None:
        if not reply.prompt:
            return None
        card = self.wording.card(reply.prompt, reply.words)
        return card if card.form is None or request.trigger else self.open_again(card, request)

    # Which partnership

    async def _records(self, request: Request, registry: Registry, verb: Verb) -> Records | Done | None:
        """The records of the partnership that a request is about, or what to say where there is none, or several."""
        if not request.place.direct:
            records = await asker.here(request, registry)
            return records if records or verb.begins else await self._begun(request, registry)
        members = await asker.directly(request, registry)
        if len(members) > 1 and not verb.begins:
            asks = await asking_back.which(request, registry, members)
            return Done(request, asks, self._drawn(request, asks), outcome="asked which")
        if not members and not verb.begins:
            raise BotError("dispatch/no_partnership")
        partnership = await registry.locked(members[0].partnership_id) if len(members) == 1 else None
        return Records(registry.session, partnership) if partnership else None

    async def _begun(self, request: Request, registry: Registry) -> Records | Done | None:
        """A partnership in a channel that has none: whoever speaks to Upbeat there begins it.

        Only what was said in the channel proves that Upbeat was invited there; a slash command works everywhere.
        """
        verb = self.verb(request.name)
        if request.way is Way.EVENT or (verb is not None and verb.promises):
            return Done(request, silent(), None)
        if request.way not in (Way.LINE, Way.MENTION):
            raise BotError("dispatch/not_invited")
        invited = request.to("partnership.invited", text="", way=Way.EVENT, message="", thread="", values={})
        await say(await self._run(invited, registry), registry)
        return await asker.here(request, registry)

    # What a handler holds

    async def _context(
        self, request: Request, registry: Registry, records: Records | None, member: Member | None
    ) -> Context:
        place = request.place
        conversation = None
        if not place.direct:
            conversation = await registry.conversation(place.platform, place.workspace, place.handle)
        heard = grammar.lines(request.text, self.vocabulary) if request.way is Way.EVENT else []

        async def hand_on(onward: Request) -> Reply:
            if onward.way is Way.EVENT and onward.message:
                onward = replace(onward, way=Way.LINE)
            done = await self._run(onward, registry)
            await say(done, registry)
            return done.reply

        return Context(
            request,
            registry,
            self.wording,
            records=records,
            member=member,
            calendar=await calendar_of(records, request.at) if records else None,
            conversation_id=conversation.first_id if conversation else None,
            heard=heard[:MOST_LINES],
            hand_on=hand_on,
            features=list(self.features.values()),
            mails=self.mails,
        )


async def _partnership_id(request: Request, registry: Registry) -> int | None:
    """Whose a refusal is; of no partnership that the asker is not in, whatever a button says."""
    place = request.place
    if place.direct:
        return request.partnership if await asker.directly(request, registry) else None
    partnership = await registry.at_place(place.platform, place.workspace, place.handle)
    return partnership.id if partnership else None


def _log_line(
    asked: Sequence[Request],
    done: Sequence[Done],
    otherwise: str,
    began: float,
    error: Exception | None = None,
) -> None:
    """One line for what came in: what it asked for and what became of it, without a word of it."""
    outcomes = dict.fromkeys(one.outcome for one in done) or [otherwise]
    facts = {
        "verb": ", ".join(dict.fromkeys(one.name for one in asked)),
        "way": str(asked[0].way),
        "partnership": next((one.partnership for one in done), None),
        "outcome": ", ".join(outcomes),
        "milliseconds": round((elapsed() - began) * 1000, 1),
    }
    log.log(logging.ERROR if error else logging.INFO, "request", extra=facts, exc_info=error)
