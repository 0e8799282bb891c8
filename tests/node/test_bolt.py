"""The sandbox is Slack for a client that nobody here wrote: what people see when @slack/bolt answers them."""

from __future__ import annotations

import json

import pytest

from sandbox.client import Refused
from tests.node.conftest import ROOT, Onlooker, Row


async def test_a_command_is_answered_with_an_agenda_for_one_pair_of_eyes(slack: Onlooker) -> None:
    await slack.say("mina", "/agenda")
    answer = await slack.newest("mina", "Agenda")
    assert answer["ephemeral"] and "Welcome (5 minutes)" in answer["text"]
    assert [button["label"] for button in answer["buttons"]] == ["Add an item"]
    assert not any("Agenda" in row["text"] for row in await slack.messages("otto", "steering"))


async def test_a_marked_line_gets_a_receipt_in_its_thread_and_a_press_changes_it(slack: Onlooker) -> None:
    ts = await slack.say("otto", "ACTION: Otto to ring the hall")
    receipt = await slack.newest("priya", "Taken down: Otto to ring the hall")
    assert receipt["thread_ts"] == ts and not receipt["ephemeral"]
    line = await slack.until(lambda: slack.newest("priya", "ACTION"), lambda row: row["reactions"])
    assert [(one["name"], one["people"]) for one in line["reactions"]] == [("eyes", ["upbeat"])]
    await slack.press("otto", "Done", ts=receipt["ts"])
    after = await slack.newest("priya", "Done: Otto to ring the hall")
    assert after["ts"] == receipt["ts"]
    assert after["buttons"] == []


async def test_a_form_is_refused_beside_its_field_and_then_taken(slack: Onlooker) -> None:
    await slack.say("mina", "/agenda")
    await slack.press("mina", "Add an item")
    form = await slack.form("mina")
    assert form is not None and [field["name"] for field in form["fields"]] == ["title", "minutes"]
    refused = await slack.submit("mina", {"What is it about?": "A boat", "How many minutes?": "ten"})
    assert "number" in refused["errors"]["minutes"]
    kept = await slack.form("mina")
    assert kept is not None and kept["fields"][0]["value"] == "A boat"
    assert (await slack.submit("mina", {"minutes": "10"}))["ok"]
    assert await slack.form("mina") is None
    assert "Mina Achebe" in (await slack.newest("otto", "put on the agenda: A boat"))["text"]
    await slack.say("mina", "/agenda")
    assert "A boat (10 minutes)" in (await slack.newest("mina", "Agenda"))["text"]


async def test_a_mention_by_somebody_from_elsewhere_is_answered_in_the_thread(slack: Onlooker) -> None:
    ts = await slack.say("otto", "@Upbeat are you there?")
    answer = await slack.newest("mina", "You called me")
    assert answer["thread_ts"] == ts and "Otto Lindqvist" in answer["text"]
    assert [row["text"] for row in await slack.messages("mina", "steering")].count(answer["text"]) == 1


async def test_home_is_drawn_when_it_is_opened_and_only_at_home(slack: Onlooker) -> None:
    await slack.say("otto", "ACTION: Otto to ring the hall")
    await slack.newest("mina", "Taken down")
    await slack.post("home-opened", **{"as": "mina"})
    home = await slack.until(
        lambda: slack.get("home", **{"as": "mina", "page": 1}), lambda one: one["blocks"]
    )
    assert "Your actions" in home["text"] and "Otto to ring the hall" in home["text"]
    assert (await slack.home("otto"))["blocks"] == []


async def test_a_message_is_made_an_action_by_its_shortcut(slack: Onlooker) -> None:
    ts = await slack.say("otto", "Somebody should ring the hall")
    assert (await slack.shortcut("mina", "action.from_message", "steering", ts))["ok"]
    receipt = await slack.newest("otto", "Taken down: Somebody should ring the hall")
    assert receipt["thread_ts"] == ts
    with pytest.raises(Refused) as no:
        await slack.shortcut("otto", "action.from_message", "steering", ts)
    assert no.value.error == "external_shortcut"


async def test_an_event_that_comes_twice_reaches_the_client_twice(slack: Onlooker) -> None:
    async def receipts() -> list[Row]:
        rows = await slack.messages("mina", "steering")
        return [row for row in rows if row["text"] == "Taken down: Otto to count the chairs"]

    await slack.fault("duplicate")
    await slack.say("otto", "ACTION: Otto to count the chairs")
    await slack.until(receipts, lambda found: len(found) == 2)


async def test_a_spell_of_too_many_requests_is_waited_out(slack: Onlooker) -> None:
    await slack.fault("rate_limited", count=1, seconds=1, method="chat.postMessage")
    ts = await slack.say("otto", "ACTION: Otto to fetch the key")
    assert (await slack.newest("mina", "Taken down: Otto to fetch the key"))["thread_ts"] == ts
    calls = [call for call in (await slack.calls())["calls"] if call["method"] == "chat.postMessage"]
    assert [call["status"] for call in calls] == [429, 200]


def test_the_lock_file_names_no_host_and_holds_every_package_to_its_sum() -> None:
    lock = (ROOT / "tests" / "node" / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in lock
    packages = {name: row for name, row in json.loads(lock)["packages"].items() if name}
    assert len(packages) > 50
    assert all(row["integrity"].startswith("sha512-") for row in packages.values())
