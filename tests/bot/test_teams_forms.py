"""Forms become dialogs of Teams: every kind of field, what was wrong beside it, nothing to be typed twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from bot.card import Card, Field, Form, Option, Paragraph, Span
from bot.teams import forms
from bot.teams.limits import AGAIN
from bot.wording import Wording
from tests import adaptive
from tests.bot.test_teams_cards import HOSTILE, every

WORDING = Wording()
PEOPLE = (
    Option("1", "Mina Patel", "Otterbridge Music"),
    Option("2", "Jo Lindqvist", "Fenland Virtual School"),
    Option("3", "Sam Okafor", "Otterbridge Music"),
)
FIELDS = (
    Field("what", "What is it?", "text", value="Budget", hint="A few words are enough."),
    Field("more", "Anything else?", "long", optional=True),
    Field("day", "By when?", "date", value="2026-12-04"),
    Field("at", "At what time?", "time", value="14:00"),
    Field("who", "Who leads?", "person", optional=True, value="2", options=PEOPLE),
    Field("purpose", "What for?", "one", value="decide", options=(Option("decide", "To decide"),)),
    Field("helpers", "Who helps?", "many", optional=True, value="1,3", options=PEOPLE),
)
CARD = Card(
    (Paragraph((Span("It goes to the end."),)),), Form("Add an item", "agenda.add", FIELDS, "4", "Add")
)


def inputs(dialog: forms.Dialog) -> dict[str, dict[str, Any]]:
    body = dialog["card"]["body"]
    return {one["label"]: one for one in body if one["type"].startswith("Input.")}


def data(dialog: forms.Dialog, typed: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What Teams sends back: the form's own data among what was filled in."""
    (submit,) = dialog["card"]["actions"]
    before = {one["id"]: one.get("value", "") for one in inputs(dialog).values()}
    ids = {one["id"].partition(":")[2]: one["id"] for one in inputs(dialog).values()}
    filled = {ids[name]: value for name, value in (typed or {}).items()}
    return json.loads(json.dumps({**submit["data"], **before, **filled}))  # type: ignore[no-any-return]


def test_each_kind_of_field_has_its_input() -> None:
    dialog = forms.form(CARD, 7, "k")
    adaptive.check(dialog["card"])
    assert dialog["title"] == "Add an item"
    found = inputs(dialog)
    assert {label: one["type"] for label, one in found.items()} == {
        "What is it?": "Input.Text",
        "Anything else?": "Input.Text",
        "By when?": "Input.Date",
        "At what time?": "Input.Time",
        "Who leads?": "Input.ChoiceSet",
        "What for?": "Input.ChoiceSet",
        "Who helps?": "Input.ChoiceSet",
    }
    assert found["Anything else?"]["isMultiline"] is True and "isMultiline" not in found["What is it?"]
    assert [one.get("value") for one in found.values()] == [
        "Budget",
        None,
        "2026-12-04",
        "14:00",
        "2",
        "decide",
        "1,3",
    ]
    assert found["Who leads?"]["style"] == "compact" and found["Who helps?"]["isMultiSelect"] is True


def test_what_needs_an_answer_says_so_in_words() -> None:
    required = {label for label, one in inputs(forms.form(CARD)).items() if one.get("isRequired")}
    assert required == {"What is it?", "By when?", "At what time?", "What for?"}
    assert all(one["errorMessage"] for one in inputs(forms.form(CARD)).values() if one.get("isRequired")), (
        "without a message Teams shows none"
    )


def test_choices_of_one_group_stand_together_and_name_it() -> None:
    titles = [one["title"] for one in inputs(forms.form(CARD))["Who helps?"]["choices"]]
    assert titles == [
        "Mina Patel (Otterbridge Music)",
        "Sam Okafor (Otterbridge Music)",
        "Jo Lindqvist (Fenland Virtual School)",
    ]


def test_a_menu_that_may_be_left_open_can_be_left_open_again() -> None:
    first, *_ = inputs(forms.form(CARD))["Who leads?"]["choices"]
    assert forms.values(data(forms.form(CARD), {"who": first["value"]}))["who"] == ""
    assert [one["value"] for one in inputs(forms.form(CARD))["What for?"]["choices"]] == ["decide"]


def test_what_was_filled_in_comes_back_by_name() -> None:
    sent = data(forms.form(CARD, 7, "k"), {"at": "09:30:00", "helpers": "3", "what": "a, b"})
    assert {name: sent[name] for name in ("action", "value", "partnership", "key")} == {
        "action": "agenda.add",
        "value": "4",
        "partnership": 7,
        "key": "k",
    }
    assert forms.values(sent) == {
        "what": "a, b",
        "more": "",
        "day": "2026-12-04",
        "at": "09:30",
        "who": "2",
        "purpose": "decide",
        "helpers": ["3"],
    }


def test_what_is_left_empty_is_nothing_even_where_teams_leaves_it_out() -> None:
    sent = {name: value for name, value in data(forms.form(CARD)).items() if not name.startswith("field:")}
    assert forms.values(sent) == dict.fromkeys(("what", "more", "day", "at", "who", "purpose"), "") | {
        "helpers": []
    }


