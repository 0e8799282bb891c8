"""What a chair types around a meeting, without a feature's name in front, and which feature takes it."""

from __future__ import annotations

import pytest

from bot.grammar import Unknown, Vocabulary, addressed
from handlers import all_features

WORDS = Vocabulary(all_features())


def meant(typed: str) -> str:
    """What the words come to, as `feature.verb text`; `? nearest` where nothing is done without asking."""
    found = addressed(typed, WORDS)
    if isinstance(found, Unknown):
        return f"? {found.nearest or ''}".strip()
    return f"{found.feature}.{found.verb} {found.text}".strip()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("add Grace to the strategic list", "lists.add Grace to the strategic list"),
        (
            "add Grace Abara grace@example.org to strategic, asked on Tuesday",
            "lists.add Grace Abara grace@example.org to strategic, asked on Tuesday",
        ),
        (
            "put grace@example.org on the operational list",
            "lists.add grace@example.org on the operational list",
        ),
        ("take Otto off the list", "lists.remove Otto off the list"),
        (
            "remove otto@example.org from the strategic list",
            "lists.remove otto@example.org from the strategic list",
        ),
        ("unsubscribe otto@example.org", "lists.remove otto@example.org"),
        ("who is on the strategic list", "lists.show the strategic list"),
        ("Who's on the operational list?", "lists.show the operational list?"),
        ("show the strategic list", "lists.show the strategic list"),
        ("circulation lists", "lists.show"),
        ("who gets the newsletter", "lists.show"),
        ("make a list called Governors", "lists.new Governors"),
        ("start a new list Governors", "lists.new Governors"),
    ],
)
def test_words_about_a_circulation_list_are_no_item_of_the_agenda(typed: str, expected: str) -> None:
    assert meant(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("write the newsletter", "newsletter.draft"),
        ("start the newsletter", "newsletter.draft"),
        ("put the concert in the newsletter", "newsletter.add the concert"),
        ("add the concert to the next newsletter", "newsletter.add the concert"),
        ("drop 3 from the newsletter", "newsletter.drop 3"),
        ("send the newsletter", "newsletter.approve"),
        ("newsletter every two months", "newsletter.settings two months"),
        ("you may name me", "newsletter.name"),
        ("prepare the briefing", "briefing.show"),
        ("send the briefing", "briefing.send"),
        ("write up the minutes", "minutes.draft"),
        ("send the minutes", "minutes.approve"),
        ("show me last time's minutes", "minutes.show"),
        ("minutes of the last meeting", "minutes.show"),
        ("download the minutes", "minutes.file"),
        ("start the meeting", "meeting.start"),
        ("skip this item", "meeting.next"),
        ("go to the next item", "meeting.next"),
        ("5 more minutes", "meeting.extend"),
        ("I am standing in for Sam", "meeting.standing_in Sam"),
        ("start a round of hopes and fears", "reflect.round hopes and fears"),
        ("show the reflections", "reflect.show"),
        ("what did people say", "reflect.show"),
    ],
)
def test_what_is_said_before_during_and_after_a_meeting_goes_where_it_belongs(
    typed: str, expected: str
) -> None:
    assert meant(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("put Budget first", "agenda.add Budget first"),
        ("put Budget on the agenda", "agenda.add Budget"),
        ("put the mailing list on the agenda", "agenda.add the mailing list"),
        ("add grace@example.org to the agenda", "agenda.add grace@example.org"),
        ("take 3", "action.take 3"),
        ("show my list", "action.list"),
        ("put milk on my list", "agenda.add milk on my list"),
        ("who is on holiday", "partnership.show is on holiday"),
        ("begin the meeting", "meeting.start"),
        ("write to me again", "chase.resume"),
    ],
)
def test_words_that_only_look_like_it_stay_where_they_were(typed: str, expected: str) -> None:
    assert meant(typed) == expected


@pytest.mark.parametrize("typed", ["write to Otto", "begin with the budget", "prepare the hall", "make tea"])
def test_a_newsletter_is_not_begun_by_words_that_do_not_name_it(typed: str) -> None:
    assert meant(typed).startswith("?")
