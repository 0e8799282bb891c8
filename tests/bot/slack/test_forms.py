"""A card's form becomes a modal, and what was filled in comes back by name."""

from __future__ import annotations

from typing import Any

import pytest

from bot.card import Button, Buttons, Card, Field, FieldKind, Form, Option, Paragraph, Span
from bot.slack.blocks import private, values, view
from tests.bot.slack.checks import check_view

PEOPLE = tuple(Option(str(n), f"Person {n}", f"Organisation {n % 3}") for n in range(250))


def card(*fields: Field, title: str = "Add an item", value: str = "7", **rest: Any) -> Card:
    return Card(form=Form(title, "agenda.add", fields, value, **rest))


def element(field: Field) -> dict[str, Any]:
    drawn = view(card(field))
    check_view(drawn)
    element: dict[str, Any] = drawn["blocks"][0]["element"]
    return element


def test_a_form_is_a_modal_that_knows_its_verb_and_its_partnership() -> None:
    drawn = view(card(Field("text", "What?")), 3, conversation="C1")
    check_view(drawn)
    assert drawn["callback_id"] == "agenda.add"
    assert private(drawn) == {"action": "agenda.add", "value": "7", "partnership": 3, "conversation": "C1"}
    assert (drawn["title"]["text"], drawn["submit"]["text"]) == ("Add an item", "Save")
    (block,) = drawn["blocks"]
    assert (block["block_id"], block["element"]["action_id"], block["optional"]) == ("text", "text", False)


def test_words_and_buttons_before_the_questions_stand_above_them() -> None:
    above = (Paragraph((Span("Read this."),)), Buttons((Button("A", "a.b"), Button("B", "a.b"))))
    drawn = view(Card(above, Form("Title", "a.c", (Field("x", "X", hint="Hint"),))))
    check_view(drawn)
    assert [block["type"] for block in drawn["blocks"]] == ["rich_text", "actions", "input"]
    assert drawn["blocks"][2]["hint"]["text"] == "Hint"


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("text", "Budget", {"type": "plain_text_input", "multiline": False, "initial_value": "Budget"}),
        (
            "long",
            "two\nlines",
            {"type": "plain_text_input", "multiline": True, "initial_value": "two\nlines"},
        ),
        ("date", "2026-12-04", {"type": "datepicker", "initial_date": "2026-12-04"}),
        ("time", "14:00", {"type": "timepicker", "initial_time": "14:00"}),
    ],
)
def test_each_kind_of_question_has_its_field_with_what_stands_in_it(
    kind: FieldKind, value: str, expected: dict[str, Any]
) -> None:
    drawn = element(Field("x", "X", kind, value=value))
    assert expected.items() <= drawn.items()
    empty = element(Field("x", "X", kind))
    assert not any(name.startswith("initial") for name in empty)


def test_a_date_that_is_none_leaves_the_picker_empty() -> None:
    assert "initial_date" not in element(Field("x", "X", "date", value="Friday"))
    assert "initial_time" not in element(Field("x", "X", "time", value="2pm"))


def test_people_are_offered_by_organisation_and_the_chosen_one_stands_first() -> None:
    drawn = element(Field("who", "Who?", "person", value="4", options=PEOPLE))
    assert drawn["type"] == "static_select"
    assert [len(group["options"]) for group in drawn["option_groups"]] == [84, 83, 83]
    assert drawn["initial_option"]["text"]["text"] == "Person 4"
    assert drawn["initial_option"] in drawn["option_groups"][1]["options"]


def test_more_than_a_hundred_choices_come_in_groups_named_from_whom_to_whom() -> None:
    options = tuple(Option(str(n), f"Choice {n}") for n in range(230))
    drawn = element(Field("x", "X", "one", options=options))
    assert [len(group["options"]) for group in drawn["option_groups"]] == [100, 100, 30]
    assert drawn["option_groups"][2]["label"]["text"] == "Choice 200 – Choice 229"
    one_group = tuple(Option(str(n), f"Person {n}", "Music") for n in range(120))
    names = [g["label"]["text"] for g in element(Field("x", "X", "one", options=one_group))["option_groups"]]
    assert names == ["Person 0 – Person 99", "Person 100 – Person 119"]


def test_few_choices_are_boxes_to_tick_and_many_a_menu() -> None:
    few = tuple(Option(str(n), f"Choice {n}") for n in range(10))
    boxes = element(Field("x", "X", "many", value="2,5", options=few))
    assert boxes["type"] == "checkboxes"
    assert [option["value"] for option in boxes["initial_options"]] == ["2", "5"]
    menu = element(Field("x", "X", "many", value="2,500", options=(*few, Option("10", "Choice 10"))))
    assert menu["type"] == "multi_static_select"
    assert [option["value"] for option in menu["initial_options"]] == ["2"]


def test_where_there_is_nothing_to_choose_from_the_words_are_asked_for() -> None:
    assert element(Field("x", "X", "person"))["type"] == "plain_text_input"
    assert element(Field("x", "X", "many"))["type"] == "plain_text_input"


def test_long_labels_are_cut_to_what_slack_takes_and_long_values_refused() -> None:
    drawn = view(card(Field("x", "X", "one", options=(Option("1", "Name " * 40),)), title="Hand " * 9))
    check_view(drawn)
    assert drawn["title"]["text"] == "Hand Hand Hand Hand…"
    for broken in (
        card(Field("x", "X", value="x" * 3001)),
        card(Field("x", "X", "one", options=(Option("v" * 151, "V"),))),
        card(Field("x", "X", "one", options=(Option("", "Nobody"),))),
        card(Field("x", "X"), value="v" * 3000),
        card(*(Field(f"x{n}", "X") for n in range(101))),
        Card(),
    ):
        with pytest.raises(ValueError, match=r"\w"):
            view(broken)


def test_what_was_filled_in_is_read_back_by_name() -> None:
    option = {"text": {"type": "plain_text", "text": "Mina"}, "value": "1"}
    state = {
        "text": {"value": {"type": "plain_text_input", "value": "Budget"}},
        "day": {"value": {"type": "datepicker", "selected_date": "2026-12-04"}},
        "at": {"value": {"type": "timepicker", "selected_time": "14:00"}},
        "who": {"value": {"type": "static_select", "selected_option": option}},
        "many": {"value": {"type": "checkboxes", "selected_options": [option]}},
        "menu": {"value": {"type": "multi_static_select", "selected_options": [option, option]}},
    }
    assert values({"state": {"values": state}}) == {
        "text": "Budget",
        "day": "2026-12-04",
        "at": "14:00",
        "who": "1",
        "many": ["1"],
        "menu": ["1", "1"],
    }


def test_what_was_left_empty_is_empty() -> None:
    state = {
        "text": {"value": {"type": "plain_text_input", "value": None}},
        "day": {"value": {"type": "datepicker", "selected_date": None}},
        "at": {"value": {"type": "timepicker"}},
        "who": {"value": {"type": "static_select", "selected_option": None}},
        "many": {"value": {"type": "checkboxes", "selected_options": []}},
        "menu": {"value": {"type": "multi_static_select"}},
    }
    expected = {"text": "", "day": "", "at": "", "who": "", "many": [], "menu": []}
    assert values({"state": {"values": state}}) == expected
    assert values({}) == {}
