"""Whose an action is: handing over (the other must say yes), taking one on, and giving one back."""

from __future__ import annotations

import re

from bot.card import Card
from bot.errors import BotError, FieldError, NotAllowed
from bot.feature import Context, Occasion, Reply, reply
from bot.owners import who
from bot.target import whole
from handlers.action import shared
from handlers.action.reading import help_with
from handlers.action.shared import feature
from storage.actions import OPEN, Action, Offer
from storage.deliveries import SENT
from storage.people import Member


@feature.verb(
    "handover",
    form=True,
    also=("hand over", "hand-over", "give", "pass on"),
    examples=("hand over 3 to @jo",),
)
async def handover(context: Context) -> Reply:
    """Offer an action to somebody else; it stays with its lead until they say yes."""
    action, words = await shared.target(context)
    shared.check(context, action)
    shared.still_open(action)
    to = await _named(context, words)
    if to is None and words:
        return await _which(context, action, words)
    if to is None:
        people = await shared.people(context, but=action.lead_id)
        return reply("action/handover", action=action, people=people)
    return await _hand(context, action, to)


async def _named(context: Context, words: str) -> Member | None:
    """Whom a form, a button or typed words name; None where they name nobody, or several people."""
    member_id = shared.ids(context.text).get("to")
    if shared.answered(context, "to"):
        member_id = whole(shared.answer(context, "to"))
        if member_id is None:
            raise FieldError("to", "action/choose_somebody")
    if member_id is not None:
        member = await context.records.members.get(member_id)
        return member if member and member.left_at is None else None
    fits = who(_name(words), await context.records.members.list()) if words else ()
    return fits[0] if len(fits) == 1 else None


def _name(words: str) -> str:
    return re.sub(r"^(?:over\s+)?(?:to|=)\s*", "", words.strip(" .!:"), flags=re.IGNORECASE)


async def _which(context: Context, action: Action, words: str) -> Reply:
    """Several people of that name, or nobody: ask, with the words kept."""
    members = await context.records.members.list()
    fits = who(_name(words), members)
    typed = shared.readable(context, _name(words), members)
    return reply("action/which_person", action=action, typed=typed, people=fits[:10]).privately()


async def _hand(context: Context, action: Action, to: Member) -> Reply:
    """Offered; or moved at once where nobody has it, or the asker takes it."""
    if to.id == action.lead_id and action.owner is not None:
        raise BotError("action/already_theirs", action=action, who=to.name)
    if action.owner is None or to.id == context.member.id:
        return await _give(context, action, to)
    await offer_to(context, action, to)
    said = reply("action/offered", action=action, who=to.name, mine=action.lead_id == context.member.id)
    return (await shared.seen(context, said)).privately()


async def offer_to(context: Context, action: Action, to: Member) -> None:
    """Ask somebody whether they take it on; until they say yes, nothing moves."""
    offer = await context.records.actions.offer(action, to, context.member, context.at)
    shared.touched(context, action)
    await shared.say(context, action, "offered", to.name)
    subject, about = {"offer": offer.id}, f"action:{action.id}"
    await context.owe(Occasion(context.at, f"offer/{offer.id}", "action.offer", subject, to, about=about))


async def _give(context: Context, action: Action, to: Member) -> Reply:
    await give_to(context, action, to)
    return await shared.seen(
        context, reply("action/yours_now", action=action, mine=to.id == context.member.id)
    )


async def give_to(context: Context, action: Action, to: Member) -> None:
    """Move it at once; whoever led it until now is told."""
    before = action.owner
    _move(context, action, to)
    await context.records.actions.withdraw(action)
    await shared.say(context, action, "taken" if to.id == context.member.id else "given", to.name)
    if before is not None and before.id != context.member.id:
        await _tell_moved(context, action, before, f"moved/{action.id}/{await _last_entry(context, action)}")


async def _last_entry(context: Context, action: Action) -> int:
    return (await context.records.actions.history(action))[-1].id


def _move(context: Context, action: Action, to: Member) -> None:
    """The action is theirs from now on, as if it had been set today: what its last lead said about it is history."""
    action.lead, action.lead_id, action.lead_words = to, to.id, ""
    action.accepted = to.id == context.member.id
    action.word_at = action.track_at = None
    shared.settle(action)
    help_with(action, [helper.member for helper in action.helpers])


async def _tell_moved(context: Context, action: Action, to: Member, key: str) -> None:
    await context.tell(to, "action/taken", key=key, action=action, who=action.lead_name)


# The one it is offered to


@feature.draws("offer")
async def offered(context: Context, *, offer: int) -> Card | None:
    """The question to the one it is offered to, and what came of it."""
    row = await context.records.actions.get_offer(offer)
    action = await context.records.actions.get(row.action_id) if row else None
    if row is None or action is None:
        return None
    delivery = await context.records.deliveries.of(f"offer/{offer}")
    if row.state == "withdrawn" and (delivery is None or delivery.state != SENT):
        return None
    today = context.today
    return context.card("action/offer", action=action, offer=row, by=row.by.name, today=today)


