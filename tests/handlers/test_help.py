"""Help: never silence, and examples that work for the person and the place."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.card import plain
from bot.feature import Context, Feature, Place, Reply, Request, Way, reply
from bot.grammar import Unknown, Vocabulary, addressed
from handlers import ask, help, partnership
from storage.people import Role
from tests.house import House, face

club = Feature("club", command="/club", about="a club that only this test has")
shop = Feature("shop", command="/shop", about="a shop that only this test has")


@club.verb("enrol", adds=True, examples=("enrol @jo on Friday", "enrol everybody"))
async def enrol(context: Context) -> Reply:
    """Take somebody into the club."""
    return reply("partnership/declined", chair=f"Enrolled {context.text} by {context.member.name}:")


@club.verb("close", least=Role.CHAIR, examples=("close",))
async def close(context: Context) -> Reply:
    """Close the club."""
    return reply("partnership/declined", chair="")


@shop.verb("open", bare=True, examples=("open at 9",))
async def opens(context: Context) -> Reply:
    """Open the shop."""
    return reply("partnership/declined", chair="")


FEATURES = [club, shop, partnership.feature, help.feature, ask.feature]


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House.begun(FEATURES) as house:
        yield house


async def test_the_command_alone_shows_examples_of_every_feature_as_commands(house: House) -> None:
    said = await house.types("mina", "/upbeat")
    assert "• /club enrol @Sam on Friday\n• /shop open at 9\n• /partnership show" in said.text
    assert said.text.count("•") == 5


@pytest.mark.parametrize("words", ["@Upbeat", "@Upbeat help", "@Upbeat help please", "@Upbeat Help"])
async def test_a_mention_is_answered_in_the_thread_in_the_form_for_everyone(house: House, words: str) -> None:
    said = await house.types("jo", words)
    assert said.thread and not said.private
    assert "@Upbeat " in said.text and "/club" not in said.text


async def test_external_people_are_shown_mentions_also_after_a_press(house: House) -> None:
    said = await house.types("jo", "@Upbeat help club")
    again = await house.presses("jo", said, "More help")
    assert "• @Upbeat club enrol @Mina on Friday" in again.text


async def test_a_command_that_came_from_an_external_person_is_not_taught_to_them(house: House) -> None:
    said = await house.types("jo", "/upbeat")
    assert "@Upbeat club" in said.text and "/club" not in said.text


async def test_in_a_direct_message_nothing_stands_in_front(house: House) -> None:
    said = await house.types("jo", "help", where="dm")
    assert "• club enrol @Mina on Friday" in said.text


async def test_help_me_is_a_wish_for_help_and_not_for_a_word(house: House) -> None:
    said = await house.types("jo", "help me!", where="dm")
    assert "These work here" in said.text and "I read" not in said.text


async def test_who_writes_in_words_of_their_own_is_offered_their_actions(house: House) -> None:
    said = await house.types("jo", "so sorry, I am swamped", where="dm")
    assert "Show my actions" in said.buttons


async def test_examples_are_those_that_the_person_may_do(house: House) -> None:
    chair, member = await house.types("mina", "/upbeat"), await house.types("sam", "/upbeat")
    assert "/club close" in chair.text
    assert "/club close" not in member.text


async def test_help_for_one_word_lists_its_verbs(house: House) -> None:
    for words in ("/upbeat help club", "@Upbeat help club"):
        said = await house.types("mina", words)
        assert "Take somebody into the club." in said.text
        assert "Open the shop." not in said.text


async def test_an_unknown_word_gets_its_nearest_match_and_a_button_that_does_it(house: House) -> None:
    said = await house.types("mina", "@Upbeat club enroll Hannah")
    assert "enroll Hannah" in said.text and "Take somebody into the club." in said.text
    done = await house.presses("mina", said, "club enrol Hannah")
    assert "Enrolled Hannah by Mina Patel" in done.text


async def test_a_word_that_a_few_features_share_offers_each_of_them() -> None:
    async with House.begun() as house:
        said = await house.types("mina", "approve", where="dm")
        assert said.buttons == ["newsletter approve", "minutes approve", "More help"]
        again = await house.presses("mina", said, "minutes approve")
        assert "minutes" in again.text and "newsletter" not in again.text


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("reflections", "Nothing has been shown yet"),
        ("the minutes please", "There are no approved minutes here yet"),
        ("newsletter now", "It does not name you"),
        ("show me the agenda please", "Waiting for the next meeting"),
        ("start the meeting, please", "You could ask Mina Patel"),
        ("who is here?", "Riverside Library"),
    ],
)
async def test_what_people_would_say_first_is_understood(words: str, answer: str) -> None:
    async with House.begun() as house:
        said = await house.types("sam", words, where="dm")
        assert answer in said.text and "I read" not in said.text


async def test_help_begins_with_what_comes_first_and_names_the_rest() -> None:
    async with House.begun() as house:
        said = await house.types("jo", "help", where="dm")
        firsts = [line.split()[1] for line in said.text.splitlines() if line.startswith("•")]
        assert firsts == ["agenda", "action", "meeting", "reflect", "minutes"]
        assert "help and one of these" in said.text
        for topic in ("newsletter", "briefing", "lists", "terms"):
            assert topic in said.text
            assert "I read" not in (await house.types("jo", f"help {topic}", where="dm")).text


async def test_the_button_does_no_more_than_its_presser_may(house: House) -> None:
    said = await house.types("jo", "@Upbeat help club")
    refused = await house.presses_raw("jo", said, "help.do", "club close")
    assert "This is for the chair to do" in refused.text


@pytest.mark.parametrize(
    "words", ["@Upbeat sing us a song", "/upbeat xyzzy", "/club xyzzy plugh", "@Upbeat help xyzzy"]
)
async def test_what_nobody_understands_is_said_back_with_what_works(house: House, words: str) -> None:
    said = await house.types("sam", words)
    assert words.rsplit(maxsplit=1)[-1] in said.text
    assert "•" in said.text or "Perhaps you mean" in said.text


async def test_people_named_in_what_was_not_understood_stand_there_by_name(house: House) -> None:
    said = await house.types("sam", "@Upbeat xyzzy @jo")
    assert "xyzzy @Jo Lindqvist" in said.text


async def test_in_a_channel_without_a_partnership_help_offers_to_begin_one() -> None:
    async with House.empty(FEATURES) as house:
        said = await house.types("mina", "/upbeat")
        assert "/club enrol @jo on Friday" in said.text
        assert house.channel() == [], "asking for help begins nothing"
        await house.presses("mina", said, "Begin here")
        assert house.channel()[0].buttons == ["Set up"]


async def test_in_a_direct_message_of_somebody_in_no_partnership_help_says_where_to_begin() -> None:
    async with House.empty(FEATURES) as house:
        said = await house.types("mina", "good grief", where="dm")
        asked = await house.types("mina", "help", where="dm")
        assert "good grief" in said.text
        assert "@Upbeat hello" in asked.text


async def test_the_first_direct_message_says_who_writes_for_whom_and_how_to_stop(house: House) -> None:
    await house.types("mina", "/partnership deputy @jo")
    await house.types("mina", "/partnership minutes @jo")
    await house.types("mina", "/partnership chair @jo")
    first, *others = house.dm("jo")
    assert "I am Upbeat" in first.text and "Otterbridge Partnership" in first.text and "“pause”" in first.text
    assert others and all("I am Upbeat" not in said.text for said in others)


def test_what_help_offers_as_an_example_is_understood() -> None:
    vocabulary = Vocabulary(FEATURES)
    for feature in (partnership.feature, help.feature):
        for verb in feature.verbs.values():
            for example in verb.examples:
                heard = addressed(f"{feature.name} {example}", vocabulary)
                assert not isinstance(heard, Unknown) and heard.verb == verb.name, example


@pytest.mark.parametrize(("lines", "said_so"), [(True, "begins with ACTION:"), (False, "only what begins")])
async def test_help_says_whether_plain_lines_are_heard_here(house: House, lines: bool, said_so: str) -> None:
    place = Place("C1", "T1", lines=lines)
    request = Request("help", "show", face("mina"), place, house.clock.now(), Way.COMMAND)
    answer = await house.dispatch.handle(request)
    assert answer is not None and answer.card is not None and said_so in plain(answer.card)
