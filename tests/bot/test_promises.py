"""What may be offered to be noted, and the far more that is better left alone."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feature import Heard, mention
from bot.grammar import addressed, lines, marked
from bot.promises import Promise, find
from tests.bot.vocabulary import vocabulary

WORDS = vocabulary()
JO = mention("UJO")


@pytest.mark.parametrize(
    ("line", "owner", "task"),
    [
        ("I'll ring the trust before the 14th", "I", "ring the trust before the 14th"),
        ("I’ll ring the trust", "I", "ring the trust"),
        ("I will send round the form", "I", "send round the form"),
        ("I can draft that", "I", "draft that"),
        ("I'm happy to write to the council", "I", "write to the council"),
        ("Happy to check the form", "I", "check the form"),
        ("I'm going to book the van tomorrow", "I", "book the van tomorrow"),
        ("I'm gonna book the van tomorrow", "I", "book the van tomorrow"),
        ("@jo @frank please book the van", "@jo @frank", "book the van"),
        ("I have offered to print the posters", "I", "print the posters"),
        ("Let me check with the office", "I", "check with the office"),
        ("Thanks Sam. I'll add it to the newsletter.", "I", "add it to the newsletter"),
        ("ok great, I'll chase the invoice", "I", "chase the invoice"),
        ("Jo, I'll send you the form tonight", "I", "send you the form tonight"),
        ("Lovely idea, and I'll ask the head", "I", "ask the head"),
        ("I'll find out if the hall is free", "I", "find out if the hall is free"),
        ("I'll take the forms to school on Friday", "I", "take the forms to school on Friday"),
        ("I'll speak to the head about the hall", "I", "speak to the head about the hall"),
        ("We'll send the parts over by Friday", "we", "send the parts over by Friday"),
        (f"{JO} please can you send the form?", JO, "send the form"),
        ("@jo can you send the form by Tuesday?", "@jo", "send the form by Tuesday"),
        ("Jo, could you send the form", "Jo", "send the form"),
        ("Hi Jo, please could you confirm numbers? Thanks", "Jo", "confirm numbers"),
        ("Jo: can you send the form?", "Jo", "send the form"),
        ("Jo please send me the register", "Jo", "send me the register"),
        ("Please could Jo book the tuner", "Jo", "book the tuner"),
        ("Can everyone send their dates by Friday", "everyone", "send their dates by Friday"),
        ("Could you send the form by Friday?", "", "send the form by Friday"),
        ("Could you send the form, Jo?", "Jo", "send the form"),
        ("could somebody chase the caterers by Friday?", "", "chase the caterers by Friday"),
        ("Sam will draw up the rota for next time", "Sam", "draw up the rota for next time"),
        ("Sam has agreed to write to the council", "Sam", "write to the council"),
        ("Sam said she'd write to the council", "Sam", "write to the council"),
        ("It was agreed that Sam would write to the council", "Sam", "write to the council"),
        ("asked Sam to write to the council", "Sam", "write to the council"),
        ("Sam needs to write to the council by Friday", "Sam", "write to the council by Friday"),
        ("Priya and Sam to sort out the chairs", "Priya and Sam", "sort out the chairs"),
        ("Sam's going to write to the council", "Sam", "write to the council"),
        ("May will send the figures", "May", "send the figures"),
        ("Will will send the figures", "Will", "send the figures"),
        ("Otto to let everyone know the date", "Otto", "let everyone know the date"),
        ("The library will put up posters by Friday", "The library", "put up posters by Friday"),
    ],
)
def test_a_promise_or_a_request_has_an_owner_and_a_task(line: str, owner: str, task: str) -> None:
    assert find(line) == Promise(owner, task)


@pytest.mark.parametrize(
    "line",
    [
        # in passing, at once, or trivial
        "I'll be late",
        "I'll see you on Friday",
        "I'll pass",
        "I'll have to drop at four",
        "I'll take the minutes now",
        "I'll go with option B",
        "I'll let you know",
        "I'll share my screen",
        "I'll put the link in the chat",
        "I'll do it",
        "I can do Tuesday",
        "I can make Tuesday",
        "I can hear you",
        "I'll speak to that point",
        "I'll get back to you",
        "I'm happy to help",
        "I'm happy with that",
        "We'll need more chairs",
        "Will do",
        "Let me know by Friday",
        "Please mute",
        "Please see the agenda for Friday",
        # conditional, doubtful or past
        "I'll bring it if Sam cannot",
        "If I'm free I'll ring the trust by Friday",
        "I would ring the trust by Friday",
        "Maybe I'll ring them tomorrow",
        "I'll probably ring the trust",
        "I won't send the form by Friday",
        "I could have rung the school",
        "I rang the school yesterday",
        "I've sent the form by post",
        # questions that ask nobody in particular to do something
        "Who can ring the trust by Friday?",
        "Will the hall be free on Friday?",
        "Can you hear me?",
        "Could you say that again?",
        "Can you ring the trust?",
        "Shall I book the hall?",
        "I'll book the hall?",
        "Sam will book the hall?",
        "Can someone ring the trust?",
        # about things and strangers
        "The concert will start at six",
        "The school will send a letter",
        "It will be fine by Friday",
        "That will help us plan",
        "Letter to send home",
        "Welcome to the new members",
        "Sam is going to Spain",
        "Sam will be late",
        "Sam to be confirmed",
        "Up to you",
        # said by somebody else
        "jo: I'll send the form by Friday",
        "... I'll send the form by Friday",
        '"I\'ll ring the trust by Friday" is what he said',
        "`I'll ring the trust by Friday`",
    ],
)
def test_talk_is_left_alone(line: str) -> None:
    assert find(line) is None


def test_promises_are_heard_beside_marked_lines_and_are_not_sure() -> None:
    text = "Hello\nACTION: Sam to ring\n- I'll ring the trust by Friday\n> I'll ring the trust\n[off] I'll ring the hall"
    sure, offered = lines(text, WORDS)
    assert (sure.feature, sure.sure) == ("action", True)
    assert offered == Heard(
        "suggestion",
        "offer",
        "I to ring the trust by Friday",
        2,
        "- I'll ring the trust by Friday",
        sure=False,
    )
    assert marked(text, WORDS) == [sure]


def test_no_more_than_three_promises_of_one_message_are_offered() -> None:
    assert len(lines("\n".join(f"I'll send form {number} by Friday" for number in range(9)), WORDS)) == 3


def test_what_is_said_to_upbeat_is_no_promise() -> None:
    heard = addressed("I'll ring the trust by Friday", WORDS)
    assert not isinstance(heard, Heard) or heard.feature != "suggestion"


def test_a_bullet_under_a_heading_is_an_action_and_no_promise() -> None:
    assert [one.sure for one in lines("Actions\n- Sam to ring the trust", WORDS)] == [True]


def test_a_promise_that_is_done_or_struck_through_is_none() -> None:
    assert lines("I'll ring the trust - done\n~I'll ring the trust~\n✅ I'll ring the trust", WORDS) == []


@given(st.text(max_size=300))
def test_no_text_makes_the_looking_raise(text: str) -> None:
    find(text)


def test_a_line_that_promises_nothing_costs_next_to_nothing() -> None:
    line = "Lovely to see so many of you at the concert, thank you all for helping to clear up"

    def once() -> float:
        start = process_time()
        for _ in range(50):
            find(line)
        return (process_time() - start) / 50

    assert min(once() for _ in range(7)) < 40e-6
