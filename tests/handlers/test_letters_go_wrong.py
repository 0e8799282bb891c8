"""Letters when things go wrong or somebody means harm: crashes, outages, people who leave meanwhile, forged links, markup."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from sqlalchemy import text

from bot.mail.answers import Answering
from bot.mail.links import Links
from bot.mail.post import Post
from bot.web import Web
from storage.deliveries import CLAIMED, Delivery
from storage.lists import LEFT, ON, REFUSED
from storage.outbox import Outbox
from storage.people import Role
from storage.records import Registry
from tests.bot.logged import listening as logged
from tests.handlers.test_lists import ADD, BEN, GRACE, Office
from tests.house import House, Said, face
from tests.mailserver import body, listening
from tests.markup import Markup

pytestmark = pytest.mark.only_on("sqlite")

OTHER = "C2"
TO_BOTH = ADD.replace("to strategic", "to operational")
BEN_TOO = f"/upbeat lists add Ben Marsh {BEN} to strategic, at the meeting"


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with House.begun() as house, listening() as mail:
        office = Office(house, mail, "https://upbeat.example.org")
        await house.types("mina", ADD)
        yield office


async def barn(house: House) -> None:
    """A partnership of Priya's own, in a channel of its own, in which she has the chair."""
    async with house.store.transaction() as session:
        registry = Registry(session)
        records = await registry.begin("Barn Board", "slack", "T1", OTHER)
        records.partnership.ready = True
        known = face("priya")
        person = await registry.person(
            "slack", known.workspace, known.handle, known.name, known.zone, known.external
        )
        member = await records.members.join(person, Role.CHAIR)
        member.organisation_id = (await records.organisations.add("Barn Friends")).id


async def chooses(office: Office, *lists: str) -> None:
    """Let newsletters go to these lists."""
    form = await office.house.types("mina", "/upbeat newsletter settings")
    await office.house.submits("mina", form, {"months": "1", "lists": list(lists or ("strategic",))})


async def approves(office: Office, piece: str = "The choir sang at the station") -> str:
    """An issue with one piece is approved; what the chair is told."""
    await office.house.types("mina", "/upbeat newsletter draft")
    await office.house.types("mina", f"/upbeat newsletter add celebrate: {piece}")
    return (await office.house.types("mina", "/upbeat newsletter approve")).text


async def issue(office: Office, piece: str = "The choir sang at the station") -> str:
    """The same, and all that can be is sent."""
    said = await approves(office, piece)
    await office.house.deliverer.empty()
    return said


async def letters(office: Office) -> list[Delivery]:
    async with office.house.store.transaction() as session:
        rows = (
            (await session.execute(text("select id from deliveries where platform = 'mail'"))).scalars().all()
        )
        found = [await Outbox(session).get(one) for one in rows]
    return [one for one in found if one is not None]


async def now_again(office: Office) -> None:
    """What waits to be tried again has waited long enough."""
    async with office.house.store.transaction() as session:
        await session.execute(text("update deliveries set lease_until = null where platform = 'mail'"))


# Twice, or never


async def test_a_crash_after_the_letter_was_taken_sends_the_same_letter_once_more_and_then_never(
    office: Office,
) -> None:
    """Rather twice than never: nobody would learn that a letter is missing, and its id is the same (decision 20)."""
    await chooses(office)
    await issue(office)
    async with office.house.store.transaction() as session:
        await session.execute(
            text("update deliveries set state = 'claimed', pages = '[]' where platform = 'mail'")
        )
    [row] = await letters(office)
    assert row.state == CLAIMED
    async with office.house.store.transaction() as session:
        await Outbox(session).abandon()
    after = Office(office.house, office.mail, "https://upbeat.example.org")
    for _ in range(3):
        await after.house.deliverer.empty()
    assert len(office.mail.letters) == 2
    assert len({letter["Message-ID"] for letter in office.mail.letters}) == 1
    assert [one.state for one in await letters(office)] == ["sent"]


