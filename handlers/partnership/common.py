"""What the parts of this feature share: the feature itself, and how its people and organisations are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.feature import MENTION, Context, Feature
from storage.partnerships import Organisation
from storage.people import Member

feature = Feature("partnership", command="/partnership", about="who belongs here, and who does what")

ABOUT = "partnership"
"""What the cards are about that show the partnership, its people or its chair."""


@dataclass(frozen=True)
class Group:
    """An organisation as cards show it, with the names of its people."""

    id: int
    name: str
    people: Sequence[str] = ()
    deciders: Sequence[str] = ()
    """Who may decide for it; nobody: anybody of it."""


async def groups(context: Context) -> list[Group]:
    """The organisations with their people, in the order in which they came."""
    members = await context.records.members.by_organisation()
    return [_group(row, members.get(row.id, ())) for row in await context.records.organisations.list()]


def _group(row: Organisation, members: Sequence[Member]) -> Group:
    deciders = [member.name for member in members if member.decides]
    return Group(row.id, row.name, [member.name for member in members], deciders)


async def chair_name(context: Context) -> str:
    """The name of the chair, or else of the deputy; empty where there is neither."""
    return name_of(await context.records.members.chair())


def name_of(member: Member | None) -> str:
    return member.name if member else ""


def typed(context: Context) -> str:
    """What was typed after the verb, with names in the place of mentions."""
    faces = context.request.faces

    def name(handle: str) -> str:
        return faces[handle].name if handle in faces else handle

    return MENTION.sub(lambda found: f"@{name(found[1])}", context.text).strip()


def key(context: Context, what: str, member: Member) -> str:
    """The key of a message that this one request causes for, or about, a member."""
    return f"{what}/{member.id}/{context.request.key}"