@feature.verb("take", also=("i'll take", "accept"), examples=("take 3",))
async def take(context: Context) -> Reply:
    """Take an action on: one that is offered to you, or that nobody has."""
    offer, action = await _meant(context)
    shared.still_open(action)
    if offer is not None:
        return await _take_offer(context, action, offer)
    if action.owner is None:
        return await _give(context, action, context.member)
    if action.lead_id != context.member.id:
        raise BotError("action/with_somebody", action=action, who=action.lead_name)
    action.accepted = True
    await shared.say(context, action, "taken", context.member.name)
    return await shared.seen(context, reply("action/yours_now", action=action, mine=True))


async def _meant(context: Context) -> tuple[Offer | None, Action]:
    """The offer that a button or a number names, where it is the asker's to answer, and its action.

    Raises NotAllowed or BotError.
    """
    named = shared.ids(context.text).get("offer")
    if named is None:
        action, _ = await shared.target(context)
        waiting = await context.records.actions.offered(action)
        return waiting if waiting and waiting.to_id == context.member.id else None, action
    offer = await context.records.actions.get_offer(named)
    found = await context.records.actions.get(offer.action_id) if offer else None
    if offer is None or found is None:
        raise BotError("action/unknown", typed="")
    if offer.to_id != context.member.id:
        raise NotAllowed("action/not_offered", action=found, who=offer.to.name)
    if offer.state != "open":
        raise BotError("action/offer_over", action=found)
    return offer, found


async def _take_offer(context: Context, action: Action, offer: Offer) -> Reply:
    before, by = action.owner, offer.by
    offer.state = "taken"
    _move(context, action, context.member)
    await shared.say(context, action, "taken", context.member.name)
    for member in {one.id: one for one in (before, by) if one is not None}.values():
        if member.id != context.member.id:
            await _tell_moved(context, action, member, f"taken/{offer.id}/{member.id}")
    return await shared.seen(context, reply("action/yours_now", action=action, mine=True))


@feature.verb("decline", hidden=True)
async def decline(context: Context) -> Reply:
    """Say that an offered action is not for you; it stays with its lead, who is told."""
    offer, action = await _meant(context)
    if offer is None:
        raise BotError("action/offer_over", action=action)
    offer.state = "declined"
    action.word_at = action.track_at  # offering it was the last word, and is no answer any more
    await shared.say(context, action, "declined", context.member.name)
    for member in {one.id: one for one in (action.owner, offer.by) if one is not None}.values():
        mine = action.lead_id == member.id
        key, who_said = f"declined/{offer.id}/{member.id}", context.member.name
        await context.tell(member, "action/declined", key=key, action=action, who=who_said, mine=mine)
    return await shared.seen(context, reply("action/declined_noted", action=action))


# Nobody's, or somebody else's


@feature.verb("notme", also=("not me", "not mine"), examples=("not me 3",))
async def not_me(context: Context) -> Reply:
    """Say that an action noted for you is not yours; it looks for an owner again."""
    action, _ = await shared.target(context)
    waiting = await context.records.actions.offered(action)
    if waiting is not None and waiting.to_id == context.member.id:
        return reply().then("action.decline", f"offer={waiting.id}")
    shared.still_open(action)
    if action.lead_id != context.member.id:
        raise NotAllowed("action/with_somebody", action=action, who=action.lead_name)
    action.lead, action.lead_id, action.lead_words, action.accepted = None, None, "", False
    action.word_at = action.track_at = None
    shared.settle(action)
    await context.records.actions.withdraw(action)
    await shared.say(context, action, "refused", context.member.name)
    await _tell_refused(context, action)
    return (await shared.seen(context, reply("action/refused_noted", action=action))).privately()


async def _tell_refused(context: Context, action: Action) -> None:
    """Who added it hears that it looks for an owner, or else whoever leads: it is never lost."""
    to = action.added_by
    if to is None or to.left_at is not None or to.id == context.member.id:
        to = await context.records.members.chair()
    if to is not None and to.id != context.member.id:
        key, name = f"refused/{action.id}/{await _last_entry(context, action)}", context.member.name
        await context.tell(to, "action/refused", key=key, action=action, who=name)


@feature.verb("choose", hidden=True, form=True)
async def choose(context: Context) -> Reply:
    """Say whose an action is that nobody has."""
    action, _ = await shared.target(context)
    if action.state != OPEN or (action.owner is not None and not shared.concerns(context, action)):
        raise BotError("action/with_somebody", action=action, who=action.lead_name)
    if action.owner is not None:
        return await _hand(context, action, await _one(context))
    if shared.answered(context, "to") or "to" in shared.ids(context.text):
        return await _give(context, action, await _one(context))
    return reply("action/choose", action=action, people=await shared.people(context))


async def _one(context: Context) -> Member:
    member = await _named(context, "")
    if member is None:
        raise BotError("action/choose_somebody")
    return member