async def test_a_mail_server_that_is_down_for_a_day_costs_a_day_and_no_letter(office: Office) -> None:
    await chooses(office)
    await office.house.types("mina", BEN_TOO)
    async with listening() as gone:
        office.settings.smtp_url = gone.url
    with logged() as lines:
        await approves(office)
        for _ in range(3):
            await office.house.deliverer.round()
            await asyncio.gather(*office.house.deliverer._beside)
            await now_again(office)
            office.house.clock.turn(office.house.clock.now() + timedelta(hours=8))
        assert not office.mail.letters and {one.state for one in await letters(office)} == {"due"}
        said = [line["event"] for line in lines.all if "mail server" in line["event"]]
        assert len(said) == 1 and "letters wait" in said[0], "whoever runs Upbeat reads it once"
        office.settings.smtp_url = office.mail.url
        await office.house.deliverer.empty()
        assert "the mail server can be spoken to again" in lines.text
    assert sorted(to for _, to in office.mail.envelopes) == [BEN, GRACE]


async def away(office: Office, hours: int) -> None:
    """The mail server is away for so long, and the letters are tried now and then."""
    for _ in range(hours // 8):
        await office.house.deliverer.round()
        await asyncio.gather(*office.house.deliverer._beside)
        await now_again(office)
        office.house.clock.turn(office.house.clock.now() + timedelta(hours=8))


def unsent(office: Office, who: str = "mina") -> list[Said]:
    return [said for said in office.house.dm(who) if "no mail could be sent" in said.text]


async def test_what_could_not_go_out_for_three_days_is_told_to_the_chair_in_one_message(
    office: Office,
) -> None:
    await chooses(office)
    await office.house.types("mina", BEN_TOO)
    office.mail.rcpt["*"] = "450 4.2.1 Come again"
    await approves(office)
    await away(office, 64)
    assert not unsent(office), "it is tried for three days"
    await approves(office, "The mill has a new roof")
    await away(office, 136)
    [said] = unsent(office)
    assert "issue 1, to 2 people" in said.text and "issue 2, to 2 people" in said.text
    assert GRACE not in said.text and not unsent(office, "jo")
    assert not [one for one in office.house.channel() if "no mail" in one.text]
    await away(office, 48)
    assert len(unsent(office)) == 1 and not office.mail.letters


async def test_what_is_approved_on_christmas_eve_goes_out_when_people_are_back(office: Office) -> None:
    await office.house.turns(to="2026-12-24T17:00")
    await chooses(office)
    office.house.clock.turn(office.house.clock.now() + timedelta(hours=2))
    await approves(office)
    assert not office.mail.letters
    await office.house.turns(to="2026-12-29T12:00")
    await office.house.deliverer.empty()
    assert [to for _, to in office.mail.envelopes] == [GRACE]


async def test_a_letter_that_the_mail_server_does_not_take_is_told_too(office: Office) -> None:
    await chooses(office)
    office.mail.data[GRACE] = "554 5.6.0 Not like this"
    await issue(office)
    office.house.clock.turn(office.house.clock.now() + timedelta(hours=24))
    await office.house.deliverer.empty()
    assert len(unsent(office)) == 1


async def test_nobody_hears_of_a_letter_whose_reader_has_left_meanwhile(office: Office) -> None:
    await chooses(office)
    office.mail.rcpt["*"] = "450 4.2.1 Come again"
    await approves(office)
    await away(office, 24)
    async with office.house.records() as records:
        [one] = await records.lists.of("strategic")
        one.state, one.changed_at = LEFT, office.house.clock.now()
    await away(office, 72)
    assert not unsent(office)


async def test_addresses_that_are_refused_are_shown_to_nobody_who_keeps_the_lists_no_more(
    office: Office,
) -> None:
    house = office.house
    await chooses(office)
    await house.types("mina", BEN_TOO)
    office.mail.rcpt[GRACE] = "550 5.1.1 Unknown"
    await issue(office)
    async with house.records() as records:
        for handle, role in (("UMINA", Role.MEMBER), ("UJO", Role.CHAIR)):
            member = await records.members.of_handle(handle)
            assert member is not None
            member.role = int(role)
    office.mail.rcpt[BEN] = "550 5.1.1 Unknown"
    await house.types("jo", "/upbeat newsletter draft")
    await house.types("jo", "/upbeat newsletter add celebrate: The mill has a new roof")
    await house.types("jo", "/upbeat newsletter approve")
    await house.deliverer.empty()
    [card] = [said for said in house.dm("jo") if "do not arrive" in said.text]
    assert BEN in card.text and GRACE in card.text
    assert [BEN in said.text for said in house.dm("mina") if "do not arrive" in said.text] == [False]


async def test_who_is_taken_off_between_approval_and_sending_gets_nothing(office: Office) -> None:
    await chooses(office)
    office.mail.rcpt[GRACE] = "450 4.2.1 Come again"
    assert "one letter goes out" in await approves(office)
    await asyncio.gather(*office.house.deliverer._beside)
    await office.house.types("mina", f"/upbeat lists remove {GRACE}")
    await now_again(office)
    await office.house.deliverer.empty()
    assert not office.mail.letters and [one.state for one in await letters(office)] == ["dropped"]


# On two lists


async def test_who_leaves_one_list_gets_the_newsletter_by_no_other(office: Office) -> None:
    await office.house.types("mina", TO_BOTH)
    await chooses(office, "strategic", "operational")
    assert "one letter goes out" in await issue(office)
    async with office.house.records() as records:
        [one] = await records.lists.of("strategic")
        one.state, one.changed_at = LEFT, office.house.clock.now()
    await office.house.turns("1d")
    assert "one letter goes out" not in await issue(office)
    assert len(office.mail.letters) == 1
    there = await office.reader(name="operational")
    assert there is not None and there.state == ON, "what goes to that list alone still comes"


async def test_an_address_that_is_refused_is_marked_on_every_list_and_the_chair_told_once(
    office: Office,
) -> None:
    await office.house.types("mina", TO_BOTH)
    await chooses(office, "strategic", "operational")
    office.mail.rcpt["*"] = "550 5.1.1 Nobody is here"
    await issue(office)
    for name in ("strategic", "operational"):
        one = await office.reader(name=name)
        assert one is not None and one.state == REFUSED
    await office.house.turns("1d")
    assert "one letter goes out" not in await issue(office)
    assert len([said for said in office.house.dm("mina") if "do not arrive" in said.text]) == 1
    assert office.mail.tried == [GRACE]
    await office.house.types("mina", TO_BOTH)
    for name in ("strategic", "operational"):
        one = await office.reader(name=name)
        assert one is not None and one.state == ON, "it works again, so it is tried again on both"


# Links


@pytest.fixture
async def pages(office: Office) -> AsyncIterator[str]:
    """The address of our pages."""
    web = Web("127.0.0.1", 0)
    office.leaving.mount(web)
    Answering(office.settings, office.house.store, office.house.dispatch.wording).mount(web)
    await web.open()
    yield web.address
    await web.close()


async def status(address: str, method: str = "POST") -> int:
    async with aiohttp.ClientSession() as browser, browser.request(method, address) as page:
        return page.status


async def test_a_link_takes_its_reader_off_its_list_and_nobody_off_another(
    office: Office, pages: str
) -> None:
    await office.house.types("mina", TO_BOTH)
    await office.house.types("mina", BEN_TOO)
    mine, other = await office.reader(), await office.reader(name="operational")
    ben = await office.reader(BEN)
    assert mine is not None and other is not None and ben is not None
    links = Links(office.settings)
    signature = links.leaving(mine.ref).rpartition("/")[2]
    for one in (other, ben):
        assert await status(f"{pages}/leave/{one.ref}/{signature}") == 404
    answer = links.answering(mine.ref, "1", "0").rpartition("/")[2]
    assert await status(f"{pages}/leave/{mine.ref}/{answer}") == 404
    assert await status(f"{pages}/leave/answer%2F{mine.ref}%2F1%2F0/{answer}") == 404
    for address, name in ((GRACE, "strategic"), (GRACE, "operational"), (BEN, "strategic")):
        one_now = await office.reader(address, name)
        assert one_now is not None and one_now.state == ON
    assert await status(f"{pages}/leave/{mine.ref}/{signature}") == 200
    there = await office.reader(name="operational")
    assert there is not None and there.state == ON


async def test_a_link_signed_with_the_key_of_another_house_is_none_of_ours(
    office: Office, pages: str
) -> None:
    mine = await office.reader()
    assert mine is not None
    theirs = office.settings.model_copy(update={"secret_keys": "three"})
    link = Links(theirs).leaving(mine.ref).replace("https://upbeat.example.org", pages)
    assert await status(link) == 404
    old = office.settings.model_copy(update={"secret_keys": "two"})
    link = Links(old).leaving(mine.ref).replace("https://upbeat.example.org", pages)
    assert await status(link) == 200, "a key that was the first one once still opens"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT"])
async def test_programs_that_look_at_every_link_take_nobody_off(
    office: Office, pages: str, method: str
) -> None:
    mine = await office.reader()
    assert mine is not None
    link = Links(office.settings).leaving(mine.ref).replace("https://upbeat.example.org", pages)
    for _ in range(3):
        await status(link, method)
    one = await office.reader()
    assert one is not None and one.state == ON


async def test_an_answer_by_letter_to_another_partnerships_question_counts_for_nothing(
    office: Office, pages: str
) -> None:
    """Even with our own signature on it: the issue is looked for in the reader's partnership alone."""
    await barn(office.house)
    async with office.house.records(OTHER) as records:
        row = await records.newsletters.begin(office.house.clock.now(), office.house.clock.now(), None)
        row.state, row.question, row.answers = "approved", "Sell?", ["Yes", "No"]
        number = row.id
    mine = await office.reader()
    assert mine is not None
    link = (
        Links(office.settings)
        .answering(mine.ref, str(number), "0")
        .replace("https://upbeat.example.org", pages)
    )
    async with aiohttp.ClientSession() as browser, browser.post(link) as page:
        said = await page.text()
        assert "The answers are counted" in said and "Sell?" not in said and "Barn" not in said
    async with office.house.store.engine.connect() as connection:
        assert not (await connection.exec_driver_sql("select * from newsletter_votes")).all()


# Other partnerships


async def test_a_list_and_its_readers_are_nothing_to_another_partnership(office: Office) -> None:
    house = office.house
    await house.types("mina", "/upbeat lists new Governors")
    await house.types("mina", ADD.replace("strategic", "Governors"))
    await barn(house)
    async with house.records() as records:
        governors = await records.lists.named("Governors")
        assert governors is not None
        [reader] = await records.lists.of("Governors")
    for words in (
        "lists",
        "lists Governors",
        f"lists remove {GRACE}",
        "lists drop Governors",
        "newsletter settings",
    ):
        said = await house.types("priya", f"/upbeat {words}", OTHER)
        shown = said.text + str(said.form)
        assert GRACE not in shown and "Governors list" not in shown, words
        assert "Governors" not in str(said.form), words
    asked = await house.types("priya", "/upbeat lists", OTHER)
    for action, value in (
        ("lists.show", f"id={governors.id}"),
        ("lists.remove", f"who={reader.id}"),
        ("lists.drop", f"id={governors.id}"),
        ("lists.back", f"who={reader.id}"),
    ):
        said = await house.presses_raw("priya", asked, action, value)
        assert GRACE not in said.text + str(said.form) and "Grace" not in said.text + str(said.form), action
    assert await office.reader(name="Governors") is not None


# Words


SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)> <a href='https://evil.example'>here</a>"


