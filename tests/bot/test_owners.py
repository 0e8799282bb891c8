"""Who is to do it, as minute-takers write it."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feature import mention
from bot.owners import Owned, plain, read_owners, who
from storage.people import Member, Person

CAST = [
    "Mina Patel",
    "Sam Okafor",
    "Jo Lindqvist",
    "Frank Adeyemi",
    "Priya Nair",
    "Will Grant",
    "May Lee",
    "Zoë O'Hara",
]


def member(name: str, handle: str = "") -> Member:
    person = Person(
        platform="slack", workspace="T1", handle=handle or f"U{name.split()[0].upper()}", name=name
    )
    return Member(person=person, organisation=None)


PEOPLE = [member(name) for name in CAST]
SPEAKER = PEOPLE[0]
TWO_JOS = [*PEOPLE, member("Jo Marsh", "UMARSH")]


def read(line: str, people: list[Member] | None = None) -> str:
    """The owners and the text as `Lead+Helper+Helper | text`, what is unknown in `?…`, who it is between in `a/b`."""
    owned = read_owners(line, PEOPLE if people is None else people, SPEAKER)
    names = "+".join(one.name for one in (owned.lead, *owned.helpers) if one)
    between = "/".join(one.name for one in owned.between)
    unknown = f"?{owned.words}" if owned.words else ""
    return f"{' '.join(part for part in (names, between, unknown) if part)} | {owned.text}".strip()


@pytest.mark.parametrize(
    "line",
    [
        "Mina to send the flyer",
        "mina to send the flyer",
        "Mina Patel to send the flyer",
        "MP to send the flyer",
        "Mina P to send the flyer",
        "Mrs Patel to send the flyer",
        "@mina to send the flyer",
        "@mina send the flyer",
        "Mina send the flyer",
        "Mina: send the flyer",
        "Mina: to send the flyer",
        "Mina - send the flyer",
        "Mina – send the flyer",
        "Mina -> send the flyer",
        "Mina / send the flyer",
        "(Mina): send the flyer",
        "[Mina] to send the flyer",
        "for Mina: send the flyer",
        "Mina will send the flyer",
        "Mina'll send the flyer",
        "Mina has agreed to send the flyer",
        "Mina is going to send the flyer",
        "Mina needs to send the flyer",
        "Mina should send the flyer",
        "Mina please can you send the flyer",
        "Mina (Otterbridge Music) to send the flyer",
        "send the flyer (Mina)",
        "send the flyer (Mina).",
        "send the flyer [Mina Patel]",
        "send the flyer - Mina",
        "send the flyer – Mina",
        "send the flyer @mina",
        "send the flyer. Owner: Mina",
        "send the flyer (owner: Mina)",
        "Owner: Mina. send the flyer",
        "Owner: Mina. Task: send the flyer",
        "Mina to action: send the flyer",
        "I'll send the flyer",
        "I will send the flyer",
        "I to send the flyer",
        "me to send the flyer",
        "send the flyer (me)",
        f"{mention('UMINA')} to send the flyer",
        f"{mention('UMINA')} send the flyer",
        f"{mention('UMINA')}: please can you send the flyer",
        f"send the flyer {mention('UMINA')}",
    ],
)
def test_one_owner_is_read_wherever_and_however_they_are_named(line: str) -> None:
    assert read(line).removesuffix(".") == "Mina Patel | send the flyer"


@pytest.mark.parametrize(
    "line",
    [
        "Sam/Jo to ring the hall",
        "Sam / Jo to ring the hall",
        "Sam and Jo to ring the hall",
        "Sam & Jo to ring the hall",
        "Sam + Jo: ring the hall",
        "Sam, Jo to ring the hall",
        "Sam with Jo to ring the hall",
        "ring the hall (Sam and Jo)",
        f"{mention('USAM')} {mention('UJO')} to ring the hall",
        f"{mention('USAM')} and {mention('UJO')} ring the hall",
        "Sam, Jo and Sam to ring the hall",
    ],
)
def test_the_first_name_leads_and_the_others_help(line: str) -> None:
    assert read(line) == "Sam Okafor+Jo Lindqvist | ring the hall"


def test_three_owners_are_one_lead_and_two_helpers() -> None:
    assert read("Sam, Jo and Priya to meet") == "Sam Okafor+Jo Lindqvist+Priya Nair | meet"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Sam to ask Jo", "Sam Okafor | ask Jo"),
        ("Sam to ask Jo and Priya about it", "Sam Okafor | ask Jo and Priya about it"),
        ("Sam: check with Jo", "Sam Okafor | check with Jo"),
        ("Sam to ask the head (Jo)", "Sam Okafor | ask the head (Jo)"),
        ("Otter bank: Sam to ring Jo", "Sam Okafor | Otter bank: ring Jo"),
    ],
)
def test_names_behind_the_owner_part_belong_to_the_task(line: str, expected: str) -> None:
    assert read(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Jo will send the letter", "Jo Lindqvist | send the letter"),
        ("Will will send the letter", "Will Grant | send the letter"),
        ("Will to send the letter", "Will Grant | send the letter"),
        ("Will Grant send the letter", "Will Grant | send the letter"),
        ("Jo and Will to send the letter", "Jo Lindqvist+Will Grant | send the letter"),
        ("jo and will to send the letter", "Jo Lindqvist+Will Grant | send the letter"),
        ("May to book the hall", "May Lee | book the hall"),
        ("book the hall (May)", "May Lee | book the hall"),
        ("Grant letter to be found", "| Grant letter to be found"),
        ("grant letter needs an answer", "| grant letter needs an answer"),
        ("May half term trip", "| May half term trip"),
        ("May to June dates", "| May to June dates"),
        ("will send the letter", "| will send the letter"),
        ("book the hall in May", "| book the hall in May"),
    ],
)
def test_a_name_that_is_a_word_is_a_person_only_where_a_person_stands(line: str, expected: str) -> None:
    assert read(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "ring the hall",
        "Speak to parents",
        "Write to Jo",
        "Ask Sam to ring the hall",
        "Remind Sam and Jo to ring the hall",
        "Need to ring the hall",
        "Letter to be sent",
        "Flyer to go out",
        "Sam's letter to be sent",
        "Link to the paper",
        "Welcome Sam and Jo",
        "ring the hall (by the end of term)",
        "ring the hall (the small one)",
        "Hall: ring them",
        "Sam and the piano",
        "Fetch Sam to play",
        "Sam Browne Hall roof",
        "ask the twins (Sam and Jo) about chairs",
        "",
        "to",
        "Sam",
        "Sam to",
    ],
)
def test_no_owner_said_means_no_owner_and_the_whole_text(line: str) -> None:
    assert read_owners(line, PEOPLE, SPEAKER) == Owned(None, (), line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Gareth to ring the hall", "?Gareth | ring the hall"),
        ("Fenland School to ring the hall", "?Fenland School | ring the hall"),
        ("Everyone to read the paper", "?Everyone | read the paper"),
        ("Sam and Gareth to ring the hall", "Sam Okafor ?Gareth | ring the hall"),
        ("Sam and the caretaker to open up", "Sam Okafor ?the caretaker | open up"),
        ("Owner: Gareth. Ring the hall", "?Gareth | Ring the hall"),
        ("Gareth to ring the hall (Sam)", "Sam Okafor | Gareth to ring the hall"),
        ("gareth to ring the hall", "?gareth | ring the hall"),
        ("sam and gareth to ring the hall", "Sam Okafor ?gareth | ring the hall"),
        ("Gareth will ring the hall", "?Gareth | ring the hall"),
        ("Gareth has agreed to ring the hall", "?Gareth | ring the hall"),
        ("the library to ring the hall", "?the library | ring the hall"),
        ("all - ring the hall", "?all | ring the hall"),
        ("@gareth ring the hall", "?@gareth | ring the hall"),
    ],
)
def test_an_owner_who_fits_nobody_is_kept_as_written(line: str, expected: str) -> None:
    assert read(line) == expected


@pytest.mark.parametrize("who", ["someone", "Somebody", "TBC", "anyone", "?"])
def test_somebody_still_to_be_found_is_nobody(who: str) -> None:
    assert read(f"{who} to ring the hall") == "| ring the hall"


def test_we_are_everybody_where_we_will_and_nobody_where_we_need_to() -> None:
    assert read("we will ring the hall") == "?we | ring the hall" or read("we will ring the hall").startswith(
        "|"
    )
    assert read("we need to ring the hall") == "| ring the hall"


@pytest.mark.parametrize(
    "line",
    [
        "permission to use the hall",
        "letters to send home",
        "trying to ring the hall",
        "Rehearsal to start at six",
        "Sam or Jo to ring the hall",
    ],
)
def test_what_only_stands_before_to_is_no_owner(line: str) -> None:
    assert read(line) == f"| {line}"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Jo. Ring the hall", "Jo Lindqvist | Ring the hall"),
        ("Jo, to ring the hall", "Jo Lindqvist | ring the hall"),
        ("ring the hall. Jo", "Jo Lindqvist | ring the hall"),
        ("ring the hall JL", "Jo Lindqvist | ring the hall"),
        ("ring the hall, Jo please", "Jo Lindqvist | ring the hall"),
        ("ring the hall -> Jo", "Jo Lindqvist | ring the hall"),
        ("ring the hall, assigned to Jo", "Jo Lindqvist | ring the hall"),
        ("letter to be sent by Jo", "Jo Lindqvist | letter to be sent"),
        ("asked Jo to ring the hall", "Jo Lindqvist | ring the hall"),
        ("Jo said she'd ring the hall", "Jo Lindqvist | ring the hall"),
        ("Jo offered to ring the hall", "Jo Lindqvist | ring the hall"),
        ("May to marshal the little ones", "May Lee | marshal the little ones"),
        ("Will order the shirts", "Will Grant | order the shirts"),
        ("will order the shirts", "| will order the shirts"),
        ("jo|away to ring the hall", "Jo Lindqvist | ring the hall"),
        ("@jo @sam ring the hall", "Jo Lindqvist+Sam Okafor | ring the hall"),
        ("Jo/Will ring the hall", "Jo Lindqvist+Will Grant | ring the hall"),
        ("Jo to lead on the raffle", "Jo Lindqvist | lead on the raffle"),
        ("MP to the council to be asked", "| MP to the council to be asked"),
    ],
)
def test_further_ways_of_saying_who(line: str, expected: str) -> None:
    assert read(line) == expected


def test_where_nobody_is_known_whoever_stands_where_a_person_stands_is_one() -> None:
    assert read("Kay: ring the hall", []) == "?Kay | ring the hall"
    assert read("ring the hall (Kay Marsh)", []) == "?Kay Marsh | ring the hall"
    assert read("kay ring the hall", []) == "?kay | ring the hall"
    assert read("ring the hall (the big one)", []) == "| ring the hall (the big one)"
    assert read("Kay: ring the hall") == "| Kay: ring the hall"


def test_a_first_name_with_a_hyphen_may_be_written_without() -> None:
    people = [member("Anne-Marie Penrose")]
    assert [who(words, people) for words in ("Anne-Marie", "anne marie")] == [tuple(people), tuple(people)]


def test_a_name_that_fits_two_people_is_left_between_them() -> None:
    assert read("Jo to ring the hall", TWO_JOS) == "Jo Lindqvist/Jo Marsh | ring the hall"
    assert read("Sam and Jo to ring the hall", TWO_JOS) == "Sam Okafor Jo Lindqvist/Jo Marsh | ring the hall"
    assert read("Jo Marsh to ring the hall", TWO_JOS) == "Jo Marsh | ring the hall"
    assert read("Jo M to ring the hall", TWO_JOS) == "Jo Marsh | ring the hall"


def test_i_am_nobody_where_nobody_speaks() -> None:
    assert read_owners("I'll ring the hall", PEOPLE, None).lead is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ring the hall (Sam, by Friday)", "Sam Okafor | ring the hall, by Friday"),
        ("ring the hall (Sam) by Friday", "Sam Okafor | ring the hall by Friday"),
        ("Sam – ring the hall – by Friday", "Sam Okafor | ring the hall – by Friday"),
    ],
)
def test_a_deadline_beside_the_owner_stays_in_the_text(line: str, expected: str) -> None:
    assert read(line) == expected


def test_people_mentioned_in_the_task_are_named_there_in_plain_words() -> None:
    assert read(f"Sam to ask {mention('UJO')}") == "Sam Okafor | ask Jo Lindqvist"
    assert plain(f"ask {mention('UNOBODY')}", PEOPLE) == f"ask {mention('UNOBODY')}"


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Sam", ["Sam Okafor"]),
        ("@sam", ["Sam Okafor"]),
        ("sam okafor", ["Sam Okafor"]),
        ("samokafor", ["Sam Okafor"]),
        ("sam.okafor", ["Sam Okafor"]),
        ("Sam O.", ["Sam Okafor"]),
        ("Okafor", ["Sam Okafor"]),
        ("SO", ["Sam Okafor"]),
        ("so", []),
        ("zoe", ["Zoë O'Hara"]),
        ("Zoë O’Hara", ["Zoë O'Hara"]),
        (mention("UJO"), ["Jo Lindqvist"]),
        (mention("UX"), []),
        ("Jo", ["Jo Lindqvist", "Jo Marsh"]),
        ("Sa", []),
        ("", []),
        ("!?", []),
    ],
)
def test_words_are_matched_to_everybody_they_may_mean(words: str, names: list[str]) -> None:
    assert [one.name for one in who(words, TWO_JOS)] == names


def test_a_name_typed_to_the_letter_is_nobody_else() -> None:
    people = [member("Alex"), member("alex", "UOTHER")]
    assert [who(typed, people) for typed in ("Alex", "alex")] == [(people[0],), (people[1],)]
    assert who("ALEX", people) == tuple(people)


@given(st.text(max_size=200))
def test_no_line_makes_the_reading_of_owners_raise(line: str) -> None:
    assert isinstance(read_owners(line, PEOPLE, SPEAKER), Owned)


_PIECES = [
    "Sam",
    "Jo",
    "Will",
    "and",
    "/",
    ",",
    "to",
    "will",
    ":",
    " - ",
    "(",
    ")",
    "Owner:",
    "I",
    mention("UJO"),
    "ring",
    ".",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=15))
def test_no_order_of_names_and_endings_loses_the_line(pieces: list[str]) -> None:
    line = " ".join(pieces)
    owned = read_owners(line, PEOPLE, SPEAKER)
    assert bool(owned.text) == bool(line.strip())


@pytest.mark.parametrize(
    "line",
    [
        "Sam and " * 620,
        "Sam: " * 1000,
        "x - " * 1250,
        "(" * 5000,
        "(Sam" * 1250,
        "Sam to ring" + " " * 4980 + "x",
        "@sam " * 1000,
        mention("UJO") * 900,
        "Owner: " * 700,
        "a" * 5000,
        " @" * 2500,
    ],
    ids=lambda line: line[:12],
)
def test_five_thousand_characters_are_read_at_once(line: str) -> None:
    def once() -> float:
        start = process_time()
        read_owners(line, PEOPLE, SPEAKER)
        return process_time() - start

    assert min(once() for _ in range(7)) < 0.01
