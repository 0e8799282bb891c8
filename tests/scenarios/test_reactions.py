"""Signs on messages, as people use them: a pin on what somebody ought to do, a tick on what one has done."""

from __future__ import annotations

from tests.scenarios.conftest import Talk


async def asked(slack: Talk, since: int) -> list[str]:
    """The methods that Upbeat called since there were so many calls."""
    return [row["method"] for row in (await slack.calls())["calls"][since:]]


async def test_somebody_of_another_organisation_pins_a_reply_and_it_is_noted_under_it(slack: Talk) -> None:
    first = await slack.say("mina", "What is left to do for the concert?")
    reply = await slack.say("frank", "@otto could fetch the harps by 12 December 2026", thread_ts=first)
    assert first is not None and reply is not None
    public = await slack.seen()
    told = len(await slack.told("grace"))

    await slack.react("grace", reply, "pushpin")
    [offer] = (await slack.told("grace"))[told:]
    assert "fetch the harps" in offer and "Otto Lindqvist" in offer
    assert await slack.seen() == public and await slack.receipts("harps") == []

    await slack.press("grace", "Yes, note it", "dm")
    [receipt] = await slack.receipts("harps")
    assert receipt["thread_ts"] == first and "Sat 12 December" in receipt["text"]
    assert "Otto Lindqvist" in receipt["text"]
    assert "fetch the harps" in await slack.asks("mina", "/action list all")


async def test_who_says_no_hears_no_more_of_it_and_the_channel_hears_nothing_at_all(slack: Talk) -> None:
    line = await slack.say("frank", "The hall is booked, somebody could tell the schools")
    assert line is not None
    public = await slack.seen()
    await slack.react("jo", line, "📌")
    told = len(await slack.told("jo"))
    await slack.press("jo", "No, leave it", "dm")
    await slack.react("jo", line, "📌", remove=True)
    await slack.react("jo", line, "📌")
    assert len(await slack.told("jo")) == told and await slack.seen() == public
    assert "schools" not in await slack.asks("mina", "/action list all")


async def test_a_tick_by_its_lead_is_seen_on_the_receipt_and_can_be_taken_back(slack: Talk) -> None:
    line = await slack.say("mina", "ACTION: Jo to order the lunch")
    assert line is not None
    for person in ("mina", "sam", "otto"):
        await slack.react(person, line, "white_check_mark")
    [receipt] = await slack.receipts("order the lunch")
    assert receipt["text"].startswith("Noted") and not [
        text for person in ("mina", "sam", "otto") for text in await slack.told(person) if "lunch" in text
    ]
    await slack.react("jo", line, "white_check_mark")
    [receipt] = await slack.receipts("order the lunch")
    assert receipt["text"].startswith("Done")
    assert "order the lunch" in (await slack.told("jo"))[-1]
    await slack.press("jo", "Open the action again", "dm")
    [receipt] = await slack.receipts("order the lunch")
    assert receipt["text"].startswith("Noted")


async def test_a_hundred_smiles_cost_nothing_and_an_event_that_comes_twice_counts_once(slack: Talk) -> None:
    line = await slack.say("frank", "Somebody could tell the schools")
    assert line is not None
    before = len((await slack.calls())["calls"])
    for sign in ("heart", "tada", "+1", "eyes", "pray"):
        for person in ("mina", "sam", "jo", "otto"):
            await slack.react(person, line, sign)
    assert await asked(slack, before) == []
    told = len(await slack.told("priya"))
    await slack.fault("duplicate", count=2)
    await slack.react("priya", line, "pushpin")
    assert len((await slack.told("priya"))[told:]) == 1
    assert (await asked(slack, before)).count("chat.postMessage") == 1


async def test_a_partnership_may_want_none_of_it(slack: Talk) -> None:
    await slack.say("mina", "/partnership settings")
    form = await slack.form("mina")
    assert form is not None
    names = {field["name"] for field in form["fields"]}
    assert {"todo_signs", "done_signs"} <= names
    await slack.submit("mina", {"todo_signs": [], "done_signs": ["checkered_flag"]})
    line = await slack.say("jo", "ACTION: Jo to order the lunch")
    other = await slack.say("frank", "Somebody could tell the schools")
    assert line is not None and other is not None
    told = await slack.told("jo")
    await slack.react("jo", other, "pushpin")
    await slack.react("jo", line, "white_check_mark")
    assert await slack.told("jo") == told
    assert "order the lunch" in await slack.asks("mina", "/action list all")
    await slack.react("jo", line, "checkered_flag")
    assert "order the lunch" not in await slack.asks("mina", "/action list all")
