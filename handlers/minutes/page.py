"""The last minutes of a channel on one page of it, where its platform has such: written over whenever some are approved.

Nothing depends on it. Where no page can stand, the posted messages and the files say the same, and it is left alone for a
while before it is tried again; a page that somebody took away does not come back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.card import Card, Sheet, plain
from bot.documents import markdown
from bot.feature import Context, Occasion
from handlers.minutes.base import feature
from handlers.minutes.content import document, read
from storage.deliveries import DROPPED, FAILED, Delivery
from storage.minutes import Minutes

AGAIN = timedelta(days=90)
"""So long after a page could not be made it is tried again: a scope may be granted, a plan changed."""

MOST, ROOM = 6, 40_000
"""So many minutes stand on a page at most, and older ones only within so many characters."""


async def keep_page(context: Context, conversation: int) -> None:
    """The page of a channel (the id of its row) is to say what is approved now; owed once, then drawn again."""
    about = f"minutes-page:{conversation}"
    await context.changed(about)
    if _may_try(context, await context.records.deliveries.about(about)):
        await context.owe(
            Occasion(
                at=context.at,
                key=f"minutes/page/{conversation}/{context.today:%Y%m%d}",
                card="minutes.page",
                subject={"conversation": conversation},
                conversation=conversation,
                about=about,
                decent=False,
            )
        )


def _may_try(context: Context, before: Sequence[Delivery]) -> bool:
    """Whether there is no page, nobody has taken one away, and the last refusal is long ago."""
    refused = all(one.state in (DROPPED, FAILED) and not one.pages for one in before)
    return refused and all(one.not_before + AGAIN <= context.at for one in before)


@feature.draws("page")
async def page(context: Context, *, conversation: int) -> Card | None:
    """What was approved last in a channel, the latest meeting first; a draft or a correction that waits is never on it."""
    found = await context.records.minutes.list(conversation)
    parts = [await _approved(context, row) for row in [one for one in found if one.version][:MOST]]
    if not parts:
        return None
    text = plain(context.card("minutes/page_about"))
    for number, part in enumerate(parts):
        if number and len(text) + len(part) > ROOM:
            break
        text = f"{text}\n\n{part}"
    return Card((Sheet(plain(context.card("minutes/page_title")), text),))


async def _approved(context: Context, row: Minutes) -> str:
    """The newest version of minutes, in Markdown."""
    version = await context.records.minutes.version(row, row.version)
    if version is None:
        raise LookupError(f"minutes {row.id} have no version {row.version}")
    content = read(version.content)
    about = (*content.about, plain(context.card("minutes/version_line", number=version.number)))
    return markdown.write(document(content, about, context.partnership.name)).strip()
