"""Drafting an issue from what happened since the last one: decisions, dates, newcomers, and what there is to celebrate."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

from bot.feature import Context, Reply, Role, reply
from bot.when import When, when
from handlers.newsletter.base import LONGEST, MOST, draft_reply, feature, line
from storage.newsletters import CELEBRATE, INFORM, RESULT, Issue
from storage.notes import CELEBRATION, DECISION
from storage.people import Member

BACK = timedelta(days=62)
"""How far back the first issue looks, and any other at most three times as far."""

AHEAD = timedelta(days=62)
"""How far ahead meetings are announced."""

DATES = 5
"""So many of them."""

LISTEN = timedelta(days=3)
"""How long a question stays open at the least."""

MILESTONES = (10, 25, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1000)
"""How many finished actions, or meetings held, are worth a word."""


@feature.verb(
    "draft",
    least=Role.MINUTES,
    placed=("begin", "write", "start", "make", "prepare"),
    examples=("newsletter draft",),
)
async def draft(context: Context) -> Reply:
    """Draft the next newsletter now, for you to look at."""
    issue = await context.records.newsletters.draft()
    if issue is None:
        issue = await begin(context, context.member)
    return await draft_reply(context, issue)


async def begin(context: Context, by: Member | None) -> Issue:
    """A new draft with all that there is to tell; it may be empty."""
    newsletters = context.records.newsletters
    sent = await newsletters.sent()
    issue = await newsletters.begin(await _since(context, sent), context.at, by)
    await _result(context, issue)
    await _decisions(context, issue)
    await _dates(context, issue)
    await _newcomers(context, issue, sent[0].last_member if sent else None)
    await _finished(context, issue)
    await _celebrations(context, issue)
    await _milestones(context, issue)
    return issue


async def _since(context: Context, sent: Sequence[Issue]) -> datetime:
    """From when on an issue tells (aware): since the last that went out, so that what one left unsaid the next one says."""
    last = await context.records.newsletters.last()
    if last is None:
        return context.at - BACK
    return max(sent[0].drafted_at if sent else last.since, context.at - 3 * BACK)


def _said(
    context: Context,
    kind: str,
    text: str = "",
    who: str = "",
    meeting: When | None = None,
    count: int = 0,
    counts: list[tuple[str, int]] | None = None,
    smallest: int = 0,
) -> str:
    card = context.card(
        "newsletter/line",
        kind=kind,
        text=text[:LONGEST],
        who=who,
        meeting=meeting,
        count=count,
        counts=counts or [],
        smallest=smallest,
    )
    return line(card)


async def _result(context: Context, issue: Issue) -> None:
    """What was answered to the last question, which opens the next issue; counts alone, and none of too few."""
    asked = await _asked(context)
    if asked is None:
        return
    counts = await context.records.newsletters.close(asked)
    await context.changed(asked.about)
    smallest = context.partnership.reflect_smallest
    enough = sum(counts) >= smallest
    said = list(zip(asked.answers, counts, strict=True)) if enough else []
    words = _said(context, "result", asked.question, counts=said, smallest=smallest)
    await context.records.newsletters.add(issue, RESULT, words, "result", asked.id)


async def _asked(context: Context) -> Issue | None:
    """The last issue that asked something, if its answers stand in no issue yet and people had time to give them."""
    sent = await context.records.newsletters.sent()
    asked = sent[0] if sent and sent[0].question else None
    settled = asked.settled_at if asked else None
    return asked if settled is not None and settled + LISTEN <= context.at else None


async def _decisions(context: Context, issue: Issue) -> None:
    """What was agreed. What everybody is still asked about, or somebody sees differently, the chair can add."""
    found = await context.records.notes.list((DECISION,), since=issue.since)
    agreed = [one for one in await context.records.positions.decided(found) if one.agreed]
    for one in reversed(agreed[:MOST]):
        text = _said(context, "decision", one.text)
        await context.records.newsletters.add(issue, INFORM, text, "decision", one.id)


async def _dates(context: Context, issue: Issue) -> None:
    coming = await context.records.meetings.coming(context.at)
    near = [one for one in coming if context.at < one.starts_at < context.at + AHEAD]
    for meeting in near[:DATES]:
        text = _said(context, "meeting", meeting=when(context, meeting))
        await context.records.newsletters.add(issue, INFORM, text, "meeting", meeting.id)


async def _newcomers(context: Context, issue: Issue, last: int | None) -> None:
    """Who came since the last issue, one by one; nobody is new in the first one."""
    if last is None:
        return
    new = [one for one in await context.records.members.list() if one.id > last]
    for member in new[:MOST]:
        text = _said(context, "newcomer", who=member.name)
        await context.records.newsletters.add(issue, INFORM, text, "newcomer", member.id)


async def _finished(context: Context, issue: Issue) -> None:
    newsletters = context.records.newsletters
    finished = await newsletters.worded(await newsletters.finished(issue.since, context.at))
    for action in finished[:MOST]:
        text = _said(context, "action", action.text, action.lead.name if action.lead else "")
        await context.records.newsletters.add(issue, CELEBRATE, text, "action", action.id)


async def _celebrations(context: Context, issue: Issue) -> None:
    for note in reversed((await context.records.notes.list((CELEBRATION,), since=issue.since))[:MOST]):
        text = _said(context, "celebration", note.text)
        await context.records.newsletters.add(issue, CELEBRATE, text, "celebration", note.id)


async def _milestones(context: Context, issue: Issue) -> None:
    async for kind, count in _reached(context, issue.since):
        text = _said(context, kind, count=count)
        await context.records.newsletters.add(issue, CELEBRATE, text, "milestone")


async def _reached(context: Context, since: datetime) -> AsyncIterator[tuple[str, int]]:
    """The round numbers that were reached since then."""
    newsletters = context.records.newsletters
    for kind, find in (("actions", newsletters.finished), ("meetings", newsletters.met)):
        before, now = len(await find(None, since)), len(await find(None, context.at))
        reached = [number for number in MILESTONES if before < number <= now]
        if reached:
            yield kind, reached[-1]


@feature.verb("show", bare=True, default=True, examples=("newsletter",))
async def show(context: Context) -> Reply:
    """Show the newsletter: what goes into it, when it comes, and whether it may name you."""
    newsletters = context.records.newsletters
    issue, plan = await newsletters.draft(), await newsletters.plan()
    if issue is not None and context.member.role >= Role.MINUTES:
        return await draft_reply(context, issue)
    sent = await newsletters.sent()
    return reply(
        "newsletter/show",
        months=plan.months if plan else 0,
        number=sent[0].number if sent else 0,
        named=context.member.id in await newsletters.named(),
        keeps=context.member.role >= Role.MINUTES,
        chooses=context.member.role >= Role.DEPUTY,
    ).privately()