def test_an_answer_is_never_taken_for_what_the_form_says_about_itself() -> None:
    card = Card(
        (), Form("x", "a.b", tuple(Field(name, name) for name in ("action", "value", "fields", "form")))
    )
    sent = data(forms.form(card), dict.fromkeys(("action", "value", "fields", "form"), "forged"))
    assert sent["action"] == "a.b"
    assert forms.values(sent) == dict.fromkeys(("action", "value", "fields", "form"), "forged")


def test_the_same_dialog_comes_again_with_the_words_beside_the_field_and_all_that_was_typed() -> None:
    typed = {"what": "Budget & co", "more": "two\nlines", "day": "2026-02-30", "who": "1", "helpers": "2,3"}
    dialog = forms.again(data(forms.form(CARD, 7, "k"), typed), {"day": "That day is not in the calendar."})
    assert dialog is not None
    adaptive.check(dialog["card"])
    assert dialog["title"] == "Add an item"
    standing = [one["value"] for one in inputs(dialog).values()]
    assert standing == ["Budget & co", "two\nlines", "2026-02-30", "14:00", "1", "decide", "2,3"]
    body = dialog["card"]["body"]
    place = next(n for n, one in enumerate(body) if one.get("label") == "By when?")
    assert body[place + 1]["inlines"][0]["text"] == "That day is not in the calendar."
    assert body[0]["inlines"][0]["text"] == "It goes to the end."
    once_more = forms.again(data(dialog), {"day": "Still not."})
    assert once_more is not None and inputs(once_more)["What is it?"]["value"] == "Budget & co"


def test_what_is_wrong_with_no_field_of_its_own_is_said_too() -> None:
    dialog = forms.form(CARD, errors={"elsewhere": "There is no meeting to put it on."})
    assert dialog["card"]["body"][-1]["inlines"][0]["text"] == "There is no meeting to put it on."


def test_a_form_too_large_to_carry_itself_along_cannot_come_again_but_works() -> None:
    many = tuple(Option(str(number), f"Person {number} " + "x" * 80) for number in range(300))
    dialog = forms.form(Card((), Form("x", "a.b", (Field("who", "Who?", "person", options=many),))))
    sent = data(dialog, {"who": "7"})
    assert forms.values(sent) == {"who": "7"}
    assert forms.again(sent, {"who": "no"}) is None
    assert len(json.dumps(sent)) < AGAIN


@pytest.mark.parametrize(
    "forged",
    [
        {"fields": "x", "form": None},
        {"fields": ["what"], "form": []},
        {"fields": None, "form": {"title": 1}},
        {"form": {"fields": [{"name": "x", "made": "up"}], "title": "x", "submit": "x", "blocks": []}},
        {"form": {"fields": [], "title": "x", "submit": "x", "blocks": [["Nothing", {}]]}},
        {"partnership": [], "key": {}, "action": 5, "form": 3},
    ],
)
def test_what_somebody_has_tampered_with_is_never_more_than_nothing(forged: dict[str, Any]) -> None:
    sent = {**data(forms.form(CARD, 7, "k")), **forged}
    assert forms.again(sent, {"what": "no"}) is None
    assert isinstance(forms.values(sent), dict)


@pytest.mark.parametrize("typed", HOSTILE)
def test_typed_words_in_a_form_are_drawn_as_they_are_and_never_read_as_markup(typed: str) -> None:
    options = (Option("1", typed), Option("2", typed, typed))
    fields = (
        Field("a", typed, "long", value=typed, hint=typed),
        Field("b", typed, "one", options=options),
        Field("c", typed, "many", options=options),
    )
    dialog = forms.form(Card((Paragraph((Span(typed),)),), Form(typed, "a.b", fields)), errors={"a": typed})
    adaptive.check(dialog["card"])
    assert not list(every(dialog["card"], "TextBlock")), "only a TextBlock is read for Markdown"
    assert dialog["card"]["body"][1]["value"] == typed
    boxes = dialog["card"]["body"][-1]
    assert boxes["isMultiSelect"] and not set("*_`[<#") & set(boxes["choices"][0]["title"])


def test_a_choice_that_could_not_be_told_from_others_is_refused() -> None:
    for value in ("", "1,2", "-"):
        with pytest.raises(ValueError, match="told from others"):
            forms.form(Card((), Form("x", "a.b", (Field("w", "W", "many", options=(Option(value, "x"),)),))))


def test_a_card_without_a_form_has_no_dialog() -> None:
    with pytest.raises(ValueError, match="without a form"):
        forms.form(Card())


@pytest.mark.published
def test_microsofts_schema_takes_every_form_of_every_prompt_also_when_it_comes_again() -> None:
    seen = 0
    for prompt in WORDING.prompts():
        for example in WORDING.examples(prompt):
            card = WORDING.card(prompt, example.words)
            if card.form is None:
                continue
            dialog = forms.form(card, 1)
            adaptive.check(dialog["card"])
            returned = forms.again(data(dialog), {card.form.fields[0].name: "Say it again, please."})
            assert returned is not None
            adaptive.check(returned["card"])
            assert inputs(returned) == inputs(dialog)
            seen += 1
    assert seen
