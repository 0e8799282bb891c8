"""Circulation lists as people keep them, and letters to them: sent once each, left with one press, refused in peace."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping

import aiohttp
import pytest

from bot.card import Card
from bot.delivery import Deliverer
from bot.feature import Context, Feature, Occasion, Reply, silent
from bot.mail.post import Post
from bot.mail.unsubscribe import Leaving
from bot.settings import Settings
from bot.web import Web
from handlers import all_features
from storage.deliveries import Address, Delivery
from storage.lists import LEFT, ON, REFUSED, Subscriber
from storage.people import Role
from tests.house import House, Said
from tests.mailserver import MailServer, body, listening

GRACE, BEN = "grace@example.org", "ben@example.org"
ADD = f"/upbeat lists add Grace Abara {GRACE} to strategic, asked for it on 3 December"


def club() -> Feature:
    """A feature that has something to tell."""
    feature = Feature("club", command="/club", about="tells")

    @feature.verb("tell")
    async def tell(context: Context) -> Reply:
        """Tell a list."""
        lists = context.text.split("+")
        occasion = Occasion(
            at=context.at, key="club/1", card="club.news", subject={"number": 1}, decent=False
        )
        told.append(await context.circulate(lists, occasion))
        return silent()

    @feature.draws("news")
    async def news(context: Context, *, number: int) -> Card | None:
        return context.card("lists/too_many", most=number)

    return feature


told: list[int] = []


class Office:
    """A house that can send letters, the mail server that takes them, and the pages behind the links in them."""

    def __init__(self, house: House, mail: MailServer, url: str) -> None:
        self.house, self.mail = house, mail
        self.settings = Settings(
            pace_seconds=0,
            echo_seconds=0,
            mail_pace_seconds=0,
            smtp_url=mail.url,
            mail_from="Upbeat <upbeat@example.org>",
            secret_keys="one, two",
            public_url=url,
            port=8000,
            _env_file=None,  # type: ignore[call-arg]
        )
        wording = house.dispatch.wording
        self.post = Post(self.settings, house.store, house.clock, wording)
        self.leaving = Leaving(self.settings, house.store, house.clock, wording)
        house.dispatch.mails = True
        house.dispatch._falling_due._mails = True
        house.deliverer = Deliverer(
            house.store, house.dispatch, house.clock, self.settings, [house.memory], [self.post]
        )

    async def tells(self, lists: str = "strategic") -> None:
        """Let the club write to lists (with + between them); returns when nothing is left to be sent for now."""
        await self.house.types("mina", f"/club tell {lists}")
        await self.house.deliverer.empty()

    async def tells_once(self) -> None:
        """The same, where the letters cannot all be sent at once: returns when each was tried."""
        await self.house.types("mina", "/club tell strategic")
        await asyncio.gather(*self.house.deliverer._beside)

    async def reader(self, address: str = GRACE, name: str = "strategic") -> Subscriber | None:
        async with self.house.records() as records:
            circulation = await records.lists.named(name)
            assert circulation is not None
            return await records.lists.at(circulation, address)

    async def delivery(self) -> Delivery:
        one = await self.reader()
        assert one is not None
        async with self.house.records() as records:
            row = await records.deliveries.of(f"club/1/to/{one.ref}")
            assert row is not None
            return row


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    told.clear()
    async with House.begun([*all_features(), club()]) as house, listening() as mail:
        yield Office(house, mail, "https://upbeat.example.org")


# Keeping lists


async def test_a_chair_adds_somebody_in_one_line_and_sees_why_they_may_be_written_to(office: Office) -> None:
    said = await office.house.types("mina", ADD)
    assert said.private and "Grace Abara (grace@example.org) is on the strategic list" in said.text
    assert "asked for it on 3 December" in said.text
    one = await office.reader()
    assert one is not None and (one.state, one.consent) == (ON, "asked for it on 3 December")


@pytest.mark.parametrize(
    ("typed", "filled"),
    [
        ("lists add", {"name": "", "address": "", "consent": ""}),
        ("lists add Grace Abara", {"name": "Grace Abara", "address": "", "consent": ""}),
        (f"lists add {GRACE} to strategic", {"name": "", "address": GRACE, "consent": ""}),
        (f"lists add Grace Abara <{GRACE}> to the strategic list", {"name": "Grace Abara", "address": GRACE}),
        (f"lists add Grace Abara, {GRACE} to the friends: asked", {"address": GRACE, "consent": "asked"}),
    ],
)
async def test_what_one_line_does_not_say_a_form_asks_and_nothing_is_typed_twice(
    office: Office, typed: str, filled: Mapping[str, str]
) -> None:
    said = await office.house.types("mina", f"/upbeat {typed}")
    assert said.form is not None and await office.reader() is None
    stands = {one.name: one.value for one in said.form.fields}
    assert {name: stands[name] for name in filled} == filled
    values = {"name": "Grace Abara", "address": GRACE, "consent": "asked me"}
    circulation = next(
        one.value for field in said.form.fields for one in field.options if one.label == "strategic"
    )
    done = await office.house.submits("mina", said, {**values, "circulation": circulation})
    assert "is on the strategic list" in done.text and await office.reader() is not None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("address", "grace"),
        ("address", "a@b.org\nBcc: c@d.org"),
        ("name", " "),
        ("consent", ""),
        ("circulation", "999"),
    ],
)
async def test_a_form_that_cannot_be_used_says_so_beside_its_field(
    office: Office, field: str, value: str
) -> None:
    said = await office.house.types("mina", "/upbeat lists add")
    values: dict[str, str | list[str]] = {
        "name": "Grace",
        "address": GRACE,
        "consent": "asked",
        "circulation": "1",
    }
    refused = await office.house.submits("mina", said, {**values, field: value})
    assert list(refused.errors) == [field]


@pytest.mark.parametrize(
    "words", ["", "strategic", f"add G {GRACE} to strategic, asked", f"remove {GRACE}", "new X"]
)
async def test_only_who_keeps_the_lists_sees_and_changes_them(office: Office, words: str) -> None:
    await office.house.types("mina", ADD)
    said = await office.house.types("jo", f"/upbeat lists {words}")
    assert "nothing was changed" in said.text and GRACE not in said.text
    assert await office.reader() is not None


async def test_a_minute_taker_may_keep_them_and_says_it_in_words_too(office: Office) -> None:
    async with office.house.records() as records:
        jo = await records.members.of_handle("UJO")
        assert jo is not None
        jo.role = int(Role.MINUTES)
    await office.house.types("jo", ADD.removeprefix("/upbeat "), where="dm")
    assert await office.reader() is not None
    await office.house.types("jo", f"@Upbeat lists remove {GRACE} from strategic")
    assert await office.reader() is None
    assert all(GRACE not in said.text for said in office.house.channel()), (
        "addresses are nothing for a channel"
    )


async def test_who_is_on_a_list_is_shown_with_what_keeps_letters_from_them(office: Office) -> None:
    house = office.house
    await house.types("mina", ADD)
    await house.types("mina", f"/upbeat lists add Ben Marsh {BEN} to strategic, at the meeting")
    async with house.records() as records:
        ben, grace = await records.lists.of("strategic")
        ben.state, ben.changed_at = LEFT, house.clock.now()
        await records.lists.refuse(grace, house.clock.now())
    said = await house.types("mina", "/upbeat lists strategic")
    assert "Ben Marsh, ben@example.org (left the list on Wed 25 November)" in said.text
    assert "Grace Abara, grace@example.org (letters do not arrive since Wed 25 November)" in said.text
    assert "strategic: 0 people" in (await house.types("mina", "/upbeat lists")).text


@pytest.mark.parametrize("where", ["command", "dm"])
async def test_somebody_is_taken_off_and_their_address_stands_nowhere(office: Office, where: str) -> None:
    words = ADD if where == "command" else ADD.removeprefix("/upbeat ")
    said = await office.house.types("mina", words, *([] if where == "command" else [where]))
    await office.house.types("mina", "lists strategic", where="dm")
    await office.tells()
    said = (
        said
        if where == "command"
        else next(one for one in office.house.dm("mina") if "Take" in str(one.buttons))
    )
    gone = await office.house.presses("mina", said, "Take them off")
    await office.house.deliverer.empty()
    gone = gone if where == "command" else office.house.dm("mina")[-1]
    assert "kept no longer" in gone.text and await office.reader() is None
    async with office.house.store.engine.connect() as connection:
        for table in Subscriber.metadata.sorted_tables:
            rows = (await connection.execute(table.select())).mappings().all()
            assert GRACE not in str([dict(row) for row in rows]), table.name


async def test_an_unknown_list_is_asked_about_and_takes_nobody_off_another(office: Office) -> None:
    await office.house.types("mina", ADD)
    said = await office.house.types("mina", f"/upbeat lists remove {GRACE} from friends")
    assert "No list is called that" in said.text and await office.reader() is not None


async def test_who_has_left_is_put_back_only_with_a_new_reason(office: Office) -> None:
    await office.house.types("mina", ADD)
    async with office.house.records() as records:
        [one] = await records.lists.of("strategic")
        one.state, one.changed_at = LEFT, office.house.clock.now()
    again = await office.house.types("mina", f"{ADD} again")
    assert "left the strategic list on Wed 25 November" in again.text
    one_now = await office.reader()
    assert one_now is not None and one_now.state == LEFT
    form = await office.house.presses("mina", again, "Put them back")
    assert list((await office.house.submits("mina", form, {"consent": ""})).errors) == ["consent"]
    await office.house.submits("mina", form, {"consent": "wrote to me"})
    one_now = await office.reader()
    assert one_now is not None and (one_now.state, one_now.consent) == (ON, "wrote to me")


async def test_a_list_is_kept_in_words_without_its_command_and_nothing_is_typed_twice(office: Office) -> None:
    house = office.house
    said = await house.types("mina", "@Upbeat add Grace to the strategic list")
    said = said if said.form else await house.presses("mina", said, said.buttons[0])
    assert said.form is not None
    stands = {one.name: one.value for one in said.form.fields}
    labels = {one.value: one.label for field in said.form.fields for one in field.options}
    assert stands["name"] == "Grace" and labels[str(stands["circulation"])] == "strategic"
    await house.types("mina", ADD)
    await house.types("mina", f"/upbeat lists add Ben Marsh {BEN} to strategic, at the meeting")
    said = await house.types("mina", "/upbeat take Ben off the strategic list")
    assert said.form is not None
    assert [one.label for one in said.form.fields[0].options] == ["Ben Marsh, ben@example.org"]
    said = await house.types("mina", "/upbeat who is on the strategic list?")
    assert "Grace Abara, grace@example.org" in said.text
    said = await house.types("mina", "/upbeat put Otto otto@example.org on the operational list, asked me")
    assert "Otto (otto@example.org) is on the operational list" in said.text


async def leaves(office: Office, name: str = "strategic") -> None:
    """Grace leaves a list by herself."""
    async with office.house.records() as records:
        [one] = await records.lists.of(name)
        one.state, one.changed_at = LEFT, office.house.clock.now()


async def test_who_has_left_is_not_brought_back_by_being_taken_off_and_added(office: Office) -> None:
    house = office.house
    await house.types("mina", ADD)
    await leaves(office)
    said = await house.types("mina", f"/upbeat lists remove {GRACE} from strategic")
    assert "so that no letter goes there again" in said.text
    one = await office.reader()
    assert one is not None and (one.state, one.name, one.consent, one.added_by_id) == (LEFT, "", "", None)
    again = await house.types("mina", ADD)
    assert "Grace Abara left the strategic list" in again.text and again.buttons
    await office.tells()
    assert told == [0] and not office.mail.letters
    form = await house.presses("mina", again, "Put them back")
    assert form.form is not None and form.form.fields[0].value == "Grace Abara", "nothing is typed twice"
    await house.submits("mina", form, {"name": "Grace Abara", "consent": "wrote to me"})
    one = await office.reader()
    assert one is not None and (one.state, one.name, one.consent) == (ON, "Grace Abara", "wrote to me")


async def test_of_who_left_and_was_taken_off_the_address_stands_on_the_list_and_nothing_else(
    office: Office,
) -> None:
    await office.house.types("mina", ADD)
    await leaves(office)
    await office.house.types("mina", f"/upbeat lists remove {GRACE}")
    said = await office.house.types("mina", "/upbeat lists strategic")
    assert f"{GRACE} (left the list on Wed 25 November, kept so" in said.text and "Grace" not in said.text
    assert "Take" not in str(said.buttons)
    assert "Nobody is on a list yet" in (await office.house.types("mina", "/upbeat lists remove")).text


async def test_a_list_that_is_let_go_and_begun_again_knows_who_had_left_it(office: Office) -> None:
    house = office.house
    await house.types("mina", "/upbeat lists new Governors")
    await house.types("mina", ADD.replace("strategic", "Governors"))
    await leaves(office, "Governors")
    assert "is gone" in (await house.types("mina", "/upbeat lists drop Governors")).text
    assert "Governors" not in (await house.types("mina", "/upbeat lists")).text
    assert "No list is called that" in (await house.types("mina", "/upbeat lists Governors")).text
    await house.types("mina", "/upbeat lists new governors")
    again = await house.types("mina", ADD.replace("strategic", "governors"))
    assert "left the governors list" in again.text
    one = await office.reader(name="governors")
    assert one is not None and one.state == LEFT


async def test_a_partnership_has_lists_of_its_own(office: Office) -> None:
    house = office.house
    said = await house.types("mina", "/upbeat lists new Governors")
    assert "Nobody is on this list yet" in said.text
    await house.types("mina", f"/upbeat lists add Grace Abara {GRACE} to governors, asked")
    assert "so it stays for now" in (await house.types("mina", "/upbeat lists drop Governors")).text
    await house.types("mina", f"/upbeat lists remove {GRACE}")
    assert "is gone" in (await house.types("mina", "/upbeat lists drop Governors")).text
    assert "so it stays" in (await house.types("mina", "/upbeat lists drop strategic")).text


# Letters


async def test_everybody_of_a_list_gets_one_letter_with_a_way_to_leave(office: Office) -> None:
    await office.house.types("mina", ADD)
    await office.house.types("mina", f"/upbeat lists add Ben Marsh {BEN} to strategic, at the meeting")
    await office.house.types("mina", "/upbeat lists replies mina@example.org")
    await office.tells()
    await office.tells()
    assert told == [2, 2] and sorted(to for _, to in office.mail.envelopes) == [BEN, GRACE]
    [letter] = office.mail.to(GRACE)
    assert str(letter["From"]) == "Otterbridge Partnership <upbeat@example.org>"
    assert str(letter["To"]) == "Grace Abara <grace@example.org>" and letter["Reply-To"] == "mina@example.org"
    assert "There are 1 lists already" in body(letter) and "To answer, reply to this letter" in body(letter)
    assert "on the strategic list of Otterbridge Partnership" in body(letter)
    assert BEN not in letter.as_string()
    [link] = re.findall(r"https://upbeat\.example\.org/leave/\w+/\w+", body(letter))
    assert f"<{link}>" in letter["List-Unsubscribe"] and link in body(letter, "html")


async def test_an_address_on_two_lists_gets_one_letter(office: Office) -> None:
    await office.house.types("mina", ADD)
    await office.house.types("mina", f"/upbeat lists add Grace Abara {GRACE.upper()} to operational, asked")
    await office.tells("strategic+operational+nothing")
    assert told == [1] and len(office.mail.letters) == 1


async def test_where_mail_is_not_set_up_nothing_is_owed_and_the_lists_say_so(office: Office) -> None:
    office.house.dispatch.mails = False
    await office.house.types("mina", ADD)
    assert "Mail is not set up here yet" in (await office.house.types("mina", "/upbeat lists")).text
    await office.tells()
    assert told == [0] and not office.mail.letters


async def test_who_leaves_between_owing_and_sending_gets_no_letter(office: Office) -> None:
    await office.house.types("mina", ADD)
    async with office.house.records() as records:
        [one] = await records.lists.of("strategic")
        to = Address("mail", "", person=one.ref)
        at = office.house.clock.now()
        await records.deliveries.owe(key="k", at=at, address=to, live="club.news", subject={"number": 1})
        one.state = LEFT
    await office.house.deliverer.empty()
    assert not office.mail.letters


async def test_a_letter_whose_answer_was_lost_is_sent_once_more_as_the_same_letter_and_never_again(
    office: Office,
) -> None:
    await office.house.types("mina", ADD)
    office.mail.hangs_up = 5
    await office.tells()
    assert [letter["Message-ID"] for letter in office.mail.letters] == [
        office.mail.letters[0]["Message-ID"]
    ] * 2
    assert (await office.delivery()).state == "sent"


async def test_a_letter_that_is_put_off_is_sent_later(office: Office) -> None:
    await office.house.types("mina", ADD)
    office.mail.rcpt[GRACE] = "450 4.2.1 Come again"
    await office.tells_once()
    one, row = await office.reader(), await office.delivery()
    assert office.mail.tried == [GRACE] and not office.mail.letters
    assert one is not None and one.state == ON and (row.state, row.attempts) == ("due", 1)


async def test_letters_are_worth_sending_for_three_days(office: Office) -> None:
    await office.house.types("mina", ADD)
    office.mail.rcpt["*"] = "450 4.2.1 Come again"
    await office.tells_once()
    row = await office.delivery()
    assert row.until is not None and (row.until - row.not_before).days == 3


# Refused


async def test_a_refused_address_is_marked_and_the_chair_told_once(office: Office) -> None:
    await office.house.types("mina", ADD)
    await office.house.types("mina", f"/upbeat lists add Ben Marsh {BEN} to strategic, at the meeting")
    office.mail.rcpt |= {GRACE: "550 5.1.1 Unknown", BEN: "550 5.1.1 Unknown"}
    await office.tells()
    cards = [said for said in office.house.dm("mina") if "do not arrive" in said.text]
    assert len(cards) == 1, "one card for both"
    assert "Grace Abara, grace@example.org" in cards[0].text and "Ben Marsh" in cards[0].text
    assert not [said for said in office.house.channel() if "arrive" in said.text]
    one = await office.reader()
    assert one is not None and one.state == REFUSED and (await office.delivery()).state == "failed"
    assert GRACE not in (await office.delivery()).error


async def test_who_was_refused_gets_letters_again_when_they_are_added_again(office: Office) -> None:
    await office.house.types("mina", ADD)
    office.mail.rcpt[GRACE] = "550 5.1.1 Unknown"
    await office.tells()
    await office.house.types("mina", ADD.replace("3 December", "4 December"))
    one = await office.reader()
    assert one is not None and one.state == ON


# Leaving


@pytest.fixture
async def linked() -> AsyncIterator[tuple[Office, str]]:
    """A letter to Grace, and the link in it, which leads to a real server."""
    told.clear()
    async with House.begun([*all_features(), club()]) as house, listening() as mail:
        web = Web("127.0.0.1", 0)
        office = Office(house, mail, "http://upbeat.test")
        office.leaving.mount(web)
        await web.open()
        await house.types("mina", ADD)
        await office.tells()
        [path] = re.findall(r"http://upbeat\.test(/leave/\w+/\w+)", body(mail.letters[0]))
        yield office, f"{web.address}{path}"
        await web.close()


async def test_looking_at_the_link_changes_nothing_and_one_press_does(linked: tuple[Office, str]) -> None:
    office, link = linked
    async with aiohttp.ClientSession() as browser:
        async with browser.get(link) as page:
            words = await page.text()
            assert page.status == 200 and "Leave this list" in words and '<form method="post">' in words
            assert GRACE not in words and "Grace" not in words
            assert (
                page.headers["Referrer-Policy"] == "no-referrer"
                and "default-src 'none'" in page.headers["Content-Security-Policy"]
            )
        one = await office.reader()
        assert one is not None and one.state == ON
        for _ in range(2):
            async with browser.post(link, data={"List-Unsubscribe": "One-Click"}) as page:
                assert page.status == 200 and "You have left this list" in await page.text()
        async with browser.get(link) as page:
            assert "<form" not in await page.text()
    one = await office.reader()
    assert one is not None and one.state == LEFT and one.changed_at is not None
    await office.tells()
    assert len(office.mail.letters) == 1 and told[-1] == 0


async def test_a_link_that_is_not_ours_leads_to_a_kind_page_and_does_nothing(
    linked: tuple[Office, str],
) -> None:
    office, link = linked
    base, ref, signature = link.rsplit("/", 2)
    wrong = [
        f"{base}/{ref}/{signature[:-1]}{'0' if signature[-1] != '0' else '1'}",
        f"{base}/{'0' * 24}/{signature}",
    ]
    wrong += [f"{base}/{ref}/x", f"{base}/%F0%9F%8E%89/%C3%A9", f"{base}/{ref}/{signature}0"]
    async with aiohttp.ClientSession() as browser:
        for address in wrong:
            for ask in (browser.get, browser.post):
                async with ask(address) as page:
                    assert page.status == 404 and "This link does not work" in await page.text()
    one = await office.reader()
    assert one is not None and one.state == ON


async def test_a_link_of_somebody_who_was_forgotten_leads_to_the_kind_page(
    linked: tuple[Office, str],
) -> None:
    office, link = linked
    await office.house.types("mina", f"/upbeat lists remove {GRACE}")
    async with aiohttp.ClientSession() as browser, browser.post(link) as page:
        assert page.status == 404


async def test_without_a_public_address_a_letter_says_which_words_to_reply_with() -> None:
    told.clear()
    async with House.begun([*all_features(), club()]) as house, listening() as mail:
        office = Office(house, mail, "")
        await house.types("mina", ADD)
        await house.types("mina", "/upbeat lists replies mina@example.org")
        await office.tells()
        assert "reply with the word unsubscribe" in body(mail.letters[0]) and "leave/" not in body(
            mail.letters[0]
        )
        assert mail.letters[0]["List-Unsubscribe-Post"] is None


async def test_a_stranger_cannot_take_somebody_off_by_a_number(office: Office) -> None:
    said = await office.house.types("mina", ADD)
    for value in ("who=999", "who=1", "id=1", "who=-1", "1"):
        refused = await office.house.presses_raw("jo", Said(place="C1", ts=said.ts), "lists.remove", value)
        assert "nothing was changed" in refused.text
    assert await office.reader() is not None
