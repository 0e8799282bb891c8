"""Words said to Upbeat: after a slash command, after a mention, in a direct message."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feature import Heard, mention
from bot.grammar import Unknown, addressed
from tests.bot.vocabulary import vocabulary

WORDS = vocabulary()


def meant(text: str, command: str = "") -> str:
    """What the words come to as `feature.verb text`, or `? nearest` where they are unknown."""
    found = addressed(text, WORDS, command)
    if isinstance(found, Unknown):
        return f"? {found.nearest or ''}".strip()
    return f"{found.feature}.{found.verb} {found.text}".strip()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("agenda add Insurance 5m", "agenda.add Insurance 5m"),
        ("Agenda Add Insurance 5m", "agenda.add Insurance 5m"),
        ("agenda Insurance 5m", "agenda.add Insurance 5m"),
        ("agenda", "agenda.show"),
        ("actions", "action.list"),
        ("/agenda add Insurance", "agenda.add Insurance"),
        ("action list mine", "action.list mine"),
        ("hello Upbeat, please action list mine", "action.list mine"),
        ("partnership set up", "partnership.set_up"),
    ],
)
def test_a_feature_and_a_verb_are_understood_without_a_command(typed: str, expected: str) -> None:
    assert meant(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("done 3", "action.done 3"),
        ("plan Working group, Friday 2pm", "meeting.plan Working group, Friday 2pm"),
        ("pause a week", "chase.pause a week"),
        ("on track 3", "action.ontrack 3"),
        ("set up", "partnership.set_up"),
        ("write to me again", "chase.resume"),
        ("help agenda", "help.show agenda"),
    ],
)
def test_a_verb_that_only_one_feature_has_needs_no_feature(typed: str, expected: str) -> None:
    assert meant(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("actions please", "action.list"),
        ("the agenda please!", "agenda.show"),
        ("can I see our agenda please?", "agenda.show"),
        ("show me the actions", "action.list"),
        ("agenda, please", "agenda.show"),
        ("agenda now", "agenda.show"),
        ("please action list mine please", "action.list mine"),
        ("agenda add Why now", "agenda.add Why now"),
        ("agenda add Please and thank you", "agenda.add Please and thank you"),
        ("please", "help.show"),
    ],
)
def test_please_behind_a_short_wish_is_no_part_of_it(typed: str, expected: str) -> None:
    assert meant(typed) == expected


def test_a_verb_that_two_features_have_names_the_first_as_the_nearest() -> None:
    assert meant("add Insurance") == "? agenda add Insurance"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("add Insurance to the agenda", "agenda.add Insurance"),
        ("show the agenda", "agenda.show"),
        ("show the meeting", "meeting.show"),
    ],
)
def test_a_verb_that_two_features_have_is_understood_where_one_is_named_behind_it(
    typed: str, expected: str
) -> None:
    assert meant(typed) == expected


@pytest.mark.parametrize(
    ("command", "typed", "expected"),
    [
        ("/agenda", "", "agenda.show"),
        ("/agenda", "add Insurance 5m", "agenda.add Insurance 5m"),
        ("/agenda", "add: Insurance", "agenda.add Insurance"),
        ("/agenda", "Insurance 5m", "agenda.add Insurance 5m"),
        ("/agenda", "remove 2", "agenda.remove 2"),
        ("/agenda", "Remove 2", "agenda.remove 2"),
        ("/action", "List mine", "action.list mine"),
        ("/action", "Sam to ring the hall", "action.add Sam to ring the hall"),
        ("/meeting", "plan Working group, Friday 2pm", "meeting.plan Working group, Friday 2pm"),
        ("/upbeat", "", "help.show"),
        ("/upbeat", "pause a week", "chase.pause a week"),
        ("/upbeat", "agenda add Insurance", "agenda.add Insurance"),
        ("/AGENDA", "add Insurance", "agenda.add Insurance"),
    ],
)
def test_after_a_slash_command_the_verb_comes_directly(command: str, typed: str, expected: str) -> None:
    assert meant(typed, command) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "Address list",
        "Added value",
        "Lost property",
        "lost property",
        "planned works",
        "shows for the spring",
        "moved premises",
        "shot put day",
        "Moe is visiting",
        "Show and tell",
        "Move to the bigger room",
        "Next steps for the choir",
        "ad hoc visits",
        "Remote working",
        "removal of the old piano",
    ],
)
def test_an_item_that_begins_like_a_verb_is_still_an_item(typed: str) -> None:
    assert meant(typed, "/agenda") == f"agenda.add {typed}"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("cancel 3", "action.drop 3"),
        ("Cancel 3", "action.drop 3"),
        ("cancel it", "action.drop it"),
        ("no longer needed 3", "action.drop 3"),
        ("drop the old one", "action.drop the old one"),
        ("cancel the hall booking", "action.add cancel the hall booking"),
        ("list organisation Riverside", "action.list organisation Riverside"),
        ("List organisation Riverside", "action.list organisation Riverside"),
    ],
)
def test_another_name_of_a_verb_counts_where_it_points_at_something(typed: str, expected: str) -> None:
    assert meant(typed, "/action") == expected


@pytest.mark.parametrize(
    ("command", "typed", "nearest"),
    [
        ("/agenda", "ad Insurance", "agenda add Insurance"),
        ("/agenda", "addd Insurance", "agenda add Insurance"),
        ("/agenda", "remvoe 2", "agenda remove 2"),
        ("/agenda", "Shw", "agenda show"),
        ("/action", "lst mine", "action list mine"),
        ("/meeting", "cancle", "meeting cancel"),
        ("", "agend add Insurance", "agenda add Insurance"),
        ("", "dnoe 3", "action done 3"),
        ("", "hlep", "help"),
        ("", "what is on the agenda?", "agenda"),
    ],
)
def test_a_slip_of_the_finger_is_asked_about_with_what_was_meant(
    command: str, typed: str, nearest: str
) -> None:
    found = addressed(typed, WORDS, command)
    assert isinstance(found, Unknown)
    assert (found.nearest, found.words) == (nearest, typed)


@pytest.mark.parametrize("typed", ["agend add Insurance", "dnoe 3", "hlep", "remvoe 2"])
def test_what_is_offered_as_nearest_can_be_typed_as_it_is(typed: str) -> None:
    found = addressed(typed, WORDS)
    assert isinstance(found, Unknown)
    assert isinstance(addressed(found.nearest or "", WORDS), Heard)


def test_words_that_name_nothing_are_kept_whole_and_nothing_is_near() -> None:
    assert addressed("  sing us a song ", WORDS) == Unknown("  sing us a song ", None, None)


def test_a_feature_without_a_default_verb_keeps_unknown_words_and_says_which_feature() -> None:
    assert addressed("xyzzy", WORDS, "/meeting") == Unknown("xyzzy", None, "meeting")


def test_hidden_verbs_cannot_be_typed() -> None:
    assert meant("edited") != "captures.edited"
    assert meant("reread 3", "/agenda") == "agenda.add reread 3"


def test_an_empty_mention_asks_for_help() -> None:
    assert meant("  ") == "help.show"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("agenda: Insurance", "agenda.add Insurance"),
        ("agenda+ Insurance", "agenda.add Insurance"),
        ("ACTION: Sam to ring the hall", "action.add Sam to ring the hall"),
        ("edit 3 = ring the school", "action.edit 3 = ring the school"),
        (f"action {mention('U1')} to ring", f"action.add {mention('U1')} to ring"),
    ],
)
def test_a_marked_line_said_to_upbeat_is_understood_as_in_a_channel(typed: str, expected: str) -> None:
    assert meant(typed) == expected


def test_several_marked_lines_in_one_message_are_left_to_the_reading_of_lines() -> None:
    assert isinstance(addressed("ACTION: ring the hall\nACTION: ring the school", WORDS), Unknown)


def test_an_action_plan_said_to_upbeat_is_no_action_but_typed_after_the_command_it_may_be() -> None:
    assert meant("action plan for the spring term") == "?"
    assert meant("plan the spring concert", "/action") == "action.add plan the spring concert"


def test_the_words_keep_their_line_breaks_and_capitals() -> None:
    assert meant("add Insurance\nand the hall", "/agenda") == "agenda.add Insurance\nand the hall"


def test_a_command_that_nobody_has_is_read_like_a_mention() -> None:
    assert meant("agenda add Insurance", "/other") == "agenda.add Insurance"


@pytest.mark.parametrize(
    "text", ["add " + "agenda " * 700, "x" * 5000, "a " * 2500, "add" + " " * 4990 + "x"]
)
def test_five_thousand_characters_said_to_upbeat_are_read_at_once(text: str) -> None:
    def once() -> float:
        start = process_time()
        addressed(text, WORDS)
        addressed(text, WORDS, "/agenda")
        return process_time() - start

    assert min(once() for _ in range(7)) < 0.01


@given(st.text(max_size=200), st.sampled_from(["", "/agenda", "/action", "/meeting", "/upbeat", "/x"]))
def test_no_words_at_all_make_it_raise(text: str, command: str) -> None:
    found = addressed(text, WORDS, command)
    assert isinstance(found, Heard | Unknown)


_OURS = ["add", "agenda", "action", "list", "lst", "done", "3", "Sam", "to", "plan", ":", "-", "+", "the\n"]


@given(st.lists(st.sampled_from(_OURS)))
def test_no_order_of_our_own_words_makes_it_raise(words: list[str]) -> None:
    assert isinstance(addressed(" ".join(words), WORDS), Heard | Unknown)
