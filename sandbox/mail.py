"""The sandbox's mail server and mailbox: the bot sends over real SMTP, and what it sends is read on the page and in tests.

Some addresses answer as difficult ones do: whatever ends in `@refused.example` is not taken, `@later.example` is not taken
the first time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from sandbox.calendar import Calendar
from sandbox.stream import Stream

Json = dict[str, Any]

FROM = "Upbeat <upbeat@sandbox.example>"
REFUSED, LATER = "@refused.example", "@later.example"
MOST = 500
"""So many letters are kept; the oldest go first."""


class Mailbox:
    """Every letter that the bot has sent, whoever it was for, the oldest first."""

    def __init__(self, calendar: Calendar, stream: Stream) -> None:
        self._calendar = calendar
        self._stream = stream
        self._server: asyncio.Server | None = None
        self._asked: set[str] = set()
        self._count = 0
        self.letters: list[Json] = []

    async def open(self) -> str:
        """Listen on loopback; answers where, as the bot is told it."""
        loop = asyncio.get_running_loop()
        make: Callable[[], SMTP] = lambda: SMTP(self, hostname="sandbox.example", loop=loop)  # noqa: E731
        self._server = await loop.create_server(make, "127.0.0.1", 0)
        return f"smtp://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        """Take no more letters."""
        if self._server is not None:
            self._server.close()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Whether there is anybody of this address."""
        if address.endswith(REFUSED):
            return "550 5.1.1 Nobody of this address is here"
        if address.endswith(LATER) and address not in self._asked:
            self._asked.add(address)
            return "450 4.2.1 Please come again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep a letter."""
        content = envelope.content
        letter = message_from_bytes(content if isinstance(content, bytes) else b"", policy=default)
        self._count += 1
        self.letters.append({"id": self._count, **self._read(letter, envelope)})
        del self.letters[:-MOST]
        self._stream.tell("mail")
        return "250 OK"

    def _read(self, letter: EmailMessage, envelope: Envelope) -> Json:
        return {
            "to": ", ".join(envelope.rcpt_tos),
            "from": str(letter["From"]),
            "subject": str(letter["Subject"]),
            "at": self._calendar.now().isoformat(),
            "text": _part(letter, "plain"),
            "html": _part(letter, "html"),
            "headers": {name: str(value) for name, value in letter.items()},
            "files": [part.get_filename() for part in letter.iter_attachments()],
        }


def _part(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
