"""A language is a file and no code."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.chat import Markers
from bot.chat import lines as lines_of
from bot.feature import mention
from bot.grammar import lines
from bot.languages import KINDS, languages, load
from bot.markers import marks
from bot.owners import Owned, read_owners
from storage.people import Member, Person
from tests.bot.vocabulary import feature, vocabulary

WORDS = vocabulary()
THIRD = """
name: Nederlands
marks:
  action: [actie, actiepunt, acties]
  decision: ["besloten:", besluit]
slips:
  action: [acite]
owner_ends: [om te, moet, zal]
owner_ends_for_strangers: [moet]
joins: [en]
speaker: [ik]
everybody: [iedereen]
nobody: [iemand]
owner_labels: [eigenaar]
task_labels: [taak]
nothing: [geen]
done: [gedaan]
"""


def member(name: str) -> Member:
    person = Person(platform="slack", workspace="T1", handle="U" + name.split()[0].upper(), name=name)
    return Member(person=person, organisation=None)


PRIYA, SAM = PEOPLE = [member("Priya Raman"), member("Sam Whitlock")]


def found(text: str) -> list[str]:
    return [f"{one.feature}.{one.verb} {one.text}" for one in lines(text, WORDS)]


def write(folder: Path, text: str = THIRD, name: str = "nl.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("GWEITHREDU: Priya i ffonio", "action.add Priya i ffonio"),
        ("Cam gweithredu 2 - Priya i ffonio", "action.add Priya i ffonio"),
        ("ACTION / GWEITHREDU: Priya i ffonio", "action.add Priya i ffonio"),
        (f"Gweithredu {mention('UPRIYA')} ffonio", f"action.add {mention('UPRIYA')} ffonio"),
        ("#gweithredu Priya i ffonio", "action.add Priya i ffonio"),
        ("Camau gweithredu\n- Priya i ffonio", "action.add Priya i ffonio"),
        ("AGENDA: Cyngerdd", "agenda.add Cyngerdd"),
        ("Eitem agenda: Cyngerdd", "agenda.add Cyngerdd"),
        ("PENDERFYNIAD: dim tâl", "decision.add dim tâl"),
        ("Cytunwyd: dim tâl", "decision.add dim tâl"),
        ("NODYN: drws ochr", "note.add drws ochr"),
        ("Gwybodaeth: drws ochr", "note.add drws ochr"),
        ("Syniad: côr", "note.idea côr"),
        ("Cymorth: allweddell", "note.help allweddell"),
        ("DATHLU: y côr", "celebration.add y côr"),
    ],
)
def test_welsh_marks_are_read_beside_english_ones(line: str, expected: str) -> None:
    assert found(line) == [expected]


@pytest.mark.parametrize(
    "line", ["Camau gweithredu: dim", "Gweithredu: ffonio (cwblhawyd)", "> GWEITHREDU: ffonio"]
)
def test_nothing_and_done_are_so_in_welsh_too(line: str) -> None:
    assert found(line) == []


@pytest.mark.parametrize(
    ("line", "lead", "helpers", "text", "words"),
    [
        ("Priya i gysylltu â'r ysgol", PRIYA, (), "gysylltu â'r ysgol", ""),
        ("Priya a Sam i drefnu'r neuadd", PRIYA, (SAM,), "drefnu'r neuadd", ""),
        ("Priya wedi cytuno i ffonio", PRIYA, (), "ffonio", ""),
        ("Perchennog: Sam. Tasg: ffonio", SAM, (), "ffonio", ""),
        ("pawb i ddarllen y polisi", None, (), "ddarllen y polisi", "pawb"),
        ("Gareth i ffonio", None, (), "ffonio", "Gareth"),
        ("rhywun i ffonio", None, (), "ffonio", ""),
        # and English stays English
        ("Priya and i to ring", PRIYA, (SAM,), "ring", ""),
        ("i will ring Priya", SAM, (), "ring Priya", ""),
        ("I am to ring Priya", SAM, (), "ring Priya", ""),
        ("Send a letter", None, (), "Send a letter", ""),
    ],
)
def test_owners_are_read_in_welsh(
    line: str, lead: Member | None, helpers: tuple[Member, ...], text: str, words: str
) -> None:
    owned = read_owners(line, PEOPLE, SAM)
    assert (owned.lead, owned.helpers, owned.text, owned.words) == (lead, helpers, text, words)


def test_a_third_language_is_one_more_file(tmp_path: Path) -> None:
    (dutch,) = of = load(write(tmp_path))
    features = [
        feature(kind, "/upbeat", add={"adds": True, "markers": marks(kind, of)})
        for kind in ("action", "decision")
    ]
    markers = Markers(features, of)
    text = "Actie: Priya moet bellen\nAcite: Sam zal bellen\nBesluit - geen kosten\nActies: geen\nActie: bellen - gedaan"
    assert [(one.feature, one.text) for one in lines_of(text, markers)] == [
        ("action", "Priya moet bellen"),
        ("action", "Sam zal bellen"),
        ("decision", "geen kosten"),
    ]
    english = languages()[0]
    owned = read_owners("Priya en Sam moet bellen", PEOPLE, None, (english, dutch))
    assert owned == Owned(PRIYA, (SAM,), "bellen")


def test_english_comes_first_and_every_mark_of_every_language_is_of_a_known_kind() -> None:
    assert [one.code for one in languages()] == ["en", "cy"]
    for language in languages():
        assert set(language.marks) <= set(KINDS)


def test_no_slip_is_a_mark_or_a_word_of_its_own() -> None:
    own = {"acting", "auction", "section", "option", "traction", "faction", "caption", "fraction", "station"}
    for language in languages():
        slips = {slip for words in language.slips.values() for slip in words}
        marked = {mark for words in language.marks.values() for mark in words}
        assert not slips & (own | marked)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("marks: {action: [a]}", "a name and marks"),
        ("name: X", "a name and marks"),
        ("[]", "a name and marks"),
        ("name: X\nmarks: {action: [a]}\ncolour: [red]", "no language has colour"),
        ("name: X\nmarks: {song: [a]}", "marks know no song"),
        ("name: X\nmarks: {action: [1]}", "marks of action must be a list of words"),
        ("name: X\nmarks: {action: [a]}\njoins: ['']", "joins must be a list of words"),
    ],
)
def test_a_file_that_is_no_language_is_refused_by_its_name(tmp_path: Path, text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=f"nl.yaml: .*{wrong}"):
        load(write(tmp_path, text))
