"""One request is one transaction, done once, and always answered."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.dispatch import LONGEST
from bot.errors import BotError, FieldError
from bot.feature import Context, Face, Feature, Occasion, Place, Reply, Request, Way, reply
from bot.meaning import MOST_LINES
from bot.slack import blocks
from storage.people import Role
from storage.records import Registry
from tests import stores
from tests.house import CHANNEL, START, House, face


def diary() -> Feature:
    """A feature of the tests' own: it keeps organisations, because any record will do."""
    feature = Feature("diary", command="/diary", about="a diary")

    @feature.verb("write", adds=True, default=True, markers=(r"diary:\s*",))
    async def write(context: Context) -> Reply:
        """Write something down."""
        await context.records.organisations.add(context.text)
        if "stumble" in context.text:
            raise RuntimeError("stumbled")
        if "refuse" in context.text:
            raise BotError("dispatch/too_long", typed=context.text, most=3)
        if "beside" in context.text:
            raise FieldError("what", "dispatch/too_long", typed=context.text, most=3)
        return reply("dispatch/too_long", typed=context.text, most=1)

    @feature.verb("burn", least=Role.CHAIR)
    async def burn(context: Context) -> Reply:
        """Burn it."""
        return reply("ask/left")

    @feature.verb("twice")
    async def twice(context: Context) -> Reply:
        """Hand on."""
        return reply().then("diary.write", "handed on")

    @feature.verb("secret")
    async def secret(context: Context) -> Reply:
        """For the asker alone."""
        return reply("ask/left").privately()

    return feature


async def kept(house: House, where: str = CHANNEL) -> list[str]:
    async with house.records(where) as records:
        return [row.name for row in await records.organisations.list()][3:]


@pytest.fixture
async def house():
    async with House.begun(features=[diary(), *_asking()]) as house:
        yield house


def _asking() -> list[Feature]:
    from handlers import ask

    return [ask.feature]


async def test_a_command_is_answered_to_its_asker_alone(house: House) -> None:
    said = await house.types("mina", "/diary Rain")
    assert said.private and "Rain" in said.text
    assert await kept(house) == ["Rain"]
    assert not house.channel()


async def test_a_line_is_answered_in_its_thread(house: House) -> None:
    said = await house.types("jo", "diary: Sun")
    assert said.thread and said.place == CHANNEL and await kept(house) == ["Sun"]


async def test_a_line_that_holds_nothing_is_left_alone(house: House) -> None:
    await house.types("jo", "good morning all")
    assert not house.memory.posts


async def test_the_same_event_twice_is_done_once(house: House) -> None:
    request = Request(
        "",
        "",
        face("jo"),
        Place(CHANNEL, "T1"),
        START,
        Way.LINE,
        text="diary: Sun",
        message="9.9",
        key="C1/9.9",
    )
    await house.dispatch.handle(request)
    await house.dispatch.handle(request)
    await house.settles()
    assert await kept(house) == ["Sun"] and len(house.channel()) == 1


async def test_a_mention_that_comes_as_two_events_is_done_once(house: House) -> None:
    request = Request(
        "",
        "",
        face("jo"),
        Place(CHANNEL, "T1"),
        START,
        Way.MENTION,
        text="diary write Sun",
        message="9.9",
        key="C1/9.9",
    )
    await house.dispatch.handle(request)
    await house.dispatch.handle(replace(request))
    assert await kept(house) == ["Sun"]


async def test_a_handler_that_stumbles_leaves_nothing_behind_but_an_answer(house: House) -> None:
    said = await house.types("mina", "/diary stumble")
    assert "nothing was changed" in said.text
    assert await kept(house) == []


async def test_a_stumble_over_an_event_is_answered_once_and_not_tried_again(house: House) -> None:
    request = Request(
        "",
        "",
        face("jo"),
        Place(CHANNEL, "T1"),
        START,
        Way.LINE,
        text="diary: stumble",
        message="9.9",
        key="C1/9.9",
    )
    await house.dispatch.handle(request)
    await house.dispatch.handle(request)
    await house.settles()
    assert len(house.dm("jo")) == 1 and not house.channel() and await kept(house) == []


