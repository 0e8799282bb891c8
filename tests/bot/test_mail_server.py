"""Handing letters to a mail server over a real socket: what its answers mean, and that nobody gets the same letter twice."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from bot import clock
from bot.doctor import Mark
from bot.errors import TryLater, Undeliverable, Unreachable, Unsure
from bot.mail.check import of_mail
from bot.mail.server import Server
from bot.settings import Settings, mail_server
from tests.mailserver import MailServer, listening

SENDER, GRACE, OTTO = "upbeat@example.org", "grace@example.org", "otto@example.org"
LETTER = b"Subject: News\r\n\r\nForty children sang.\r\n"


def settings(url: str, **more: object) -> Settings:
    given = {
        "mail_from": SENDER,
        "mail_pace_seconds": 0,
        "slack_bot_token": "xoxb-1",
        "slack_app_token": "xapp-1",
    }
    return Settings(smtp_url=url, _env_file=None, **{**given, **more})  # type: ignore[arg-type, call-arg]


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    async with listening() as server:
        yield server


@pytest.fixture
def server(mail: MailServer) -> Server:
    return Server(settings(mail.url))


async def test_a_letter_is_taken(mail: MailServer, server: Server) -> None:
    await server.send(SENDER, GRACE, LETTER)
    assert mail.envelopes == [(SENDER, GRACE)] and mail.letters[0]["Subject"] == "News"


async def test_letters_that_wait_together_share_one_connection(mail: MailServer, server: Server) -> None:
    people = [f"reader{n}@example.org" for n in range(20)]
    await asyncio.gather(*(server.send(SENDER, one, LETTER) for one in people))
    assert sorted(to for _, to in mail.envelopes) == sorted(people) and mail.connections == 1


async def test_a_refused_address_stops_nobody_else(mail: MailServer, server: Server) -> None:
    mail.rcpt[GRACE] = "550 5.1.1 <grace@example.org> is not known here"
    outcomes = await asyncio.gather(
        server.send(SENDER, GRACE, LETTER), server.send(SENDER, OTTO, LETTER), return_exceptions=True
    )
    assert isinstance(outcomes[0], Unreachable) and outcomes[1] is None
    assert [to for _, to in mail.envelopes] == [OTTO]


@pytest.mark.parametrize(
    "answer", ["550 5.1.1 grace@example.org unknown", "553 Not allowed: grace@example.org"]
)
async def test_what_is_kept_of_a_refusal_names_nobody(mail: MailServer, server: Server, answer: str) -> None:
    mail.rcpt[GRACE] = answer
    with pytest.raises(Unreachable) as refused:
        await server.send(SENDER, GRACE, LETTER)
    assert "grace" not in str(refused.value) and answer[:3] in str(refused.value)


@pytest.mark.parametrize("answer", ["450 4.2.1 Come again", "452 4.2.2 Full", "421 4.3.2 Closing"])
async def test_an_address_that_is_busy_is_tried_later(mail: MailServer, server: Server, answer: str) -> None:
    mail.rcpt[GRACE] = answer
    with pytest.raises(TryLater):
        await server.send(SENDER, GRACE, LETTER)
    await server.send(SENDER, GRACE, LETTER)
    assert len(mail.letters) == 1


@pytest.mark.parametrize(
    "answer", ["530 5.7.0 Sign in first", "550 5.7.1 Relaying denied", "554 5.7.1 Relay access"]
)
async def test_nobody_is_marked_where_it_is_us_whom_the_server_does_not_know(
    mail: MailServer, server: Server, answer: str, caplog: pytest.LogCaptureFixture
) -> None:
    mail.rcpt["*"] = answer
    with pytest.raises(TryLater):
        await server.send(SENDER, GRACE, LETTER)
    assert "does not pass on" in caplog.text and "grace" not in caplog.text


async def test_a_sender_that_is_not_taken_is_for_whoever_runs_upbeat(
    mail: MailServer, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    mail.sender = "553 5.1.8 Not one of ours"
    with pytest.raises(TryLater):
        await server.send(SENDER, GRACE, LETTER)
    assert "UPBEAT_MAIL_FROM" in caplog.text


async def test_a_letter_whose_words_are_refused_marks_nobody(mail: MailServer, server: Server) -> None:
    mail.data[GRACE] = "554 5.6.0 We do not like this"
    with pytest.raises(Undeliverable) as refused:
        await server.send(SENDER, GRACE, LETTER)
    assert not isinstance(refused.value, Unreachable)
    mail.data[GRACE] = "451 4.3.0 Not now"
    with pytest.raises(TryLater):
        await server.send(SENDER, GRACE, LETTER)


async def test_a_line_that_is_cut_after_the_words_leaves_it_open_whether_they_arrived(
    mail: MailServer, server: Server
) -> None:
    mail.hangs_up = 1
    with pytest.raises(Unsure):
        await server.send(SENDER, GRACE, LETTER)
    assert len(mail.letters) == 1, "it did arrive"
    await server.send(SENDER, OTTO, LETTER)


async def test_a_server_that_is_not_there_is_tried_later() -> None:
    async with listening() as gone:
        url = gone.url
    with pytest.raises(TryLater):
        await Server(settings(url)).send(SENDER, GRACE, LETTER)


async def test_a_pause_stands_between_two_letters(mail: MailServer) -> None:
    slow = Server(settings(mail.url, mail_pace_seconds=0.05))
    began = clock.elapsed()
    await asyncio.gather(*(slow.send(SENDER, GRACE, LETTER) for _ in range(4)))
    assert clock.elapsed() - began >= 0.15


async def test_who_would_wait_too_long_for_a_turn_goes_back_to_the_outbox(mail: MailServer) -> None:
    slow = Server(settings(mail.url, mail_pace_seconds=60))
    await slow.send(SENDER, GRACE, LETTER)
    with pytest.raises(TryLater) as later:
        await slow.send(SENDER, GRACE, LETTER)
    assert 50 < later.value.seconds <= 60


async def test_no_address_stands_in_any_log(
    mail: MailServer, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    mail.rcpt[OTTO] = "550 5.1.1 otto@example.org unknown"
    await server.send(SENDER, GRACE, LETTER)
    with pytest.raises(Unreachable):
        await server.send(SENDER, OTTO, LETTER)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("bot", "aiosmtplib"))]
    assert not [line for line in ours if "grace@" in line or "otto@" in line]


# Settings and the doctor


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtps://u:p%40ss@mail.example.org", ("mail.example.org", 465, True, "u", "p@ss")),
        ("smtp://mail.example.org", ("mail.example.org", 587, False, "", "")),
        ("smtp://127.0.0.1:1025", ("127.0.0.1", 1025, False, "", "")),
    ],
)
def test_the_address_of_a_mail_server_is_read(url: str, expected: tuple[object, ...]) -> None:
    read = mail_server(url)
    assert (read.host, read.port, read.implicit_tls, read.user, read.password) == expected
    assert "p@ss" not in repr(read) and "p%40ss" not in repr(settings(url))


@pytest.mark.parametrize(
    ("url", "sender", "says"),
    [
        ("", SENDER, "UPBEAT_SMTP_URL"),
        ("smtp://h", "", "UPBEAT_MAIL_FROM"),
        ("mail.example.org", SENDER, "UPBEAT_SMTP_URL is smtps://"),
        ("smtp://h:port", SENDER, "UPBEAT_SMTP_URL is smtps://"),
        ("smtp://h", "Upbeat", "UPBEAT_MAIL_FROM is an address"),
    ],
)
def test_half_set_up_mail_says_what_is_missing(url: str, sender: str, says: str) -> None:
    assert says in settings(url, mail_from=sender).missing()


def test_mail_is_not_needed_and_whole_is_enough() -> None:
    assert settings("", mail_from="").missing() == "" and not settings("", mail_from="").mail
    assert settings("smtp://h", mail_from=SENDER).missing() == ""


async def found(chosen: Settings) -> list[tuple[Mark, str]]:
    return [(one.mark, one.found) async for one in of_mail(chosen)]


async def test_the_doctor_looks_at_mail_without_writing_to_anybody(mail: MailServer) -> None:
    said = await found(settings(mail.url))
    assert [mark for mark, _ in said] == [Mark.OK, Mark.OK, Mark.NOTE]
    assert "no link" in said[2][1] and not mail.letters and not mail.tried
    linked = await found(settings(mail.url, public_url="https://upbeat.example.org", port=8000))
    assert [mark for mark, _ in linked] == [Mark.OK] * 3


async def test_the_doctor_says_what_is_wrong_with_mail(mail: MailServer) -> None:
    mail.sender = "553 5.1.8 Not one of ours"
    assert (Mark.BAD, f"The mail server takes no letters from {SENDER} (553).") in await found(
        settings(mail.url)
    )
    async with listening() as gone:
        url = gone.url
    [(mark, words)] = await found(settings(url))
    assert mark is Mark.BAD and "cannot be spoken to" in words
    [(mark, words)] = await found(settings("", mail_from=""))
    assert mark is Mark.NOTE and "not set up" in words
