"""The sandbox's mail server as a program that sends mail meets it, and the mailbox that people look into."""

from __future__ import annotations

from email.message import EmailMessage

import aiosmtplib
import pytest

from sandbox.client import Sandbox
from sandbox.main import Options, opened

PLAIN = {"Subject": "Gŵyl", "From": "Upbeat <upbeat@sandbox.example>", "To": "Grace <grace@oakhouse.example>"}


def letter(**headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in {**PLAIN, **headers}.items():
        made[name] = value
    made.set_content("Croeso i bawb")
    made.add_alternative("<p>Croeso i <b>bawb</b></p>", subtype="html")
    return made


async def test_a_letter_is_found_in_the_mailbox_with_all_its_parts() -> None:
    async with opened(Options(bot=False, browser=False)) as slack, Sandbox(slack.address) as look:
        host, port = slack.mail_url.removeprefix("smtp://").split(":")
        await aiosmtplib.send(letter(), hostname=host, port=int(port), start_tls=False)
        [one] = await look.mail()
        assert (one["to"], one["subject"]) == ("grace@oakhouse.example", "Gŵyl")
        assert one["from"] == "Upbeat <upbeat@sandbox.example>" and one["headers"]["To"].startswith("Grace <")
        assert "Croeso i bawb" in one["text"] and "<b>bawb</b>" in one["html"]
        assert (await look.get("mail", to="otto@oakhouse.example"))["mail"] == []


@pytest.mark.parametrize(
    ("address", "tries"), [("a@refused.example", [550, 550]), ("a@later.example", [450, 0])]
)
async def test_some_addresses_are_difficult(address: str, tries: list[int]) -> None:
    async with opened(Options(bot=False, browser=False)) as slack:
        host, port = slack.mail_url.removeprefix("smtp://").split(":")
        for expected in tries:
            made = letter()
            del made["To"]
            made["To"] = address
            code = 0
            try:
                await aiosmtplib.send(made, hostname=host, port=int(port), start_tls=False)
            except aiosmtplib.SMTPRecipientsRefused as refused:
                code = refused.recipients[0].code
            assert code == expected
