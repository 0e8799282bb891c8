"""One sign goes by one name, whatever a door calls it; what is no sign is none."""

from __future__ import annotations

import pytest

from bot import signs
from storage.partnerships import Partnership


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("pushpin", "pushpin"),
        (":pushpin:", "pushpin"),
        ("pencil", "memo"),
        ("spiral_notepad", "spiral_note_pad"),
        ("pushpin::skin-tone-2", "pushpin"),
        ("1f4cc_pushpin", "pushpin"),
        ("1f4cd_roundpushpin", "round_pushpin"),
        ("1f4dd_memo", "memo"),
        ("1f4cb_clipboard", "clipboard"),
        ("1f5d2_spiralnotepad", "spiral_note_pad"),
        ("1f516_bookmark", "bookmark"),
        ("1f4e5_inboxtray", "inbox_tray"),
        ("2705_whiteheavycheckmark", "white_check_mark"),
        ("2714_heavycheckmark", "heavy_check_mark"),
        ("2611_ballotboxwithcheck", "ballot_box_with_check"),
        ("1f3c1_chequeredflag", "checkered_flag"),
        ("2705_whiteheavycheckmark-tone3", "white_check_mark"),
        ("✅", "white_check_mark"),
        ("✔", "heavy_check_mark"),
        ("✔️", "heavy_check_mark"),
    ],
)
def test_every_door_s_name_of_a_sign_is_known(name: str, sign: str) -> None:
    assert signs.canonical(name) == sign


@pytest.mark.parametrize(
    "name",
    [
        "",
        ":",
        "like",
        "heart",
        "+1",
        "todo",
        "1f600_grinningface",
        "ffff_nothing",
        "1f4cc",
        "pushpin_",
        "📌📌",
    ],
)
def test_what_is_no_sign_is_none(name: str) -> None:
    assert signs.canonical(name) is None


def test_no_sign_means_two_things() -> None:
    assert not signs.TODO.keys() & signs.DONE.keys()
    looks = [*signs.TODO.values(), *signs.DONE.values()]
    assert len(set(looks)) == len(looks)


@pytest.mark.parametrize(("setting", "table"), [("todo_signs", signs.TODO), ("done_signs", signs.DONE)])
def test_what_a_partnership_understands_at_first_is_among_what_it_may_choose(
    setting: str, table: dict[str, str]
) -> None:
    at_first = str(Partnership.__table__.c[setting].default.arg)
    assert set() < signs.chosen(at_first) == set(at_first.split()) < set(table)


def test_a_setting_holds_no_sign_that_is_none() -> None:
    assert signs.chosen("pushpin like  <!channel>") == {"pushpin"}
    assert signs.chosen("") == frozenset()
