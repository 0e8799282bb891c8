"""What belongs to Upbeat in a message that nobody addressed to it, and what never does."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import APART, MOST_IN_A_LINE
from bot.feature import mention
from bot.grammar import lines
from storage.captures import OWN, WHOLE
from tests.bot.vocabulary import vocabulary

WORDS = vocabulary()
MINA = mention("U1")


def found(text: str) -> list[str]:
    return [f"{one.feature}.{one.verb} {one.text}".strip() for one in lines(text, WORDS)]


@pytest.mark.parametrize(
    "line",
    [
        "ACTION: Sam to ring the hall",
        "action: Sam to ring the hall",
        "Action:Sam to ring the hall",
        "Action - Sam to ring the hall",
        "Action – Sam to ring the hall",
        "Action -> Sam to ring the hall",
        "Actions: Sam to ring the hall",
        "Action 3: Sam to ring the hall",
        "Action point: Sam to ring the hall",
        "Action item 2 - Sam to ring the hall",
        "New action: Sam to ring the hall",
        "#action Sam to ring the hall",
        "#Action: Sam to ring the hall",
        "Action Sam to ring the hall",
        "AP: Sam to ring the hall",
        "AP3: Sam to ring the hall",
        "ap 3 - Sam to ring the hall",
        "AP3 Sam to ring the hall",
        "todo: Sam to ring the hall",
        "To do – Sam to ring the hall",
        "TODO Sam to ring the hall",
        "task: Sam to ring the hall",
        "- [ ] Sam to ring the hall",
        "[ ] Sam to ring the hall",
        "☐ Sam to ring the hall",
        "- [ ] ACTION: Sam to ring the hall",
        "- ACTION: Sam to ring the hall",
        "• Action: Sam to ring the hall",
        "1. Action: Sam to ring the hall",
        "2) Action: Sam to ring the hall",
        "*Action:* Sam to ring the hall",
        "**ACTION**: Sam to ring the hall",
        "*Action: Sam to ring the hall*",
        "_Action_: Sam to ring the hall",
        "[ACTION: Sam to ring the hall]",
        ":point_right: Action: Sam to ring the hall",
        "➡️ Action: Sam to ring the hall",
        "   ACTION: Sam to ring the hall   ",
        "Follow up: Sam to ring the hall",
        "4.2 Action: Sam to ring the hall",
        "Actions arising: Sam to ring the hall",
        "Action / Gweithredu: Sam to ring the hall",
        "**ACTION** Sam to ring the hall",
        "[Action] Sam to ring the hall",
        "Agreed action: Sam to ring the hall",
        "ACTON: Sam to ring the hall",
        "Acion: Sam to ring the hall",
        "ACTOIN - Sam to ring the hall",
        "➡️ Sam to ring the hall",
        "→ Sam to ring the hall",
        "^action Sam to ring the hall",
    ],
)
def test_an_action_is_found_in_whichever_form_it_is_minuted(line: str) -> None:
    assert found(line) == ["action.add Sam to ring the hall"]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (f"ACTION {MINA} to ring the hall", f"{MINA} to ring the hall"),
        (f"Action for {MINA}: ring the hall", f"{MINA}: ring the hall"),
        (f"- [ ] {MINA} ring the hall", f"{MINA} ring the hall"),
        ("Action (Sam): ring the hall", "(Sam): ring the hall"),
        ("Action [Sam] ring the hall", "[Sam] ring the hall"),
        ("Action on Sam to ring the hall", "Sam to ring the hall"),
        ("Action for Sam: ring the hall", "Sam: ring the hall"),
        ("action sam: ring the hall", "sam: ring the hall"),
        ("ACTION (all): ring the hall", "(all): ring the hall"),
        ("Action Sam and Jo ring the hall", "Sam and Jo ring the hall"),
        ("Task for Sam: ring the hall", "Sam: ring the hall"),
        ("Sam (action): ring the hall", "Sam (action): ring the hall"),
        ("action sam ring the hall", "sam ring the hall"),
        ("todo (Sam): ring the hall", "(Sam): ring the hall"),
        ("Action Sam and Jo to ring the hall", "Sam and Jo to ring the hall"),
        ("ACTION Sam ring the hall", "Sam ring the hall"),
        ("Owner: Sam. Task: ring the hall. Due: Friday", "Owner: Sam. Task: ring the hall. Due: Friday"),
        ("Sam to action: ring the hall", "Sam to action: ring the hall"),
        ("ACTION: ask Sam, can we have the hall?", "ask Sam, can we have the hall?"),
        ("ACTION: run `make test` again", "run `make test` again"),
        (
            "#action ring the hall https://hall.example/s/one/two",
            "ring the hall https://hall.example/s/one/two",
        ),
    ],
)
def test_what_says_who_stays_in_the_text(line: str, text: str) -> None:
    assert found(line) == [f"action.add {text}"]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("agenda+ Instruments (15 min)", "Instruments (15 min)"),
        ("Agenda + Instruments", "Instruments"),
        ("agenda: Instruments (10 min)", "Instruments (10 min)"),
        ("- *Agenda:* Instruments", "Instruments"),
        ("Agenda item: Instruments", "Instruments"),
        ("For the next agenda: Instruments", "Instruments"),
        ("#agenda Instruments", "Instruments"),
        ("agenda: What do we do about the hall?", "What do we do about the hall?"),
        ("agenda: the plan at https://plan.example/", "the plan at https://plan.example/"),
    ],
)
def test_an_agenda_item_is_found(line: str, text: str) -> None:
    assert found(line) == [f"agenda.add {text}"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("done 3", "action.done 3"),
        ("Done #3.", "action.done #3."),
        ("drop 12", "action.drop 12"),
        ("edit 3 = ring the school", "action.edit 3 = ring the school"),
        ("undo", "action.undo"),
        ("#undo", "action.undo"),
    ],
)
def test_a_change_to_an_action_by_its_number_is_found(line: str, expected: str) -> None:
    assert found(line) == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "> ACTION: Sam to ring the hall",
        ">ACTION: Sam to ring the hall",
        "&gt; ACTION: Sam to ring the hall",
        "`ACTION: Sam to ring the hall`",
        "```ACTION: Sam to ring the hall```",
        "\\Action: a word for getting things done",
        "[off] ACTION: Sam to ring the hall",
        "ACTION: Sam to ring the hall [off]",
        "~ACTION: Sam to ring the hall~",
        "ACTION: ~Sam to ring the hall~",
        "- [x] ACTION: Sam to ring the hall",
        "- [x] Sam to ring the hall",
        ":white_check_mark: ACTION: Sam to ring the hall",
        "✅ ACTION: Sam to ring the hall",
        "ACTION: Sam to ring the hall (done)",
        "ACTION: Sam to ring the hall - done",
        "ACTION: done",
        "Any actions?",
        "Actions?",
        "Action: any more from anyone?",
        "Any actions from the spring meeting?",
        "Action plan: it is in the folder",
        "action research with the college begins soon",
        "Action songs: the little ones liked them",
        "Action for Children to visit us",
        "Action for Children: they sent a card",
        "Action learning set to meet on Monday",
        "Actions speak louder than words",
        "action-packed day at the museum",
        "#actionforchildren",
        "No action needed about the hall",
        "No actions",
        "Actions: none",
        "Action: none today",
        "Actions: n/a",
        "Action: no further actions",
        "ACTION:",
        "ACTION: ...",
        "Sam took action: a triumph",
        "I love that they took action",
        "agenda: https://minutes.example/agenda",
        "agenda+ <https://minutes.example/agenda>",
        "agenda:",
        "Agenda: to follow",
        "Agenda: see attached",
        "What is on the agenda?",
        "done 3 of them already",
        "undo the top button",
        "I have done 3",
        "The AP: it was there",
        "Report: the open day was full",
        "See you on Friday",
        "Acting: the little ones did the play",
        "Auction: there were pies",
        "Section: strings",
        "Action update: it is in the folder",
        "action verbs in the lesson",
        "action must be taken",
        "Action Learning will visit on Friday",
        "Action: ongoing",
        "Agreed - see you then",
        "agreed",
        "We agreed that it was lovely",
        "You win",
        "It was a win for all",
        "help!",
        "Help: how does this work?",
        "Idea: none",
        "link to the paper",
    ],
)
def test_what_only_looks_like_ours_is_left_alone(line: str) -> None:
    assert found(line) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("AGREED: free for the little ones", "decision.add free for the little ones"),
        ("#agreed free for the little ones", "decision.add free for the little ones"),
        ("AGREED - free for the little ones", "decision.add free for the little ones"),
        ("Decision - free for the little ones", "decision.add free for the little ones"),
        ("Resolution: free for the little ones", "decision.add free for the little ones"),
        ("RESOLVED: free for the little ones", "decision.add free for the little ones"),
        ("Descision: free for the little ones", "decision.add free for the little ones"),
        ("#info the side door sticks", "note.add the side door sticks"),
        ("#idea: a choir", "note.idea a choir"),
        ("#link https://hall.example", "note.link https://hall.example"),
        ("#help who has a keyboard?", "note.help who has a keyboard?"),
        ("#celebrate forty children", "celebration.add forty children"),
        ("WIN: forty children", "celebration.add forty children"),
        ("Shout-out to the bakers", "celebration.add the bakers"),
        ("a huge shout out to the bakers", "celebration.add the bakers"),
        ("Agneda: Instruments", "agenda.add Instruments"),
    ],
)
def test_decisions_notes_and_celebrations_are_found(line: str, expected: str) -> None:
    assert found(line) == [expected]


def test_two_actions_of_one_line_have_an_index_each() -> None:
    first, second = lines("Hello\nACTION: Sam to ring the hall; Jo to write to Priya", WORDS)
    assert [first.text, second.text] == ["Sam to ring the hall", "Jo to write to Priya"]
    assert (first.index, second.index) == (1, 1 + APART)
    assert first.line == second.line
    edited = lines("Hello\nACTION: Sam to ring the school; Jo to write to Mina", WORDS)
    assert [one.index for one in edited] == [first.index, second.index]


def test_indexes_of_parts_of_lines_stay_below_those_of_whole_messages() -> None:
    assert APART > 40_000 and min(*WHOLE.values(), *OWN.values()) > 40_000 + MOST_IN_A_LINE * APART


def test_a_decision_that_says_who_does_what_is_an_action_as_well() -> None:
    assert found("agreed: Sam to ring the hall") == [
        "decision.add Sam to ring the hall",
        "action.add Sam to ring the hall",
    ]
    assert found("agreed: Letter to be sent") == ["decision.add Letter to be sent"]


def test_several_items_in_one_message_each_know_their_line() -> None:
    said = lines(
        "Hello all\nACTION: ring the hall\n\nagenda+ Instruments\n> ACTION: no\nAP2: ring Sam", WORDS
    )
    assert [(one.index, one.text, one.line) for one in said] == [
        (1, "ring the hall", "ACTION: ring the hall"),
        (3, "Instruments", "agenda+ Instruments"),
        (5, "ring Sam", "AP2: ring Sam"),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Actions",
        "Actions:",
        "*Actions*",
        "## Actions",
        "Action points:",
        "ACTION:",
        "Actions from today",
        "To do:",
    ],
)
def test_bullets_under_a_heading_are_its_items(heading: str) -> None:
    said = found(f"{heading}\n- Sam: ring the hall\n• Jo to write\n3. buy chairs\n\nThanks all\n- not this")
    assert said == ["action.add Sam: ring the hall", "action.add Jo to write", "action.add buy chairs"]


def test_a_bullet_further_in_belongs_to_the_one_above() -> None:
    assert found("Actions\n- ring the hall\n    - the small one\n- ring Sam") == [
        "action.add ring the hall",
        "action.add ring Sam",
    ]


def test_finished_and_coded_bullets_under_a_heading_are_no_items() -> None:
    assert (
        found("Actions\n- [x] ring the hall\n- `code`\n- none\n- ~gone~\n- ring Sam (done)\n- any more?")
        == []
    )


def test_a_heading_without_bullets_is_nothing() -> None:
    assert found("Actions\nwere discussed") == []


def test_nothing_is_read_inside_a_block_of_code() -> None:
    assert found("```\nACTION: ring the hall\nActions\n- one\n```\nACTION: ring Sam") == [
        "action.add ring Sam"
    ]


def test_a_long_quote_runs_to_the_end() -> None:
    assert found("ACTION: ring Sam\n>>> Somebody said\nACTION: ring the hall") == ["action.add ring Sam"]


@given(st.text(max_size=300))
def test_no_text_makes_the_reading_of_lines_raise(text: str) -> None:
    for one in lines(text, WORDS):
        assert one.line in text


_PIECES = st.sampled_from(
    [
        "ACTION:",
        "action",
        "agenda+",
        "Actions",
        "- ",
        "[ ]",
        "* ",
        "\n",
        "Sam",
        "to",
        ":",
        "```",
        "> ",
        "`",
        "#",
        "AP1 ",
        " ",
    ]
)


@given(st.lists(_PIECES, max_size=40))
def test_nothing_is_captured_from_a_quote_or_from_code(pieces: list[str]) -> None:
    text = "".join(pieces)
    quoted = "\n".join(f"> {line}" for line in text.split("\n"))
    assert lines(quoted, WORDS) == []
    inside = text.replace("```", "")
    assert lines(f"```\n{inside}\n```", WORDS) == []


@pytest.mark.parametrize(
    "text",
    [
        "a" * 5000,
        " " * 5000,
        "- " * 2500,
        "*" * 5000,
        "ACTION: " + "Sam and " * 600,
        "Action " + "Aa " * 1600,
        "Action " + "Sam, " * 1000,
        "ACTION:" + " " * 4990 + "x",
        "ACTION: " + "(" * 4990,
        "\n" * 5000,
        ":a" * 2500,
        "Owner: " + "a" * 4990,
        "[" * 5000,
        (("Actions\n" + "- x\n") * 400)[:5000],
        "`" * 5000,
        "action " + "\ue000" * 4990,
    ],
    ids=lambda text: text[:12],
)
def test_five_thousand_characters_of_anything_are_read_at_once(text: str) -> None:
    assert _seconds(text) < 0.1  # nothing runs away; what it costs is measured by bench.reading


def _seconds(text: str) -> float:
    """The quickest of several readings: the others were disturbed by the machine."""

    def once() -> float:
        start = process_time()
        lines(text, WORDS)
        return process_time() - start

    return min(once() for _ in range(7))


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        (
            "ACTIONS: Jo - consent forms; Will - rota; Grace - teas",
            ["Jo - consent forms", "Will - rota", "Grace - teas"],
        ),
        ("Action: Jo: forms; Will: rota by Friday;", ["Jo: forms", "Will: rota by Friday"]),
        ("Action: Jo - forms; ask Will", ["Jo - forms; ask Will"]),
    ],
)
def test_a_line_that_lists_who_has_what_holds_an_action_for_each(line: str, texts: list[str]) -> None:
    assert [one.text for one in lines(line, WORDS)] == texts
