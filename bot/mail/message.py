"""A letter as it goes over the wire: headers that no typed word can break out of, and one id however often it is sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import quote

from bot import addresses
from bot.card import File
from bot.mail.letters import Letter, content_id, pictured

LONGEST_NAME = 100
"""Characters of the name of a person or a partnership in a header."""

POLICY = SMTP.clone(cte_type="7bit")
"""Every server takes it, also one that knows nothing but ASCII."""


@dataclass(frozen=True)
class Envelope:
    """Whom a letter goes to, on whose behalf and because of what; `leave` is where one press ends it, or ""."""

    to: str
    to_name: str
    sender: str
    sender_name: str
    reply_to: str = ""
    list_id: str = ""
    list_name: str = ""
    leave: str = ""


def message_id(key: str, sender: str) -> str:
    """The id of the letter of this key: the same however often it has to be sent, so that it is one letter."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{sender.rpartition('@')[2]}>"


def message(letter: Letter, to: Envelope, key: str, at: datetime, files: Iterable[File] = ()) -> EmailMessage:
    """The whole letter, dated `at` (aware), as plain text and HTML."""
    made = EmailMessage(policy=POLICY)
    made["From"] = _address(to.sender_name, to.sender)
    made["To"] = _address(to.to_name, to.to)
    made["Subject"] = _clean(letter.subject)
    made["Date"] = format_datetime(at)
    made["Message-ID"] = message_id(key, to.sender)
    made["Auto-Submitted"] = "auto-generated"
    if to.reply_to:
        made["Reply-To"] = _address("", to.reply_to)
    for name, value in _list_headers(to).items():
        made[name] = value
    made.set_content(letter.text, cte="quoted-printable")
    made.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    along = list(files)
    _put_in(made, [file for file in along if pictured(file)])
    for file in along:
        if pictured(file):
            continue
        kind, _, subtype = file.content_type.partition(";")[0].partition("/")
        name = _clean(file.name)
        made.add_attachment(file.content, maintype=kind, subtype=subtype or "plain", filename=name)
    return made


def _put_in(made: EmailMessage, pictures: Iterable[File]) -> None:
    """Pictures that the HTML means, beside it."""
    page = made.get_body(("html",))
    for file in pictures:
        assert page is not None
        kind, _, subtype = file.content_type.partition(";")[0].partition("/")
        page.add_related(
            file.content,
            maintype=kind,
            subtype=subtype,
            cid=f"<{content_id(file)}>",
            filename=_clean(file.name),
            disposition="inline",
        )


def _list_headers(to: Envelope) -> dict[str, str]:
    """What mail programs offer "unsubscribe" by (RFC 2369, RFC 2919, RFC 8058)."""
    found: dict[str, str] = {}
    if to.list_id:
        found["List-Id"] = f"<{to.list_id}.{to.sender.rpartition('@')[2]}>"
    by_mail = [f"<mailto:{quote(to.reply_to, safe='@')}?subject=unsubscribe>"] if to.reply_to else []
    ways = [f"<{to.leave}>"] * bool(to.leave) + by_mail
    if ways:
        found["List-Unsubscribe"] = ", ".join(ways)
    if to.leave:
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found


def _address(name: str, spec: str) -> Address:
    return Address(display_name=_clean(name)[:LONGEST_NAME].strip(), addr_spec=spec)


def _clean(words: str) -> str:
    """Words fit for a header: one line, nothing that is not seen."""
    return "".join(char for char in " ".join(words.split()) if char.isprintable())


def sender_of(mail_from: str) -> tuple[str, str]:
    """Name and address of the setting UPBEAT_MAIL_FROM. Raises ValueError where it is no address."""
    name, spec = parseaddr(mail_from)
    if (found := addresses.address(spec)) is None:
        raise ValueError("it is no address")
    return name, found
