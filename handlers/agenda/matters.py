"""What is pressed at matters arising: done or on track by the lead alone, and what found no room on the agenda."""

from __future__ import annotations

from bot.card import Card
from bot.errors import BotError, NotAllowed
from bot.feature import Context, Reply, reply, silent
from bot.target import row_id
from handlers.agenda import arising
from handlers.agenda.base import feature
from storage.actions import OPEN, Action
from storage.people import Role


@feature.verb("matter_done", hidden=True)
async def matter_done(context: Context) -> Reply:
    """Say on the agenda that an action of one's own is done."""
    return await _answered(context, "action.done")


@feature.verb("matter_on_track", hidden=True)
async def matter_on_track(context: Context) -> Reply:
    """Say on the agenda that an action of one's own is on track."""
    return await _answered(context, "action.ontrack")


async def _answered(context: Context, verb: str) -> Reply:
    """What the lead said is kept as everywhere; the card says it to all, and the lead has a way back."""
    action = await _own(context)
    said = await context.hand_on(verb, f"id={action.id}")
    if not said.quiet:
        return silent()
    return reply("agenda/matter_said", action=action).privately()


async def _own(context: Context) -> Action:
    """The action of the pressed button. Raises BotError where it is gone, NotAllowed where the asker does not lead it."""
    pressed = row_id(context.text)
    action = await context.records.actions.get(pressed) if pressed else None
    if action is None:
        raise BotError("agenda/matter_gone")
    if action.lead_id != context.member.id:
        lead = action.owner.name if action.owner else ""
        raise NotAllowed("agenda/matter_of", action=action, lead=lead, may=_has_a_say(context, action))
    return action


def _has_a_say(context: Context, action: Action) -> bool:
    """Whether the asker may say it all the same, privately: a helper, who noted it, or who keeps the minutes."""
    involved = {action.added_by_id, *(helper.member_id for helper in action.helpers)}
    return action.state == OPEN and (context.member.id in involved or context.member.role >= Role.MINUTES)


@feature.verb("matters", hidden=True)
async def matters(context: Context) -> Reply:
    """Show the matters arising that found no room on the agenda."""
    pressed = row_id(context.text)
    meeting = await context.records.meetings.get(pressed) if pressed else None
    if meeting is None:
        raise BotError("agenda/gone")
    lines = (await arising.matters(context, meeting))[0][arising.MOST :]
    said = reply("agenda/matters", matters=lines, reader=context.member.id).privately()
    about = f"agenda:{meeting.id}"
    return said.kept_right("agenda.matters", about, meeting=meeting.id, reader=context.member.id)


@feature.draws("matters")
async def rest(context: Context, *, meeting: int, reader: int) -> Card | None:
    """The matters arising that found no room on the agenda, as one of its readers sees them."""
    row = await context.records.meetings.get(meeting)
    if row is None:
        return None
    lines = (await arising.matters(context, row))[0][arising.MOST :]
    return context.card("agenda/matters", matters=lines, reader=reader)
