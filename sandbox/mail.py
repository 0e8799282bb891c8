"""The sandbox's mail server and mailbox: the bot sends over real SMTP, and what it sends is read on the page and in tests.

Some addresses answer as difficult ones do: whatever ends in `@refused.example` is not taken, `@later.example` is not taken
the first time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from typing import Any

from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope, Session

from sandbox.calendar import Calendar
from sandbox.errors import Refused
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
        self._along: dict[tuple[str, str], tuple[str, bytes]] = {}
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
        for part in letter.walk():
            if name := part.get_filename():
                self._along[str(self._count), name] = part.get_content_type(), _bytes(part)
        for gone in self.letters[:-MOST]:
            self._along = {key: held for key, held in self._along.items() if key[0] != str(gone["id"])}
        del self.letters[:-MOST]
        self._stream.tell("mail")
        return "250 OK"

    async def along(self, request: web.Request) -> web.Response:
        """A file or a picture that came along with a letter: GET /sandbox/mail/{letter}/{name}."""
        key = request.match_info["letter"], request.match_info["name"]
        if key not in self._along:
            raise Refused("unknown_file", "No letter came with such a file.", 404)
        kind, held = self._along[key]
        shown = kind if kind in ("image/png", "image/jpeg") else "application/octet-stream"
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
        return web.Response(body=held, content_type=shown, headers=headers)

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
            "pictures": {
                str(part["Content-ID"]).strip("<>"): part.get_filename()
                for part in letter.walk()
                if part["Content-ID"]
            },
        }


def _part(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _bytes(part: Message[str, str]) -> bytes:
    """What is in a file, as it was sent."""
    held = part.get_payload(decode=True)
    return held if isinstance(held, bytes) else b""
