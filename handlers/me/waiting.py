"""What waits for somebody's word: an offered action or chair, a wish for a hand, an organisation, a question of ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.feature import Context
from bot.owners import plain
from handlers.me.base import Reader
from storage.actions import OPEN, Action
from storage.doubt import help_open
from storage.incoming import Held
from storage.partnerships import Organisation
from storage.people import Role

ASKED_LATELY = timedelta(days=1)
"""How long a question that Upbeat asked back waits for its answer here."""

MOST = 5
"""So many of each kind stand on the page; the others come as these are answered."""


@dataclass(frozen=True)
class Offered:
    """An action that the reader is asked to take on."""

    id: int
    action: Action
    by: str


@dataclass(frozen=True)
class Wish:
    """A wish for a hand with an action, which the reader was asked about."""

    action: Action
    who: str
    words: str


@dataclass(frozen=True)
class Question:
    """Something asked back: which partnership is meant (`which`), or whether the same was meant twice."""

    id: int
    which: bool
    typed: str
    here: int
    """The partnership on whose page it stands."""


@dataclass(frozen=True)
class Waiting:
    """All of it. `organisations` are the choices of somebody who has made none."""

    chair: bool
    offers: Sequence[Offered]
    hands: Sequence[Wish]
    organisations: Sequence[Organisation]
    questions: Sequence[Question]

    @property
    def anything(self) -> bool:
        return any((self.chair, self.offers, self.hands, self.organisations, self.questions))


async def waiting(context: Context, reader: Reader) -> Waiting:
    """What waits for the reader in this partnership."""
    member = reader.member
    offers = await context.records.mine.offers(member.id)
    return Waiting(
        chair=context.partnership.chair_offered_to == member.id and member.role != Role.CHAIR,
        offers=[Offered(offer.id, action, offer.by.name) for offer, action in offers[:MOST]],
        hands=(await _hands(context, reader))[:MOST],
        organisations=() if member.organisation_id else await context.records.organisations.list(),
        questions=(await _questions(context, reader))[:MOST],
    )


async def _hands(context: Context, reader: Reader) -> list[Wish]:
    """Open wishes for a hand that the reader was asked about; a wish that was taken back or answered is none."""
    asked = await context.records.deliveries.sent_to(reader.member.id, "help/")
    found = [await _wish(context, dict(one.subject)) for one in asked]
    return [one for one in found if one is not None]


async def _wish(context: Context, subject: dict[str, int]) -> Wish | None:
    action = await context.records.actions.get(subject["action"])
    if action is None or action.state != OPEN or not help_open(action):
        return None
    history = await context.records.actions.history(action)
    entry = next((one for one in history if one.id == subject["entry"]), None)
    if entry is None or entry.at != action.help_asked_at:
        return None
    return Wish(action, entry.by.name if entry.by else action.lead_name, entry.note)


async def _questions(context: Context, reader: Reader) -> list[Question]:
    person, since = reader.member.person, context.at - ASKED_LATELY
    held = await context.records.mine.held(f"{person.platform}/{person.workspace}/{person.handle}", since)
    people = await context.records.members.list()
    return [
        Question(row.id, row.partnership_id is None, plain(_words(row), people), context.partnership.id)
        for row in held
    ]


def _words(row: Held) -> str:
    """What was typed; of a message that was pointed at, what stands in it."""
    return str(row.request.get("text") or (row.request.get("quoted") or {}).get("text") or "")
