"""Plays a meeting's transcript into the first conversation, as its people would have typed it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox import people
from sandbox.ids import stable
from sandbox.settle import settle
from sandbox.state import Person

if TYPE_CHECKING:
    from sandbox.core import Slack

BOTS = (
    "RRSAgent",
    "Zakim",
    "ghurlbot",
    "trackbot",
    "agendabot",
    "github-bot",
    "gitbot",
    "meetbot",
    "MeetBot",
    "supybot",
    "zodbot",
    "openstack",
    "ircbot",
    "botbot",
    "logbot",
    "voip-ld",
)
_STAMPED = re.compile(
    r"^\s*(?:\[(?:[A-Za-z]{3}\s+)?\d{1,2}:\d{2}(?::\d{2})?\]|\d{1,2}:\d{2}(?::\d{2})?)\s+<\s?([^<>\s]+)>\s?(.*)$"
)
_BARE = re.compile(r"^\s*([^\s:<>\[\]*|]{1,40}):\s+(.+)$")
_COMES_OR_GOES = re.compile(r"^\S+(?: \([^)]*\))? has (?:joined|left|quit)\b.*$")


def lines(text: str) -> Iterator[tuple[str, str]]:
    """Nick and words of each line that somebody said, in order; comings and goings are left out."""
    for line in text.splitlines():
        found = _STAMPED.match(line) or _BARE.match(line)
        if found and found[2].strip() and not _COMES_OR_GOES.match(found[2].strip()):
            yield found[1], found[2].strip()


def read(path: Path) -> list[tuple[str, str]]:
    """The said lines of a file."""
    return list(lines(path.read_text(encoding="utf-8", errors="replace")))


async def play(slack: Slack, path: Path, bots: Sequence[str] = ()) -> None:
    """Play a transcript, settled after every line; `bots` replaces the nicks that are taken for bots."""
    said = read(path)
    where = slack.world.channels()[0]
    cast = _cast(slack, (nick for nick, _ in said), {b.casefold() for b in bots or BOTS})
    for nick, words in said:
        if cast[nick].bot_id:
            people.bot_says(slack, cast[nick], where, words)
        else:
            people.say(slack, cast[nick], where, words)
        await settle(slack)


def _cast(slack: Slack, nicks: Iterable[str], bots: set[str]) -> dict[str, Person]:
    """One person or bot for each nick, all of them in the channel from the start."""
    world, where = slack.world, slack.world.channels()[0]
    cast: dict[str, Person] = {}
    for nick in dict.fromkeys(nicks):
        found = world.find_person(nick)
        if found is None:
            bot_id = stable("B", "nick", nick) if nick.casefold() in bots else ""
            made = Person(
                nick, nick, stable("U", nick), world.host, email=f"{nick}@{world.host.domain}.example"
            )
            made.bot_id = bot_id
            found = world.add_person(made)
        if not found.bot_id and found.id not in where.members:
            where.members[found.id] = None
            slack.events.joined(where, found, None)
        cast[nick] = found
    return cast
