"""Whether everything is in order: each thing that was looked at is a line, with what to do about it where it is not.

It needs no running bot and changes nothing. What only a platform can tell is looked at by its door.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot import clock
from bot.settings import Settings
from storage.database import Store
from storage.incoming import last_heard

PATIENCE = 10.0
"""Seconds that the database may take to answer."""

FAR_OFF = timedelta(seconds=60)
"""How far the machine's clock may be from Slack's: signatures and due times need no more than this."""


class Mark(StrEnum):
    """How something stands."""

    OK = "ok"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, and what to do about it."""

    mark: Mark
    found: str
    advice: str = ""

    def __str__(self) -> str:
        line = f"{self.mark:<5} {self.found}"
        return f"{line}\n      {self.advice}" if self.advice else line


def ok(found: str) -> Finding:
    return Finding(Mark.OK, found)


def note(found: str, advice: str = "") -> Finding:
    return Finding(Mark.NOTE, found, advice)


def bad(found: str, advice: str) -> Finding:
    return Finding(Mark.BAD, found, advice)


Findings = AsyncIterator[Finding]


async def told(say: Callable[[str], object], *parts: Findings) -> int:
    """Say each finding as it comes, and a last line; returns the exit code: 1 where anything is bad."""
    marks: list[Mark] = []
    for part in parts:
        async for finding in part:
            marks.append(finding.mark)
            say(str(finding))
    wrong = marks.count(Mark.BAD)
    say("\nNothing is wrong." if not wrong else f"\n{wrong} to put right.")
    return 1 if wrong else 0


async def of_settings(settings: Settings) -> Findings:
    """Whether what has to be set is set."""
    if missing := settings.missing():
        yield bad(missing, "They go into the environment, or into the file .env beside where it is started.")
    else:
        yield ok(f"The settings describe {_described(settings)}.")
    if settings.teams_open:
        yield note("UPBEAT_TEAMS_OPEN is set: anybody may speak as Teams.", "Never set it in production.")
    if settings.control_url:
        yield note("UPBEAT_CONTROL_URL is set: the sandbox turns the clock.", "Never set it in production.")


def _described(settings: Settings) -> str:
    doors = []
    if settings.slack:
        way = "Socket Mode" if settings.socket_mode else "HTTP"
        doors.append(f"{'several workspaces' if settings.several else 'one workspace'}, {way}")
    if settings.teams:
        doors.append("Microsoft Teams")
    return "; ".join(doors)


async def of_store(store: Store) -> Findings:
    """Whether the database answers and fits this version, and when anything was heard last."""
    if absent(store):
        yield note(f"The database {store.name} does not exist yet.", "It is made when Upbeat starts.")
        return
    try:
        async with asyncio.timeout(PATIENCE):
            has, wants = await store.versions()
    except Exception as error:
        yield bad(
            f"The database {store.name} does not answer: {_reason(error)}",
            "Look at UPBEAT_DATABASE_URL, and whether the database runs and lets this machine in.",
        )
        return
    yield ok(f"The database answers: {store.name}")
    if has != wants:
        yield _behind(has, wants)
        return
    yield ok(f"Its tables are those of this version ({wants}).")
    async with store.transaction() as session:
        yield _heard(await last_heard(session))


def absent(store: Store) -> bool:
    """Whether the store is a file that is not there yet; a look at its tables would make it."""
    name = store.engine.url.database or ""
    return store.alone and name != ":memory:" and not Path(name).exists()


def _behind(has: str, wants: str) -> Finding:
    if not has:
        return note("It has no tables yet.", "They are made when Upbeat starts, or by `upbeat migrate`.")
    return bad(
        f"Its tables are of version {has} instead of {wants}.",
        "Make a backup, then start this version of Upbeat, or `upbeat migrate`. Migrations run forwards only.",
    )


def _heard(at: datetime | None) -> Finding:
    if at is None:
        return note("Nothing was ever asked of Upbeat.", "Invite it to a channel and type @Upbeat help.")
    return ok(f"Something was asked of Upbeat last at {at:%Y-%m-%d %H:%M} UTC.")


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer within {PATIENCE:.0f} seconds"
    cause = getattr(error, "orig", None) or error
    return (str(cause).splitlines() or [type(cause).__name__])[0]


async def of_machine() -> Findings:
    """Whether the machine knows the time zones."""
    try:
        ZoneInfo("Europe/London")
        yield ok("The time zones are known.")
    except ZoneInfoNotFoundError:
        yield bad("The time zones are not known.", "Install tzdata, by pip or from the system.")


def of_clock(theirs: datetime | None) -> Finding:
    """How far the machine's clock is from one that can be trusted (aware)."""
    if theirs is None:
        return note("Slack's answer says no time; the machine's clock was not checked.")
    off = clock.real() - theirs
    if abs(off) <= FAR_OFF:
        return ok("The machine's clock is right within a minute.")
    way = "fast" if off > timedelta() else "slow"
    seconds = round(abs(off).total_seconds())
    return bad(f"The machine's clock is {seconds} seconds {way}.", "Set it right, and keep it so (NTP).")
