"""The lines that are kept in mind: found by their message, changed and forgotten with it, and never too many."""

from __future__ import annotations

from typing import Any

from bot.teams import overheard
from bot.teams.overheard import Overheard


def line(number: int, text: str = "ring the hall", **more: Any) -> dict[str, Any]:
    return {"type": "message", "id": str(number), "text": text, **more}


def heard(*lines: dict[str, Any]) -> Overheard:
    """Lines in the thread 1 of the channel C."""
    mind = Overheard()
    for one in lines:
        mind.note("C", "1", one, ours=False)
    return mind


def test_a_line_is_found_by_its_message_whatever_its_thread() -> None:
    mind = heard(line(1), line(2, "buy chairs"))
    found = mind.said("C", "2")
    assert found is not None and found["text"] == "buy chairs"
    assert mind.said("D", "2") is None and mind.said("C", "3") is None


def test_a_line_that_was_edited_says_what_it_says_now_and_keeps_its_place() -> None:
    mind = heard(line(1), line(2), line(3))
    mind.amend("C", line(2, "buy chairs", type="messageUpdate"))
    mind.amend("C", line(9, "buy a piano", type="messageUpdate"))
    found, last = mind.said("C", "2"), mind.above("C", "1", before="9")
    assert found is not None and (found["text"], found["type"]) == ("buy chairs", "message")
    assert last is not None and last["id"] == "3" and mind.said("C", "9") is None


def test_a_line_that_was_deleted_is_forgotten() -> None:
    mind = heard(line(1), line(2))
    mind.forget("C", "2")
    assert mind.said("C", "2") is None and mind.said("C", "1") is not None


def test_the_oldest_lines_are_forgotten_first() -> None:
    mind = heard(*(line(number) for number in range(overheard.MOST + 1)))
    assert mind.said("C", "0") is None and mind.said("C", "1") is not None