async def test_a_known_refusal_keeps_the_words_and_changes_nothing(house: House) -> None:
    said = await house.types("mina", "/diary refuse this")
    assert "refuse this" in said.text and await kept(house) == []


async def test_one_bad_line_of_a_message_does_not_spoil_the_others(house: House) -> None:
    await house.types("jo", "diary: Sun\ndiary: stumble\ndiary: Moon")
    assert await kept(house) == ["Sun", "Moon"]


async def test_who_may_not_is_told_who_can(house: House) -> None:
    said = await house.types("sam", "/diary burn")
    assert "the chair" in said.text and "Mina Patel" in said.text
    assert "it stands once" in (await house.types("mina", "/diary burn")).text


async def test_a_verb_can_hand_on_in_the_same_transaction(house: House) -> None:
    await house.types("mina", "/diary twice")
    assert await kept(house) == ["handed on"]


async def test_the_same_words_again_within_two_minutes_are_asked_about(house: House) -> None:
    await house.types("mina", "/diary Rain")
    said = await house.types("mina", "/diary  rain")
    assert "Add it again" in said.buttons and await kept(house) == ["Rain"]
    again = await house.presses("mina", said, "Add it again")
    assert "rain" in again.text


async def test_somebody_else_may_say_the_same(house: House) -> None:
    await house.types("mina", "/diary Rain")
    assert "Add it again" not in (await house.types("sam", "/diary Rain")).buttons


async def test_after_two_minutes_the_same_words_are_meant(house: House) -> None:
    await house.types("mina", "/diary Rain")
    await house.turns("3m")
    assert "Add it again" not in (await house.types("mina", "/diary Rain")).buttons


async def test_only_the_asker_can_take_up_what_was_put_aside(house: House) -> None:
    await house.types("mina", "/diary Rain")
    said = await house.types("mina", "/diary Rain")
    assert "answered already" in (await house.presses("sam", said, "Add it again")).text


async def test_a_question_is_answered_once(house: House) -> None:
    await house.types("mina", "/diary Rain")
    said = await house.types("mina", "/diary Rain")
    await house.presses("mina", said, "Add it again")
    assert "answered already" in (await house.presses("mina", said, "Add it again")).text


async def test_what_is_private_goes_directly_where_it_was_asked_in_public(house: House) -> None:
    await house.types("jo", "@Upbeat diary secret")
    assert not house.channel() and len(house.dm("jo")) == 1
    assert house.memory.marks[-1][1] == "envelope"


async def test_a_button_of_another_partnership_does_nothing_here(house: House) -> None:
    said = await house.types("mina", "/diary Rain")
    said.partnership = 999
    assert "another partnership" in (await house.presses_raw("mina", said, "diary.write", "forged")).text
    assert await kept(house) == ["Rain"]


async def test_a_stranger_reaches_nothing_by_direct_message(house: House) -> None:
    said = await house.types("stranger", "diary write Rain", where="dm")
    assert "not in a partnership" in said.text and await kept(house) == []


async def test_who_left_reaches_nothing_by_direct_message(house: House) -> None:
    async with house.records() as records:
        member = await records.members.of_handle("UJO")
        assert member is not None
        member.left_at = START
    assert "not in a partnership" in (await house.types("jo", "diary write Rain", where="dm")).text


async def test_a_button_that_nobody_knows_any_more_says_so(house: House) -> None:
    said = await house.types("mina", "/diary Rain")
    assert "no longer offers" in (await house.presses_raw("mina", said, "diary.gone", "")).text


async def test_an_answer_in_a_form_that_cannot_be_used_stands_beside_its_field(house: House) -> None:
    said = await house.types("mina", "/diary beside")
    assert list(said.errors) == ["what"]


async def test_a_job_that_fails_leaves_the_others_alone() -> None:
    feature = diary()

    @feature.job
    async def broken(context: Context) -> list[Occasion]:
        raise RuntimeError("broken")

    @feature.job
    async def fine(context: Context) -> list[Occasion]:
        return [Occasion(START, "fine/1", "diary.note", {}, decent=False)]

    @feature.draws("note")
    async def note(context: Context):  # type: ignore[no-untyped-def]
        return context.card("ask/left")

    async with House.begun(features=[feature]) as house:
        await awake(house)
        await house.dispatch.sweep(START)
        await house.dispatch.sweep(START)
        await house.settles()
        assert [said.key for said in house.channel()] == ["fine/1"]


