"""Whether one may be named: asked of nobody, given by a press, and taken back just so."""

from __future__ import annotations

from bot.feature import Context, Reply, reply
from handlers.newsletter.base import feature


@feature.verb("name", also=("name me", "you may name me"), examples=("newsletter name me",))
async def name(context: Context) -> Reply:
    """Let newsletters name you."""
    return await _agree(context, True)


@feature.verb(
    "unname", also=("leave my name out", "do not name me"), examples=("newsletter leave my name out",)
)
async def unname(context: Context) -> Reply:
    """Let newsletters leave your name out, as they do unless you say otherwise."""
    return await _agree(context, False)


async def _agree(context: Context, named: bool) -> Reply:
    newsletters = context.records.newsletters
    await newsletters.name(context.member, named)
    shown = [*(await newsletters.sent())[:1], await newsletters.draft()]
    for issue in shown:
        if issue is not None:
            await context.changed(issue.about)
    return reply("newsletter/named", named=named).privately()
