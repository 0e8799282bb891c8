"""The newsletter by mail: the same issue as a letter, once to each reader, with answers that a link gives."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest

from bot.mail.answers import Answering
from bot.web import Web
from tests.handlers.test_lists import ADD, GRACE, Office
from tests.house import House
from tests.mailserver import body, listening

pytestmark = pytest.mark.only_on("sqlite")

BEN = "/upbeat lists add Ben Marsh ben@example.org to operational, asked for it on 3 December"
TWICE = ADD.replace("strategic", "operational")


@dataclass
class Reading:
    """A house with readers, and the pages behind the links in their letters."""

    office: Office
    url: str

    @property
    def house(self) -> House:
        return self.office.house

    async def sends(self, question: str = "Shall we meet in the evening? Yes / No") -> list[str]:
        """An issue goes out; the bodies of its letters."""
        await self.house.types("mina", "/upbeat newsletter draft")
        await self.house.types("mina", "/upbeat newsletter add celebrate: Sam Okafor and the choir sang")
        await self.house.types("mina", f"/upbeat newsletter ask {question}")
        await self.house.types("mina", "/upbeat newsletter approve")
        await self.office.house.deliverer.empty()
        return [body(letter) for letter in self.office.mail.letters]

    def links(self, letter: str) -> list[str]:
        found = re.findall(r"http://upbeat\.test(/answer/\w+/\d+/\d+/\w+)", letter)
        return [f"{self.url}{path}" for path in found]

    async def votes(self) -> list[int]:
        async with self.house.store.engine.connect() as connection:
            return list((await connection.exec_driver_sql("select choice from newsletter_votes")).scalars())


@pytest.fixture
async def reading() -> AsyncIterator[Reading]:
    async with House.begun() as house, listening() as mail:
        web = Web("127.0.0.1", 0)
        office = Office(house, mail, "http://upbeat.test")
        Answering(office.settings, house.store, house.dispatch.wording).mount(web)
        await web.open()
        for words in (ADD, TWICE, BEN):
            await house.types("mina", words)
        form = await house.types("mina", "/upbeat newsletter settings")
        await house.submits("mina", form, {"months": "1", "lists": ["strategic", "operational"]})
        yield Reading(office, web.address)
        await web.close()


async def test_every_reader_of_all_lists_gets_one_letter_that_names_nobody(reading: Reading) -> None:
    letters = await reading.sends()
    to = sorted(letter["To"] for letter in reading.office.mail.letters)
    assert len(to) == 2 and GRACE in to[1] and "ben@example.org" in to[0]
    subject = reading.office.mail.letters[0]["Subject"]
    assert subject == "News: Otterbridge Partnership, issue 1"
    for letter in letters:
        assert "Somebody at Otterbridge Music and the choir sang" in letter and "Okafor" not in letter
        assert "Shall we meet in the evening?" in letter


async def test_looking_at_an_answer_counts_nothing_and_a_press_counts_it_once(reading: Reading) -> None:
    letters = await reading.sends()
    yes, no = reading.links(letters[0])
    async with aiohttp.ClientSession() as browser:
        async with browser.get(yes) as page:
            words = await page.text()
            assert page.status == 200 and "Yes" in words and '<form method="post">' in words
        assert await reading.votes() == []
        for link in (yes, yes, no):
            async with browser.post(link) as page:
                assert "Your answer is kept" in await page.text()
    assert await reading.votes() == [1]


async def test_letters_and_channel_are_counted_together_and_late_answers_are_told_so(
    reading: Reading,
) -> None:
    letters = await reading.sends()
    [issue] = [said for said in reading.house.channel() if said.key.startswith("newsletter/")]
    for who in ("mina", "sam"):
        await reading.house.presses(who, issue, "No")
    async with aiohttp.ClientSession() as browser:
        for letter in letters:
            await browser.post(reading.links(letter)[0])
        await reading.house.turns("4d")
        said = await reading.house.types("mina", "/upbeat newsletter draft")
        assert "Yes: 2, No: 2" in said.text
        async with browser.post(reading.links(letters[0])[0]) as page:
            assert "The answers are counted" in await page.text()
    assert await reading.votes() == []


@pytest.mark.parametrize("change", ["other answer", "other issue", "other signature"])
async def test_an_answer_that_is_not_ours_counts_for_nothing(reading: Reading, change: str) -> None:
    yes, no = reading.links((await reading.sends())[0])
    *base, ref, issue, choice, signature = yes.split("/")
    forged = {
        "other answer": [ref, issue, "1", signature],
        "other issue": [ref, "2", choice, signature],
        "other signature": [ref, issue, choice, no.rsplit("/", 1)[1]],
    }[change]
    async with aiohttp.ClientSession() as browser, browser.post("/".join([*base, *forged])) as page:
        assert page.status == 404 and "This link does not work" in await page.text()
    assert await reading.votes() == []


async def test_where_no_answer_can_be_read_the_letter_still_says_what_to_do(reading: Reading) -> None:
    reading.office.settings.public_url = ""
    reading.office.post._links = type(reading.office.post._links)(reading.office.settings)
    letters = await reading.sends()
    assert (
        "Shall we meet in the evening?" in letters[0]
        and "tell anybody you know there: Yes or No" in letters[0]
    )


async def test_where_nothing_of_ours_can_be_reached_a_letter_says_what_to_reply(reading: Reading) -> None:
    await reading.house.types("mina", "/upbeat lists replies mina@example.org")
    reading.office.settings.public_url = ""
    reading.office.post._links = type(reading.office.post._links)(reading.office.settings)
    letters = await reading.sends()
    assert (
        not reading.links(letters[0]) and "Yes or No" in letters[0] and "reply to this letter" in letters[0]
    )


async def test_an_answer_by_reply_is_entered_for_a_reader_once_and_may_be_changed(reading: Reading) -> None:
    letters = await reading.sends()
    for words in ("yes for Ben Marsh", "No, for ben@example.org", "2 for ben"):
        said = await reading.house.types("mina", f"/upbeat newsletter answer {words}")
        assert said.private and "The answer of Ben Marsh is kept" in said.text
    assert await reading.votes() == [1]
    ben = next(
        number for number, letter in enumerate(reading.office.mail.letters) if "ben@" in str(letter["To"])
    )
    async with aiohttp.ClientSession() as browser:
        await browser.post(reading.links(letters[ben])[0])
    assert await reading.votes() == [0], "by reply and by link it is the same one answer"
    await reading.house.types("mina", "/upbeat newsletter answer no for Grace Abara")
    assert sorted(await reading.votes()) == [0, 1], "who is on two lists answers once as well"


async def test_only_who_keeps_the_lists_enters_answers_and_only_of_who_got_the_letter(
    reading: Reading,
) -> None:
    house = reading.house
    await reading.sends()
    said = await house.types("jo", "/upbeat newsletter answer yes for Ben Marsh")
    assert "nothing was changed" in said.text and "Ben" not in said.text
    await house.types("mina", "/upbeat lists add Otto Lindqvist otto@example.org to strategic, asked me")
    for who in ("Otto Lindqvist", "otto@example.org", "Will Carter", "everybody"):
        said = await house.types("mina", f"/upbeat newsletter answer yes for {who}")
        assert "Nobody of this name or address" in said.text
    assert "could not tell" in (await house.types("mina", "/upbeat newsletter answer maybe for Ben")).text
    assert await reading.votes() == []


async def test_two_readers_of_one_name_are_told_apart_by_their_address(reading: Reading) -> None:
    words = BEN.replace("ben@", "b.marsh@")
    await reading.house.types("mina", words)
    await reading.sends()
    said = await reading.house.types("mina", "/upbeat newsletter answer yes for Ben Marsh")
    assert "Several people of this name" in said.text and await reading.votes() == []
    await reading.house.types("mina", "/upbeat newsletter answer yes for b.marsh@example.org")
    assert await reading.votes() == [0]


async def test_an_answer_with_for_in_it_is_still_ones_own(reading: Reading) -> None:
    await reading.sends("What shall we do? Sing for Ben / Rest")
    said = await reading.house.types("jo", "/upbeat newsletter answer sing for Ben")
    assert "Your answer is kept" in said.text and await reading.votes() == [0]


async def test_what_was_said_of_whose_answer_it_is_goes_when_answers_are_counted(reading: Reading) -> None:
    await reading.sends()
    await reading.house.types("mina", "newsletter answer yes for Ben Marsh", where="dm")
    await reading.office.house.deliverer.empty()
    async with reading.house.store.engine.connect() as connection:
        query = "select count(*) from deliveries where key like 'answer/%' and about like 'newsletter:%'"
        assert (await connection.exec_driver_sql(query)).scalar() == 1
        await connection.rollback()
    await reading.house.turns("4d")
    await reading.house.types("mina", "/upbeat newsletter draft")
    async with reading.house.store.engine.connect() as connection:
        assert (await connection.exec_driver_sql(query)).scalar() == 0


async def test_a_chair_who_chooses_letters_hears_once_that_nobody_reads_the_answers(reading: Reading) -> None:
    house = reading.house
    form = await house.types("mina", "/upbeat newsletter settings")
    said = await house.submits("mina", form, {"months": "1"})
    assert "read by nobody yet" in said.text
    opened = await house.presses("mina", said, "Where answers go")
    await house.submits("mina", opened, {"address": "mina@example.org"})
    said = await house.submits("mina", form, {"months": "1"})
    assert "nobody" not in said.text and said.buttons == []
