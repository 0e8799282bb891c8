"""One line that holds two things: each is kept for itself, and an edit of the line finds both again."""

from __future__ import annotations

from tests.house import House, Said


async def actions(house: House) -> dict[str, str]:
    """The open actions and who leads them."""
    async with house.records() as records:
        return {row.text: row.lead.name if row.lead else "?" for row in await records.actions.open()}


def ts(said: Said) -> str:
    """The id of the message that was typed, to which this is the answer."""
    assert said.request is not None and said.request.message
    return said.request.message


async def test_two_actions_of_one_line_are_kept_apart_and_found_again_by_an_edit() -> None:
    async with House.begun() as house:
        said = await house.types("mina", "ACTION: Sam to book the hall; Jo to send the form")
        assert await actions(house) == {"book the hall": "Sam Okafor", "send the form": "Jo Lindqvist"}
        await house.edits("mina", ts(said), "ACTION: Sam to book the school; Jo to send the form")
        assert await actions(house) == {"book the school": "Sam Okafor", "send the form": "Jo Lindqvist"}


async def test_an_edit_that_splits_a_line_adds_only_what_is_new() -> None:
    async with House.begun() as house:
        said = await house.types("mina", "ACTION: Sam to book the hall")
        await house.edits("mina", ts(said), "ACTION: Sam to book the hall; Jo to send the form")
        assert await actions(house) == {"book the hall": "Sam Okafor", "send the form": "Jo Lindqvist"}


async def test_a_decision_that_says_who_does_what_is_kept_as_both() -> None:
    async with House.begun() as house:
        await house.types("mina", "agreed: Sam to book the hall")
        assert await actions(house) == {"book the hall": "Sam Okafor"}
        async with house.records() as records:
            captured = {one.kind for one in await records.captures.of("C1", ts(house.channel()[-1]))}
        assert captured == {"decision", "action"}
