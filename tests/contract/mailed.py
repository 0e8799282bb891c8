"""Mail around the contract's people: whatever door they use, letters go through real SMTP, and links lead to real pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import aiohttp

from tests.contract import slack
from tests.contract.party import Party
from tests.mailserver import body, listening
from tests.teams import party as teams

REFUSED = "@refused.example"
"""How the addresses end that the mail servers of both doors refuse."""


@dataclass(frozen=True)
class Letter:
    """A letter as it arrived."""

    to: str
    subject: str
    text: str
    html: str
    headers: dict[str, str]
    files: dict[str, bytes]


@dataclass
class Mailed:
    """People, and the letters that arrived because of what they did."""

    party: Party
    read: Callable[[], Awaitable[list[Letter]]]

    async def to(self, address: str) -> list[Letter]:
        """What arrived at an address, the oldest first."""
        return [one for one in await self.read() if one.to == address]


async def opened(link: str, press: bool = False) -> str:
    """The page behind a link, for somebody without any account; `press`: its one button was pressed."""
    async with aiohttp.ClientSession() as browser:
        data = {"List-Unsubscribe": "One-Click"} if press else None
        async with browser.request("POST" if press else "GET", link, data=data) as page:
            return await page.text()


@asynccontextmanager
async def by_slack(folder: Path, now: str) -> AsyncIterator[Mailed]:
    """In the sandbox, with its mailbox."""
    async with slack.party(folder, now, links=True) as party:
        talk = party.talk

        async def read() -> list[Letter]:
            return [await _in_mailbox(party, one) for one in await talk.mail()]

        yield Mailed(party, read)


async def _in_mailbox(party: slack.InSlack, one: slack.Json) -> Letter:
    files: dict[str, bytes] = {}
    async with aiohttp.ClientSession() as browser:
        for name in [*one["files"], *one["pictures"].values()]:
            address = f"{party.talk.address}/sandbox/mail/{one['id']}/{name}"
            async with browser.get(address) as answer:
                files[name] = await answer.read()
    return Letter(one["to"], one["subject"], one["text"], one["html"], one["headers"], files)


@asynccontextmanager
async def by_teams(folder: Path, now: str) -> AsyncIterator[Mailed]:
    """In the pretend Teams, with a mail server beside it."""
    async with listening() as mail, teams.party(folder, now, mail=mail.url) as party:

        async def read() -> list[Letter]:
            return [_arrived(one, to) for one, (_, to) in zip(mail.letters, mail.envelopes, strict=True)]

        yield Mailed(party, read)


def _arrived(one: EmailMessage, to: str) -> Letter:
    files = {
        str(part.get_filename()): part.get_payload(decode=True) for part in one.walk() if part.get_filename()
    }
    headers = {name: str(value) for name, value in one.items()}
    return Letter(to, str(one["Subject"]), body(one), body(one, "html"), headers, files)  # type: ignore[arg-type]


DOORS = {"slack": by_slack, "teams": by_teams}
