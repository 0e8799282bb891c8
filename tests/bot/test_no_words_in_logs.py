"""Nothing that people type is ever in a log: tried in every way that a request can come, and with everything failing."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from asyncio.subprocess import PIPE, create_subprocess_exec
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.errors import FieldError
from bot.feature import (
    Attached,
    Context,
    Feature,
    Occasion,
    Place,
    Quoted,
    Reply,
    Request,
    Way,
    reply,
    silent,
)
from storage.captures import Captures
from storage.incoming import AllIncoming
from storage.notes import Notes
from storage.suggestions import Suggestions
from storage.terms import Terms
from tests import stores
from tests.bot.logged import Lines, listening
from tests.bot.pretended import pretended, settings
from tests.handlers.furnished import forms, furnish
from tests.house import CHANNEL, House, Said, face

ROOT = Path(__file__).resolve().parents[2]
WORD = "marzipan"
HERE = Place(CHANNEL, "T1")


@pytest.fixture
def lines() -> Iterator[Lines]:
    with listening() as lines:
        yield lines


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
        await context.tell(context.member, "dispatch/too_long", key="jam/1", typed=context.text, most=3)
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
    assert failure["at"].startswith("tests/bot/test_no_words_in_logs.py:")
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


def signed(house: House, key: str) -> Request:
    """A pin on a message of Sam's."""
    quoted = Quoted(f"the {WORD} is gone", key, "", face("sam"))
    request = Request("reactions", "added", face("mina"), HERE, house.clock.now(), Way.EVENT, key=key)
    return replace(request, values={"sign": "pushpin"}, message=key, quoted=quoted)


def sent(house: House, key: str) -> Request:
    """A calendar file in a direct message."""
    place = Place("DUMINA", "T1", direct=True)
    text = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:{WORD} term\nDTSTART;TZID={WORD}:20261\nEND:VEVENT\n"
    request = Request("", "", face("mina"), place, house.clock.now(), Way.DIRECT, key=key)
    return replace(request, message=key, files=(Attached(f"{WORD}.ics", text),))


async def say_everything(house: House, again: str) -> None:
    """Whatever reads people, with a word in it."""
    for words in (f"I'll buy {WORD} by Friday", f"AGREED: {WORD}", f"#idea {WORD}", f"WIN: {WORD}"):
        said = await house.types("mina", f"{words} {again}")
        await house.edits("mina", said.ts or "1.1", f"{words} {again} today", CHANNEL)
    for number in (1, 2):
        await house.presses_raw("mina", Said(place="DUMINA", partnership=1), "suggestion.note", str(number))
    await house.types("mina", f"/upbeat decision edit 1 = {WORD} {again}")
    await house.types("mina", f"/upbeat decisions about {WORD}")
    await house.types("mina", f"/upbeat terms Autumn term: 2 September to 31 November ({WORD} {again})")
    for request in (signed(house, f"7.{again}"), sent(house, f"8.{again}")):
        await house.dispatch.handle(request)
        await house.settles()


async def test_none_is_logged_by_what_reads_people_whether_it_works_or_fails(
    lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*given: object, **more: object) -> None:
        raise ValueError(f"{WORD} {given} {more}")

    async with House.begun() as house:
        await say_everything(house, "1")
        assert {one["outcome"] for one in lines.requests} == {"done"}
        for scope, name in ((Suggestions, "add"), (Notes, "add"), (Terms, "draft"), (Captures, "of")):
            monkeypatch.setattr(scope, name, fails)
        await say_everything(house, "2")
    failed = {one["verb"] for one in lines.requests if "dispatch/failed" in one["outcome"]}
    assert {"suggestion.offer", "decision.add", "note.idea", "celebration.add"} <= failed
    assert {"captures.edited", "reactions.added", "terms.enter", "terms.import"} <= failed
    assert WORD not in lines.text


async def test_none_is_logged_of_what_stands_in_meetings_minutes_reflections_and_letters(
    lines: Lines,
) -> None:
    """A furnished house, and every form there is with the word in each of its fields."""
    async with House.begun() as house:
        await furnish(house, "mina", WORD)
        for form in forms():
            said = {one.name: [WORD] if one.kind == "many" else WORD for one in form.fields}
            for filled in (
                said,
                said | {"address": f"{WORD}@example.org", "day": "2026-12-15", "circulation": "1"},
            ):
                request = Request("", "", face("mina"), HERE, house.clock.now(), Way.FORM).to(form.verb)
                await house.dispatch.handle(replace(request, text="id=1", values=filled, trigger="t"))
        await house.settles()
    assert {form.verb for form in forms()} <= {one["verb"] for one in lines.requests}
    assert WORD not in lines.text and "grace" not in lines.text.casefold() and "@" not in lines.text


async def test_which_unnamed_answer_was_given_is_in_no_line(lines: Lines) -> None:
    """Not even in the name of a verb: the lines of all answers are alike."""
    async with House.begun() as house:
        await furnish(house, "mina", WORD)
        before = len(lines.requests)
        for who, worth, choice in (("jo", "good", 0), ("sam", "partly", 1), ("priya", "poor", 1)):
            for verb, value in (
                ("meeting.worth_say", f"id=1 {worth}"),
                ("newsletter.answer", f"id=1 choice={choice}"),
            ):
                await house.presses_raw(who, Said(place=CHANNEL), verb, value)
        alike = [{name: one[name] for name in ("verb", "way", "outcome")} for one in lines.requests[before:]]
    assert [one["outcome"] for one in alike] == ["done"] * 6
    assert alike[:2] == alike[2:4] == alike[4:]


async def test_none_is_logged_either_where_the_platform_or_the_clock_fails(
    lines: Lines, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> str:
        raise ValueError(WORD)

    async def awake(*_: object) -> list[int]:
        return [1]

    house.memory.post = fails  # type: ignore[method-assign]
    monkeypatch.setattr("bot.falling_due.awake", awake)
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
    async def full(_self: AllIncoming, *given: object) -> None:
        raise OSError(f"disk full: {WORD} {given}")

    monkeypatch.setattr(AllIncoming, "note", full)
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


@pytest.mark.only_on("sqlite")
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