async def test_a_quiet_partnership_is_swept_without_a_savepoint_and_with_few_questions() -> None:
    async with House.begun() as house:
        await awake(house)
        await house.dispatch.sweep(START)
        with stores.statements(house.store) as said:
            await house.dispatch.sweep(START)
        assert not [one for one in said if "SAVEPOINT" in one]
        asked = [one for one in said if not one.startswith("BEGIN")]
        assert len(asked) <= 14, "one for all partnerships, and for each what its features have to look at"


async def awake(house: House, where: str = CHANNEL, conversation: int = 1) -> None:
    """A meeting, so that the sweep looks at the partnership."""

    from storage.meetings import Meeting, Series

    async with house.records(where) as records:
        series = await records.meetings.keep(Series(name="Steering group", conversation_id=conversation))
        meeting = Meeting(series_id=series.id, starts_at=START + timedelta(days=9), planned_at=START)
        await records.meetings.keep(meeting)


async def second_partnership(house: House, *names: str) -> None:
    """Another partnership in channel C2 with these people in it."""
    from storage.records import Registry

    async with house.store.transaction() as session:
        registry = Registry(session)
        records = await registry.begin("Library Link", "slack", "T1", "C2")
        for name in names:
            known = face(name)
            person = await registry.person("slack", known.workspace, known.handle, known.name)
            await records.members.join(person)


async def test_in_two_partnerships_a_direct_message_asks_which_is_meant(house: House) -> None:
    await second_partnership(house, "jo")
    said = await house.types("jo", "diary write Rain", where="dm")
    assert said.buttons == ["Otterbridge Partnership", "Library Link"]
    await house.presses("jo", said, "Library Link")
    assert await kept(house) == []
    async with house.records("C2") as records:
        assert [row.name for row in await records.organisations.list()] == ["Rain"]


async def test_a_choice_of_partnership_reaches_only_ones_own(house: House) -> None:
    await second_partnership(house, "jo")
    said = await house.types("jo", "diary write Rain", where="dm")
    card = said.card
    assert card is not None
    value = next(card.buttons()).value.replace("/1", "/2")
    await second_leaves(house)
    answer = await house.presses_raw("jo", said, "ask.resume", value)
    assert "not in a partnership" in answer.text
    async with house.records("C2") as records:
        assert not await records.organisations.list()


async def second_leaves(house: House) -> None:
    async with house.records("C2") as records:
        member = await records.members.of_handle("UJO")
        assert member is not None
        member.left_at = START


async def test_a_form_that_was_refused_can_be_mended_and_sent_again(house: House) -> None:
    sent = Request(
        "diary", "write", face("mina"), Place(CHANNEL, "T1"), START, Way.FORM, text="beside", key="form/1"
    )
    answer = await house.dispatch.handle(sent)
    assert answer is not None and answer.errors
    await house.dispatch.handle(replace(sent, text="mended"))
    await house.dispatch.handle(replace(sent, text="mended"))
    assert await kept(house) == ["mended"]


# Attacks, and what goes wrong by itself


async def test_a_slash_command_where_upbeat_is_not_begins_no_partnership() -> None:
    async with House.empty(features=[diary()]) as house:
        said = await house.types("mina", "/diary Rain")
        assert "@Upbeat hello" in said.text
        async with house.store.transaction() as session:
            assert await Registry(session).empty()


async def test_a_form_of_somebody_who_left_changes_nothing(house: House) -> None:
    async with house.records() as records:
        member = await records.members.of_handle("UJO")
        assert member is not None
        await records.members.leave(member, START)
    request = Request(
        "diary", "write", face("jo"), Place(CHANNEL, "T1"), START, Way.FORM, text="Rain", key="f1"
    )
    answer = await house.dispatch.handle(request)
    assert answer is not None and answer.errors and await kept(house) == []
    async with house.records() as records:
        assert await records.members.of_handle("UJO") is None


