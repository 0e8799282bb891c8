"""A mail server on this machine for tests: it takes letters over a real socket, and can be as difficult as others are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class MailServer:
    """What came in. `rcpt` and `data` are answers by address, each used once unless they stand under "*".

    `hangs_up`: so many letters are taken in, and the line is cut before the server says so.
    """

    url: str = ""
    letters: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, str]] = field(default_factory=list)
    connections: int = 0
    rcpt: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    sender: str = ""
    hangs_up: int = 0
    tried: list[str] = field(default_factory=list)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname  # type: ignore[assignment]
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.sender:
            return self.sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tried.append(address)
        if address.endswith("@refused.example"):
            return "550 5.1.1 Nobody of this address is here"
        if answer := self.rcpt.pop(address, "") or self.rcpt.get("*", ""):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        [address] = envelope.rcpt_tos
        if answer := self.data.pop(address, ""):
            return answer
        content = envelope.content
        assert isinstance(content, bytes)
        self.letters.append(message_from_bytes(content, policy=default))
        self.envelopes.append((envelope.mail_from or "", address))
        if self.hangs_up:
            self.hangs_up -= 1
            assert server.transport is not None
            server.transport.abort()
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """The letters that went to an address."""
        return [one for one, (_, to) in zip(self.letters, self.envelopes, strict=True) if to == address]


def body(letter: EmailMessage, kind: str = "plain") -> str:
    """The words of a letter."""
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@asynccontextmanager
async def listening() -> AsyncIterator[MailServer]:
    """A mail server for as long as the test takes, on a port that is free."""
    mail, loop = MailServer(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(mail, hostname="mail.test", loop=loop), "127.0.0.1", 0)
    mail.url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield mail
    finally:
        server.close()
