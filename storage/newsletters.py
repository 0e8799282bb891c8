"""Newsletters and briefings: what goes into an issue, what was answered to its question, and who may be named in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, delete, or_
from sqlalchemy.orm import Mapped, mapped_column

from storage.actions import DONE, SHARED, Action, Entry
from storage.base import Name, Scope, ScopedRow
from storage.database import for_good
from storage.deliveries import Delivery
from storage.meetings import PLANNED, Meeting
from storage.people import Member
from storage.voices import Voice

DRAFT, APPROVED, SKIPPED, LAPSED = "draft", "approved", "skipped", "lapsed"
"""States of an issue: `lapsed` was neither approved nor skipped in time, and is not sent."""

RESULT, INFORM, CONSULT, CELEBRATE = "result", "inform", "consult", "celebrate"
"""The parts of an issue, in their order; the question itself stands in the issue."""

OWN = "own"
"""The kind of a piece that was written for the issue, and not found."""


class NewsletterPlan(ScopedRow):
    """What a partnership has chosen. Without a row nothing is drafted by itself."""

    __tablename__ = "newsletter_plans"
    __table_args__ = (UniqueConstraint("partnership_id"),)

    months: Mapped[int] = mapped_column(default=0)
    """Every how many months an issue is drafted; 0 is never."""
    briefing_months: Mapped[int] = mapped_column(default=0)
    """Every how many months a briefing is prepared; 0 is never."""
    lists: Mapped[list[str]]
    """The names of the circulation lists that get the newsletter."""
    aims: Mapped[str] = mapped_column(default="")
    """What the partnership is for, in the chair's words."""
    asks: Mapped[str] = mapped_column(default="")
    """What those who read the briefing are asked to decide, in the chair's words."""
    set_at: Mapped[datetime]
    """When it was last chosen (calendar time): what is due counts from then."""
    briefed_at: Mapped[datetime | None]
    """When the last briefing went out."""
    prepared_at: Mapped[datetime | None]
    """When the last briefing was prepared by itself."""


class Issue(ScopedRow):
    __tablename__ = "newsletter_issues"

    number: Mapped[int]
    """Counts those that went out."""
    state: Mapped[str] = mapped_column(Name, default=DRAFT)
    question: Mapped[str] = mapped_column(default="")
    answers: Mapped[list[str]]
    """What may be answered to the question, in the order of the buttons."""
    counts: Mapped[list[int]] = mapped_column(JSON)
    """How often each was answered, once the question is closed; nobody's answer is kept after that."""
    closed: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    """Who asked for it; None where it was drafted by itself."""
    since: Mapped[datetime]
    drafted_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    last_member: Mapped[int]
    """The newest member when it was drafted, so that the next issue knows who is new."""

    def settle(self, state: str, at: datetime) -> None:
        """It is a draft no longer, from `at` (aware) on: approved, skipped or lapsed."""
        self.state, self.settled_at = state, at

    @property
    def about(self) -> str:
        """What its messages are about."""
        return f"newsletter:{self.id}"


class Piece(ScopedRow):
    """One line of an issue."""

    __tablename__ = "newsletter_pieces"

    issue_id: Mapped[int] = mapped_column(ForeignKey("newsletter_issues.id", ondelete="CASCADE"), index=True)
    part: Mapped[str] = mapped_column(Name)
    kind: Mapped[str] = mapped_column(Name, default=OWN)
    """decision, celebration (of a note), action, meeting, newcomer, milestone, result, own."""
    ref: Mapped[int | None]
    """The record it was made of, where it was made of one."""
    text: Mapped[str]
    place: Mapped[int]


class Vote(ScopedRow):
    """One person's answer to the question of an issue, until it is closed. It has no time."""

    __tablename__ = "newsletter_votes"
    __table_args__ = (UniqueConstraint("issue_id", "voter"),)

    issue_id: Mapped[int] = mapped_column(ForeignKey("newsletter_issues.id", ondelete="CASCADE"))
    voter: Mapped[str] = mapped_column(Name)
    """A member, or a reader of the letters, in a word that is theirs alone."""
    choice: Mapped[int]


