"""The seed's beginning: a partnership begun through ordinary requests, once for each database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.control import Control
from sandbox.errors import Refused

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]


async def begin(slack: Slack) -> None:
    """Play the seed's `begin` on an empty database; on one that is not, only the memberships it leads to."""
    steps = [(what, body) for row in slack.seed.begin for what, body in row.items()]
    if slack.link.empty is False:
        _remember(slack, steps)
        return
    control = Control(slack)
    for what, body in steps:
        await _do(control, what, body)


async def _do(control: Control, what: str, body: Json) -> None:
    if what not in control.acts:
        raise Refused("bad_seed", f"The seed's `begin` names {what}, which is no call of the sandbox's.")
    answer = await control.acts[what](dict(body))
    if answer.get("errors"):
        raise Refused("bad_seed", f"The seed's `begin` fails at {what} {body}: {answer['errors']}")


def _remember(slack: Slack, steps: list[tuple[str, Json]]) -> None:
    for what, body in steps:
        if what in ("join", "leave"):
            who, where = (
                slack.world.person(body.get("as")),
                slack.world.conversation(body.get("conversation")),
            )
            if what == "join":
                where.members[who.id] = None
            else:
                where.members.pop(who.id, None)
