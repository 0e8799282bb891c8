"""Cards as letters: what is read on a phone, in plain text and in headers, and what no typed word can do there."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from bot import addresses
from bot.card import (
    Bullets,
    Button,
    Buttons,
    Card,
    Fields,
    File,
    Heading,
    Image,
    Note,
    Paragraph,
    Rule,
    Span,
)
from bot.mail.letters import letter, opening, text
from bot.mail.message import Envelope, message, message_id, sender_of
from bot.wording import Wording
from tests.mailserver import body
from tests.markup import Markup

NO_HEADING = "one page has one title, one body and one first heading"
NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
CARD = Card(
    (
        Heading("News of the Wren Valley Partnership"),
        Paragraph((Span("Forty children "), Span("sang", "strong"), Span(" on Saturday.\nAll in tune."))),
        Bullets(
            ((Span("First"),), (Span("Second "), Span("here", "link", "https://example.org/a?b=1&c=2"))), True
        ),
        Fields((("Next meeting", (Span("Tue 15 December"),)),)),
        Image("https://example.org/voices.png", "Voices heard: three organisations, much alike"),
        Rule(),
        Heading("What comes next"),
        Note((Span("Small print"),)),
        Buttons((Button("Yes", "newsletter.answer", "yes"),)),
    )
)


def sent(card: Card = CARD, key: str = "newsletter/3/to/ab", **more: str) -> EmailMessage:
    """The letter as it is read again by somebody who did not write it."""
    given = {"to": "grace@example.org", "to_name": "Grace Abara", "sender": "upbeat@example.org"}
    envelope = Envelope(**{**given, "sender_name": "Wren Valley Partnership", **more})
    made = message(letter(card), envelope, key, NOW, [one for one in card.blocks if isinstance(one, File)])
    return message_from_bytes(made.as_bytes(), policy=default)


# What is read


def test_every_word_of_a_card_stands_in_both_halves_of_its_letter() -> None:
    made = letter(CARD)
    shown = re.sub(r"<[^>]*>", "", made.html)
    for words in ("Forty children sang on Saturday.", "All in tune.", "First", "Second here", "Small print"):
        assert words in shown.replace("Saturday.All", "Saturday.\nAll")
        assert words.removesuffix(" here") in made.text
    assert "1. First\n2. Second here (https://example.org/a?b=1&c=2)" in made.text
    assert "Next meeting: Tue 15 December" in made.text
    assert "Voices heard: three organisations, much alike" in made.text
    assert made.subject == "News of the Wren Valley Partnership"


def test_a_letter_reads_well_on_a_phone_and_in_the_dark() -> None:
    html = letter(CARD).html
    tags = Markup(html)
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in tags.of("meta")
    assert {"name": "color-scheme", "content": "light dark"} in tags.of("meta")
    assert "@media (prefers-color-scheme: dark)" in html
    assert all("style" in attributes for name in ("h1", "p", "a", "th", "li") for attributes in tags.of(name))
    assert tags.wrong == []
    [column] = [one for one in tags.of("table") if one["class"] == "column"]
    assert column["width"] == "600" and "max-width: 600px" in str(column["style"])


def test_beside_the_subject_an_inbox_shows_the_first_words_and_nothing_else_is_hidden() -> None:
    tags = Markup(letter(CARD).html)
    [hidden] = [one for _, one in tags.found if "display: none" in (one.get("style") or "")]
    assert hidden["class"] == "opening" and hidden["aria-hidden"] == "true"
    said = opening(CARD)
    assert said.startswith("Forty children sang on Saturday. All in tune. 1. First") and len(said) <= 110
    assert opening(Card((Heading("News"),))) == "" and "opening" not in letter(Card((Heading("News"),))).html


def test_answers_that_are_links_are_large_enough_for_a_thumb() -> None:
    answers = Bullets(
        ((Span("Yes", "link", "https://a.example/1"),), (Span("No", "link", "https://a.example/2"),))
    )
    links = Markup(letter(Card((Heading("News"), answers))).html).of("a")
    assert [one["class"] for one in links] == ["choice"] * 2 and "padding: 10px 16px" in str(
        links[0]["style"]
    )
    assert Markup(letter(CARD).html).of("a")[0].get("class") is None


def test_headings_have_an_order_and_the_language_is_said() -> None:
    tags = Markup(letter(CARD).html)
    assert len(tags.of("h1")) == 1 and len(tags.of("h2")) == 1
    assert tags.of("html")[0]["lang"] == "en-GB"


def test_the_letter_of_a_card_without_a_heading_is_called_by_its_first_words() -> None:
    assert letter(Card((Paragraph((Span("Two things\nto know"),)),))).subject == "Two things"
    assert len(letter(Card((Heading("long " * 100),))).subject) <= 120


HOSTILE = '<script>alert(1)</script> <img src=x onerror="alert(2)"> & "quoted"'


def test_typed_words_stay_words_in_html() -> None:
    spans = (Span(HOSTILE), Span(HOSTILE, "strong"), Span("x", "link", "javascript:alert(3)"))
    card = Card(
        (
            Heading(HOSTILE),
            Paragraph(spans),
            Fields(((HOSTILE, (Span(HOSTILE),)),)),
            Image('https://a/?"x', HOSTILE),
        )
    )
    tags = Markup(letter(card).html)
    assert tags.wrong == [] and not tags.of("a") and not tags.of("img")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "https://example.org/who-reads-this.png"])
def test_no_picture_is_fetched_from_anywhere_because_that_would_tell_who_reads(url: str) -> None:
    html = letter(Card((Heading("News"), Image(url, "A picture")))).html
    assert not Markup(html).of("img") and "A picture" in html and url not in html


def test_a_picture_comes_along_inside_the_letter_and_says_what_it_shows() -> None:
    drawn = File('voices".png', "image/png", "", 'Voices "heard": three', "", b"\x89PNG")
    read = sent(CARD.with_file(drawn))
    tags = Markup(body(read, "html"))
    [shown] = tags.of("img")
    assert tags.wrong == [] and shown["alt"] == 'Voices "heard": three'
    [part] = [one for one in read.walk() if one.get_content_type() == "image/png"]
    assert f"cid:{part['Content-ID'].strip('<>')}" == shown["src"] and part.get_content() == b"\x89PNG"
    assert part.get_content_disposition() == "inline" and not list(read.iter_attachments())
    assert 'Voices "heard": three' in body(read)


@pytest.mark.parametrize("prompt", [name for name in Wording().prompts() if not name.startswith("dispatch/")])
def test_any_card_can_be_a_letter(prompt: str) -> None:
    for example in Wording().examples(prompt):
        card = Wording().card(prompt, example.words)
        if card.form is None and text(card).strip():
            made = letter(card)
            assert made.subject and set(Markup(made.html).wrong) <= {NO_HEADING}


# Headers


def test_a_letter_says_who_writes_to_whom_and_that_a_machine_does() -> None:
    read = sent(reply_to="mina@example.org")
    assert str(read["From"]) == "Wren Valley Partnership <upbeat@example.org>"
    assert str(read["To"]) == "Grace Abara <grace@example.org>"
    assert str(read["Reply-To"]) == "mina@example.org"
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["Date"].datetime == NOW
    assert read.get_content_type() == "multipart/alternative"


def test_a_letter_can_be_left_by_the_button_of_a_mail_program() -> None:
    leave = "https://upbeat.example.org/leave/ab/cd"
    read = sent(leave=leave, reply_to="mina@example.org", list_id="list-1.partnership-2")
    assert read["List-Id"] == "<list-1.partnership-2.example.org>"
    assert read["List-Unsubscribe"] == f"<{leave}>, <mailto:mina@example.org?subject=unsubscribe>"
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_without_a_link_nothing_promises_one_press() -> None:
    assert (
        sent(reply_to="mina@example.org")["List-Unsubscribe"]
        == "<mailto:mina@example.org?subject=unsubscribe>"
    )
    for read in (sent(), sent(reply_to="mina@example.org")):
        assert read["List-Unsubscribe-Post"] is None
    assert sent()["List-Unsubscribe"] is None


def test_an_address_for_replies_adds_nobody_to_what_mail_programs_send_by_themselves() -> None:
    """Signs of a link are allowed in an address, so that one could say who else gets the word "unsubscribe"."""
    read = sent(reply_to="a?bcc=grace%40example.org&x=y@example.org")
    assert read["List-Unsubscribe"].startswith("<mailto:a%3Fbcc%3Dgrace%2540example.org%26x%3Dy@example.org?")


def test_a_letter_that_is_sent_again_is_the_same_letter() -> None:
    assert sent(key="a")["Message-ID"] == sent(key="a")["Message-ID"] == message_id("a", "upbeat@example.org")
    assert sent(key="a")["Message-ID"] != sent(key="b")["Message-ID"]


NAMES = [
    "Zoë Ångström",
    "Abara, Grace",
    'Grace "the harp" Abara',
    "陈小明",
    "Ð" * 20,
    "Drake " * 60,
    "Grace\r\nBcc: all@example.org",
    "\x00\u202egnorw",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_never_a_header(name: str) -> None:
    read = sent(Card((Heading(f"News of {name}"), Paragraph((Span(name),)))), to_name=name, sender_name=name)
    assert set(read.keys()) == set(sent().keys())
    [to], [writer] = read["To"].addresses, read["From"].addresses
    assert (to.addr_spec, writer.addr_spec) == ("grace@example.org", "upbeat@example.org")
    assert to.display_name == "".join(c for c in " ".join(name.split()) if c.isprintable())[:100].strip()
    assert "\n" not in read["Subject"]


def test_names_and_words_in_any_script_arrive_as_they_were_typed() -> None:
    read = sent(
        Card((Heading("Gŵyl y Cwm: ŷ"), Paragraph((Span("Croeso 🎉 – “pawb”"),)))), to_name="Siân Ŵyn"
    )
    assert read["Subject"] == "Gŵyl y Cwm: ŷ" and read["To"].addresses[0].display_name == "Siân Ŵyn"
    assert "Croeso 🎉 – “pawb”" in body(read) and "Croeso 🎉 – “pawb”" in body(read, "html")


def test_every_byte_of_a_letter_is_ascii_and_no_line_is_too_long() -> None:
    envelope = Envelope("grace@example.org", "Zoë", "upbeat@example.org", "Zoë " * 20)
    made = message(letter(Card((Paragraph((Span("ŵ" * 3000),)),))), envelope, "k", NOW).as_bytes()
    assert made.isascii() and max(len(line) for line in made.split(b"\r\n")) <= 998


def test_a_file_goes_along() -> None:
    card = CARD.with_file(
        File("meeting.ics", "text/calendar; method=PUBLISH", "BEGIN:VCALENDAR", "The meeting")
    )
    [attached] = sent(card).iter_attachments()
    assert attached.get_filename() == "meeting.ics" and attached.get_content_type() == "text/calendar"


# Addresses


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("grace@example.org", "grace@example.org"),
        (" Grace.Abara+news@Example.ORG ", "Grace.Abara+news@example.org"),
        ("o'brien@oak-house.example", "o'brien@oak-house.example"),
        ("otto@bücherei.example", "otto@xn--bcherei-n2a.example"),
        ("grace@example", None),
        ("grace example.org", None),
        ("grace@example.org\r\nBcc: all@example.org", None),
        ("grace@example.org>", None),
        ("a@b.c@d.e", None),
        (".grace@example.org", None),
        ("grace@-example.org", None),
        (f"{'a' * 65}@example.org", None),
        (f"abcde@{'b' * 63}.{'c' * 63}.{'d' * 63}.org", None),
        ("", None),
        ("@" * 5000, None),
    ],
)
def test_an_address_is_one_or_it_is_not(typed: str, kept: str | None) -> None:
    assert addresses.address(typed) == kept


def test_the_sender_of_the_settings_is_an_address() -> None:
    assert sender_of("Upbeat <upbeat@example.org>") == ("Upbeat", "upbeat@example.org")
    with pytest.raises(ValueError):
        sender_of("Upbeat")