class NamedPerson(ScopedRow):
    """Somebody who has agreed to be named in newsletters."""

    __tablename__ = "newsletter_names"
    __table_args__ = (UniqueConstraint("member_id"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))


class Newsletters(Scope):
    """The newsletters of one partnership, and what it has chosen for them."""

    async def plan(self) -> NewsletterPlan | None:
        """What was chosen, if anything; read once, because newsletter and briefing both ask at every look."""
        return next(iter(await self.known("plan", self.rows(NewsletterPlan))), None)

    async def planned(self, at: datetime) -> NewsletterPlan:
        """What was chosen, begun at `at` (aware) where nothing was yet."""
        return await self.plan() or await self.keep(
            NewsletterPlan(months=0, briefing_months=0, lists=[], aims="", asks="", set_at=at)
        )

    async def get(self, issue_id: int) -> Issue | None:
        return await self.by_id(Issue, issue_id)

    async def draft(self) -> Issue | None:
        """The issue that waits for approval."""
        return await self.first(self.rows(Issue).where(Issue.state == DRAFT).order_by(Issue.id.desc()))

    async def last(self) -> Issue | None:
        """The issue that was drafted last, whatever became of it."""
        return await self.first(self.rows(Issue).order_by(Issue.id.desc()))

    async def sent(self) -> Sequence[Issue]:
        """Those that went out, the newest first."""
        return await self.all(self.rows(Issue).where(Issue.state == APPROVED).order_by(Issue.id.desc()))

    async def begin(self, since: datetime, at: datetime, by: Member | None) -> Issue:
        """A new draft of what happened from `since` to `at` (both aware)."""
        sent = await self.sent()
        newest = await self.everybody()
        issue = Issue(number=max((one.number for one in sent), default=0) + 1, since=since, drafted_at=at)
        issue.state, issue.question, issue.answers, issue.counts = DRAFT, "", [], []
        issue.by_id = by.id if by else None
        issue.closed, issue.last_member = False, max((one.id for one in newest), default=0)
        return await self.keep(issue)

    async def everybody(self) -> Sequence[Member]:
        """All who are or were members."""
        return await self.all(self.rows(Member).order_by(Member.id))

    # Pieces

    async def pieces(self, issue: Issue) -> Sequence[Piece]:
        """What stands in an issue, part by part as it will be read."""
        rows = await self.all(self.rows(Piece).where(Piece.issue_id == issue.id))
        order = (RESULT, INFORM, CONSULT, CELEBRATE)
        return sorted(rows, key=lambda one: (order.index(one.part), one.place, one.id))

    async def add(self, issue: Issue, part: str, text: str, kind: str = OWN, ref: int | None = None) -> Piece:
        """One more piece, at the end of its part."""
        here = [one for one in await self.pieces(issue) if one.part == part]
        place = max((one.place for one in here), default=0) + 1
        return await self.keep(
            Piece(issue_id=issue.id, part=part, kind=kind, ref=ref, text=text, place=place)
        )

    async def drop(self, piece: Piece) -> None:
        await self.session.delete(piece)
        await self.session.flush()

    # The question

    async def vote(self, issue: Issue, voter: str, choice: int) -> None:
        """Keep or change somebody's answer."""
        row = await self._vote(issue, voter) or Vote(issue_id=issue.id, voter=voter)
        row.choice = choice
        await self.keep(row)

    async def _vote(self, issue: Issue, voter: str) -> Vote | None:
        return await self.first(self.rows(Vote).where(Vote.issue_id == issue.id, Vote.voter == voter))

    async def close(self, issue: Issue) -> Sequence[int]:
        """Count the answers and forget whose they were. Returns how often each was given."""
        if not issue.closed:
            rows = await self.all(self.rows(Vote).where(Vote.issue_id == issue.id))
            counted = Counter(row.choice for row in rows)
            issue.counts, issue.closed = [counted[n] for n in range(len(issue.answers))], True
            own = (Vote.partnership_id == self.partnership_id, Vote.issue_id == issue.id)
            await for_good(self.session)
            await self.session.execute(delete(Vote).where(*own))
            receipts = Delivery.key.startswith("answer/") & (Delivery.live == "")
            mine = (Delivery.partnership_id == self.partnership_id, Delivery.about == issue.about)
            await self.session.execute(delete(Delivery).where(receipts, *mine))
            await self.session.flush()
        return issue.counts

    # Names

    async def named(self) -> set[int]:
        """The members who have agreed to be named."""
        return {row.member_id for row in await self.all(self.rows(NamedPerson))}

    async def name(self, member: Member, named: bool) -> None:
        """Remember that somebody may be named from now on, or may not."""
        row = await self.first(self.rows(NamedPerson).where(NamedPerson.member_id == member.id))
        if named and row is None:
            await self.keep(NamedPerson(member_id=member.id))
        elif not named and row is not None:
            await self.session.delete(row)
            await self.session.flush()

    # What happened

    async def finished(self, since: datetime | None, until: datetime) -> Sequence[Action]:
        """Actions of us all that are done and were said to be between these moments (aware), by number."""
        query = self.rows(Entry).where(Entry.kind == "done", Entry.at <= until)
        if since is not None:
            query = query.where(Entry.at > since)
        ids = {row.action_id for row in await self.all(query)}
        done = self.rows(Action).where(Action.id.in_(ids), Action.state == DONE, SHARED)
        return await self.all(done.order_by(Action.number))

    async def worded(self, actions: Sequence[Action]) -> Sequence[Action]:
        """Those of these whose words somebody chose: not those that quote what was said to go less well, as they were made.

        Who said it meant it for those who read the answers; news go further, and sound like scorn with it.
        """
        quoting = self.rows(Voice).where(Voice.action_id.in_([one.id for one in actions]))
        ids = [voice.action_id for voice in await self.all(quoting)]
        made = self.rows(Entry).where(Entry.kind == "added", Entry.action_id.in_(ids))
        words = {entry.action_id: entry.note for entry in await self.all(made)}
        return [one for one in actions if words.get(one.id) != one.text]

    async def opened(self, since: datetime, until: datetime) -> Sequence[Action]:
        """Actions of us all that were added between these moments (aware) and not taken back."""
        query = self.rows(Action).where(Action.added_at > since, Action.added_at <= until, SHARED)
        return await self.all(query.where(Action.state != "undone").order_by(Action.number))

    async def met(self, since: datetime | None, until: datetime) -> Sequence[Meeting]:
        """Meetings that were held between these moments (aware), the earliest first; one that still goes on is none."""
        query = self.rows(Meeting).where(Meeting.state == PLANNED, Meeting.starts_at <= until)
        if since is not None:
            query = query.where(Meeting.starts_at > since)
        held = await self.all(query.order_by(Meeting.starts_at, Meeting.id))
        return [one for one in held if (one.closed_at or one.ends_at) <= until and not one.open]


class Ballots(Newsletters):
    """Answers that come by letter, of the partnership whose letter it was: only bot/mail/ looks here."""

    async def answer(self, issue_id: int, choice: int) -> str:
        """The words of an answer that may be given now, or ""."""
        issue = await self.get(issue_id)
        if issue is None or issue.state != APPROVED or issue.closed or choice >= len(issue.answers):
            return ""
        return issue.answers[choice]

    async def give(self, issue_id: int, ref: str, choice: int) -> None:
        """Count it for the reader `ref`; the caller knows that it may be given."""
        issue = await self.get(issue_id)
        if issue is not None:
            await self.vote(issue, f"mail:{ref}", choice)


SWEPT = or_(NewsletterPlan.months > 0, NewsletterPlan.briefing_months > 0)
"""The plans for which something falls due without a meeting."""
