"""What the mail server itself can tell about how mail is set up: the way to it, the sign-in, and our own address."""

from __future__ import annotations

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from bot.doctor import Finding, Findings, bad, note, ok
from bot.errors import TryLater
from bot.mail.links import Links
from bot.mail.message import sender_of
from bot.mail.server import connected
from bot.settings import Settings


async def of_mail(settings: Settings) -> Findings:
    """Everything about mail. No letter is sent; nothing is looked at where the settings do not say enough."""
    if not settings.mail:
        yield note(
            "Mail is not set up: letters to circulation lists are not sent.", "UPBEAT_SMTP_URL sets it up."
        )
        return
    if settings.missing():
        return
    try:
        smtp = await connected(settings)
    except (SMTPException, OSError, TimeoutError, TryLater) as error:
        yield _not_reached(settings, error)
        return
    try:
        yield ok(f"The mail server answers: {settings.mail_server.host}")
        yield await _of_sender(smtp, settings)
    finally:
        smtp.close()
    yield _of_links(settings)


def _not_reached(settings: Settings, error: Exception) -> Finding:
    if isinstance(error, TryLater):
        return bad(
            "The mail server does not let Upbeat in.",
            "Look at the user and the password in UPBEAT_SMTP_URL; signs such as @ and / are written %40 and %2F.",
        )
    return bad(
        f"The mail server {settings.mail_server.host} cannot be spoken to ({type(error).__name__}).",
        "Look at UPBEAT_SMTP_URL: smtps:// for port 465, smtp:// for port 587; and at the way out of this machine.",
    )


async def _of_sender(smtp: SMTP, settings: Settings) -> Finding:
    """Whether letters may come from our address; nobody is written to."""
    sender = sender_of(settings.mail_from)[1]
    try:
        await smtp.mail(sender)
        await smtp.rset()
    except SMTPResponseException as error:
        return bad(
            f"The mail server takes no letters from {sender} ({error.code}).",
            "UPBEAT_MAIL_FROM has to be an address that the server knows as one of its own.",
        )
    except (SMTPException, OSError, TimeoutError):
        return bad("The mail server hung up when a letter was begun.", "Its own log says why.")
    return ok(f"Letters may come from {sender}.")


def _of_links(settings: Settings) -> Finding:
    if Links(settings).leaving("x"):
        return ok("Letters have a link with which people leave a list.")
    return note(
        "Letters have no link with which people leave a list; they say which words to reply with.",
        "Set UPBEAT_PUBLIC_URL (and UPBEAT_PORT) to the address at which people reach Upbeat.",
    )
