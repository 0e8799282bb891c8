"""What people say with a sign on a message: a pin asks for an action, its lead's tick says that one is done.

Which signs mean that is the partnership's to choose (bot/signs.py). A sign is quiet, so whatever follows from it is said
to nobody but who left it; any other sign, and a tick of anybody else's, is left alone: it may be applause.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot import signs
from bot.asker import person as person_of
from bot.card import Card
from bot.feature import Context, Feature, Occasion, Place, Quoted, Reply, Way, reply, silent
from bot.reach import reached
from bot.target import whole
from storage.actions import OPEN, UNDONE, Action
from storage.people import Member, Role

feature = Feature("reactions", command="/upbeat", about="a pin or a tick put on a message")

MOST = 5
"""Of so many actions in one message it is asked which is done."""

MOST_A_DAY = 10
"""So many of the actions that somebody ticked off on one day stand in the message about them."""

CARD = "reactions.done"


@feature.verb("added", hidden=True, event=True, least=Role.GUEST)
async def added(context: Context) -> Reply:
    """Offer to note a message that somebody put a pin on; believe a tick by the lead of its action."""
    sign = signs.canonical(str(context.request.values.get("sign") or "")) or ""
    if sign in signs.chosen(context.partnership.todo_signs):
        return await _pinned(context, signs.TODO[sign])
    if sign in signs.chosen(context.partnership.done_signs):
        return await _ticked(context, signs.DONE[sign])
    return silent()


# A pin


async def _pinned(context: Context, sign: str) -> Reply:
    """Hand the message on to be offered, or say why there is nothing to offer."""
    request = context.request
    if await context.records.deliveries.posted(request.place.handle, request.message) is not None:
        return silent()  # our own words are no work of anybody's
    member = await _reactor(context)
    noted = [action for action in await _captured(context) if action.state != UNDONE]
    if noted:
        key, today = f"pinned/{member.id}/{request.message}", context.today
        await context.tell(member, "reactions/already", key=key, sign=sign, actions=noted, today=today)
        return silent()
    if request.quoted is None or not any(map(str.isalnum, request.quoted.text)):
        key = f"unread/{member.id}/{context.today}"  # once a day: where one cannot be read, others cannot either
        await context.tell(member, "reactions/unread", key=key, sign=sign)
        return silent()
    return await _offered(context, request.quoted)


async def _reactor(context: Context) -> Member:
    """Who left the sign: whoever does so in a partnership's channel belongs to it."""
    person = await person_of(context.request.person, context.registry)
    member = await context.records.members.join(person)
    await reached(member, context.records.deliveries)
    return member


async def _offered(context: Context, quoted: Quoted) -> Reply:
    """The offer itself is made where promises are offered: one place counts how often anybody is asked."""
    author = await context.records.members.of_handle(quoted.author.handle) if quoted.author else None
    values = {"kind": "reaction", "author": str(author.id) if author else ""}
    return reply().then("suggestion.offer", quoted.text, values=values, thread=quoted.thread)


# A tick


async def _ticked(context: Context, sign: str) -> Reply:
    """Mark the one open action of this message that is the asker's own as done; where there are several, ask which."""
    member = await context.records.members.of_handle(context.request.person.handle)
    if member is None:
        return silent()
    theirs = [
        action
        for action in await _captured(context) or await _received(context)
        if action.state == OPEN and action.lead_id == member.id
    ]
    if len(theirs) == 1:
        return await _done(context, member, theirs[0])
    if theirs:
        await reached(member, context.records.deliveries)
        asked = theirs[:MOST]
        key = f"which/{member.id}/{'-'.join(str(action.id) for action in asked)}"
        await context.tell(member, "reactions/which", key=key, sign=sign, actions=asked)
    return silent()


async def _done(context: Context, member: Member, action: Action) -> Reply:
    """Done as if its lead had pressed so on their own page: cards are drawn again, and nothing is said in the channel."""
    await reached(member, context.records.deliveries)
    await _confirm(context, member, action)
    request = context.request
    own_page = Place("", request.place.workspace, direct=True, platform=request.place.platform)
    return reply().then(
        "action.done",
        f"id={action.id}",
        way=Way.PRESS,
        place=own_page,
        partnership=context.partnership.id,
        message="",
        quoted=None,
    )


async def _confirm(context: Context, member: Member, action: Action) -> None:
    """Tell the lead, with the way back, for a tick may have meant less: one message a day, to which the others are added."""
    deliveries, key = context.records.deliveries, f"ticked/{member.id}/{context.today}"
    row = await deliveries.of(key)
    before = row.subject["actions"] if row else []
    subject = {"actions": [*(one for one in before if one != action.id), action.id][-MOST_A_DAY:]}
    if row is not None:
        await deliveries.replace(key, None, CARD, subject=subject)
        return
    await context.owe(Occasion(context.at, key, CARD, subject, member, decent=False))


@feature.draws("done")
async def done(context: Context, *, actions: list[int]) -> Card | None:
    """What a lead's ticks of one day were taken for, as it stands now."""
    return context.card("reactions/done", actions=await _standing(context, actions))


# Which actions


async def _captured(context: Context) -> Sequence[Action]:
    """The actions that the message became, besides those whose line is gone from it."""
    request = context.request
    found = await context.records.captures.of(request.place.handle, request.message)
    return await _standing(
        context, [one.record_id for one in found if one.kind == "action" and one.index >= 0]
    )


async def _received(context: Context) -> Sequence[Action]:
    """The actions that the message is the receipt of, where it is one of ours."""
    request = context.request
    row = await context.records.deliveries.posted(request.place.handle, request.message)
    if row is None or row.conversation != request.place.handle:
        return []
    about = [row.about, *(str(part["about"]) for part in row.subject.get("parts", ()))]
    rows = [whole(one.removeprefix("action:")) for one in about if one.startswith("action:")]
    return await _standing(context, [one for one in rows if one is not None])


async def _standing(context: Context, rows: Iterable[int]) -> Sequence[Action]:
    """The actions with these ids, once each."""
    found = [await context.records.actions.get(row) for row in dict.fromkeys(rows)]
    return [action for action in found if action is not None]
