"""The issue in its four shapes: the draft, the word that one waits, the post in the channel, and the letter."""

from __future__ import annotations

from bot.card import Card
from bot.feature import Context
from handlers.newsletter.base import feature, lists_of, told
from storage.newsletters import APPROVED, DRAFT
from storage.people import Role


@feature.draws("draft")
async def draft(context: Context, *, issue: int, to: int) -> Card | None:
    """The draft, for whoever approves it; drawn again with every change, but for nobody who does so no more."""
    row = await context.records.newsletters.get(issue)
    if row is None or not await _keeps(context, to):
        return None
    return context.card("newsletter/draft", issue=await told(context, row), lists=await lists_of(context))


@feature.draws("reminder")
async def reminder(context: Context, *, issue: int, to: int) -> Card | None:
    """One word that a draft waits; none where it waits no longer."""
    if not await _keeps(context, to):
        return None
    row = await context.records.newsletters.get(issue)
    asked = await context.records.deliveries.of(f"newsletter/reminder/{issue}")
    gone_out = asked is not None and asked.state == "sent"
    if row is None or (row.state != DRAFT and not gone_out):
        return None
    return context.card("newsletter/reminder", issue=await told(context, row))


async def _keeps(context: Context, member_id: int) -> bool:
    """Whether this member may approve newsletters by now."""
    reader = await context.records.members.get(member_id)
    return reader is not None and reader.still(Role.MINUTES)


@feature.draws("issue")
async def issue_(context: Context, *, issue: int) -> Card | None:
    """The issue as it stands in the channel."""
    row = await context.records.newsletters.get(issue)
    if row is None or row.state != APPROVED:
        return None
    return context.card("newsletter/issue", issue=await told(context, row))


@feature.draws("letter")
async def letter(context: Context, *, issue: int) -> Card | None:
    """The issue as a letter; its first heading is the subject."""
    row = await context.records.newsletters.get(issue)
    if row is None or row.state != APPROVED:
        return None
    return context.card("newsletter/letter", issue=await told(context, row))
