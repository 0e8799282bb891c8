"""Promises said in passing: offered to whoever made them, noted upon a yes, and otherwise nobody hears of it."""

from __future__ import annotations

import pytest

from tests.scenarios.conftest import Talk

pytestmark = pytest.mark.only_on("sqlite")

RING = "No problem, I'll ring the trust before the 14th"


async def offered(slack: Talk, person: str) -> list[str]:
    """What was offered to somebody, as it stands now."""
    return [text for text in await slack.told(person) if "trust" in text or "chairs" in text]


async def test_an_external_person_promises_says_yes_and_the_channel_sees_the_receipt(slack: Talk) -> None:
    before = await slack.seen()
    ts = await slack.say("jo", RING)
    assert await slack.seen() == before, "nobody else hears of an offer"
    [offer] = await offered(slack, "jo")
    assert "You said you would ring the trust before the 14th. Shall I note it as an action?" in offer
    assert await slack.labels("jo", "dm") == ["Yes, note it", "No, leave it", "Stop offering"]

    await slack.press("jo", "Yes, note it", "dm")
    [receipt] = await slack.receipts("ring the trust")
    assert receipt["thread_ts"] == ts
    assert "Jo Penrose" in receipt["text"] and "Sun 13 December" in receipt["text"]
    message = next(row for row in await slack.messages("mina", "steering") if row["ts"] == ts)
    assert [mark["name"] for mark in message["reactions"]] == ["writing_hand"]
    assert "This is action 1: ring the trust, by Sun 13 December" in (await offered(slack, "jo"))[0]
    assert "ring the trust" in await slack.asks("jo", "my actions", "dm")
    assert [row for row in (await slack.calls())["calls"] if not row["answer"].get("ok", True)] == []


async def test_a_request_is_offered_to_who_asked_and_becomes_the_others_to_accept(slack: Talk) -> None:
    ts = await slack.say("mina", "@jo please can you bring the chairs by Tuesday?")
    assert await offered(slack, "jo") == []
    assert "Jo Penrose to bring the chairs by Tuesday" in (await offered(slack, "mina"))[0]
    await slack.press("mina", "Yes, note it", "dm")
    [receipt] = await slack.receipts("bring the chairs")
    assert receipt["thread_ts"] == ts and "Tue 1 December" in receipt["text"]
    assert "Not me" in [button["label"] for button in receipt["buttons"]]
    await slack.press("jo", "I'll do it", ts=receipt["ts"])
    assert "bring the chairs" in await slack.asks("jo", "my actions", "dm")


async def test_what_nobody_answers_stays_a_secret_of_two(slack: Talk) -> None:
    before = await slack.seen()
    await slack.say("otto", RING)
    await slack.say("otto", "And I'll order the chairs by Friday")
    [offer] = await offered(slack, "otto")
    assert "ring the trust" in offer and "order the chairs" in offer, "one message for one day"
    await slack.clock(advance="8d")
    [offer] = await offered(slack, "otto")
    assert "No longer waiting for an answer: ring the trust" in offer and "Nothing was noted" in offer
    assert await slack.seen() == before
    assert [row for row in await slack.messages("mina", "steering") if row.get("reactions")] == []


async def test_a_no_is_a_no_and_stopping_is_for_good_until_it_is_taken_back(slack: Talk) -> None:
    await slack.say("jo", RING)
    await slack.press("jo", "No, leave it", "dm")
    assert "Left as it is: ring the trust" in (await offered(slack, "jo"))[0]
    await slack.say("jo", RING)
    assert len(await offered(slack, "jo")) == 1, "never twice"

    await slack.say("jo", "I'll order the chairs by Friday")
    await slack.press("jo", "Stop offering", "dm")
    assert "I will not offer this again" in (await offered(slack, "jo"))[-1]
    await slack.say("jo", "I'll fetch the chairs by Monday")
    assert "fetch" not in "\n".join(await offered(slack, "jo"))
    assert "I will ask you privately" in await slack.asks("jo", "offers on", "dm")
    await slack.say("jo", "I'll sort the chairs by Monday")
    assert "sort the chairs" in (await offered(slack, "jo"))[-1]
    assert "chairs" not in await slack.asks("mina", "/action list all")


async def test_an_offer_follows_its_message_and_goes_with_it(slack: Talk) -> None:
    ts = await slack.say("jo", RING)
    assert ts is not None
    await slack.edit("jo", ts, "No problem, I'll ring the trust office by the 10th")
    [offer] = await offered(slack, "jo")
    assert "ring the trust office by the 10th" in offer
    await slack.press("jo", "Yes, note it", "dm")
    assert "Thu 10 December" in (await slack.receipts("ring the trust office"))[0]["text"]

    other = await slack.say("jo", "I'll order the chairs by Friday")
    assert other is not None
    await slack.delete("jo", other)
    assert not [text for text in await slack.told("jo") if "order the chairs" in text]
    assert await slack.labels("jo", "dm") == []


async def test_the_chair_can_do_without_offers_altogether(slack: Talk) -> None:
    await slack.say("mina", "/partnership settings")
    form = await slack.form("mina")
    assert form is not None
    await slack.submit("mina", {"offers": "No"})
    await slack.say("jo", RING)
    assert await offered(slack, "jo") == []
