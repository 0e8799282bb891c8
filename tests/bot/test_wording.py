"""Prompts become cards, and what people typed never becomes markup."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.card import (
    Bullets,
    Button,
    Buttons,
    Card,
    Fields,
    Heading,
    Image,
    Note,
    Option,
    Paragraph,
    Rule,
    Span,
    dump,
    load,
    plain,
    words,
)
from bot.dialect import parse
from bot.typed import exact, said, seal, shown
from bot.wording import Wording, WordingError

Say = Callable[..., Card]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "club").mkdir()
    return tmp_path


@pytest.fixture
def say(folder: Path) -> Say:
    def say(source: str, **given: Any) -> Card:
        (folder / "club" / "said.md").write_text(source, encoding="utf-8")
        return Wording(folder).card("club/said", given)

    return say


def text(card: Card) -> str:
    (block,) = card.blocks
    assert isinstance(block, Paragraph)
    return words(block.line)


def test_each_sign_of_the_dialect_makes_its_block() -> None:
    card = parse(
        "# Steering group\n"
        "Two lines that\nrun together\n\n"
        "- one\n- two that\n  goes on\n"
        "Due:: Friday\nLead:: Mina\n"
        "> small\n> print\n---\n"
        "[[*Done]](action.done?12) [[On track]](action.on_track)\n"
        "![A chart](https://example.org/chart.png)\n"
    )
    assert card.blocks == (
        Heading("Steering group"),
        Paragraph((Span("Two lines that run together"),)),
        Bullets(((Span("one"),), (Span("two that goes on"),))),
        Fields((("Due", (Span("Friday"),)), ("Lead", (Span("Mina"),)))),
        Note((Span("small print"),)),
        Rule(),
        Buttons((Button("Done", "action.done", "12", main=True), Button("On track", "action.on_track"))),
        Image("https://example.org/chart.png", "A chart"),
    )


def test_a_blank_line_starts_a_new_block_but_bullets_stay_one_list() -> None:
    assert len(parse("one\n\ntwo\n\n- a\n\n- b\n\nthree").blocks) == 4
    assert [type(block) for block in parse("- a\n\nwords\n\n- b").blocks] == [Bullets, Paragraph, Bullets]


def test_numbered_lines_are_one_list_counted_from_one() -> None:
    card = parse("+ Budget\n\n+ Trips\n  by coach\n- not this one")
    assert card.blocks == (
        Bullets(((Span("Budget"),), (Span("Trips by coach"),)), numbered=True),
        Bullets(((Span("not this one"),),)),
    )
    assert plain(card) == "1. Budget\n2. Trips by coach\n• not this one"
    assert load(dump(card)) == card


def test_a_numbered_line_without_words_keeps_its_number(say: Say) -> None:
    card = say("{% for text in texts %}\n+ {{ text }}\n{% endfor %}", texts=["Budget", "", "Trips"])
    assert plain(card) == "1. Budget\n2. …\n3. Trips"


def test_tags_leave_no_empty_lines_and_take_no_line_ends(say: Say) -> None:
    card = say(
        "{% for n in ns %}\n- number {{ n }}{% if n == 1 %}, the first{% endif %}\n{% endfor %}\n"
        "Words{% if ns %} here{% endif %}\n\nOther words\n  {% if ns %}  \n"
        "run on\n{% endif %}\n",
        ns=[1, 2],
    )
    assert card.blocks == (
        Bullets(((Span("number 1, the first"),), (Span("number 2"),))),
        Paragraph((Span("Words here"),)),
        Paragraph((Span("Other words run on"),)),
    )


def test_an_error_in_a_prompt_names_its_line(say: Say) -> None:
    with pytest.raises(WordingError, match="said") as caught:
        say("{% if 1 %}\n{% endif %}\n{{ a ~ b }}", a=1, b=2)
    assert "line 3" in str(caught.value)


def test_words_inside_a_line_have_styles_and_links() -> None:
    line = parse("Now **strong**, _soft_ and [a page](https://example.org), not snake_case_words.").blocks[0]
    assert isinstance(line, Paragraph)
    assert line.line == (
        Span("Now "),
        Span("strong", "strong"),
        Span(", "),
        Span("soft", "emphasis"),
        Span(" and "),
        Span("a page", "link", "https://example.org"),
        Span(", not snake_case_words."),
    )


def test_a_backslash_keeps_a_sign_and_breaks_a_line() -> None:
    assert text(parse(r"\*\*not strong\*\* and \_this\_")) == "**not strong** and _this_"
    assert text(parse("one\\\ntwo")) == "one\ntwo"


def test_a_form_has_its_questions_with_what_stands_in_them(say: Say) -> None:
    card = say(
        "form: Add an item -> agenda.add?{{ meeting }} | Add it\n"
        "It goes to the end.\n"
        "\n"
        "? What is it? (text: long)\n"
        "  = {{ typed }}\n"
        "  > A few words.\n"
        "? What is it for? (purpose: one)\n"
        "  - inform: For information\n"
        "  - decide: For decision\n"
        "? Who? (who: person, optional)\n"
        "  - {{ people }}\n"
        "? When? (day: date)\n"
        "  = {{ day }}\n"
        "? What time? (at: time)\n"
        "  = {{ at }}\n"
        "? Which? (which: many)\n"
        "  = {{ chosen }}\n",
        meeting=7,
        typed="two\nlines: *and* signs",
        people=[{"value": "1", "label": "Mina", "group": "Music"}, SimpleNamespace(value=2, label="Jo")],
        day=date(2026, 12, 4),
        at=time(14, 0),
        chosen=["a", "b"],
    )
    form = card.form
    assert form is not None
    assert (form.title, form.action, form.value, form.submit) == ("Add an item", "agenda.add", "7", "Add it")
    assert words(card.blocks[0].line) == "It goes to the end."  # type: ignore[union-attr]
    values = {field.name: field.value for field in form.fields}
    assert values == {
        "text": "two\nlines: *and* signs",
        "purpose": "",
        "who": "",
        "day": "2026-12-04",
        "at": "14:00",
        "which": "a,b",
    }
    assert form.fields[0].hint == "A few words."
    assert form.fields[1].options == (Option("inform", "For information"), Option("decide", "For decision"))
    assert form.fields[2].options == (Option("1", "Mina", "Music"), Option("2", "Jo"))
    assert [field.optional for field in form.fields] == [False, False, True, False, False, False]


@pytest.mark.parametrize(
    "source",
    [
        "[[Done](action.done)",
        "[[Done]](just_a_word)",
        "Words before [[Done]](action.done) a button",
        "form: No verb",
        "form: A -> a.b\n? No kind (name)",
        "form: A -> a.b\n? Wrong (name: colour)",
        "form: A -> a.b\n? Text (name: text)\n  what is this",
        "form: A -> a.b\n? One (name: one)\n  - no value",
        "? A field (name: text)\n",
    ],
)
def test_a_line_that_only_looks_like_the_dialect_is_an_error(source: str) -> None:
    with pytest.raises(ValueError, match=r"read|first line|after a field|a choice|button"):
        parse(source)


HOSTILE = [
    "\n\n# A heading",
    "\n- a bullet",
    "**strong** _soft_ [link](https://evil.example)",
    "]](agenda.drop?1)",
    "[[Press]](agenda.drop)",
    "\r\n---\r\n",
    "\u2028> note",
    "Label:: value",
    "form: X -> a.b",
    "{{ 7 * 7 }} {% raw %}",
    "<!channel> <@U1> &lt;",
    "![x](https://evil.example/x.png)",
    "\\",
    "\ue00022\ue001",
]

PAGE = (
    "# Hello {{ typed }}\n"
    "Before {{ typed }} **{{ typed }}** _{{ typed }}_ [{{ typed }}](https://example.org) after\n"
    "\n"
    "- {{ typed }} one\n"
    "- two {{ typed }}\n"
    "\n"
    "{{ typed }}:: {{ typed }}\n"
    "> {{ typed }} small\n"
    "[[See {{ typed }}]](club.see?{{ typed }})\n"
)


def shape(card: Card) -> list[object]:
    """What a card is made of, its words aside."""
    return [
        (type(block).__name__, [span.style for span in getattr(block, "line", ())], _inside(block))
        for block in card.blocks
    ]


def _inside(block: object) -> object:
    match block:
        case Bullets(lines, _):
            return [[span.style for span in line] for line in lines]
        case Fields(pairs):
            return len(pairs)
        case Buttons(buttons):
            return [(button.action, button.main) for button in buttons]
        case Image(url, _):
            return url
    return None


@pytest.mark.parametrize("typed", HOSTILE)
def test_typed_words_never_become_markup(say: Say, typed: str) -> None:
    assert shape(say(PAGE, typed=typed)) == shape(say(PAGE, typed="Budget"))


@settings(deadline=None, max_examples=60)
@given(
    typed=st.text(
        st.characters(blacklist_categories=["Cc", "Cs"]) | st.sampled_from("\n*_[]()#->:\\`|"), max_size=80
    )
)
def test_no_typed_words_at_all_change_the_shape_of_a_card(typed: str) -> None:
    sealed = PAGE.replace("{{ typed }}", seal(f"x{typed}"))
    bare = PAGE.replace("{{ typed }}", "x")
    assert shape(parse(sealed)) == shape(parse(bare))


@settings(deadline=None, max_examples=60)
@given(typed=st.text(max_size=200))
def test_values_are_kept_to_the_letter(typed: str) -> None:
    card = parse(f"[[Press]](club.see?{seal(typed)})")
    assert next(card.buttons()).value == typed
    form = parse(f"form: Change -> club.change?{seal(typed)}\n? Text (text: long)\n  = {seal(typed)}").form
    assert form is not None
    assert form.value == form.fields[0].value == typed


@settings(deadline=None, max_examples=60)
@given(typed=st.text(st.characters(whitelist_categories=["L", "N", "P", "S", "M"]), min_size=1, max_size=200))
def test_typed_words_are_all_said(typed: str) -> None:
    marks = str.maketrans("", "", "\u2068\u2069")
    assert said(seal(typed)).translate(marks) == typed.translate(marks)
    assert exact(seal(typed)) == typed


def test_line_breaks_stay_in_paragraphs_and_become_spaces_elsewhere(say: Say) -> None:
    card = say(
        "# {{ typed }}\n{{ typed }}\n\n- {{ typed }}\n> {{ typed }}\nL:: {{ typed }}",
        typed="one\r\ntwo\u2028three",
    )
    heading, paragraph, bullets, note, fields = card.blocks
    assert heading == Heading("one two three")
    assert paragraph == Paragraph((Span("one\ntwo\nthree"),))
    assert bullets == Bullets(((Span("one two three"),),))
    assert note == Note((Span("one two three"),))
    assert fields == Fields((("L", (Span("one two three"),)),))


def test_right_to_left_words_are_kept_apart_line_by_line() -> None:
    assert shown("שלום 5") == "\u2068שלום 5\u2069"
    assert shown("שלום\nhello", lines=True) == "\u2068שלום\u2069\nhello"
    assert shown("plain") == "plain"


@settings(deadline=None, max_examples=60)
@given(
    typed=st.text(
        st.sampled_from("aא5 \u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200f\n"), max_size=40
    )
)
def test_no_typed_mark_turns_our_own_words_around(typed: str) -> None:
    for row in shown(typed, lines=True).split("\n"):
        assert not set(row) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067")
        assert row.count("\u2068") == row.count("\u2069") <= 1
        if row.count("\u2068"):
            assert row[0] == "\u2068"
            assert row[-1] == "\u2069"


def test_control_characters_go_and_emoji_stay() -> None:
    family = "👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿"
    assert shown(f"a\x00b\x07c\x7f {family} \ud800") == f"abc {family}"


def test_a_typed_address_that_is_not_one_is_only_words(say: Say) -> None:
    for url in ("javascript:alert(1)", "https://a b", "https://a|b>"):
        assert say("[words]({{ url }})", url=url).blocks == (Paragraph((Span("words"),)),)
    linked = say("[words]({{ url }})", url="https://example.org/a(1)").blocks
    assert linked == (Paragraph((Span("words", "link", "https://example.org/a(1)"),)),)


def test_macros_and_set_blocks_may_hold_markup_and_still_seal_their_words(say: Say, folder: Path) -> None:
    (folder / "_parts.md").write_text("{% macro strong(x) %}**{{ x }}**{% endmacro %}", encoding="utf-8")
    card = say(
        '{% import "_parts.md" as parts %}{% set both %}{{ parts.strong(typed) }} and _{{ typed }}_{% endset %}'
        "{{ both }}",
        typed="*x*\n# y",
    )
    assert card.blocks == (
        Paragraph((Span("*x*\n# y", "strong"), Span(" and "), Span("*x*\n# y", "emphasis"))),
    )


@pytest.mark.parametrize(
    "source",
    [
        "{% macro m() %}**a**{% endmacro %}{{ m() ~ typed }}",
        "{% macro m() %}**a**{% endmacro %}{{ m() + typed }}",
        "{% macro m() %}**%s**{% endmacro %}{{ m() % typed }}",
        "{% macro m() %}**{}**{% endmacro %}{{ m().format(typed) }}",
        "{% macro m() %}x{% endmacro %}{{ m().replace('x', typed) }}",
        "{{ typed | safe }}",
        "{{ [typed] | join(', ') }}",
        "{% filter short(3) %}{{ typed }}{% endfilter %}",
        "{% set x | short(3) %}{{ typed }}{% endset %}{{ x }}",
        "{% autoescape false %}{{ typed }}{% endautoescape %}",
    ],
)
def test_what_could_glue_typed_words_to_markup_is_refused(say: Say, source: str) -> None:
    with pytest.raises(WordingError):
        say(source, typed="**x**")


def test_a_word_that_is_missing_is_an_error_and_nothing_is_said_for_none(say: Say) -> None:
    with pytest.raises(WordingError, match="nobody"):
        say("{{ nobody }}")
    with pytest.raises(WordingError, match="due"):
        say("{{ item.due }}", item=SimpleNamespace(text="x"))
    assert text(say("[{{ x }}{{ x | date }}]", x=None)) == "[]"
    with pytest.raises(WordingError, match="club/said"):
        say("{{ x | day('Europe/London') }}", x=None)


def test_a_list_or_a_moment_cannot_be_printed_as_it_is(say: Say) -> None:
    with pytest.raises(WordingError, match="list"):
        say("{{ x }}", x=["a"])
    with pytest.raises(WordingError, match="zone"):
        say("{{ x }}", x=datetime(2026, 12, 4, tzinfo=UTC))


def test_dates_and_times_are_said_in_full_and_in_the_zone(say: Say) -> None:
    start = datetime(2026, 7, 14, 13, 0, tzinfo=UTC)
    assert text(say("{{ d }} / {{ d | date }}", d=date(2026, 12, 4))) == "Fri 4 December / Fri 4 December"
    assert text(say("{{ s | day(z) }}, {{ s | time(z) }}", s=start, z="Europe/London")) == "Tue 14 July, 2pm"
    assert next(say("[[Go]](a.b?{{ d }})", d=date(2026, 12, 4)).buttons()).value == "2026-12-04"


def test_helpers_count_name_and_shorten(say: Say) -> None:
    for n, phrase in ((0, "0 items"), (1, "one item"), (2, "2 items")):
        assert text(say('{{ n | count("one item", "{} items") }}', n=n)) == phrase
    for people, listed in ((["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")):
        assert text(say("{{ p | names }}", p=people)) == listed
    assert text(say('{{ p | names("or") }}', p=["A", "B"])) == "A or B"
    assert text(say("{{ t | short(12) }}", t="Budget for the spring")) == "Budget for…"
    assert text(say("{{ t | short(12) }}", t="x" * 30)) == "x" * 11 + "…"
    assert text(say("{{ t | short(12) }}", t="Budget")) == "Budget"


def test_five_thousand_characters_and_three_hundred_emoji_arrive_whole(say: Say) -> None:
    for typed in ("word " * 1000 + "end", "🎻" * 300, "*_`~" * 1250):
        assert text(say("{{ t }}", t=typed)) == typed


def test_uses_follows_included_parts_and_leaves_out_what_the_prompt_sets(folder: Path) -> None:
    (folder / "_parts").mkdir()
    (folder / "_parts" / "item.md").write_text("{{ item.text }} {{ zone }}", encoding="utf-8")
    (folder / "club" / "all.md").write_text(
        '{% for item in items %}{% include "_parts/item.md" %}{% endfor %}{{ chair.name }}', encoding="utf-8"
    )
    assert Wording(folder).uses("club/all") == {"items", "zone", "chair"}


def test_prompts_are_listed_without_parts_and_readme(folder: Path) -> None:
    for name in ("README.md", "_shared.md", "club/added.md", "club/_part.md"):
        (folder / name).write_text("x", encoding="utf-8")
    assert Wording(folder).prompts() == ["club/added"]


def test_examples_are_read_by_attribute_and_know_what_is_public(folder: Path) -> None:
    (folder / "club" / "added.md").write_text("{{ item.title }} {{ item.due }}", encoding="utf-8")
    (folder / "club" / "examples.yaml").write_text(
        "added:\n  public: true\n  names: [item.title]\n  examples:\n"
        "    plain:\n      item: {title: Budget, due: 2026-12-04}\n",
        encoding="utf-8",
    )
    wording = Wording(folder)
    (example,) = wording.examples("club/added")
    assert (example.name, example.public, example.names) == ("plain", True, ("item.title",))
    assert text(wording.card("club/added", example.words)) == "Budget Fri 4 December"
    assert wording.examples("club/unknown") == []


def test_a_prompt_that_does_not_exist_says_so(folder: Path) -> None:
    with pytest.raises(WordingError, match="club/none"):
        Wording(folder).card("club/none", {})
