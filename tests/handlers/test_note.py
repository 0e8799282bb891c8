"""Decisions, notes and celebrations as people talk: noted, put right, taken back, listed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from storage.notes import Note
from storage.people import Role
from tests.house import House, Said


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        async with house.records() as records:
            channel = await records.conversations.first_of_all()
            assert channel is not None
            series = await records.meetings.begin("Steering group", channel.id, 90)
            start = datetime(2026, 12, 15, 14, tzinfo=house.zone)
            await records.meetings.plan(series, start, house.clock.now())
        yield house


async def note(house: House, family: str = "decision", number: int = 1) -> Note:
    async with house.records() as records:
        found = await records.notes.numbered(family, number)
        assert found is not None
        return found


# Noted


async def test_a_marked_line_is_noted_with_a_receipt_in_the_thread(house: House) -> None:
    said = await house.types("jo", "AGREED: the summer concert is at the Curve")
    assert said.text.startswith("Decision noted: the summer concert is at the Curve")
    assert "Decision 1, Steering group" in said.text
    assert (
        said.thread and said.reaction == "writing_hand" and said.buttons == ["Edit", "Undo", "Ask everyone"]
    )
    kept = await note(house)
    assert (kept.kind, kept.by and kept.by.name, kept.state) == ("decision", "Jo Lindqvist", "open")
    assert kept.series is not None and kept.series.name == "Steering group" and kept.meeting is None


@pytest.mark.parametrize(
    ("line", "family", "kind", "text", "receipt"),
    [
        (
            "DECISION: harps stay at the library",
            "decision",
            "decision",
            "harps stay at the library",
            "Decision noted",
        ),
        ("#info the side door opens at nine", "note", "information", "the side door opens at nine", "Noted"),
        ("#idea a songbook of our own", "note", "idea", "a songbook of our own", "Idea noted"),
        ("#help somebody with a van", "note", "help", "somebody with a van", "Help wanted"),
        (
            "#celebrate forty children sang",
            "celebration",
            "celebration",
            "forty children sang",
            "To celebrate",
        ),
        ("WIN: forty children sang", "celebration", "celebration", "forty children sang", "To celebrate"),
        (
            "shout-out to Priya for the hall",
            "celebration",
            "celebration",
            "Priya for the hall",
            "To celebrate",
        ),
        ("@Upbeat note the side door is open", "note", "information", "the side door is open", "Noted"),
        ("@Upbeat note that the van is back", "note", "information", "the van is back", "Noted"),
        ("@Upbeat note add #idea a choir", "note", "idea", "a choir", "Idea noted"),
        ("@Upbeat note #idea a choir", "note", "idea", "a choir", "Idea noted"),
        ("@Upbeat note help: a van", "note", "help", "a van", "Help wanted"),
        ("@Upbeat decision: we meet at two", "decision", "decision", "we meet at two", "Decision noted"),
        ("@Upbeat decision add we meet at two", "decision", "decision", "we meet at two", "Decision noted"),
        ("@Upbeat decision we meet at two", "decision", "decision", "we meet at two", "Decision noted"),
        (
            "@Upbeat celebrate forty children sang",
            "celebration",
            "celebration",
            "forty children sang",
            "To celebrate",
        ),
        (
            "/upbeat celebrate forty children sang",
            "celebration",
            "celebration",
            "forty children sang",
            "To celebrate",
        ),
        ("/upbeat note add the van is back", "note", "information", "the van is back", "Noted"),
    ],
)
async def test_whatever_is_said_as_one_of_these_is_noted(
    house: House, line: str, family: str, kind: str, text: str, receipt: str
) -> None:
    said = await house.types("jo", line)
    kept = await note(house, family)
    assert (kept.kind, kept.text) == (kind, text)
    assert said.text.startswith(f"{receipt}: {text}")


async def test_a_link_is_kept_as_it_was_typed(house: House) -> None:
    said = await house.types("jo", "#link https://example.org/songs?a=1&b=2 the songs")
    assert (await note(house, "note")).text == "https://example.org/songs?a=1&b=2 the songs"
    assert "https://example.org/songs?a=1&b=2 the songs" in said.text


async def test_words_without_a_mark_are_left_alone(house: House) -> None:
    for line in ("we agreed on the Curve", "any decision yet?", "what an idea", "we will win", "help"):
        assert (await house.types("jo", line)).card is None
    async with house.records() as records:
        assert await records.notes.list(("decision", "idea", "help", "celebration", "information")) == []


async def test_a_direct_message_is_noted_and_says_nothing_in_the_channel(house: House) -> None:
    said = await house.types("jo", "decision add we meet at two", where="dm")
    assert said.text.startswith("Decision noted: we meet at two")
    assert house.channel() == [] and (await note(house)).source == ""


async def test_several_lines_of_one_message_are_answered_in_one_card(house: House) -> None:
    await house.types("jo", "AGREED: we meet at two\nWIN: forty children sang\n#idea a choir")
    [said] = house.channel()
    assert [line for line in said.text.split("\n") if ":" in line] == [
        "Decision 1: we meet at two",
        "Celebration 1: forty children sang",
        "Note 1, an idea: a choir",
    ]
    assert said.buttons == [
        *("Edit decision 1", "Undo decision 1", "Ask everyone about decision 1"),
        *("Edit celebration 1", "Undo celebration 1"),
        *("Edit note 1", "Undo note 1"),
    ]
    await house.presses("jo", said, "Undo celebration 1")
    assert "Taken back: forty children sang" in said.text and "an idea: a choir" in said.text


async def test_one_line_may_be_a_decision_and_an_action_in_one_card(house: House) -> None:
    said = await house.types("jo", "AGREED: Priya to chase the grant letter")
    [card] = house.channel()
    assert "Decision 1: Priya to chase the grant letter" in card.text
    assert "Action 1 for Priya Nair: chase the grant letter" in card.text
    await house.edits("jo", said.thread, "AGREED: Sam to chase the grant letter")
    assert "Decision 1: Sam to chase" in card.text and "Action 1 for Sam Okafor: chase" in card.text
    assert len(house.channel()) == 1


async def test_what_is_said_while_a_meeting_is_on_belongs_to_it(house: House) -> None:
    await house.turns(to="2026-12-15T14:30")
    await house.types("jo", "AGREED: we meet at two")
    kept = await note(house)
    assert kept.meeting is not None and kept.meeting.name == "Steering group"
    await house.turns(to="2026-12-15T15:30")
    await house.types("jo", "AGREED: the harps stay")
    assert (await note(house, number=2)).meeting is None


async def test_the_form_notes_a_note_of_the_kind_that_is_chosen(house: House) -> None:
    form = await house.types("mina", "/upbeat note add")
    said = await house.submits("mina", form, {"text": " a choir \n of our own", "kind": "idea"})
    assert said.private and said.text.startswith("Idea noted: a choir of our own")
    forged = await house.types("mina", "/upbeat note add")
    await house.submits("mina", forged, {"text": "a band", "kind": "decision"})
    assert [(await note(house, "note", number)).kind for number in (1, 2)] == ["idea", "information"]


async def test_more_than_five_hundred_characters_are_given_back(house: House) -> None:
    long = "harps " * 90
    said = await house.types("jo", f"AGREED: {long}")
    assert "500 characters at most" in said.text and long.strip() in said.text
    form = await house.types("mina", "/upbeat decision add")
    assert "between one and 500" in (await house.submits("mina", form, {"text": long})).errors["text"]
    async with house.records() as records:
        assert await records.notes.list(("decision",)) == []


async def test_the_same_typed_twice_within_two_minutes_is_asked_about(house: House) -> None:
    await house.types("jo", "AGREED: we meet at two")
    await house.types("jo", "AGREED: we meet at two")
    async with house.records() as records:
        assert len(await records.notes.list(("decision",))) == 1


async def test_everyone_pings_and_marks_stay_plain_words(house: House) -> None:
    said = await house.types("jo", "AGREED: <!channel> **loud** [x](https://evil.example) @here")
    assert said.card is not None
    assert "<!channel> **loud** [x](https://evil.example) @here" in said.text
    listed = await house.types("sam", "@Upbeat decisions")
    assert "<!channel> **loud** [x](https://evil.example) @here" in listed.text


# Put right and taken back


async def test_whoever_noted_it_edits_it_and_the_receipt_says_so(house: House) -> None:
    said = await house.types("jo", "AGREED: we meet at two")
    form = await house.presses("jo", said, "Edit")
    await house.submits("jo", form, {"text": "we meet at three"})
    assert said.text.startswith("Decision noted: we meet at three")
    again = await house.types("jo", "@Upbeat decision edit 1 = we meet at four")
    assert "we meet at four" in again.text and "we meet at four" in said.text


async def test_whoever_noted_it_takes_it_back_and_puts_it_back(house: House) -> None:
    said = await house.types("jo", "AGREED: we meet at two")
    await house.presses("jo", said, "Undo")
    assert said.text == "Taken back: we meet at two" and said.buttons == ["Put the decision back"]
    assert "we meet at two" not in (await house.types("sam", "@Upbeat decisions")).text
    await house.presses("jo", said, "Put the decision back")
    assert said.text.startswith("Decision noted: we meet at two")


async def test_undo_without_a_number_means_the_last_one_that_one_noted_oneself(house: House) -> None:
    await house.types("jo", "AGREED: we meet at two")
    await house.types("jo", "AGREED: the harps stay")
    await house.types("sam", "AGREED: cake")
    assert "Taken back: the harps stay" in (await house.types("jo", "@Upbeat decision undo")).text
    assert "Which decision is meant?" in (await house.types("priya", "@Upbeat decision undo")).text
    await house.turns("2d")
    assert "Which decision is meant?" in (await house.types("jo", "@Upbeat decision undo")).text


async def test_a_bare_undo_takes_back_whatever_one_said_last_note_or_action(house: House) -> None:
    await house.types("jo", "ACTION: Jo to ring the school")
    await house.turns("1m")
    await house.types("jo", "AGREED: we meet at two")
    await house.turns("1m")
    await house.types("sam", "AGREED: cake")
    assert "Taken back: we meet at two" in (await house.types("jo", "#undo")).text
    assert "Taken back: ring the school" in (await house.types("jo", "undo")).text
    async with house.records() as records:
        assert [one.text for one in await records.notes.list(("decision",))] == ["cake"]


async def test_a_number_counts_within_its_family(house: House) -> None:
    await house.types("jo", "AGREED: we meet at two\n#idea a choir\nAGREED: the harps stay")
    assert "Taken back: the harps stay" in (await house.types("jo", "@Upbeat decision drop 2")).text
    assert "Taken back: a choir" in (await house.types("jo", "@Upbeat note drop 1")).text
    assert "no note with that number" in (await house.types("jo", "@Upbeat note drop 2")).text
    over = await house.types("jo", "@Upbeat decision edit 2 = the harps go")
    assert "was taken back, so nothing was changed" in over.text


async def test_a_stranger_to_it_can_neither_edit_nor_take_it_back_nor_put_it_back(house: House) -> None:
    said = await house.types("jo", "AGREED: we meet at two")
    for action in ("note.edit", "note.drop", "decision.edit", "decision.drop", "note.restore"):
        refused = await house.presses_raw("sam", said, action, "id=1")
        assert "was noted by Jo Lindqvist" in refused.text
    refused = await house.types("sam", "@Upbeat decision edit 1 = no meeting")
    assert "was noted by Jo Lindqvist" in refused.text
    form = await house.presses("jo", said, "Edit")
    await house.submits("sam", form, {"text": "no meeting"})
    kept = await note(house)
    assert (kept.text, kept.state) == ("we meet at two", "open")


async def test_the_chair_and_the_minute_taker_may_change_any(house: House) -> None:
    said = await house.types("jo", "AGREED: we meet at two")
    async with house.records() as records:
        member = await records.members.of_handle("USAM")
        assert member is not None
        member.role = Role.MINUTES
    await house.types("sam", "@Upbeat decision edit 1 = we meet at half past two")
    assert "half past two" in said.text
    await house.presses("mina", said, "Undo")
    assert said.text.startswith("Taken back")


async def test_a_kind_can_be_put_right_in_the_form_and_stays_in_its_family(house: House) -> None:
    said = await house.types("jo", "#idea somebody with a van")
    form = await house.presses("jo", said, "Edit")
    await house.submits("jo", form, {"kind": "help"})
    assert said.text.startswith("Help wanted: somebody with a van")
    form = await house.presses("jo", said, "Edit")
    await house.submits("jo", form, {"kind": "celebration"})
    assert (await note(house, "note")).kind == "help"


async def test_nothing_of_another_partnership_can_be_reached(house: House) -> None:
    said = await house.types("jo", "AGREED: we meet at two")
    await house.joins("upbeat", "C9", inviter="will")
    for action in ("note.edit", "note.drop", "note.restore", "decision.show", "celebration.drop"):
        pressed = await house.presses_raw("will", Said(place="C9"), action, "id=1")
        assert "two" not in pressed.text
    assert "we meet" not in (await house.types("will", "@Upbeat decisions", where="C9")).text
    assert "we meet" not in (await house.types("will", "@Upbeat decision 1", where="C9")).text
    assert (await note(house)).state == "open" and said.text.startswith("Decision noted")


# With their message


async def test_an_edit_of_the_message_is_read_again(house: House) -> None:
    said = await house.types("jo", "AGREED: we meet at two\n#idea a choir")
    await house.edits("jo", said.thread, "AGREED: we meet at three\n#help a choir to borrow")
    assert "Decision 1: we meet at three" in said.text and "help wanted: a choir to borrow" in said.text
    assert (await note(house, "note")).kind == "help"
    asked = await house.types("jo", "@Upbeat decision cake on Friday")
    await house.edits("jo", asked.thread, "decision cake on Thursday")
    assert (await note(house, number=2)).text == "cake on Thursday"


async def test_a_message_that_is_deleted_is_asked_about(house: House) -> None:
    said = await house.types("jo", "AGREED: we meet at two\nWIN: forty children sang")
    await house.deletes("jo", said.thread)
    asked = house.dm("jo")[-1]
    assert "we meet at two" in asked.text and "forty children sang" in asked.text
    await house.presses("jo", asked, "Take them away")
    assert "Taken back: we meet at two" in said.text and "Taken back: forty children sang" in said.text


async def test_nobody_else_takes_away_what_was_noted_from_a_message_that_is_gone(house: House) -> None:
    said = await house.types("jo", "AGREED: we meet at two")
    await house.deletes("jo", said.thread)
    pressed = await house.presses_raw("sam", Said(place="C1"), "captures.remove", "1")
    assert "answered already" in pressed.text
    assert (await note(house)).state == "open"


# Listed


async def listed(house: House, words: str, who: str = "sam") -> list[str]:
    """The lines of a list without its heading and its small print."""
    said = await house.types(who, f"@Upbeat {words}")
    return said.text.split("\n")


async def test_decisions_are_listed_by_meeting_and_month_the_newest_first(house: House) -> None:
    await house.types("jo", "AGREED: we meet at two")
    await house.turns(to="2026-12-15T14:30")
    await house.types("mina", "AGREED: the harps stay\nAGREED: cake")
    await house.turns(to="2026-12-16T09:00")
    await house.types("jo", "AGREED: the van goes")
    assert await listed(house, "decisions") == [
        "Decisions",
        "December 2026",
        "• the van goes (4), Wed 16 December, Jo Lindqvist",
        "Steering group on Tue 15 December, 2pm",
        "• cake (3), Tue 15 December, Mina Patel",
        "• the harps stay (2), Tue 15 December, Mina Patel",
        "November 2026",
        "• we meet at two (1), Wed 25 November, Jo Lindqvist",
    ]
    for words, numbers in (
        ("decisions november", "1"),
        ("decisions since december", "432"),
        ("decisions in december 2026", "432"),
        ("decisions in december 2025", ""),
        ("decisions about the harps", "2"),
        ("decisions last meeting", "32"),
        ("decisions of the steering group", "4321"),
        ("decision list cake", "3"),
    ):
        found = [line.partition("(")[2][0] for line in await listed(house, words) if line.startswith("•")]
        assert "".join(found) == numbers, words


async def test_a_long_list_is_shown_ten_at_a_time(house: House) -> None:
    for number in range(1, 13):
        await house.types("jo", f"AGREED: rule {number}")
    said = await house.types("mina", "/upbeat decisions")
    assert said.private and said.text.count("•") == 10 and "2 more are older" in said.text
    more = await house.presses("mina", said, "Show more decisions")
    assert [line[:8] for line in more.text.split("\n") if line.startswith("•")] == ["• rule 2", "• rule 1"]
    assert more.buttons == ["Add a decision"]


async def test_notes_of_one_kind_are_listed_and_who_wants_help_is_not_named(house: House) -> None:
    await house.types("jo", "#idea a choir\n#help somebody with a van\n#link https://example.org/songs")
    everything = "\n".join(await listed(house, "notes"))
    assert "Idea: a choir (1), Wed 25 November, Jo Lindqvist" in everything
    assert "Help wanted: somebody with a van (2), Wed 25 November" in everything.split("\n")[3]
    assert everything.count("Jo Lindqvist") == 2
    assert [line for line in await listed(house, "notes ideas") if "•" in line] == [
        "• Idea: a choir (1), Wed 25 November, Jo Lindqvist"
    ]


async def test_nothing_noted_yet_says_how(house: House) -> None:
    assert "write AGREED: in the channel" in "\n".join(await listed(house, "decisions"))
    assert "write WIN: in the channel" in "\n".join(await listed(house, "celebrations"))
    assert "#idea" in "\n".join(await listed(house, "notes"))


async def test_one_is_shown_in_full_with_what_may_be_done(house: House) -> None:
    await house.turns(to="2026-12-15T14:30")
    await house.types("jo", "AGREED: we meet at two")
    said = await house.types("jo", "/upbeat decision 1")
    assert said.text.split("\n") == [
        *("Decision 1", "we meet at two", "Meeting: Steering group on Tue 15 December, 2pm"),
        *("Noted: Tue 15 December", "By: Jo Lindqvist"),
    ]
    assert said.buttons == ["Edit", "Take it back", "Ask everyone"]
    assert (await house.types("sam", "/upbeat decision show 1")).buttons == []
