"""The mail server: spoken to by one connection at a time, and what its refusals mean. The only file that knows SMTP.

What the server said is kept as its code alone, because its words often repeat an address.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPResponseException,
)

from bot import clock as time
from bot.errors import TryLater, Undeliverable, Unreachable, Unsure
from bot.settings import Settings, on_this_machine

log = logging.getLogger(__name__)

STEP_SECONDS, WORDS_SECONDS = 30.0, 120.0
"""How long the server may take for one step (elapsed time), and to look at a whole letter before it takes it."""

TURN_SECONDS = 8.0
"""How long a letter waits here for its turn; then it goes back to the outbox, whose lease would end."""

AGAIN, MUCH_LATER = 60.0, 600.0
"""Seconds until a letter is tried again: where the server was not there; where it needs time, or somebody to mend something."""

OURS = frozenset({530, 534, 535, 538})
"""Refusals that are about how we are known to the server and not about whom a letter is for."""

_ENHANCED = re.compile(r"\s*(\d\.\d{1,3}\.\d{1,3})\b")


class Server:
    """The mail server that the settings name. The connection stays open for as long as letters wait for it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._next = 0.0
        self._smtp: SMTP | None = None
        self._away = False

    async def send(self, sender: str, to: str, letter: bytes) -> None:
        """Hand one letter over. Raises TryLater, Unsure, Undeliverable, or Unreachable where the address is refused."""
        self._waiting += 1
        try:
            await self._pace()
            async with self._my_turn():
                await self._send(sender, to, letter)
        finally:
            self._waiting -= 1
            if not self._waiting:
                await self._hang_up()

    async def _pace(self) -> None:
        """Leave the server its pause between two letters; what would wait too long is put off at once."""
        now = time.elapsed()
        wait = max(self._next - now, 0.0)
        if wait > TURN_SECONDS:
            raise TryLater(wait)
        self._next = now + wait + self._settings.mail_pace_seconds
        await asyncio.sleep(wait)

    @asynccontextmanager
    async def _my_turn(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await self._turn.acquire()
        except TimeoutError:
            raise TryLater(TURN_SECONDS) from None
        try:
            yield
        finally:
            self._turn.release()

    async def _send(self, sender: str, to: str, letter: bytes) -> None:
        """One letter, step by step: up to its words nothing was said, and after them nothing is taken back."""
        try:
            smtp = await self._connected()
            try:
                await smtp.mail(sender)
            except SMTPResponseException as error:
                raise _not_from_us(error) from None
            try:
                await smtp.rcpt(to)
            except SMTPResponseException as error:
                raise _not_to_them(error) from None
        except (SMTPException, OSError, TimeoutError) as error:
            self._drop()
            self._is_away(error)
            raise TryLater(AGAIN) from error
        if self._away:
            self._away = False
            log.info("the mail server can be spoken to again")
        await self._words(smtp, letter)

    def _is_away(self, error: Exception) -> None:
        """Say so in the log once, however many letters wait for the server."""
        if not self._away:
            log.error("the mail server cannot be spoken to (%s): letters wait for it", type(error).__name__)
        self._away = True

    async def _words(self, smtp: SMTP, letter: bytes) -> None:
        try:
            await smtp.data(letter, timeout=WORDS_SECONDS)
        except SMTPResponseException as error:
            if error.code >= 500:
                raise Undeliverable(f"the mail server does not take the letter ({_code(error)})") from None
            self._drop()
            raise TryLater(MUCH_LATER) from None
        except (SMTPException, OSError, TimeoutError):
            self._drop()
            raise Unsure("the mail server was gone before it said whether it took the letter") from None

    async def _connected(self) -> SMTP:
        """A connection ready for the next letter: the one that is open, if it still answers."""
        if self._smtp is not None:
            with suppress(SMTPException, OSError, TimeoutError):
                await self._smtp.rset()
                return self._smtp
            self._drop()
        self._smtp = await connected(self._settings)
        return self._smtp

    async def _hang_up(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(SMTPException, OSError, TimeoutError):
                await smtp.quit()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


async def connected(settings: Settings) -> SMTP:
    """A new connection, encrypted and signed in as the settings say. Raises what the library raises, or TryLater."""
    server = settings.mail_server
    here = on_this_machine(server.host)
    smtp = SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.implicit_tls,
        start_tls=settings.smtp_tls and not (server.implicit_tls or here),
        username=server.user or None,
        password=server.password or None,
        timeout=STEP_SECONDS,
    )
    try:
        await smtp.connect()
    except SMTPAuthenticationError as error:
        log.error("the mail server does not let Upbeat in (%s): look at UPBEAT_SMTP_URL", _code(error))
        smtp.close()
        raise TryLater(MUCH_LATER) from None
    return smtp


def _not_from_us(error: SMTPResponseException) -> Exception:
    """The server takes no letter from our address: for whoever runs Upbeat to put right."""
    if error.code >= 500:
        log.error("the mail server takes nothing from UPBEAT_MAIL_FROM (%s)", _code(error))
    return TryLater(MUCH_LATER if error.code >= 500 else AGAIN)


def _not_to_them(error: SMTPResponseException) -> Exception:
    """The server takes no letter for this address: never, or not now; or it would take none from us for anybody."""
    code = _code(error)
    if error.code < 500:
        return TryLater(MUCH_LATER)
    if error.code in OURS or " 5.7." in f" {code.partition(' ')[2]}":
        log.error("the mail server does not pass on what Upbeat sends (%s)", code)
        return TryLater(MUCH_LATER)
    return Unreachable(f"the mail server refuses the address ({code})")


def _code(error: SMTPResponseException) -> str:
    """The code of an answer, with the finer one where there is one."""
    finer = _ENHANCED.match(error.message or "")
    return f"{error.code} {finer[1]}" if finer else str(error.code)
