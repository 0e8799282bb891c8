"""The gallery shows every example for each door."""

from __future__ import annotations

from pathlib import Path

from bot.dialect import parse
from bot.gallery import as_text, gallery
from bot.wording import Wording


def test_every_example_is_in_the_gallery_and_a_long_one_in_several_entries(tmp_path: Path) -> None:
    (tmp_path / "club").mkdir()
    (tmp_path / "club" / "added.md").write_text("{{ text }}\n\n[[Undo]](club.undo?3)", encoding="utf-8")
    (tmp_path / "club" / "form.md").write_text(
        "form: Add -> club.add\n? What? (text: text)", encoding="utf-8"
    )
    (tmp_path / "club" / "examples.yaml").write_text(
        "added:\n  examples:\n    short: {text: Budget}\n    long: {text: " + "word " * 5000 + "}\n"
        "form:\n  examples:\n    plain: {}\n",
        encoding="utf-8",
    )
    entries = gallery(Wording(tmp_path))
    assert [(entry["prompt"], entry["example"]) for entry in entries] == [
        ("club/added", "short"),
        ("club/added", "long"),
        ("club/added", "long (2)"),
        ("club/added", "long (3)"),
        ("club/form", "plain"),
    ]
    assert entries[0]["text"] == "Budget\n[Undo] club.undo 3"
    assert set(entries[0]["slack"]) == {"text", "blocks"}
    assert entries[-1]["slack"]["view"]["callback_id"] == "club.add"
    assert set(entries[0]["teams"]) == {"card", "text", "mentions"}
    assert [bool(entry["teams"]) for entry in entries] == [True, True, True, False, True]
    assert entries[-1]["teams"]["title"] == "Add"


def test_a_form_reads_as_its_questions() -> None:
    card = parse(
        "form: Add an item -> agenda.add?7 | Add it\nTo the end.\n"
        "? What? (text: text)\n  = Budget\n  > A few words.\n? Why? (why: one)\n  - a: To decide\n  - b: To know\n"
    )
    assert as_text(card) == (
        "To the end.\n[Add an item] agenda.add 7\nWhat? = Budget\nA few words.\nWhy? (To decide, To know)\n[Add it]"
    )
