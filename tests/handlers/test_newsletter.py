"""The newsletter as people meet it: drafted, read by the chair, changed, approved or not, answered, and read by all."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.people import Role
from tests.house import House, Said

DECIDED = "AGREED: The summer concert is at the Curve"
CHEERED = "WIN: Forty children sang on Saturday"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        yield house


async def monthly(house: House, months: str = "1") -> None:
    form = await house.types("mina", "/upbeat newsletter settings")
    await house.submits("mina", form, {"months": months})


async def something(house: House) -> None:
    """A decision, a celebration, and an action that is done."""
    await house.types("jo", DECIDED)
    await house.types("priya", CHEERED)
    await house.types("frank", "ACTION: Frank to book the hall")
    await house.types("frank", "done 1", where="dm")


def drafts(house: House, who: str = "mina") -> list[Said]:
    return [said for said in house.dm(who) if said.key.startswith("newsletter/")]


def issues(house: House) -> list[Said]:
    return [said for said in house.channel() if said.key.startswith("newsletter/")]


async def approved(house: House, question: str = "") -> Said:
    """An issue that went out, perhaps with a question."""
    await house.types("mina", "/upbeat newsletter draft")
    await house.types("mina", "/upbeat newsletter add celebrate: The choir sang at the station")
    if question:
        await house.types("mina", f"/upbeat newsletter ask {question}")
    await house.types("mina", "/upbeat newsletter approve")
    return issues(house)[-1]


# Drafting


async def test_on_the_first_working_day_of_the_month_the_chair_alone_sees_what_happened(house: House) -> None:
    await something(house)
    await monthly(house)
    await house.turns(to="2026-12-01T09:55")
    assert not drafts(house)
    await house.turns(to="2026-12-01T10:05")
    [said] = drafts(house)
    assert "Agreed: The summer concert is at the Curve" in said.text
    assert "Forty children sang on Saturday" in said.text
    assert "book the hall: done by" in said.text
    assert not issues(house) and not drafts(house, "jo")


async def test_nothing_is_drafted_where_nobody_chose_it(house: House) -> None:
    await something(house)
    await house.turns(to="2027-03-05T10:00")
    assert not drafts(house)


async def test_a_month_in_which_nothing_happened_is_quiet(house: House) -> None:
    await monthly(house)
    await house.turns(to="2027-02-05T10:00")
    assert not drafts(house)


async def test_every_two_months_the_next_draft_comes_two_months_after_the_last(house: House) -> None:
    await something(house)
    await monthly(house, "2")
    await house.turns(to="2026-12-01T10:05")
    await house.presses("mina", drafts(house)[0], "Approve it")
    await house.types("jo", CHEERED)
    await house.turns(to="2027-01-29T10:00")
    assert len(drafts(house)) == 1
    await house.turns(to="2027-02-01T10:05")
    assert len(drafts(house)) == 2


async def test_what_stood_in_one_issue_does_not_stand_in_the_next(house: House) -> None:
    await something(house)
    await approved(house)
    await house.turns("2d")
    await house.types("jo", "WIN: The library has a piano")
    said = await house.types("mina", "/upbeat newsletter draft")
    assert "piano" in said.text and "Forty children" not in said.text


async def test_what_is_taken_back_after_the_draft_does_not_go_out(house: House) -> None:
    await something(house)
    await house.types("mina", "/upbeat newsletter draft")
    await house.types("priya", "celebration drop 1", where="dm")
    await house.types("mina", "/upbeat newsletter approve")
    assert "Forty children" not in issues(house)[0].text


# What becomes of a draft


async def test_an_approved_issue_stands_in_the_channel_once(house: House) -> None:
    await something(house)
    await monthly(house)
    await house.turns(to="2026-12-01T10:05")
    [draft] = drafts(house)
    await house.presses("mina", draft, "Approve it")
    [issue] = issues(house)
    assert "news, issue 1" in issue.text.lower() or "issue 1" in issue.text
    again = await house.presses_raw("mina", draft, "newsletter.approve", "id=1")
    assert "approved already" in again.text and len(issues(house)) == 1


async def test_a_draft_is_reminded_of_once_and_then_never_sent_nor_spoken_of(house: House) -> None:
    await something(house)
    await monthly(house)
    await house.turns(to="2026-12-01T10:05")
    await house.turns(to="2026-12-30T10:00")
    assert [said.key.split("/")[1] for said in drafts(house)] == ["draft", "reminder"]
    assert not issues(house)
    assert "was not sent" in drafts(house)[0].text and "Approve it" not in drafts(house)[0].buttons


@pytest.mark.parametrize("label", ["Approve it", "Skip this time"])
async def test_who_has_answered_is_not_reminded(house: House, label: str) -> None:
    await something(house)
    await monthly(house)
    await house.turns(to="2026-12-01T10:05")
    await house.presses("mina", drafts(house)[0], label)
    await house.turns(to="2026-12-20T10:00")
    assert len(drafts(house)) == 1


async def test_what_was_not_sent_stands_in_the_next_draft(house: House) -> None:
    await something(house)
    await monthly(house)
    await house.turns(to="2026-12-01T10:05")
    await house.presses("mina", drafts(house)[0], "Skip this time")
    said = await house.types("mina", "/upbeat newsletter draft")
    assert "Forty children sang" in said.text


async def test_what_was_not_sent_stands_in_the_next_draft_however_seldom_one_is_drafted(house: House) -> None:
    await something(house)
    await monthly(house, "2")
    await house.turns(to="2027-01-20T10:00")
    assert len(drafts(house)) == 2, "the draft of December and its one reminder"
    await house.turns(to="2027-02-01T10:05")
    assert "Forty children sang" in drafts(house)[-1].text


async def test_pieces_are_changed_dropped_and_added_by_number_and_in_the_form(house: House) -> None:
    await something(house)
    said = await house.types("mina", "/upbeat newsletter draft")
    form = await house.presses("mina", said, "Change the pieces")
    assert form.form is not None
    celebrate = "Forty-two children sang on Saturday\nThe library has a piano"
    await house.submits("mina", form, {"inform": "", "celebrate": celebrate})
    said = await house.types("mina", "/upbeat newsletter")
    assert "Forty-two children" in said.text and "piano" in said.text
    assert "summer concert" not in said.text and "book the hall" not in said.text
    said = await house.types("mina", "/upbeat newsletter edit 2 = The library has two pianos")
    assert "two pianos" in said.text
    said = await house.types("mina", "/upbeat newsletter drop 1")
    assert "Forty-two" not in said.text
    await house.types("priya", "celebration drop 1", where="dm")


async def test_a_piece_in_other_words_still_goes_when_what_it_was_made_of_is_taken_back(house: House) -> None:
    await something(house)
    said = await house.types("mina", "/upbeat newsletter draft")
    form = await house.presses("mina", said, "Change the pieces")
    await house.submits("mina", form, {"celebrate": "Forty-two children sang on Saturday"})
    await house.types("priya", "celebration drop 1", where="dm")
    said = await house.types("mina", "/upbeat newsletter")
    assert "Forty-two" not in said.text


@pytest.mark.parametrize("words", ["draft", "approve", "skip", "drop 1", "edit 1 = x", "add x", "settings"])
async def test_only_who_chairs_or_takes_the_minutes_has_a_hand_in_it(house: House, words: str) -> None:
    await something(house)
    await house.types("mina", "/upbeat newsletter draft")
    said = await house.types("jo", f"/upbeat newsletter {words}")
    assert "nothing was changed" in said.text and not issues(house)
    assert "Forty children" not in said.text


async def test_a_minute_taker_approves_it_in_words_in_a_direct_message(house: House) -> None:
    await something(house)
    async with house.records() as records:
        jo = await records.members.of_handle("UJO")
        assert jo is not None
        jo.role = Role.MINUTES
    await house.types("jo", "newsletter draft", where="dm")
    await house.types("jo", "newsletter approve", where="dm")
    assert len(issues(house)) == 1


# Names


async def test_nobody_is_named_who_has_not_agreed(house: House) -> None:
    await house.types("mina", "WIN: Sam Okafor and Priya played the piano, thanks to Frank's van")
    await house.types("sam", "ACTION: Sam to book the hall")
    await house.types("sam", "done 1", where="dm")
    issue = await approved(house)
    for name in ("Sam", "Okafor", "Priya", "Frank"):
        assert name not in issue.text
    assert "Somebody at Otterbridge Music and somebody at Riverside Library played the piano" in issue.text
    assert "book the hall: done by somebody at Otterbridge Music" in issue.text


async def test_who_has_agreed_is_named_and_may_think_again(house: House) -> None:
    await house.types("sam", "/upbeat newsletter name me")
    await house.types("mina", "WIN: Sam Okafor played the piano")
    issue = await approved(house)
    assert "Sam Okafor played" in issue.text
    await house.types("sam", "/upbeat newsletter leave my name out")
    assert (
        "Sam" not in issues(house)[-1].text
        and "Somebody at Otterbridge Music played" in issues(house)[-1].text
    )


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Will you come? We will", "Will you come? We will"),
        ("We thank Will for the chairs", "We thank somebody at Riverside Library for the chairs"),
        ("Will's chairs were blue", "Somebody at Riverside Library's chairs were blue"),
        ("To be frank, it was cold", "To be frank, it was cold"),
        ("Samples were shown", "Samples were shown"),
    ],
)
async def test_names_that_are_words_are_left_where_they_are_words(
    house: House, typed: str, read: str
) -> None:
    await house.types("mina", f"WIN: {typed}")
    assert read in (await approved(house)).text


# The question

EVENING = "Shall we meet in the evening? Yes / No"


async def answered(house: House, *answers: str) -> None:
    issue = issues(house)[-1]
    for who, answer in zip(("mina", "sam", "jo", "frank", "priya", "will"), answers, strict=False):
        await house.presses(who, issue, answer)


async def test_anybody_answers_once_may_change_it_and_only_counts_are_told(house: House) -> None:
    await approved(house, EVENING)
    await answered(house, "Yes", "Yes", "No", "Yes")
    said = await house.presses("mina", issues(house)[-1], "No")
    assert said.private and "No" in said.text
    assert "Yes: " not in issues(house)[-1].text, "no count while it is open"
    await house.turns("4d")
    draft = await house.types("mina", "/upbeat newsletter draft")
    assert "Shall we meet in the evening? Yes: 2, No: 2" in draft.text
    late = await house.presses_raw("will", issues(house)[0], "newsletter.answer", "id=1 choice=0")
    assert "No question is open" in late.text
    assert "Yes" not in issues(house)[0].buttons


async def test_the_counts_of_a_few_are_not_shown(house: House) -> None:
    await approved(house, EVENING)
    await answered(house, "Yes", "Yes", "No")
    await house.turns("4d")
    draft = await house.types("mina", "/upbeat newsletter draft")
    assert "Fewer than 4 people answered" in draft.text and "Yes: " not in draft.text


async def test_who_answered_what_is_kept_nowhere_once_it_is_counted(house: House) -> None:
    await approved(house, EVENING)
    await answered(house, "Yes", "Yes", "No", "Yes")
    await house.turns("4d")
    await house.types("mina", "/upbeat newsletter draft")
    async with house.store.engine.connect() as connection:
        rows = await connection.exec_driver_sql("select count(*) from newsletter_votes")
        assert rows.scalar() == 0


async def test_a_question_is_answered_in_words_too(house: House) -> None:
    await approved(house, EVENING)
    said = await house.types("jo", "newsletter answer no", where="dm")
    assert "No" in said.text and "kept" in said.text
    unknown = await house.types("jo", "newsletter answer perhaps", where="dm")
    assert "Yes or No" in unknown.text


@pytest.mark.parametrize("value", ["id=1 choice=7", "id=99 choice=0", "id=1", "choice=1", "id=1 choice=-1"])
async def test_a_forged_answer_counts_for_nothing(house: House, value: str) -> None:
    issue = await approved(house, EVENING)
    await house.presses_raw("sam", issue, "newsletter.answer", value)
    async with house.store.engine.connect() as connection:
        rows = await connection.exec_driver_sql("select count(*) from newsletter_votes")
        assert rows.scalar() == 0


@pytest.mark.parametrize(
    "words", ["Shall we?", "Shall we? Yes", "Shall we? Yes / yes", "Shall we? a/b/c/d/e/f", "Yes / No"]
)
async def test_a_question_that_cannot_be_pressed_is_not_asked(house: House, words: str) -> None:
    await house.types("mina", "/upbeat newsletter draft")
    said = await house.types("mina", f"/upbeat newsletter ask {words}")
    assert "different answers" in said.text
