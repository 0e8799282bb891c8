"""The briefing as people meet it: one page of what was done and what is asked, as a card, as a file, and by mail."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import docx
import pytest

from tests.handlers.test_lists import ADD, GRACE, Office
from tests.house import House, Said
from tests.mailserver import body, listening
from tests.markup import Markup

pytestmark = pytest.mark.only_on("sqlite")

AIMS = "Every child in the valley makes music with others."
ASKS = "Shall we pay for the bus from the hill villages?"


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with House.begun() as house, listening() as mail:
        yield Office(house, mail, "https://upbeat.example.org")


async def worked(house: House) -> None:
    """Two actions, of which one is done, and a decision."""
    await house.types("frank", "ACTION: Frank to book the hall")
    await house.types("frank", "ACTION: Frank to ask the schools")
    await house.types("frank", "done 1", where="dm")
    await house.types("jo", "AGREED: Sam Okafor chairs the working group")


async def fills_in(house: House, months: str = "0") -> Said:
    form = await house.types("mina", "/upbeat briefing change")
    return await house.submits("mina", form, {"aims": AIMS, "asks": ASKS, "months": months})


def ready(house: House) -> list[Said]:
    return [said for said in house.dm("mina") if "/ready/" in said.key]


async def test_one_page_says_aims_what_was_done_figures_and_what_is_asked(office: Office) -> None:
    await worked(office.house)
    said = await fills_in(office.house)
    for words in (AIMS, ASKS, "book the hall", "2 actions were begun", "one was finished"):
        assert words in said.text
    assert "One organisation of 3 brought" in said.text
    assert "Sam" not in said.text and "somebody at Otterbridge Music chairs" in said.text.replace(
        "Some", "some"
    )


async def test_a_meeting_counts_from_when_it_was_ended_and_not_while_it_goes_on(office: Office) -> None:
    house = office.house
    await house.types("mina", "/meeting plan Steering group, Tuesday 15 December 2026 2pm, 90 minutes")
    house.clock.turn(datetime(2026, 12, 15, 14, 0, tzinfo=UTC))
    await house.types("mina", "/meeting start")
    assert "held" not in (await house.types("mina", "/upbeat briefing")).text
    await house.types("mina", "/meeting end")
    assert "One meeting was held" in (await house.types("mina", "/upbeat briefing")).text


async def test_it_goes_once_a_day_to_the_strategic_list_with_the_page_as_a_file(office: Office) -> None:
    house = office.house
    await worked(house)
    await house.types("mina", ADD)
    said = await fills_in(house)
    await house.presses("mina", said, "Send it")
    again = await house.types("mina", "/upbeat briefing send")
    assert "nothing was sent again" in again.text
    await house.deliverer.empty()
    [letter] = office.mail.letters
    assert GRACE in letter["To"] and letter["Subject"] == "Briefing: Otterbridge Partnership"
    assert ASKS in body(letter) and "Send it" not in body(letter)
    [file] = letter.iter_attachments()
    assert file.get_filename() == "briefing-2026-11-25.docx"
    page = docx.Document(io.BytesIO(file.get_content()))
    titles = [one.text for one in page.paragraphs if one.style and one.style.name.startswith("Heading")]
    assert titles[0] == "Briefing: Otterbridge Partnership" and "In figures" in titles
    assert any(one.text == ASKS for one in page.paragraphs)


async def test_figures_stand_in_the_letter_as_pictures_below_their_captions_once_there_is_something_to_compare(
    office: Office,
) -> None:
    house = office.house
    await house.types("mina", ADD)
    await house.types("mina", "/upbeat briefing send")
    await house.types("mina", "/meeting plan Steering group, Thu 26 November 2026 2pm, 60 minutes")
    await worked(house)
    await house.types("priya", "WIN: forty children sang")
    await house.turns("2d")
    await house.types("mina", "/upbeat briefing send")
    await house.deliverer.empty()
    first, second = [Markup(body(letter, "html")) for letter in office.mail.letters]
    assert not first.of("img") and first.wrong == second.wrong == []
    actions, voices = [str(one["alt"]) for one in second.of("img")]
    assert "26 Nov: 2 begun, 1 finished" in actions and "Riverside Library 1" in voices
    assert "Actions up to each meeting" in body(office.mail.letters[1], "html")
    pictures = [one for one in office.mail.letters[1].walk() if one.get_content_type() == "image/png"]
    assert {f"cid:{one['Content-ID'].strip('<>')}" for one in pictures} == {
        one["src"] for one in second.of("img")
    }


async def test_the_next_one_tells_what_happened_since_the_last(office: Office) -> None:
    house = office.house
    await worked(house)
    await house.types("mina", ADD)
    await house.types("mina", "/upbeat briefing send")
    await house.turns("2d")
    said = await house.types("mina", "/upbeat briefing")
    assert "book the hall" not in said.text and "0 actions were begun" in said.text


async def test_every_two_months_the_chair_finds_it_ready_and_nothing_goes_by_itself(office: Office) -> None:
    house = office.house
    await worked(house)
    await house.types("mina", ADD)
    await fills_in(house, "2")
    await house.turns(to="2026-12-31T12:00")
    assert not ready(house)
    await house.turns(to="2027-01-04T10:05")
    assert len(ready(house)) == 1 and ASKS in ready(house)[0].text
    await house.turns(to="2027-02-20T10:00")
    assert len(ready(house)) == 1 and not office.mail.letters
    await house.turns(to="2027-03-01T10:05")
    assert len(ready(house)) == 2


@pytest.mark.parametrize("words", ["send", "change"])
async def test_who_neither_chairs_nor_takes_the_minutes_reads_it_and_no_more(
    office: Office, words: str
) -> None:
    await office.house.types("mina", ADD)
    said = await office.house.types("jo", "/upbeat briefing")
    assert said.buttons == ["Have it as a file", "See it as pictures"]
    said = await office.house.types("jo", f"/upbeat briefing {words}")
    assert "nothing was changed" in said.text
    await office.house.deliverer.empty()
    assert not office.mail.letters


async def test_nobody_on_the_list_is_said_and_counts_for_no_briefing(office: Office) -> None:
    said = await office.house.types("mina", "/upbeat briefing send")
    assert "Nobody is on the strategic list" in said.text
    await office.house.types("mina", ADD)
    said = await office.house.types("mina", "/upbeat briefing send")
    assert "one letter" in said.text


async def test_it_comes_as_a_file_to_whoever_asks(office: Office) -> None:
    await worked(office.house)
    await office.house.types("jo", "briefing file", where="dm")
    [said] = [said for said in office.house.dm("jo") if said.card and said.card.file]
    assert said.card is not None and said.card.file is not None
    assert said.card.file.name.endswith(".docx") and docx.Document(io.BytesIO(said.card.file.content))


async def test_pictures_come_with_their_words(office: Office) -> None:
    house = office.house
    await worked(house)
    await house.types("jo", "briefing pictures", where="dm")
    shown = [said.card.file for said in house.dm("jo") if said.card and said.card.file]
    assert len(shown) == 2 and all(file.content[:4] == b"\x89PNG" for file in shown)
    assert "2 begun, 1 finished" in shown[0].alt and "Fenland Virtual School 3" in shown[1].alt