async def test_a_form_that_fails_stays_open_with_the_reason_beside_it(house: House) -> None:
    request = Request("diary", "write", face("jo"), Place(CHANNEL, "T1"), START, Way.FORM, key="f1")
    for text in ("refuse", "stumble"):
        answer = await house.dispatch.handle(replace(request, text=text))
        assert answer is not None and answer.errors
    assert await house.dispatch.handle(replace(request, text="Sun")) is not None
    assert await kept(house) == ["Sun"]


async def test_naming_somebody_who_left_or_whom_nobody_knows_brings_them_in_no_more(house: House) -> None:
    async with house.records() as records:
        member = await records.members.of_handle("UJO")
        assert member is not None
        await records.members.leave(member, START)
    faces = {"UJO": face("jo"), "UNEW": face("new"), "UGHOST": Face("UGHOST", "T1", "")}
    request = Request("diary", "write", face("mina"), Place(CHANNEL, "T1"), START, Way.COMMAND, text="Rain")
    await house.dispatch.handle(replace(request, faces=faces))
    async with house.records() as records:
        here = {one.person.handle for one in await records.members.list()}
    assert here & {"UJO", "UNEW", "UGHOST"} == {"UNEW"}


async def test_an_outsider_whom_the_platform_cannot_name_just_now_stays_who_they_are(house: House) -> None:
    nobody = Face("UJO", "T1", "")
    request = Request("diary", "write", nobody, Place(CHANNEL, "T1"), START, Way.COMMAND, text="Rain")
    await house.dispatch.handle(request)
    async with house.records() as records:
        found = [one for one in await records.members.list() if one.person.handle == "UJO"]
    assert [(one.name, one.person.workspace) for one in found] == [("Jo Lindqvist", "T2")]


async def test_somebody_met_at_such_a_moment_is_the_same_when_they_are_known(house: House) -> None:
    for known in (Face("UNEW", "T1", ""), Face("UNEW", "T2", "Noor New", external=True)):
        request = Request("diary", "write", known, Place(CHANNEL, "T1"), START, Way.COMMAND, text="Rain")
        await house.dispatch.handle(request)
    async with house.records() as records:
        found = [one for one in await records.members.list() if one.person.handle == "UNEW"]
    assert [(one.name, one.person.workspace) for one in found] == [("Noor New", "T2")]


async def test_a_thousand_lines_in_one_message_are_not_a_thousand_answers(house: House) -> None:
    await house.types("jo", "\n".join(f"diary: Day {number}" for number in range(1000)))
    assert len(await kept(house)) == MOST_LINES
    assert len(house.channel()) == MOST_LINES
    assert f"{1000 - MOST_LINES} more" in house.dm("jo")[0].text
    assert f"Day {MOST_LINES}" in house.dm("jo")[0].text


@pytest.mark.parametrize("typed", ["/diary write ", "@Upbeat diary write ", "diary: "])
async def test_words_that_no_verb_could_keep_are_given_back(house: House, typed: str) -> None:
    said = await house.types("jo", typed + "quince " * 1000)
    assert "500 characters" in said.text and said.text.count("quince") == 1000
    assert await kept(house) == []


async def test_a_form_offered_again_always_fits_on_a_button() -> None:
    feature = diary()

    @feature.verb("form", form=True)
    async def form(context: Context) -> Reply:
        """A form."""
        return reply("partnership/set_up", name="", organisations="", nation="ENG", zone="Europe/London")

    async with House.begun(features=[feature]) as house:
        said = await house.types("jo", "@Upbeat diary form " + "🦦" * (LONGEST - 5))
        assert said.buttons == ["Set up"] and said.card is not None
        assert blocks.messages(said.card, "k", 1)


async def test_what_a_slash_command_in_a_conversation_of_two_opens_is_answered_to_its_person(
    house: House,
) -> None:
    place = Place("DSOMEBODYELSE", "T1", direct=True)
    request = Request("diary", "secret", face("jo"), place, START, Way.FORM, key="f1")
    assert await house.dispatch.handle(request) is None
    await house.settles()
    assert [said.place for said in house.memory.posts] == ["DUJO"]


