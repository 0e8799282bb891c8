"""What people can do in every door, in words that know none of them. A scenario of the contract is written in these alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

CHANNEL = "steering"
DIRECTLY = "dm"

CAST = {
    "mina": ("Mina Achebe", "Wren Valley Music Service"),
    "sam": ("Sam Whitlock", "Wren Valley Music Service"),
    "frank": ("Frank Osei", "Wren Valley Music Service"),
    "jo": ("Jo Penrose", "Hartmere Council Virtual School"),
    "priya": ("Priya Raman", "Hartmere Council Virtual School"),
    "will": ("Will Carter", "Hartmere Council Virtual School"),
    "otto": ("Otto Lindqvist", "Oak House Library"),
    "grace": ("Grace Abara", "Oak House Library"),
}
"""Everybody in the channel, with full name and organisation; the first will chair. The names are invented."""

PLAN = "@Upbeat meeting plan Steering group, Tuesday 15 December 2026 2pm, 90 minutes, at the Curve"
NOW = "2026-11-25T10:00:00+00:00"


@dataclass(frozen=True)
class Screen:
    """A form on somebody's screen: its title, and what stands in its fields, by name."""

    title: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)


class Party(Protocol):
    """People around one channel, and Upbeat. Everything is done when a method returns, also what is said because of it.

    `where` is the channel, or DIRECTLY for somebody's own conversation with Upbeat. In what is typed `@Upbeat` and
    `@otto` name somebody; messages have ids that only the door understands.
    """

    async def invites(self, person: str) -> None:
        """Bring Upbeat into the channel."""

    async def says(self, person: str, words: str, where: str = CHANNEL, under: str = "") -> str:
        """Type something, in the thread of the message `under` where given. Answers its id."""

    async def sends(self, person: str, name: str, text: str, words: str = "") -> None:
        """Send Upbeat a file directly, perhaps with words."""

    async def edits(self, person: str, message: str, words: str) -> None:
        """Change what one has typed in the channel."""

    async def deletes(self, person: str, message: str) -> None:
        """Take back what one has typed in the channel."""

    async def reacts(self, person: str, message: str, sign: str, answer: bool = False) -> None:
        """Put a sign on a message in the channel, or with `answer` on the last thing that Upbeat said under it."""

    async def presses(self, person: str, label: str, where: str = CHANNEL) -> None:
        """Press the newest button with this label; what is said to this person in passing is seen there too."""

    async def form(self, person: str) -> Screen | None:
        """The form that somebody has open."""

    async def submits(self, person: str, values: Mapping[str, str]) -> list[str]:
        """Fill in the open form by the names of its fields and send it; answers what it says is wrong."""

    async def sees(self, person: str, where: str = CHANNEL) -> list[str]:
        """What Upbeat has said, as it stands now for this person, oldest first, threads included."""

    async def told(self, person: str) -> list[str]:
        """What Upbeat has said to somebody directly."""

    async def asks(self, person: str, words: str, where: str = CHANNEL) -> str:
        """Type something, and read what was said upon it in the same place."""

    async def reads(self, person: str, words: str, where: str = CHANNEL) -> str:
        """Type something, and read all that was said upon it, here or directly."""

    async def labels(self, person: str, where: str = CHANNEL) -> list[str]:
        """The buttons of the newest thing that Upbeat said there."""

    async def under(self, person: str, message: str) -> list[str]:
        """What Upbeat has said in the thread of a message."""

    async def marks(self, message: str) -> int:
        """How many marks of Upbeat's a message in the channel has."""

    async def turns(self, to: str) -> None:
        """Turn the calendar forward to a moment (ISO 8601); what falls due on the way happens."""

    async def leaves(self, person: str) -> None:
        """Go out of the channel."""

    async def comes(self, person: str) -> None:
        """Come back into the channel."""

    async def loses(self, person: str, back: bool = False) -> None:
        """From now on nothing that is written to this person directly arrives; with `back` it does again."""

    async def dismisses(self, person: str) -> None:
        """Take Upbeat out of the channel."""

    async def sent(self) -> int:
        """How many messages and changes of messages Upbeat has sent."""

    async def alive(self) -> list[str]:
        """Whatever Upbeat sent that pings somebody, leads somewhere, is a heading, or is loud without being meant."""

    async def refused(self) -> list[str]:
        """What Upbeat sent that was not taken; nothing, if it is as it should be."""


class Told:
    """What follows from the few things above. Each door's party is one of these."""

    async def told(self: Party, person: str) -> list[str]:
        """What Upbeat has said to somebody directly."""
        return await self.sees(person, DIRECTLY)

    async def asks(self: Party, person: str, words: str, where: str = CHANNEL) -> str:
        before = await self.sees(person, where)
        await self.says(person, words, where)
        return "\n".join(new(before, await self.sees(person, where)))

    async def reads(self: Party, person: str, words: str, where: str = CHANNEL) -> str:
        before = [await self.sees(person, place) for place in (CHANNEL, DIRECTLY)]
        await self.says(person, words, where)
        after = [await self.sees(person, place) for place in (CHANNEL, DIRECTLY)]
        return "\n".join(text for old, now in zip(before, after, strict=True) for text in new(old, now))


def new(before: list[str], after: list[str]) -> list[str]:
    """What is said after and was not before; what was said twice counts twice."""
    rest = list(before)
    return [text for text in after if text not in rest or rest.remove(text)]  # type: ignore[func-returns-value]


async def begun(party: Party) -> None:
    """A partnership begins as any would: Upbeat is invited, its form filled in, and people press their organisation."""
    chair, *_ = CAST
    await party.invites(chair)
    await party.presses(chair, "Set up")
    bodies = "\n".join(dict.fromkeys(body for _, body in CAST.values()))
    wrong = await party.submits(chair, {"name": "Making Music Together", "organisations": bodies})
    assert not wrong, wrong
    for person, (_, body) in CAST.items():
        await party.presses(person, f"Join {body}")
