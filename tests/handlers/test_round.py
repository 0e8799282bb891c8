"""Rounds as people hold them: the host first, each organisation for itself, feedback for its asker alone; and their own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.rounds import PERSON, Round, problem, read, written
from tests.house import House, Said

MUSIC, SCHOOL, LIBRARY = "Otterbridge Music", "Fenland Virtual School", "Riverside Library"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun() as house:
        yield house


async def body(house: House, name: str) -> str:
    async with house.records() as records:
        found = await records.organisations.named(name)
        assert found is not None
        return str(found.id)


async def begin(house: House, name: str = "round", host: str = "") -> Said:
    """The chair begins a round in the channel; the answer that only the chair sees."""
    form = await house.types("mina", "/reflect round")
    return await house.submits("mina", form, {"round": name, "host": await body(house, host) if host else ""})


def asked(house: House, who: str) -> list[Said]:
    return [said for said in house.dm(who) if said.key.startswith("reflect/round/")]


async def speaks(house: House, who: str, **words: str | list[str]) -> Said:
    said = asked(house, who)[-1]
    label = next(one for one in said.buttons if one in ("Answer", "Change my answer"))
    return await house.submits(who, await house.presses(who, said, label), words)


async def test_the_host_is_asked_first_and_the_others_once_it_has_spoken(house: House) -> None:
    await begin(house, host=LIBRARY)
    [said] = house.channel()
    assert f"{LIBRARY} goes first" in said.text and "What are you learning?" in said.text
    assert [bool(asked(house, who)) for who in ("priya", "will", "sam", "jo")] == [True, True, False, False]
    refused = await house.presses("sam", said, "Answer privately")
    assert "goes first. You will be asked" in refused.text
    await speaks(house, "priya", q1="a hall with a piano")
    assert asked(house, "sam") and asked(house, "jo") and len(asked(house, "priya")) == 1


async def test_a_host_who_says_nothing_holds_nobody_up_for_longer_than_three_days(house: House) -> None:
    await begin(house, host=LIBRARY)
    await house.turns("2d")
    assert not asked(house, "sam")
    await house.turns("3d")
    assert asked(house, "sam")


async def test_the_chair_may_ask_everybody_at_once_and_nobody_else_may(house: House) -> None:
    begun = await begin(house, host=LIBRARY)
    await house.presses_raw("sam", begun, "reflect.everybody", "id=1")
    assert not asked(house, "sam")
    await house.presses("mina", begun, "Ask everybody now")
    assert asked(house, "sam")


async def test_what_was_said_is_shown_organisation_by_organisation_the_host_first(house: House) -> None:
    begun = await begin(house, host=LIBRARY)
    await speaks(house, "priya", q1="a hall with a piano", q3="evenings are short")
    await speaks(house, "jo", q1="forty families")
    await speaks(house, "sam", q1="eight players")
    assert len(house.channel()) == 1
    await house.presses("mina", begun, "Show what was said")
    text = house.channel()[-1].text
    order = [text.index(one) for one in (LIBRARY, "a hall with", SCHOOL, "forty families", MUSIC, "eight")]
    assert order == sorted(order)
    for name in ("Priya", "Jo ", "Sam "):
        assert name not in text


async def test_who_is_alone_in_an_organisation_is_told_before_speaking_for_it(house: House) -> None:
    async with house.records() as records:
        will = await records.members.of_handle("UWILL")
        assert will is not None
        await records.members.leave(will, house.clock.now())
    await begin(house, host=LIBRARY)
    form = await house.presses("priya", asked(house, "priya")[0], "Answer")
    assert "You are the only one here from it" in form.text


async def test_feedback_goes_to_those_who_asked_for_it_alone_and_further_only_if_they_share_it(
    house: House,
) -> None:
    begun = await begin(house, host=LIBRARY)
    await speaks(house, "priya", q1="a hall", feedback=[await body(house, SCHOOL)])
    [wish] = [said for said in house.dm("jo") if said.key.startswith("reflect.feedback_asked")]
    assert f"{LIBRARY} would like brief feedback from {SCHOOL}" in wish.text
    assert not [said for said in house.dm("sam") if "feedback" in said.key]
    stranger = await house.presses_raw("sam", wish, "reflect.give", "id=1")
    assert "between the two organisations" in stranger.text
    form = await house.presses("jo", wish, "Give feedback")
    await house.submits("jo", form, {"text": "you answer quickly"})
    for who in ("priya", "will"):
        [got] = [said for said in house.dm(who) if said.key.startswith("reflect.feedback_got")]
        assert "you answer quickly" in got.text and "Jo" not in got.text
    await house.presses("mina", begun, "Show what was said")
    for who in ("mina", "sam", "frank"):
        assert not [said for said in house.dm(who) if "answer quickly" in said.text]
    assert "answer quickly" not in house.channel()[-1].text
    await house.presses_raw("jo", got, "reflect.share", "id=1")
    assert "answer quickly" not in house.channel()[-1].text
    await house.presses("will", got, "Share it with everybody")
    assert f"{SCHOOL} said to them, and they share it: you answer quickly" in house.channel()[-1].text


async def test_hopes_and_fears_are_nobodys_and_wait_for_enough_people(house: House) -> None:
    begun = await house.types("mina", "/reflect round hopes and fears")
    for who in ("sam", "jo", "priya"):
        await speaks(house, who, q1=f"hope {who[0]}", q2=f"worry {who[0]}")
    said = await house.presses("mina", begun, "Show what was said")
    assert "Nothing can be shown" in said.text and len(house.channel()) == 1
    await speaks(house, "will", q2="worry w")
    await house.presses("mina", begun, "Show what was said")
    text = house.channel()[-1].text
    assert all(one in text for one in ("hope s", "worry j", "worry p", "worry w"))
    assert not [name for name in ("Sam", MUSIC, SCHOOL, LIBRARY) if name in text]


async def test_a_partnership_writes_a_round_of_its_own_in_words_or_in_a_form(house: House) -> None:
    said = await house.types("mina", "/reflect new round Looking ahead: What comes next? What do we need?")
    assert "Looking ahead · 2 questions, without names" in said.text
    form = await house.types("mina", "/reflect new round")
    wrong = await house.submits("mina", form, {"name": "Too much", "questions": "\n".join("abcdef")})
    assert list(wrong.errors) == ["questions"]
    await house.submits(
        "mina", form, {"name": "Our year", "questions": "What was good?", "by": "organisation"}
    )
    assert "Our year" in (await house.types("jo", "/reflect rounds")).text
    await house.types("mina", "/reflect round Looking ahead")
    assert "What do we need?" in asked(house, "sam")[-1].text
    await house.types("sam", "/reflect drop round Our year")
    assert "Our year" in (await house.types("jo", "/reflect rounds")).text
    assert "Our year" not in (await house.types("mina", "/reflect drop round Our year")).text


async def test_a_round_that_nobody_knows_is_said_back_above_those_there_are(house: House) -> None:
    form = await house.types("mina", "/reflect round Hopes and dreams")
    assert form.form is not None and "No round here is called “Hopes and dreams”." in form.text
    assert "No round here" not in (await house.types("mina", "/reflect round")).text


async def test_what_was_said_in_a_round_can_be_taken_back_until_it_is_shown(house: House) -> None:
    begun = await begin(house, host=LIBRARY)
    await speaks(house, "priya", q1="a hall with a piano")
    await speaks(house, "will", q1="two halls")
    await house.presses("priya", asked(house, "priya")[0], "Take it back")
    await house.presses("mina", begun, "Show what was said")
    assert "two halls" in house.channel()[-1].text and "piano" not in house.channel()[-1].text
    assert "is shown" in asked(house, "will")[0].text
    late = await house.presses_raw("will", asked(house, "will")[0], "reflect.take_round_back", "id=1")
    assert "Nothing of yours is waiting" in late.text and "two halls" in house.channel()[-1].text


async def test_showing_a_round_too_early_holds_nobody_up(house: House) -> None:
    begun = await begin(house, host=LIBRARY)
    said = await house.presses("mina", begun, "Show what was said")
    assert "Nothing can be shown" in said.text
    await house.turns("6d")
    assert asked(house, "sam"), "the others are asked all the same"


async def test_a_round_of_long_ago_is_over_and_forgets_what_waits(house: House) -> None:
    await house.types("mina", "/reflect round hopes and fears")
    await speaks(house, "sam", q1="a hope of one")
    async with house.records() as records:
        [row] = await records.reflections.open("round")
        row.opened_at -= timedelta(days=61)
    await house.turns("1h")
    async with house.records() as records:
        assert not await records.answers.pool(row)
    assert (
        "no longer there"
        in (await house.presses_raw("jo", asked(house, "jo")[0], "reflect.speak", "id=1")).text
    )


async def test_a_round_takes_no_answers_to_other_questions(house: House) -> None:
    await begin(house)
    form = await house.presses("sam", asked(house, "sam")[0], "Answer")
    said = await house.submits("sam", form, {"q1": "a song"})
    for verb in ("reflect.answer", "reflect.take_back"):
        assert "no longer there" in (await house.presses_raw("sam", said, verb, "id=1")).text
    for verb in ("reflect.sort_well", "reflect.sort_neither"):
        assert "sorted already" in (await house.presses_raw("sam", said, verb, "id=1")).text


async def test_only_chair_and_deputy_hold_rounds(house: House) -> None:
    for words in ("/reflect round hopes and fears", "/reflect new round Us: What?"):
        assert "nothing was changed" in (await house.types("sam", words)).text
    assert not house.channel()


def test_the_rounds_of_the_house_are_rounds() -> None:
    assert [one.name for one in read()] == ["Round", "A year from now", "Hopes and fears"]
    first = read()[0]
    assert len(first.questions) + bool(first.feedback) == 5


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (Round("", "", "", PERSON, ("What?",)), "name"),
        (Round("", "Us", "", PERSON, ()), "questions"),
        (Round("", "Us", "", PERSON, ("What?",) * 6), "questions"),
        (Round("", "Us", "", "anybody", ("What?",)), "by"),
        (Round("", "Us", "", PERSON, ("What?",), "Who?"), "feedback"),
        (written("Us\n- What is next?\n2. Who helps?"), ""),
    ],
)
def test_a_round_has_a_name_and_a_few_questions(row: Round, wrong: str) -> None:
    assert problem(row) == wrong
