"""The answers that an action's people give about it: done, on track, need help, no longer needed."""

from __future__ import annotations

from bot.feature import Context, Occasion, Reply, reply
from bot.markers import DONE, DROP
from handlers.action import shared
from handlers.action.shared import feature
from storage.actions import DONE as IS_DONE
from storage.actions import DROPPED, Action
from storage.people import Member, Role


async def _asked_about(context: Context) -> tuple[Action, str]:
    """The open action that is meant, where the asker has a say about it, and the words after it."""
    action, words = await shared.target(context)
    shared.check(context, action)
    shared.still_open(action)
    shared.heard(context, action)
    return action, shared.fitting(words)


@feature.verb("done", markers=DONE, also=("finished", "completed", "tick off"), examples=("done 3",))
async def done(context: Context) -> Reply:
    """Say that an action is done."""
    action, words = await _asked_about(context)
    action.state = IS_DONE
    await context.records.actions.withdraw(action)
    await shared.say(context, action, "done", words)
    return (await shared.seen(context, reply("action/done", action=action))).marked("white_check_mark")


@feature.verb("ontrack", also=("on track", "on-track", "fine"), examples=("on track 3",))
async def ontrack(context: Context) -> Reply:
    """Say that an action is on track."""
    action, words = await _asked_about(context)
    action.track_at = context.at
    shared.settle(action)
    await context.records.actions.withdraw(action)
    await shared.say(context, action, "on_track", words)
    return (await shared.seen(context, reply("action/on_track", action=action))).privately()


@feature.verb(
    "help",
    also=("need help", "i need help", "needs help", "need a hand", "i need a hand", "stuck"),
    examples=("need help 3 no van on the day",),
)
async def need_help(context: Context) -> Reply:
    """Ask for a hand with an action; the chair hears it privately."""
    action, words = await _asked_about(context)
    action.help_asked_at, action.help_answered_at, action.track_at = context.at, None, None
    await shared.say(context, action, "help", words)
    asked = await _who_can_help(context, action)
    if asked is not None:
        await _reach(context, action, asked)
    said = reply("action/help_asked", action=action, who=asked.name if asked else "")
    return (await shared.seen(context, said)).privately()


async def _who_can_help(context: Context, action: Action) -> Member | None:
    """The chair, or the deputy where the chair is who asks; None: it stands in the chair's summary all the same."""
    members = context.records.members
    hosts = [*await members.with_role(Role.CHAIR), *await members.with_role(Role.DEPUTY)]
    return next((one for one in hosts if one.id not in (action.lead_id, context.member.id)), None)


async def _reach(context: Context, action: Action, to: Member) -> None:
    entry = (await context.records.actions.history(action))[-1]
    subject = {"action": action.id, "entry": entry.id}
    key = f"help/{action.id}/{entry.id}"
    await context.owe(Occasion(context.at, key, "action.hand", subject, to, about=f"action:{action.id}"))


@feature.verb(
    "drop", markers=DROP, also=("no longer needed", "not needed", "cancel"), examples=("no longer needed 3",)
)
async def drop(context: Context) -> Reply:
    """Say that an action is no longer needed."""
    action, words = await _asked_about(context)
    action.state = DROPPED
    await context.records.actions.withdraw(action)
    await shared.say(context, action, "dropped", words)
    return (await shared.seen(context, reply("action/dropped", action=action))).marked("white_check_mark")
