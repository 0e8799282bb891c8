"""One line of a log: what happened, what was in hand, and of errors and libraries only where."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import logs
from bot.errors import BotError, CannotStart, TryLater, Undeliverable, Unsure
from tests.bot.logged import Lines, listening

ROOT = Path(__file__).resolve().parents[2]
WORD = "marzipan"
log = logging.getLogger("bot.trial")


@pytest.fixture
def lines() -> Iterator[Lines]:
    with listening() as lines:
        yield lines


@pytest.fixture
def plain() -> Iterator[Lines]:
    with listening("plain") as lines:
        yield lines


def test_what_is_in_hand_stands_on_every_line(lines: Lines) -> None:
    with logs.hand() as number, logs.about(partnership=3):
        log.info("noted", extra={"outcome": "done", "milliseconds": 12.5})
        with logs.hand() as inner:
            log.info("again")
    log.info("outside")
    first, second, last = lines.all
    assert inner == number and re.fullmatch(r"[0-9a-f]{8}", number)
    assert first | {"timestamp": ""} == {
        "timestamp": "",
        "level": "info",
        "event": "noted",
        "request": number,
        "partnership": 3,
        "outcome": "done",
        "milliseconds": 12.5,
    }
    assert second["request"] == number and "request" not in last
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", first["timestamp"])


async def test_what_two_tasks_have_in_hand_is_kept_apart(lines: Lines) -> None:
    met = asyncio.Barrier(2)

    async def work() -> str:
        with logs.hand() as number:
            await met.wait()
            log.info("working")
            return number

    numbers = await asyncio.gather(work(), work())
    assert sorted(one["request"] for one in lines.all) == sorted(numbers)
    assert len(set(numbers)) == 2


def test_of_an_exception_only_its_kind_and_its_places_are_told(lines: Lines) -> None:
    try:
        try:
            {}[WORD]
        except KeyError as error:
            raise ValueError(f"no {WORD}") from error
    except ValueError:
        log.exception("it failed")
    (line,) = lines.all
    assert line["error"] == "ValueError from KeyError"
    assert line["at"].startswith("tests/bot/test_logs.py:")
    assert WORD not in lines.text


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (Undeliverable("not_in_channel"), "Undeliverable (not_in_channel)"),
        (BotError("agenda/nothing", typed=WORD), "BotError (agenda/nothing)"),
        (TryLater(2.0), "TryLater (try again in 2.0 s)"),
        (Unsure("HTTP 503"), "Unsure (HTTP 503)"),
        (Unsure(f"KeyError('{WORD}')"), "Unsure"),
        (ValueError(WORD), "ValueError"),
        (CannotStart("UPBEAT_PORT: nothing can listen there"), "UPBEAT_PORT: nothing can listen there"),
    ],
    ids=str,
)
def test_an_error_that_a_line_names_is_told_by_its_code_alone(
    lines: Lines, error: Exception, told: str
) -> None:
    log.warning("a mark was not left: %s", error)
    assert [one["event"] for one in lines.all] == [f"a mark was not left: {told}"]


def test_of_a_library_only_the_place_is_told(lines: Lines) -> None:
    logging.getLogger("slack_bolt.App").error("Failed: %s", {"text": WORD}, extra={"outcome": WORD})
    logging.getLogger("asyncio").error(f"Task failed: {WORD}", exc_info=ValueError(WORD), stack_info=True)
    bolt, loop = lines.all
    assert bolt["event"] == "slack_bolt.App reports something"
    assert bolt["place"].startswith("tests/bot/test_logs.py:")
    assert loop["error"] == "ValueError"
    assert WORD not in lines.text


def test_a_line_for_a_terminal_is_one_line_too(plain: Lines) -> None:
    with logs.hand() as number:
        try:
            raise ValueError(f"{WORD}\n{WORD}")
        except ValueError:
            log.exception("it failed")
    assert len(plain.text.splitlines()) == 1
    assert f"request={number}" in plain.text and "error=ValueError" in plain.text and WORD not in plain.text


@pytest.mark.parametrize(
    "code",
    [
        f"raise ValueError('{WORD}')",
        f"import threading\ndef fail(): raise ValueError('{WORD}')\n"
        "thread = threading.Thread(target=fail); thread.start(); thread.join()",
        f"class Jam:\n  def __del__(self): raise ValueError('{WORD}')\njam = Jam(); del jam",
        f"import warnings; warnings.warn('{WORD}')",
    ],
    ids=["uncaught", "in a thread", "in a finaliser", "warned"],
)
def test_what_python_itself_would_print_goes_the_same_way(code: str) -> None:
    program = f"from bot import logs; logs.set_up('INFO', 'json')\n{code}"
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    assert json.loads(ended.stderr)["level"] in ("critical", "warning")
    assert WORD not in ended.stderr.decode()


def test_a_thread_that_answers_when_all_is_over_says_nothing() -> None:
    program = (
        "import asyncio, threading\nfrom bot import logs; logs.set_up('INFO', 'json')\n"
        "loop = asyncio.new_event_loop(); loop.close()\n"
        "late = threading.Thread(target=loop.call_soon_threadsafe, args=(print,)); late.start(); late.join()"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")
