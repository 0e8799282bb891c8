"""Actions: noted from ordinary lines, edited, taken back, handed over, listed."""

from __future__ import annotations

from tests.scenarios.conftest import PLAN, Talk

NOTES = """\
Notes of this morning:
ACTION: Priya to book the hall by 12/12
#action @sam tune the harps
AP: Will and Otto to write to the schools by Friday
todo: print the songs (Frank)
- [ ] @grace find the keys by 31 November
> ACTION: Sam to be quoted
Any actions? Thank you all."""


async def test_every_marked_line_of_a_message_is_noted_in_one_receipt_that_says_each_day_in_full(
    slack: Talk,
) -> None:
    await slack.say("mina", PLAN)
    await slack.say("jo", NOTES)
    [receipt] = await slack.receipts("book the hall")
    rows = receipt["text"].splitlines()
    for number, (words, owner, day) in enumerate(
        (
            ("book the hall", "Priya Raman", "Sat 12 December"),
            ("tune the harps", "Sam Whitlock", ""),
            ("write to the schools", "Will Carter", "Fri 27 November"),
            ("print the songs", "Frank Osei", ""),
            ("find the keys", "Grace Abara", "31 November"),
        ),
        start=1,
    ):
        [row] = [row for row in rows if words in row]
        assert f"Action {number} for {owner}" in row and day in row
        assert {f"Edit {number}", f"Undo {number}"} <= {button["label"] for button in receipt["buttons"]}
    assert "Otto Lindqvist will help" in receipt["text"]
    assert "Choose a day for 5" in [button["label"] for button in receipt["buttons"]]
    message = next(row for row in await slack.messages("jo", "steering") if "Notes of this" in row["text"])
    assert [(mark["name"], mark["count"]) for mark in message["reactions"]] == [("writing_hand", 1)]
    assert [row for row in (await slack.calls())["calls"] if not row["answer"].get("ok", True)] == []
    everything = await slack.asks("mina", "/action list all")
    assert "quoted" not in everything and "Any actions" not in everything


async def test_a_receipt_can_be_edited_and_taken_back_and_follows_its_message(slack: Talk) -> None:
    ts = await slack.say("jo", "ACTION: Priya to book the hall by 12 December 2026")
    assert ts is not None
    await slack.press("priya", "Edit")
    await slack.submit("priya", {"text": "book the big hall", "due": "2026-12-11"})
    receipt = (await slack.receipts("book the big hall"))[0]
    assert "Priya Raman" in receipt["text"] and "Fri 11 December" in receipt["text"]

    await slack.press("jo", "Undo", ts=receipt["ts"])
    assert "big hall" not in await slack.asks("mina", "/action list all")
    await slack.press("jo", "Put the action back", ts=receipt["ts"])
    assert "big hall" in await slack.asks("mina", "/action list all")

    await slack.edit("jo", ts, "ACTION: Will to book the small hall by 14 December 2026")
    receipts = [row for row in await slack.messages("jo", "steering") if row["ts"] == receipt["ts"]]
    assert "Will Carter" in receipts[0]["text"] and "small hall" in receipts[0]["text"]
    assert "Mon 14 December" in receipts[0]["text"]
    assert (await slack.asks("mina", "/action list all")).count("hall") == 1

    await slack.delete("jo", ts)
    asked = (await slack.told("jo"))[-1]
    assert "small hall" in asked and await slack.labels("jo", "dm") == ["Keep it", "Take it away"]
    assert "small hall" in await slack.asks("mina", "/action list all")
    await slack.press("jo", "Take it away", "dm")
    assert "small hall" not in await slack.asks("mina", "/action list all")


async def test_an_action_stays_with_its_lead_until_somebody_else_says_yes(slack: Talk) -> None:
    await slack.say("jo", "ACTION: Priya to book the hall by 12 December 2026")
    await slack.say("priya", "@Upbeat hand over 1 to @will")
    offer = (await slack.told("will"))[-1]
    assert "book the hall" in offer and "Sat 12 December" in offer and "Priya Raman" in offer
    assert "Priya Raman" in await slack.asks("mina", "/action show 1")

    await slack.press("will", "Not me", "dm")
    assert "stays with you" in (await slack.told("priya"))[-1]
    await slack.press("priya", "Hand over", "dm")
    form = await slack.form("priya")
    assert form is not None
    to = next(field for field in form["fields"] if field["name"] == "to")
    assert any("Otto Lindqvist" in str(option) for option in to["options"])
    await slack.submit("priya", {"to": "Otto Lindqvist"})
    await slack.press("otto", "I'll take it", "dm")
    assert "Otto Lindqvist" in (await slack.receipts("book the hall"))[0]["text"]
    shown = await slack.asks("mina", "/action show 1")
    assert "Lead: Otto Lindqvist" in shown and "Organisation: Oak House Library" in shown
    steps = ("noted by Jo", "offered to Will", "Will Carter could not", "offered to Otto", "taken on by Otto")
    assert [shown.index(step) for step in steps] == sorted(shown.index(step) for step in steps)


async def test_lists_show_mine_all_one_organisation_and_what_has_passed(slack: Talk) -> None:
    await slack.say(
        "jo", "ACTION: Priya to book the hall by 1 December 2026\nACTION: Otto to write songs by 20 December"
    )
    await slack.say("jo", "ACTION: somebody to bring cake")
    mine = await slack.asks("otto", "action list mine", "dm")
    assert "write songs" in mine and "book the hall" not in mine
    everything = await slack.asks("otto", "@Upbeat action list all")
    assert all(words in everything for words in ("book the hall", "write songs", "bring cake"))
    theirs = await slack.asks("mina", "/action list organisation Hartmere Council Virtual School")
    assert "book the hall" in theirs and "write songs" not in theirs
    assert "book the hall" not in await slack.asks("mina", "/action list overdue")
    await slack.clock(to="2026-12-03T11:00:00+00:00")
    before = len(await slack.seen("jo"))
    passed = await slack.reads("otto", "@Upbeat action list overdue")
    assert "book the hall" in passed and "write songs" not in passed
    assert len(await slack.seen("jo")) == before  # what has passed is nobody else's to read
    await slack.press("otto", "I'll take it")
    assert "bring cake" in await slack.asks("otto", "action list mine", "dm")
    await slack.say("otto", "@Upbeat done 3")
    await slack.say("otto", "@Upbeat no longer needed 2")
    assert "no open actions" in await slack.asks("otto", "action list mine", "dm")