async def test_a_press_on_ones_own_page_is_answered_directly(house: House) -> None:
    request = Request(
        "diary", "write", face("jo"), Place("", "T1", direct=True), START, Way.PRESS, text="Rain"
    )
    assert await house.dispatch.handle(request) is None
    await house.settles()
    assert "Rain" in house.dm("jo")[0].text


async def test_ones_own_page_shows_every_partnership(house: House) -> None:
    await second_partnership(house, "jo")
    request = Request("diary", "secret", face("jo"), Place("", "T1", direct=True), START, Way.HOME)
    answers = await house.dispatch.in_each(request)
    assert [answer.partnership for answer in answers] == [1, 2]


async def test_a_partnership_in_which_nothing_can_be_found_due_leaves_the_others_alone() -> None:
    feature = diary()

    @feature.job
    async def due(context: Context) -> list[Occasion]:
        if context.partnership.name == "Otterbridge Partnership":
            return [
                Occasion(START, "lost/1", "diary.note", {}, conversation=999, decent=False),
                Occasion(START, "fine/1", "diary.note", {}, decent=False),
            ]
        return [Occasion(START, "fine/2", "diary.note", {}, decent=False)]

    @feature.draws("note")
    async def note(context: Context):  # type: ignore[no-untyped-def]
        return context.card("ask/left")

    async with House.begun(features=[feature]) as house:
        await second_partnership(house, "jo")
        await awake(house)
        await awake(house, "C2", 2)
        await house.dispatch.sweep(START)
        await house.settles()
        assert sorted(said.key for said in house.memory.posts) == ["fine/1", "fine/2"]


async def test_two_requests_at_once_both_count(house: House) -> None:
    place = Place(CHANNEL, "T1")
    asked = [
        Request("diary", "write", face("jo"), place, START, Way.COMMAND, text=f"Day {number}")
        for number in range(20)
    ]
    await asyncio.gather(*(house.dispatch.handle(one) for one in asked))
    assert len(await kept(house)) == 20


async def test_a_channel_to_which_two_people_speak_first_begins_once() -> None:
    from handlers import partnership

    async with House.empty(features=[diary(), partnership.feature]) as house:
        asked = [
            Request(
                "diary",
                "write",
                face(who),
                Place(CHANNEL, "T1"),
                START,
                Way.LINE,
                text=who,
                message=who,
                key=who,
            )
            for who in ("jo", "mina")
        ]
        await asyncio.gather(*(house.dispatch.handle(one) for one in asked))
        async with house.records() as records:
            chairs = await records.members.with_role(Role.CHAIR)
            assert len(chairs) == 1 and len(await records.organisations.list()) == 2


@pytest.mark.parametrize("after", [0.0, 0.0005, 0.002, 0.005, 0.02])
async def test_a_request_that_is_given_up_in_the_middle_leaves_a_store_that_works(
    house: House, after: float
) -> None:
    request = Request(
        "diary", "write", face("jo"), Place(CHANNEL, "T1"), START, Way.LINE, text="Sun", key="k1"
    )
    task = asyncio.create_task(house.dispatch.handle(request))
    await asyncio.wait([task], timeout=after)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await asyncio.wait_for(house.dispatch.handle(request), 10)
    assert await kept(house) == ["Sun"]


async def test_a_store_that_cannot_commit_keeps_neither_the_key_nor_the_words(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = Request(
        "diary", "write", face("jo"), Place(CHANNEL, "T1"), START, Way.LINE, text="Sun", key="k1"
    )

    async def fails(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as full:
        full.setattr("storage.incoming.AllIncoming.note", fails)
        with pytest.raises(OSError, match="disk full"):
            await house.dispatch.handle(request)
    assert await kept(house) == []
    await house.dispatch.handle(request)
    assert await kept(house) == ["Sun"]


async def test_keys_and_what_was_put_aside_are_not_kept_for_ever(house: House) -> None:
    await house.types("mina", "/diary Rain")
    said = await house.types("mina", "/diary Rain")
    await house.turns("30d")
    assert "rain" in (await house.presses("mina", said, "Add it again")).text.casefold()
    said = await house.types("mina", "/diary Rain")
    said = await house.types("mina", "/diary Rain")
    await house.dispatch.sweep(START + timedelta(days=200))
    assert "answered already" in (await house.presses("mina", said, "Add it again")).text