async def test_markup_in_a_piece_a_name_and_an_organisation_stays_words_in_the_letter(office: Office) -> None:
    async with office.house.store.transaction() as session:
        for table in ("organisations", "partnerships", "circulation_lists"):
            where = "" if table == "partnerships" else " where id = (select min(id) from " + table + ")"
            await session.execute(text(f"update {table} set name = :name{where}"), {"name": SCRIPT})
    form = await office.house.types("mina", "/upbeat newsletter settings")
    await office.house.submits("mina", form, {"months": "1", "lists": [SCRIPT]})
    await issue(office, f"{SCRIPT} Sam Okafor sang")
    [letter] = office.mail.letters
    page = Markup(body(letter, "html"))
    assert page.wrong == []
    assert [one["href"] for one in page.of("a")] == re.findall(
        r"https://upbeat\.example\.org/leave/\w+/\w+", body(letter)
    )
    assert "<script>alert(1)</script>" in body(letter), "as plain text it is what was typed"


NEWLINES = "Choir\r\nBcc: all@example.org\r\n\r\n<b>hello</b>"


async def test_newlines_in_names_begin_no_header(office: Office) -> None:
    async with office.house.store.transaction() as session:
        for table in ("partnerships", "subscribers"):
            await session.execute(text(f"update {table} set name = :name"), {"name": NEWLINES})
    await chooses(office)
    await issue(office)
    [letter] = office.mail.letters
    assert letter["Bcc"] is None and "Bcc: all@example.org" in letter["Subject"]
    assert [to for _, to in office.mail.envelopes] == [GRACE]
    assert letter["From"].addresses[0].addr_spec == "upbeat@example.org"


