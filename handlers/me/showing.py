"""One's own page: as the Home tab, as the answer to "me", and drawn again when a button on it is pressed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot import dates
from bot.card import Card
from bot.feature import Context, Reply, Role, Way, reply
from handlers.me.base import feature, reader
from handlers.me.doing import Doing, doing, finished
from handlers.me.meeting import Coming, meetings
from handlers.me.waiting import Waiting, waiting
from storage.actions import Action
from storage.people import Member

MOST_FINISHED = 3
"""So many of the actions finished lately stand on the page."""


@dataclass(frozen=True)
class Page:
    """One's own page in one partnership. `elsewhere`: those of other partnerships are sent beside this one."""

    partnership: str
    waiting: Waiting
    actions: Sequence[Doing]
    more: int
    finished: Sequence[Action]
    meetings: Sequence[Coming]
    paused: date | None
    elsewhere: bool
    today: date


@feature.verb(
    "show",
    bare=True,
    begins=True,
    each=True,
    least=Role.GUEST,
    also=("my page", "my home", "what is mine", "what waits for me", "what's waiting for me"),
    examples=("me",),
)
async def show(context: Context) -> Reply:
    """Show what is yours and what waits for you, in each of your partnerships."""
    if not context.begun:
        return _nowhere(context).privately()
    elsewhere = context.request.way is Way.COMMAND and not context.request.place.direct
    page = await _page(context, context.member, elsewhere)
    return reply("me/page", page=page).privately().kept_right("me.card", "", member=context.member.id)


@feature.verb("home", hidden=True, begins=True, least=Role.GUEST)
async def home(context: Context) -> Reply:
    """The Home tab, for one partnership."""
    if not context.begun:
        return _nowhere(context)
    return reply("me/page", page=await _page(context, context.member))


def _nowhere(context: Context) -> Reply:
    return reply("me/nowhere", here=not context.request.place.direct)


@feature.draws("card")
async def card(context: Context, *, member: int) -> Card | None:
    """The answer to "me" as things now stand, for this member."""
    row = await context.records.members.get(member)
    if row is None or row.left_at is not None:
        return None
    return context.card("me/page", page=await _page(context, row))


async def _page(context: Context, member: Member, elsewhere: bool = False) -> Page:
    me = await reader(context, member)
    actions, paused = await doing(context, me), member.paused_until if member.paused(context.at) else None
    return Page(
        partnership=context.partnership.name,
        waiting=await waiting(context, me),
        actions=actions[: me.most],
        more=max(len(actions) - me.most, 0),
        finished=(await finished(context, me))[-MOST_FINISHED:],
        meetings=await meetings(context, me),
        paused=dates.local(paused, me.zone).date() if paused else None,
        elsewhere=elsewhere and me.elsewhere,
        today=me.today,
    )
