"""Every form in which people write, typed by somebody from outside in the sandbox, and what she reads upon it."""

from __future__ import annotations

import pytest

from tests import forms
from tests.scenarios.conftest import PLAN, Talk

pytestmark = pytest.mark.only_on("sqlite")


async def receipt(slack: Talk, typed: str) -> str:
    """What stands under a line that Jo types: one message in its thread."""
    ts = await slack.say("jo", typed)
    said = [row["text"] for row in await slack.messages("jo", "steering") if row["thread_ts"] == ts]
    assert len(said) == 1, f"{typed}: {said}"
    return str(said[0])


async def test_each_form_is_noted_for_somebody_from_outside_and_what_only_looks_so_is_left_alone(
    slack: Talk,
) -> None:
    await slack.say("mina", PLAN)
    await _actions(slack)
    for form in (*forms.AGENDA, *forms.NOTES):
        said = await receipt(slack, form.typed)
        assert form.kind in said.casefold(), (form.typed, said)
        assert not [words for words in form.said if words not in said], (form.typed, said)
    agenda = await slack.asks("jo", "@Upbeat agenda")
    assert all(form.said[0] in agenda for form in forms.AGENDA)
    before = await slack.seen("jo")
    for typed in forms.LEFT_ALONE:
        await slack.say("jo", typed)
    assert await slack.seen("jo") == before


async def _actions(slack: Talk) -> None:
    for form in forms.ACTIONS:
        said = await receipt(slack, form.typed)
        assert said.startswith(f"Noted for {form.owner}: " if form.owner else "Noted: "), (form.typed, said)
        assert not [words for words in form.said if words not in said], (form.typed, said)
    said = await receipt(slack, forms.HEADED)
    assert not [words for words in forms.HEADED_SAID if words not in said]
    everything = await slack.asks("mina", "/action list all")
    assert everything.count(" (") == len(forms.ACTIONS) + 2


async def test_one_message_of_all_sorts_gets_one_answer_in_its_thread(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    everything = (*forms.ACTIONS, *forms.AGENDA, *forms.NOTES)[:30]
    said = await slack.say("jo", "\n".join(form.typed for form in everything[:30]))
    rows = [row for row in await slack.messages("jo", "steering") if row["thread_ts"] == said]
    text = "\n".join(row["text"] for row in rows)
    assert not [words for form in everything for words in form.said if words not in text]
    labels = [button["label"] for row in rows for button in row["buttons"]]
    assert len(labels) == len(set(labels)), "each button says what it is about"
    assert len(rows) <= 3, "a long card is cut into as few messages as hold it"


async def test_what_was_noted_is_changed_in_few_words(slack: Talk) -> None:
    first = await slack.say(
        "jo", "ACTION: me to ring the caretaker\nACTION: me to buy tea\nACTION: me to bake"
    )
    for typed in ("done 1", "edit 2 = buy green tea by 10 December", "drop 3"):
        await slack.say("jo", typed)
    [said] = [row["text"] for row in await slack.messages("jo", "steering") if row["thread_ts"] == first]
    assert said.splitlines() == [
        "Done: ring the caretaker (1). Thank you.",
        "Action 2 for Jo Penrose: buy green tea, by Thu 10 December.",
        "No longer needed: bake (3).",
    ]
    await slack.say("jo", "#undo")
    await slack.say("jo", "undo 1")
    [said] = [row["text"] for row in await slack.messages("jo", "steering") if row["thread_ts"] == first]
    assert "Action 3 for Jo Penrose: bake." in said and "Action 1 for Jo Penrose" in said

    await slack.edit("jo", str(first), "ACTION: me to ring the caretaker\nACTION: Otto to bake a cake")
    [said] = [row["text"] for row in await slack.messages("jo", "steering") if row["thread_ts"] == first]
    assert "Otto Lindqvist: bake a cake" in said
    assert "Shall I keep this?" in (await slack.told("jo"))[-1]
    await slack.delete("jo", str(first))
    assert "You deleted the message" in (await slack.told("jo"))[-1]
