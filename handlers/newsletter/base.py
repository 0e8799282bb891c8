"""What the parts of this feature share: the feature itself, which issue is meant, and how an issue is said."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from bot.card import Card, plain
from bot.errors import BotError
from bot.feature import Context, Feature, Reply, reply, silent
from bot.target import row_id
from handlers.newsletter.naming import names_of
from storage.newsletters import CELEBRATE, DRAFT, INFORM, RESULT, Issue, Piece
from storage.notes import OPEN

feature = Feature(
    "newsletter", command="/upbeat", about="news of the partnership, in the channel and by mail"
)

LONGEST = 300
"""Characters of one piece, and of the question."""

MOST = 12
"""So many pieces stand in one part."""


@dataclass(frozen=True)
class Line:
    """One piece as a prompt says it; the number is what people type."""

    number: int
    text: str


@dataclass(frozen=True)
class Told:
    """An issue as a prompt says it."""

    id: int
    number: int
    name: str
    state: str
    result: Sequence[Line]
    inform: Sequence[Line]
    celebrate: Sequence[Line]
    question: str
    answers: Sequence[Line]
    closed: bool

    @property
    def empty(self) -> bool:
        """Whether it has nothing to say."""
        return not (self.result or self.inform or self.celebrate or self.question)


async def told(context: Context, issue: Issue) -> Told:
    """An issue as things stand now: without what was taken back since, and without names of who has not agreed."""
    names = await names_of(context)
    lines = [(one.part, Line(n, names.hide(one.text))) for n, one in await numbered(context, issue)]
    parts = {part: [line for of, line in lines if of == part] for part in (RESULT, INFORM, CELEBRATE)}
    return Told(
        id=issue.id,
        number=issue.number,
        name=context.partnership.name,
        state=issue.state,
        result=parts[RESULT],
        inform=parts[INFORM],
        celebrate=parts[CELEBRATE],
        question=names.hide(issue.question),
        answers=[Line(n, text) for n, text in enumerate(issue.answers)],
        closed=issue.closed,
    )


async def numbered(context: Context, issue: Issue) -> list[tuple[int, Piece]]:
    """The pieces that still stand, with the numbers that people type."""
    pieces = await context.records.newsletters.pieces(issue)
    agreed = await _agreed(context, [one for one in pieces if one.kind == "decision"])
    return list(enumerate([one for one in pieces if await _stands(context, one, agreed)], 1))


async def _agreed(context: Context, pieces: Sequence[Piece]) -> set[int]:
    """The ids of the decisions among these pieces that nobody took back, is asked about or sees differently."""
    notes = [await context.records.notes.get(one.ref) for one in pieces if one.ref is not None]
    here = [one for one in notes if one is not None and one.state == OPEN]
    return {one.id for one in await context.records.positions.decided(here) if one.agreed}


async def _stands(context: Context, piece: Piece, agreed: Container[int]) -> bool:
    """Whether what a piece was made of was not taken back since; of decisions those that are `agreed`."""
    if piece.ref is None:
        return True
    if piece.kind == "decision":
        return piece.ref in agreed
    if piece.kind == "celebration":
        note = await context.records.notes.get(piece.ref)
        return note is not None and note.state == OPEN
    if piece.kind == "action":
        action = await context.records.actions.get(piece.ref)
        return action is not None and action.state == "done"
    if piece.kind == "meeting":
        meeting = await context.records.meetings.get(piece.ref)
        return meeting is not None and meeting.state == "planned"
    return True


async def draft(context: Context) -> Issue:
    """The draft that a button (`id=12`) means, else the one that waits. Raises BotError where it is a draft no longer."""
    pressed = row_id(context.text)
    newsletters = context.records.newsletters
    issue = await newsletters.get(pressed) if pressed is not None else await newsletters.draft()
    if issue is None:
        raise BotError("newsletter/none")
    if issue.state != DRAFT:
        raise BotError("newsletter/over", issue=await told(context, issue))
    return issue


async def as_it_stands(context: Context, issue: Issue) -> Reply:
    """The draft as it is now; silence where it was pressed on a card that is drawn again and says it itself."""
    await context.changed(issue.about)
    if await context.pressed_card() in ("newsletter.draft", "newsletter.reminder"):
        return silent()
    return await draft_reply(context, issue)


async def draft_reply(context: Context, issue: Issue) -> Reply:
    """The draft, for the asker alone, kept right from now on."""
    said = reply("newsletter/draft", issue=await told(context, issue), lists=await lists_of(context))
    return said.privately().kept_right("newsletter.draft", issue.about, issue=issue.id, to=context.member.id)


async def lists_of(context: Context) -> list[str]:
    """The names of the lists that get the letter; none where no letters can be sent."""
    plan = await context.records.newsletters.plan()
    return list(plan.lists) if plan is not None and context.mails else []


def line(card: Card) -> str:
    """What a card says, in one line."""
    return " ".join(plain(card).split())


def tidy(words: str) -> str:
    """Typed words in one line, without the sign of a list in front."""
    return " ".join(re.sub(r"^\s*(?:[-*•]\s+)?", "", words).split())