async def test_addresses_and_names_of_readers_are_in_no_log_and_in_no_channel(office: Office) -> None:
    await chooses(office)
    with logged() as lines:
        await office.house.types("mina", BEN_TOO)
        office.mail.rcpt[GRACE] = f"550 5.1.1 <{GRACE}> is nobody here"
        office.mail.data[BEN] = f"554 {BEN} does not want this"
        await issue(office)
        await office.house.types("mina", f"@Upbeat lists remove {BEN} from strategic")
        await office.house.types("mina", "@Upbeat lists add Zoë zoe@example.org to strategic, asked")
    for secret in (GRACE, BEN, "zoe@", "Grace", "Marsh"):
        assert secret not in lines.text, secret
        assert not [said for said in office.house.channel() if secret in said.text]
    async with office.house.store.engine.connect() as connection:
        errors = (await connection.exec_driver_sql("select error from deliveries")).scalars().all()
    assert not [one for one in errors if "@" in (one or "")]


# Sizes


async def test_the_longest_newsletter_is_shown_whole_by_mail_programs(office: Office) -> None:
    """Some cut a letter off after 102 KB, and the way to leave with it."""
    await chooses(office)
    await office.house.types("mina", "/upbeat newsletter draft")
    form = await office.house.types("mina", "/upbeat newsletter change")
    lines = "\n".join(f"{n} {'&ŵ' * 148}" for n in range(12))
    assert not (await office.house.submits("mina", form, {"inform": lines, "celebrate": lines})).errors
    await office.house.types("mina", "/upbeat newsletter approve")
    await office.house.deliverer.empty()
    [letter] = office.mail.letters
    assert len(body(letter, "html").encode()) < 102_000 and "Leave this list" in body(letter, "html")


@pytest.mark.parametrize(
    ("field", "value"), [("inform", "x" * 301), ("inform", "\n".join("x" * 13)), ("celebrate", "y" * 9999)]
)
async def test_what_is_more_than_a_newsletter_holds_is_said_beside_the_field(
    office: Office, field: str, value: str
) -> None:
    await office.house.types("mina", "/upbeat newsletter draft")
    form = await office.house.types("mina", "/upbeat newsletter change")
    refused = await office.house.submits("mina", form, {field: value})
    assert list(refused.errors) == [field] and "more than a newsletter holds" in refused.errors[field]


async def test_a_letter_owed_when_mail_is_taken_out_of_the_settings_is_given_up_with_a_reason(
    office: Office,
) -> None:
    await chooses(office)
    office.settings.smtp_url = office.settings.mail_from = ""
    wording = office.house.dispatch.wording
    office.house.deliverer._sender._platforms["mail"] = Post(
        office.settings, office.house.store, office.house.clock, wording
    )
    await issue(office)
    [row] = await letters(office)
    assert (row.state, row.error) == ("failed", "mail is not set up")
