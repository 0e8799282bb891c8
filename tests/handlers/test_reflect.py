"""What goes well and less well, as people meet it: asked, answered, shown together, acted on, looked back at."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from storage.people import Role
from storage.records import Registry
from storage.reflections import LESS, WELL
from tests.house import CAST, House, Said, face

DAY = "2026-12-15"
ASKED = "2026-12-10T10:05"
SHOWN = "2026-12-14T10:05"
MOST = ("mina", "sam", "jo", "frank")


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        await choose(house, reflect_days=5)
        yield house


async def plan(house: House, day: str = DAY) -> int:
    """A meeting at 2pm on this day, planned now; its row."""
    async with house.records() as records:
        channel = await records.conversations.first_of_all()
        assert channel is not None
        series = await records.meetings.begin("Steering group", channel.id, 90)
        start = datetime.fromisoformat(f"{day}T14:00").replace(tzinfo=house.zone)
        return (await records.meetings.plan(series, start, house.clock.now())).id


async def choose(house: House, **settings: object) -> None:
    async with house.records() as records:
        for name, value in settings.items():
            setattr(records.partnership, name, value)


def asked(house: House, who: str) -> list[Said]:
    return [said for said in house.dm(who) if said.key.startswith("reflect/")]


def agendas(house: House) -> list[Said]:
    return [said for said in house.channel() if said.key.startswith("agenda/")]


async def answers(house: House, who: str, well: str = "", less: str = "", **more: str) -> Said:
    """Answer in the form that the newest private question opens."""
    said = asked(house, who)[-1]
    label = next(one for one in said.buttons if one in ("Answer", "Change my answer"))
    form = await house.presses(who, said, label)
    return await house.submits(who, form, {"well": well, "less": less, **more})


async def all_answer(house: House) -> None:
    for number, who in enumerate(MOST):
        await answers(house, who, f"good thing {number}", f"hard thing {number}")


# Asking


async def test_five_days_before_a_meeting_the_channel_and_each_person_privately_are_asked(
    house: House,
) -> None:
    await plan(house)
    await house.turns(to="2026-12-10T09:55")
    assert not [said for said in house.channel() if said.key.startswith("reflect/")]
    await house.turns(to=ASKED)
    [said] = [said for said in house.channel() if said.key.startswith("reflect/")]
    assert "what is going well, and why? What is going less well, and why?" in said.text
    assert "Steering group meets on Tue 15 December" in said.text
    assert said.buttons == ["Answer privately"]
    for who in CAST:
        [private] = asked(house, who)
        assert "What is going less well, and why?" in private.text
    await house.turns(to="2026-12-16T10:00")
    assert [len(asked(house, who)) for who in CAST] == [1] * len(CAST), "once is enough"


async def test_a_partnership_may_choose_another_day_or_none(house: House) -> None:
    await plan(house)
    await choose(house, reflect_days=10)
    await house.turns(to="2026-12-04T10:05")
    assert asked(house, "sam"), "the tenth day before is a Saturday"
    await choose(house, reflect_days=0)
    await plan(house, "2027-01-19")
    await house.turns(to="2027-01-18T12:00")
    assert len(asked(house, "sam")) == 1


async def test_the_chair_chooses_in_the_settings_when_and_how_people_are_asked(house: House) -> None:
    form = await house.types("mina", "/partnership settings")
    chosen = {
        "reflect_days": "10",
        "reflect_named": "named",
        "reflect_smallest": "6",
        "reflect_monthly": "yes",
    }
    wrong = await house.submits("mina", form, chosen | {"reflect_smallest": "1"})
    assert list(wrong.errors) == ["reflect_smallest"], "a group of one is none"
    await house.submits("mina", form, chosen)
    async with house.records() as records:
        row = records.partnership
        assert (row.reflect_days, row.reflect_named, row.reflect_smallest) == (10, True, 6)
        assert row.reflect_monthly


async def test_who_wants_no_private_question_gets_none_and_may_have_them_back(house: House) -> None:
    await plan(house)
    await house.turns(to=ASKED)
    await house.presses("sam", asked(house, "sam")[0], "Do not ask me privately")
    await plan(house, "2027-01-19")
    await house.turns(to="2027-01-14T12:00")
    assert len(asked(house, "sam")) == 1 and len(asked(house, "jo")) == 2
    await house.types("sam", "reflect ask me", "dm")
    await plan(house, "2027-02-16")
    await house.turns(to="2027-02-11T12:00")
    assert len(asked(house, "sam")) == 2


async def test_a_meeting_that_is_called_off_takes_its_question_along_and_the_answers_wait(
    house: House,
) -> None:
    meeting = await plan(house)
    await house.turns(to=ASKED)
    await all_answer(house)
    await house.types("will", "less well: cold hands", "dm")
    async with house.records() as records:
        row = await records.meetings.get(meeting)
        assert row is not None
        await records.meetings.cancel(row)
    await house.turns("1h")
    assert "your answer waits for the next time" in receipt(house, "will").text
    assert "does not meet on Tue 15 December" in house.channel()[-1].text
    assert "does not meet on Tue 15 December" in asked(house, "jo")[0].text
    await plan(house, "2027-01-19")
    await house.turns(to="2027-01-18T12:00")
    assert "good thing 2" in agendas(house)[-1].text


async def test_the_question_in_the_channel_follows_a_meeting_that_moves(house: House) -> None:
    meeting = await plan(house)
    await house.turns(to=ASKED)
    async with house.records() as records:
        row = await records.meetings.get(meeting)
        assert row is not None
        moment = datetime(2026, 12, 17, 14, tzinfo=house.zone)
        await records.meetings.move(row, moment, house.clock.now())
    await house.turns("1h")
    [said] = [said for said in house.channel() if said.key.startswith("reflect/")]
    assert "meets on Thu 17 December" in said.text and len(asked(house, "sam")) == 1


async def test_in_a_month_without_a_meeting_those_who_chose_so_are_asked_all_the_same(house: House) -> None:
    await choose(house, reflect_monthly=True)
    await house.turns(to="2026-12-14T10:05")
    [said] = asked(house, "sam")
    assert "in Otterbridge Partnership" in said.text
    await all_answer(house)
    await house.turns(to="2026-12-21T10:05")
    told = house.channel()[-1]
    assert "hard thing 3" in told.text and "all answers together" in told.text
    assert "Make it an action" in told.buttons


# Answering and showing


async def test_answers_are_shown_together_with_the_agenda_by_question(house: House) -> None:
    await plan(house)
    await house.turns(to=ASKED)
    await all_answer(house)
    await house.turns(to="2026-12-14T09:55")
    assert "thing" not in "".join(said.text for said in house.channel())
    assert "thing" not in (await house.types("mina", "/agenda")).text
    await house.turns(to=SHOWN)
    [agenda] = agendas(house)
    text = agenda.text
    well, less = text.index("1. What is going well"), text.index("2. What is going less well")
    less = text.index("2. What is going less well", text.index("What you said"))
    well = text.index("1. What is going well", text.index("What you said"))
    for number in range(len(MOST)):
        assert well < text.index(f"good thing {number}") < less < text.index(f"hard thing {number}")


async def test_an_answer_can_be_changed_and_taken_back_until_it_is_shown(house: House) -> None:
    await plan(house)
    await house.turns(to=ASKED)
    await all_answer(house)
    await answers(house, "sam", "a better thing")
    form = await house.presses("sam", asked(house, "sam")[0], "Change my answer")
    assert form.form is not None and form.form.fields[0].value == "a better thing"
    await house.presses("jo", asked(house, "jo")[0], "Take it back")
    await answers(house, "priya", "our songbook")
    await house.turns(to=SHOWN)
    text = agendas(house)[0].text
    assert "a better thing" in text and "good thing 1" not in text and "hard thing 1" not in text
    assert "good thing 2" not in text and "our songbook" in text


async def test_whoever_asks_for_it_in_words_has_back_all_that_waits(house: House) -> None:
    await plan(house)
    await house.turns(to=ASKED)
    nothing = await house.types("will", "reflect take back", "dm")
    assert nothing.text == "Nothing of yours is waiting to be shown."
    await all_answer(house)
    await answers(house, "priya", "our songbook")
    await house.types("sam", "I never know where my keys are", "dm")
    said = await house.types("sam", "take my answer back", "dm")
    assert "Taken back. Nobody has seen it." in said.text
    await house.turns(to=SHOWN)
    text = agendas(house)[0].text
    assert "our songbook" in text and "good thing 1" not in text and "keys" not in text
    late = await house.types("jo", "reflect take back", "dm")
    assert "I do not know who said what was shown without a name" in late.text
    assert "good thing 2" in agendas(house)[0].text


async def test_an_answer_that_waits_for_more_can_be_taken_back_at_the_card_it_was_given_on(
    house: House,
) -> None:
    await plan(house)
    await house.turns(to=ASKED)
    await answers(house, "jo", less="the hall is cold")
    await house.turns(to=SHOWN)
    [card] = asked(house, "jo")
    assert "your answer waits for the next time" in card.text
    await house.presses("jo", card, "Take it back")
    async with house.records() as records:
        member = await records.members.of_handle("UJO")
        assert member is not None and not await records.answers.waiting(member)


@pytest.mark.parametrize(
    "words", ["Not much is going well to be honest", "my worry is that carers leave", "Our choir has doubled"]
)
async def test_a_sentence_that_begins_like_a_command_is_asked_about(house: House, words: str) -> None:
    await plan(house)
    await house.turns(to=ASKED)
    said = await house.types("frank", words, "dm")
    assert said.buttons == ["It is going well", "It is going less well", "It is no answer"]


async def test_several_messages_one_after_another_are_each_asked_about(house: House) -> None:
    await plan(house)
    await house.turns(to=ASKED)
    first = await house.types("frank", "the choir has doubled since June", "dm")
    second = await house.types("frank", "nobody can park there any more", "dm")
    await house.presses("frank", first, "It is going well")
    await house.presses("frank", second, "It is going less well")
    again = await house.presses("frank", second, "It is going well")
    assert "sorted already" in again.text
    async with house.records() as records:
        [row], member = await records.reflections.open(), await records.members.of_handle("UFRANK")
        assert member is not None
        kept = {one.question: one.text for one in await records.answers.of(row, member)}
    assert kept == {WELL: "the choir has doubled since June", LESS: "nobody can park there any more"}


async def beside(house: House) -> None:
    """A second partnership in C2, in which Jo is as well."""
    async with house.store.transaction() as session:
        registry = Registry(session)
        records = await registry.begin("Barn Board", "slack", "T1", "C2")
        records.partnership.ready, records.partnership.reflect_days = True, 5
        known = face("jo")
        about = (known.workspace, known.handle, known.name, known.zone, known.external)
        await records.members.join(await registry.person("slack", *about), Role.CHAIR)


async def test_who_is_asked_in_two_partnerships_is_asked_which_one_is_meant(house: House) -> None:
    await beside(house)
    await plan(house)
    await house.turns(to=ASKED)
    said = await house.types("jo", "everybody came to the last rehearsal", "dm")
    assert said.buttons == ["It is going well", "It is going less well", "It is no answer"], (
        "only one has asked"
    )
    await house.presses("jo", said, "It is going well")
    await house.types("jo", "/meeting plan Barn board, Wed 16 December 2026 2pm", "C2")
    await house.turns(to="2026-12-11T10:05")
    which = await house.types("jo", "the roof is leaking once again", "dm")
    assert "Barn Board" in which.buttons
    sort = await house.presses("jo", which, "Barn Board")
    await house.presses("jo", sort, "It is going less well")
    for where, words in (
        ("C1", {WELL: "everybody came to the last rehearsal"}),
        ("C2", {LESS: "the roof is leaking once again"}),
    ):
        async with house.records(where) as records:
            [row], member = await records.reflections.open(), await records.members.of_handle("UJO")
            assert member is not None
            assert {one.question: one.text for one in await records.answers.of(row, member)} == words


async def test_what_means_something_else_is_done_and_is_no_answer(house: House) -> None:
    await plan(house)
    await house.types("mina", "/action add Frank to count the chairs by 12 December 2026")
    await house.turns(to=ASKED)
    await house.types("frank", "done 1", "dm")
    await house.types("frank", "how are things going with the chairs?", "dm")
    await house.types("frank", "ACTION: Sam to ring the school about chairs", "dm")
    async with house.records() as records:
        member = await records.members.of_handle("UFRANK")
        assert member is not None and not await records.answers.waiting(member)
        assert [one.text for one in await records.actions.open()] == ["ring the school about chairs"]


async def test_plain_words_in_the_direct_message_are_an_answer(house: House) -> None:
    await plan(house)
    await house.turns(to=ASKED)
    for who in ("mina", "sam"):
        said = await house.types(
            who, f"Going well: {who} likes the choir. Less well: {who} cannot park", "dm"
        )
        assert "that is kept" in said.text and who not in said.text
    await house.types("jo", "less well: the hall is cold", "dm")
    said = await house.types("frank", "everybody came to the last rehearsal", "dm")
    assert said.buttons == ["It is going well", "It is going less well", "It is no answer"]
    await house.presses("frank", said, "It is going well")
    await house.turns(to=SHOWN)
    text = agendas(house)[0].text
    for words in ("mina likes the choir", "sam cannot park", "the hall is cold", "everybody came"):
        assert words in text


async def test_words_that_are_no_answer_are_let_go_of(house: House) -> None:
    await plan(house)
    await house.turns(to=ASKED)
    said = await house.types("frank", "I think I lost my keys somewhere", "dm")
    await house.presses("frank", said, "It is no answer")
    await all_answer(house)
    await house.turns(to=SHOWN)
    assert "keys" not in agendas(house)[0].text
    assert "Nothing" not in (await house.types("sam", "show everything please now?", "dm")).text


async def test_what_is_said_in_the_channel_is_not_kept_because_everybody_knows_who_said_it(
    house: House,
) -> None:
    await plan(house)
    await house.turns(to=ASKED)
    said = await house.types("jo", "@Upbeat going well: the choir")
    assert said.to == "UJO" and "Everybody can read" in said.text
    async with house.records() as records:
        [row] = await records.reflections.open()
        member = await records.members.of_handle("UJO")
        assert member is not None and not await records.answers.of(row, member)


async def test_late_answers_come_with_the_next_release(house: House) -> None:
    await plan(house)
    await house.turns(to=ASKED)
    await all_answer(house)
    await house.turns(to=SHOWN)
    for who in ("mina", "sam", "priya", "will"):
        await answers(house, who, f"late word of {who}")
    await plan(house, "2027-01-19")
    await house.turns(to="2027-01-18T12:00")
    first, second = agendas(house)
    assert "late word" not in first.text and "late word of will" in second.text


def receipt(house: House, who: str) -> Said:
    return next(said for said in house.dm(who) if said.key.startswith("answer/"))


async def test_a_receipt_says_in_its_place_that_the_answers_are_shown_and_takes_no_more_of_them(
    house: House,
) -> None:
    await plan(house)
    await house.turns(to=ASKED)
    for who in MOST:
        await house.types(who, f"less well: cold hands of {who}", "dm")
    assert receipt(house, "jo").buttons == ["Change my answer", "Take it back"]
    stale = receipt(house, "jo")
    await house.turns(to=SHOWN)
    for who in MOST:
        assert receipt(house, who).text == "All answers for Steering group are shown now, together."
        assert receipt(house, who).buttons == ["What was said"]
    assert "cold hands of sam" in (await house.presses("jo", receipt(house, "jo"), "What was said")).text
    form = await house.presses_raw("jo", stale, "reflect.answer", "id=1")
    assert "that question is over, and what you write now comes with the next answers" in form.text
    async with house.records() as records:
        assert not await records.deliveries.of(stale.key), "a receipt tells who has answered"


async def test_the_receipt_of_an_answer_that_waits_says_so_until_it_is_shown_and_can_be_pressed(
    house: House,
) -> None:
    await plan(house)
    await house.turns(to=ASKED)
    for who in ("sam", "jo"):
        await house.types(who, f"less well: cold hands of {who}", "dm")
    await house.turns(to=SHOWN)
    assert "your answer waits for the next time" in receipt(house, "jo").text
    await house.presses("jo", receipt(house, "jo"), "Take it back")
    assert "Taken back" in house.dm("jo")[-1].text
    await plan(house, "2027-01-19")
    await house.turns(to="2027-01-14T10:05")
    for who in ("priya", "frank", "will"):
        await answers(house, who, less=f"cold hands of {who}")
    await house.turns(to="2027-01-18T12:00")
    assert "cold hands of sam" in agendas(house)[-1].text and "hands of jo" not in agendas(house)[-1].text
    assert "are shown now, together" in receipt(house, "sam").text


async def test_what_is_taken_back_on_the_receipt_stands_on_the_receipt(house: House) -> None:
    await plan(house)
    await house.turns(to=ASKED)
    await house.types("sam", "less well: cold hands", "dm")
    await house.presses("sam", receipt(house, "sam"), "Take it back")
    assert [said.text for said in house.dm("sam") if said.key.startswith("answer/")] == [
        "Taken back. Nobody has seen it."
    ]


async def test_where_no_agenda_is_posted_the_answers_are_shown_by_themselves(house: House) -> None:
    await choose(house, agenda_days=0)
    await plan(house)
    await house.turns(to=ASKED)
    await all_answer(house)
    await house.turns(to=SHOWN)
    assert "good thing 1" in house.channel()[-1].text and not agendas(house)


async def test_a_form_with_nothing_in_it_or_too_much_says_so_beside_the_field(house: House) -> None:
    await plan(house)
    await house.turns(to=ASKED)
    assert list((await answers(house, "sam")).errors) == ["well"]
    assert list((await answers(house, "sam", less="x" * 1501)).errors) == ["less"]


# What comes of it


async def test_less_well_becomes_an_action_in_one_press_and_the_next_question_says_so(house: House) -> None:
    await plan(house)
    await house.turns(to=ASKED)
    await all_answer(house)
    await house.turns(to=SHOWN)
    agenda = agendas(house)[0]
    label = next(label for label in agenda.buttons if label.startswith("Action: hard thing"))
    said = await house.presses("priya", agenda, label)
    assert "It is action 1 now" in said.text
    assert label not in agendas(house)[0].buttons
    words = label.removeprefix("Action: ")
    await house.types("mina", "/action done 1")
    await plan(house, "2027-01-19")
    await house.turns(to="2027-01-14T10:05")
    assert f"{words} · became action 1, which is done" in asked(house, "sam")[-1].text


async def test_the_next_question_says_how_much_else_was_said_and_shows_it_in_one_press(house: House) -> None:
    await plan(house)
    await house.turns(to=ASKED)
    await all_answer(house)
    await house.turns(to=SHOWN)
    await plan(house, "2027-01-19")
    await house.turns(to="2027-01-14T10:05")
    channel = [said for said in house.channel() if said.key.startswith("reflect/")][-1]
    for question in (channel, asked(house, "sam")[-1]):
        assert question.text.count("hard thing") == 3 and "and one more" in question.text
        said = await house.presses("sam", question, "What was said last time")
        assert said.text.count("hard thing") == 4


async def test_less_well_goes_onto_the_next_agenda_in_one_press(house: House) -> None:
    await plan(house)
    await house.turns(to=ASKED)
    await all_answer(house)
    await house.turns(to=SHOWN)
    shown = await house.types("sam", "/reflect show")
    button = next(one for one in shown.card.buttons() if one.action == "reflect.to_agenda")  # type: ignore[union-attr]
    await house.presses_raw("sam", shown, button.action, button.value)
    await house.presses_raw("jo", shown, button.action, button.value)
    async with house.records() as records:
        meeting = await records.meetings.next(house.clock.now())
        assert meeting is not None
        items = await records.agenda.of(meeting, house.clock.now())
        assert [item.text[:10] for item in items if item.standing_id is None] == ["hard thing"]


async def test_history_goes_back_by_meeting_and_can_be_searched(house: House) -> None:
    await plan(house)
    await house.turns(to=ASKED)
    await all_answer(house)
    await house.turns(to=SHOWN)
    said = await house.types("will", "/reflect history")
    assert "Steering group, Tue 15 December" in said.text and "good thing 1" in said.text
    said = await house.types("will", "/reflect history thing 2")
    assert "good thing 2" in said.text and "good thing 1" not in said.text
    assert "Nobody has said" in (await house.types("will", "/reflect history harps")).text


async def test_voices_by_organisation_are_a_balance_in_words_and_as_a_picture(house: House) -> None:
    await choose(house, reflect_named=True)
    await plan(house)
    await house.turns(to=ASKED)
    for who, shown in (("sam", "person"), ("mina", "organisation"), ("jo", "person"), ("priya", "nobody")):
        await answers(house, who, less=f"cold hands of {who}", shown=shown)
    assert "no picture yet" in (await house.types("will", "/reflect voices")).text
    await house.turns(to=SHOWN)
    said = await house.types("will", "/reflect history")
    assert said.text.index("Fenland Virtual School: once") < said.text.index("Otterbridge Music: once")
    assert "Riverside Library" not in said.text, "nobody is named for not being heard"
    await house.presses("will", said, "As a picture")
    card = house.dm("will")[-1].card
    assert card is not None and card.file is not None
    assert card.file.content.startswith(b"\x89PNG") and len(card.file.content) < 60_000
    assert "Fenland Virtual School: once" in card.file.alt and "Riverside" not in card.file.alt


async def test_whoever_takes_minutes_can_take_an_answer_off_and_nobody_else_can(house: House) -> None:
    await plan(house)
    await house.turns(to=ASKED)
    await all_answer(house)
    await house.turns(to=SHOWN)
    async with house.records() as records:
        [row] = await records.reflections.released()
        voice = next(one for one in await records.voices.of(row) if one.question == LESS)
        words, value = voice.text, f"id={voice.id}"
    agenda = agendas(house)[0]
    await house.presses_raw("sam", agenda, "reflect.hide", value)
    assert words in agendas(house)[0].text
    seen = await house.types("sam", "/reflect show")
    assert "Take one off" not in seen.buttons
    assert "Whoever said it" in (await house.presses_raw("sam", seen, "reflect.take_off", "id=1")).text
    form = await house.presses("mina", await house.types("mina", "/reflect show"), "Take one off")
    await house.submits("mina", form, {"voice": str(voice.id)})
    assert words not in agendas(house)[0].text
    assert words not in (await house.types("sam", "/reflect history")).text
