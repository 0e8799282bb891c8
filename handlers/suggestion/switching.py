"""Switching the offers off and on again: for oneself; for everybody the chair does so in the settings."""

from __future__ import annotations

from bot.feature import Context, Reply, reply
from handlers.suggestion import shared
from handlers.suggestion.shared import feature
from storage.suggestions import DECLINED, PROMISE


@feature.verb("offers", also=("my offers",), examples=("offers",))
async def offers(context: Context) -> Reply:
    """Say whether I offer to note what I promise in the channel, and switch that."""
    if context.member.offers_off:
        return reply("suggestion/off").privately()
    return reply("suggestion/on", everywhere=context.partnership.offers).privately()


@feature.verb("offers_off", also=("stop offering", "stop offers", "no offers"), examples=("offers off",))
async def offers_off(context: Context) -> Reply:
    """Stop offering to note what I promise in the channel."""
    context.member.offers_off = True
    for row in await context.records.suggestions.open_to(context.member.id):
        if row.kind == PROMISE:
            row.state = DECLINED
            await context.changed(row.about)
    return (await shared.seen(context, reply("suggestion/off"))).privately()


@feature.verb("offers_on", also=("start offering", "offer again"), examples=("offers on",))
async def offers_on(context: Context) -> Reply:
    """Offer to note what I promise in the channel. After two offers without an answer I stop until you write this."""
    member = context.member
    member.offers_off, member.offers_asked_at = False, context.at
    if context.request.card:
        await context.records.deliveries.redraw(context.request.card)
    return reply("suggestion/on", everywhere=context.partnership.offers).privately()
