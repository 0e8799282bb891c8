"""Whether whoever approves a draft knows all that stands in it; their own changes they know, wherever they made them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import BotError
from bot.feature import Context
from handlers.minutes.content import read
from storage.minutes import Change, Minutes


@dataclass(frozen=True)
class Told:
    """What somebody else has changed: the titles of the parts, and whether they had all of it drafted again."""

    name: str
    parts: Sequence[str]
    anew: bool


async def check_seen(context: Context, row: Minutes, revision: int) -> None:
    """Raise BotError where the draft has changed since the asker saw this revision of it, other than by their own words."""
    since = row.changes_since(revision)
    if since is not None and all(one.part and one.member_id == context.member.id for one in since):
        return
    raise BotError("minutes/not_as_seen", id=row.id, changes=await _told(context, row, since or ()))


async def _told(context: Context, row: Minutes, since: Sequence[Change]) -> list[Told]:
    """What others have changed, one after the other as each of them began."""
    titles = {one.key: one.title for one in read(row.content).sections}
    parts: dict[int, list[str]] = {}
    for one in since:
        if one.member_id != context.member.id:
            parts.setdefault(one.member_id, []).append(titles.get(one.part, ""))
    members = {number: await context.records.members.get(number) for number in parts}
    return [
        Told(member.name, list(dict.fromkeys(title for title in parts[number] if title)), "" in parts[number])
        for number, member in members.items()
        if member is not None
    ]
