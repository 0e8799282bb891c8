"""When messages cannot arrive: the chair hears of it once and privately, and no action is left alone with it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.card import Card
from bot.feature import Context, Occasion, Reply, Role, reply, silent
from bot.reach import about
from bot.target import row_id
from handlers.partnership.common import feature
from handlers.partnership.linking import let_go
from storage.actions import Action
from storage.people import Member

log = logging.getLogger(__name__)

MOST = 10
"""So many actions stand on one card."""


@dataclass(frozen=True)
class Line:
    """One open action of somebody who cannot be reached: who is asked to take it on, or whether the chair speaks to them."""

    action: Action
    offered: str
    speaking: bool


@feature.verb("unreachable", hidden=True, event=True, least=Role.GUEST)
async def unreachable(context: Context) -> Reply:
    """Take note that messages to a member cannot arrive, and tell the chair once."""
    member = await context.records.members.get(int(str(context.request.values["member"])))
    if member is None or member.left_at is not None or member.unreachable_at is not None:
        return silent()
    member.unreachable_at = context.at
    for meeting in await context.records.meetings.coming(context.at):
        await context.changed(f"chase:{meeting.id}")
    chair = await context.records.members.to_ask()
    if chair is None:
        log.warning("member %s cannot be reached, and there is nobody to tell", member.id)
        return silent()
    await context.owe(
        Occasion(
            at=context.at,
            key=_key(member, context.at),
            card="partnership.unreached",
            subject={"member": member.id, "speaking": []},
            to=chair,
            about=about(member),
        )
    )
    return silent()


def _key(member: Member, since: datetime) -> str:
    return f"unreached/{member.id}/{int(since.timestamp())}"


@feature.draws("unreached")
async def unreached(context: Context, *, member: int, speaking: list[int]) -> Card | None:
    """Who cannot be reached, with their open actions; drawn again with every answer, and when they are back."""
    gone = await context.records.members.get(member)
    if gone is None:
        return None
    if gone.unreachable_at is None or gone.left_at is not None:
        told = await context.records.deliveries.sent_about(about(gone))
        return context.card("partnership/reached_again", name=gone.name) if told else None
    actions = await context.records.actions.open(lead_id=gone.id)
    return context.card(
        "partnership/unreached",
        name=gone.name,
        lines=[await _line(context, one, one.id in speaking) for one in actions[:MOST]],
        count=len(actions),
        more=max(len(actions) - MOST, 0),
    )


async def _line(context: Context, action: Action, speaking: bool) -> Line:
    offer = await context.records.actions.offered(action)
    return Line(action, offer.to.name if offer else "", speaking)


@feature.verb("speak", hidden=True, least=Role.DEPUTY)
async def speak(context: Context) -> Reply:
    """Say that you will speak to somebody who cannot be reached, about one of their actions."""
    row = await context.records.deliveries.of(context.request.card) if context.request.card else None
    action = row_id(context.text)
    if row is None or row.live != "partnership.unreached" or action is None:
        return reply("partnership/speaking").privately()
    said = [*row.subject["speaking"], action]
    row.subject = {**row.subject, "speaking": sorted(set(said))}
    return silent()


@feature.verb("closed", hidden=True, event=True, least=Role.GUEST)
async def closed(context: Context) -> Reply:
    """Take note that nothing can be posted in the channel, and tell the chair directly and once."""
    deliveries, channel = context.records.deliveries, str(context.request.values["conversation"])
    if await deliveries.resting():
        return silent()
    last = await deliveries.last_posted(channel)
    stamp = int(last.timestamp()) if last else 0
    several = bool(await context.records.conversations.beside())
    await _tell(context, "partnership/closed", f"closed/{channel}/{stamp}", removed=False, several=several)
    return silent()


@feature.verb("removed", hidden=True, event=True, least=Role.GUEST)
async def removed(context: Context) -> Reply:
    """Let the partnership rest: Upbeat was taken out of its channel. An invitation wakes it again.

    A channel that stood beside another is let go, and the other one goes on.
    """
    place = context.request.place
    channel = await context.records.conversations.at(place.platform, place.handle)
    if channel is not None and channel.beside_id is not None:
        await let_go(context, channel)
        await _tell(context, "partnership/link_ended", f"unlinked/{channel.id}/{context.request.key}")
    elif not await context.records.deliveries.resting():
        key = f"rest/{context.partnership.id}/{context.request.key}"
        await _tell(context, "partnership/closed", key, removed=True, several=False)
        await context.records.deliveries.rest(key)
    return silent()


async def _tell(context: Context, prompt: str, key: str, **words: Any) -> None:
    members = context.records.members
    chair = await members.to_ask() or next(iter(await members.list()), None)
    if chair is None:
        log.warning(
            "partnership %s has lost its channel, and there is nobody to tell", context.partnership.id
        )
        return
    partnership = context.partnership.name
    await context.tell(chair, prompt, key=key, partnership=partnership, **words)
