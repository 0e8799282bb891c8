"""Logs: one line for what happened, with the id of its request, and never a word that people typed."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import re
import subprocess
import sys
from asyncio.subprocess import PIPE, create_subprocess_exec
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot import logs
from bot.errors import BotError, FieldError, TryLater, Undeliverable, Unsure
from bot.feature import Context, Feature, Occasion, Place, Reply, Request, Way, reply, silent
from storage.records import Registry
from tests import stores
from tests.bot.pretended import pretended, settings
from tests.house import CHANNEL, House, face

ROOT = Path(__file__).resolve().parents[2]
WORD = "marzipan"
HERE = Place(CHANNEL, "T1")
log = logging.getLogger("bot.trial")


class Lines:
    """What was logged, as JSON lines."""

    def __init__(self, form: str = "json") -> None:
        self._stream = io.StringIO()
        self.handler = logging.StreamHandler(self._stream)
        self.handler.setFormatter(logs.Lines(form))

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    @property
    def requests(self) -> list[dict[str, Any]]:
        return [one for one in self.all if one["event"] == "request"]


@pytest.fixture
def lines() -> Iterator[Lines]:
    yield from _heard(Lines())


@pytest.fixture
def plain() -> Iterator[Lines]:
    yield from _heard(Lines("plain"))


def _heard(lines: Lines) -> Iterator[Lines]:
    root, ours = logging.getLogger(), [logging.getLogger(name) for name in logs.OURS]
    levels = [one.level for one in ours]
    root.addHandler(lines.handler)
    for one in ours:
        one.setLevel("DEBUG")
    yield lines
    root.removeHandler(lines.handler)
    for one, level in zip(ours, levels, strict=True):
        one.setLevel(level)


# A line


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


# The house


def careless() -> Feature:
    """A feature that has what was typed on its lips whenever it fails."""
    feature = Feature("jam", command="/jam", about="jam")

    @feature.verb("spill", default=True, markers=(r"jam:\s*",))
    async def spill(context: Context) -> Reply:
        """Fail in a way that nobody foresaw."""
        raise ValueError(f"{context.text} {context.request.values}")

    @feature.verb("mind")
    async def mind(context: Context) -> Reply:
        """Fail in a way that can be mended."""
        raise FieldError("what", "dispatch/too_long", typed=context.text, most=3)

    @feature.verb("draw")
    async def draw(context: Context) -> Reply:
        """Answer with a card that cannot be drawn."""
        return reply("dispatch/too_long", typed=context.text, more=context.text)

    @feature.verb("post")
    async def post(context: Context) -> Reply:
        """Owe a message."""
        await context.post("dispatch/too_long", key="jam/1", typed=context.text, most=3)
        return silent()

    @feature.job
    async def boil(context: Context) -> list[Occasion]:
        """Fail when nobody asks."""
        raise ValueError(WORD)

    return feature


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun([careless()]) as house:
        yield house


async def test_a_request_is_one_line_that_says_what_became_of_it(lines: Lines) -> None:
    async with House.begun() as house:
        await house.types("mina", f"/agenda add {WORD}")
    (line,) = lines.requests
    assert line["verb"] == "agenda.add" and line["way"] == "command" and line["outcome"] == "done"
    assert line["partnership"] == 1 and line["milliseconds"] > 0 and line["level"] == "info"
    assert re.fullmatch(r"[0-9a-f]{8}", line["request"])
    assert WORD not in lines.text


async def test_a_line_of_chat_that_is_nothing_to_upbeat_is_no_line(lines: Lines) -> None:
    async with House.begun() as house:
        await house.types("mina", f"has anybody got {WORD}?")
    assert lines.requests == []


async def test_a_failure_shares_its_id_with_its_request(lines: Lines, house: House) -> None:
    said = await house.types("mina", f"/jam spill {WORD}")
    failure, request = lines.all
    assert failure["request"] == request["request"] and failure["error"] == "ValueError"
    assert failure["at"].startswith("tests/bot/test_logs.py:")
    number = request["outcome"].removeprefix("dispatch/failed ")
    assert number in said.text and number in failure["event"]


async def test_no_word_that_people_typed_is_ever_logged(lines: Lines, house: House) -> None:
    for words in (f"/jam {WORD}", f"@Upbeat jam {WORD}", f"jam: {WORD}", f"@Upbeat {WORD}"):
        await house.types("mina", words)
        await house.types("mina", words, thread="1.1")
    for verb in ("mind", "draw", "post", WORD):
        await house.types("mina", f"/jam {verb} {WORD}")
        await house.types("mina", f"jam {verb} {WORD}", where="dm")
    said = await house.types("mina", f"/jam mind {WORD}")
    for verb in ("spill", "mind", "draw", "gone"):
        await house.presses_raw("mina", said, f"jam.{verb}", WORD)
    assert len(lines.requests) == 21
    assert {"done", "dispatch/gone", "dispatch/too_long"} <= {one["outcome"] for one in lines.requests}
    assert WORD not in lines.text


async def test_none_is_logged_either_where_the_platform_or_the_clock_fails(
    lines: Lines, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> str:
        raise ValueError(WORD)

    async def awake(*_: object) -> list[int]:
        return [1]

    house.memory.post = fails  # type: ignore[method-assign]
    monkeypatch.setattr(Registry, "awake", awake)
    await house.types("mina", f"/jam post {WORD}")
    await house.deliverer.round()
    await house.dispatch.sweep(house.clock.now())
    events = {one["event"]: one for one in lines.all}
    assert events["delivery 1 failed"]["delivery"] == 1 and events["delivery 1 failed"]["partnership"] == 1
    assert events["a job of jam failed in partnership 1"]["partnership"] == 1
    assert WORD not in lines.text


async def test_none_is_logged_either_where_the_store_fails(
    lines: Lines, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_self: Registry, *given: object) -> None:
        raise OSError(f"disk full: {WORD} {given}")

    monkeypatch.setattr(Registry, "note", full)
    with pytest.raises(OSError, match=WORD):
        await house.types("mina", f"/jam post {WORD}")
    (line,) = lines.requests
    assert line["outcome"] == "not kept" and line["error"] == "OSError"
    monkeypatch.undo()
    async with house.store.transaction() as session:
        with pytest.raises(Exception, match="organisations"):
            await session.execute(text(f"INSERT INTO organisations (name) VALUES ('{WORD}')"))
    assert WORD not in lines.text


async def test_a_second_copy_of_an_event_says_that_it_was_seen_before(lines: Lines) -> None:
    async with House.begun() as house:
        request = Request("help", "show", face("mina"), HERE, house.clock.now(), Way.MENTION, key="once")
        await house.dispatch.handle(request)
        await house.dispatch.handle(request)
    assert [one["outcome"] for one in lines.requests] == ["done", "seen before"]


# The whole process


def event(**more: object) -> dict[str, object]:
    """An event as Slack sends it, in a channel."""
    return {
        "type": "event_callback",
        "team_id": "T1",
        "api_app_id": "A1",
        "event_id": "Ev1",
        "authorizations": [{"team_id": "T1", "user_id": "UBOT", "is_bot": True}],
        "event": {"channel": "C1", "user": "UMINA", "ts": "1.1", "event_ts": "1.1", **more},
    }


JUNK = [
    event(type="app_mention", text=f"<@UBOT> {WORD}"),
    event(type="app_mention", text=f"<@UBOT> {WORD}", user=None, channel={"id": WORD}),
    event(type="message", text=f"ACTION: {WORD}", subtype=WORD),
    event(type=WORD, text=WORD),
    event(type="message", channel_type="im", channel="D1", text=WORD, ts=WORD),
    event(type="member_joined_channel", user=WORD),
    {"type": "event_callback", "event": {"type": "message", "text": WORD}},
    {"type": WORD, "text": WORD},
    {"event": WORD},
]


async def test_a_process_that_is_sent_junk_keeps_words_and_tokens_to_itself() -> None:
    async with stores.fresh() as url, pretended() as slack:
        slack.sends = JUNK
        slack.slow = "chat.postMessage"
        chosen = settings(slack, url, slack_bot_token="xoxb-nougat", slack_app_token="xapp-nougat")
        names = ("database_url", "slack_bot_token", "slack_app_token", "slack_base_url")
        given = {f"UPBEAT_{name.upper()}": str(getattr(chosen, name)) for name in names}
        more = {"UPBEAT_LOG_LEVEL": "DEBUG", "UPBEAT_LOG_FORMAT": "json"}
        process = await create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"), cwd=ROOT, env={**os.environ, **given, **more}, stderr=PIPE
        )
        await asyncio.wait_for(
            slack.reached.wait(), 30
        )  # the first was answered; all others were sent before
        process.terminate()
        _, said = await asyncio.wait_for(process.communicate(), 30)
    rows = [json.loads(line) for line in said.decode().splitlines()]
    assert any(row["event"] == "Upbeat is listening" for row in rows)
    assert any(row["event"] == "request" and "request" in row for row in rows)
    assert WORD not in said.decode() and "nougat" not in said.decode()


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
