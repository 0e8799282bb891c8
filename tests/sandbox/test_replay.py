"""Transcripts: how their lines are read, and how they are played."""

from __future__ import annotations

from pathlib import Path

from sandbox import replay
from tests.sandbox.conftest import Foreign, options, sandbox_at
from tests.sandbox.test_process import controlled

MEETING = """\
[Tue 10:46] <ada> good morning
16:21:01 <Jo-Ann_> keep the flyer going
[11:08] <zakim> Jo-Ann_ has joined #choir
[11:08]\t<zakim>\tnext: the budget
-->|\tkit (~kit@example.org) has joined #choir
kit`: keep strings in stock
Zakim has left #choir
[11:09] * ada waves
16:22:00 <Jo-Ann_> /me is not a command: it is words
16:22:01 <ada> see https://example.org: fine
"""


def test_all_four_forms_are_read_and_comings_and_goings_are_not() -> None:
    assert list(replay.lines(MEETING)) == [
        ("ada", "good morning"),
        ("Jo-Ann_", "keep the flyer going"),
        ("zakim", "next: the budget"),
        ("kit`", "keep strings in stock"),
        ("Jo-Ann_", "/me is not a command: it is words"),
        ("ada", "see https://example.org: fine"),
    ]


async def test_each_nick_is_a_person_and_bots_post_as_bots(tmp_path: Path) -> None:
    (tmp_path / "meeting.txt").write_text(MEETING, encoding="utf-8")
    async with sandbox_at(controlled(tmp_path, replay=tmp_path / "meeting.txt")) as slack:
        state = await slack.state()
        rows = await slack.messages("ada", "shared")
    people = {p["name"]: p for p in state["people"]}
    assert list(people)[:3] == ["ada", "bo", "eve"] and {"Jo-Ann_", "kit`"} <= people.keys()
    assert "zakim" not in people and people["kit`"]["external"] is False
    said = [(m["from"], m["text"]) for m in rows]
    assert said[:4] == [
        ("ada", "good morning"),
        ("Jo-Ann_", "keep the flyer going"),
        ("upbeat", "kept the flyer going"),
        ("zakim", "next: the budget"),
    ]
    assert next(m for m in rows if m["from"] == "zakim")["subtype"] == "bot_message"
    assert state["conversations"][0]["members"][-2:] == ["Jo-Ann_", "kit`"]


async def test_the_list_of_bots_can_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "meeting.txt").write_text(MEETING, encoding="utf-8")
    chosen = options(tmp_path, replay=tmp_path / "meeting.txt", bots=["kit`"])
    async with sandbox_at(chosen) as slack:
        people = [p["name"] for p in (await slack.state())["people"]]
    assert "zakim" in people and "kit`" not in people


async def test_another_bots_message_reaches_ours_with_its_bot_id(tmp_path: Path) -> None:
    (tmp_path / "meeting.txt").write_text(MEETING, encoding="utf-8")
    async with sandbox_at(options(tmp_path, replay=tmp_path / "meeting.txt")) as slack:
        bot = Foreign(slack.address)
        answer = await bot.client.conversations_history(channel="shared")
        other = next(m for m in answer["messages"] if m.get("subtype") == "bot_message")
        assert other["bot_id"].startswith("B") and other["username"] == "zakim" and "app_id" not in other
