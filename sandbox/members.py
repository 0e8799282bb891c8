"""Who enters and leaves a channel, the bot among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.errors import Refused
from sandbox.state import Conversation, Person

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]


def join(slack: Slack, body: Json) -> None:
    """Somebody enters a channel; the bot is invited by `by`, else by the channel's first member."""
    world = slack.world
    who, where = _who(slack, body), world.conversation(body.get("conversation"))
    if where.kind == "im":
        raise Refused("not_a_channel", "Nobody joins direct messages.", 409)
    if who.workspace not in where.workspaces:
        raise Refused("not_shared", f"{where.name} is not shared with {who.workspace.title}.", 403)
    if who.id in where.members:
        return
    inviter = (
        world.person(body["by"])
        if body.get("by")
        else _host(slack, where)
        if world.installs.ours(who)
        else None
    )
    if inviter and inviter.id not in where.members:
        raise Refused(
            "not_in_channel", f"{inviter.name} is not in {where.name}, so cannot invite anybody.", 403
        )
    where.members[who.id] = None
    slack.events.joined(where, who, inviter)


def _host(slack: Slack, where: Conversation) -> Person:
    """Whoever would invite the bot: the first of the people who is there."""
    found = next((p for p in slack.world.people if p.id in where.members), None)
    if found is None:
        raise Refused("nobody_there", f"Nobody is in {where.name} to invite the bot.", 409)
    return found


def _who(slack: Slack, body: Json) -> Person:
    """Who is meant; of the bot `workspace` may say which installation's."""
    world = slack.world
    who = world.person(body.get("as"))
    if not world.installs.ours(who):
        return who
    workspace = world.workspace(body["workspace"]) if body.get("workspace") else who.workspace
    found = world.installs.of(workspace)
    if found is None:
        raise Refused("not_installed", f"The app is not installed in {workspace.title}.", 409)
    return found.bot


def leave(slack: Slack, body: Json) -> None:
    """Somebody leaves a channel."""
    who, where = _who(slack, body), slack.world.conversation(body.get("conversation"))
    if where.kind == "im":
        raise Refused("not_a_channel", "Nobody leaves direct messages.", 409)
    if who.id not in where.members:
        raise Refused("not_in_channel", f"{who.name} is not in {where.name}.", 409)
    del where.members[who.id]
    slack.events.left(where, who)
