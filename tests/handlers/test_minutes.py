"""Minutes as those who keep them see them: drafted, put right, approved, posted, sent, corrected; and seen by nobody before."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from bot.card import dump, load
from bot.slack import blocks
from bot.teams import cards
from storage.deliveries import Delivery
from storage.meetings import APOLOGIES, COMING
from storage.notes import Note
from storage.people import Role
from storage.records import Registry
from storage.reflections import HABIT, Reflection
from storage.releasing import ORGANISATION
from tests.house import House, Said, face

STEERING = "@Upbeat meeting plan Steering group, Tuesday 15 December 2026 2pm, 90 minutes, at the Curve"
AFTER = "2026-12-15T16:00:00"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """A meeting that was planned, held in the channel without anybody starting it, and is over."""
    async with House.begun() as house:
        await held(house)
        yield house


async def held(house: House) -> None:
    await house.types("mina", STEERING)
    await house.types("mina", "/agenda add Budget 10m for decision")
    await house.types("sam", "/agenda add The summer fair")
    async with house.records() as records:
        meeting = await records.meetings.next(house.clock.now())
        assert meeting is not None
        for name, answer in (("mina", COMING), ("sam", COMING), ("priya", APOLOGIES)):
            member = await records.members.of_handle(face(name).handle)
            assert member is not None
            await records.meetings.answer(meeting, member, answer)
        minute_taker = await records.members.of_handle("USAM")
        assert minute_taker is not None
        await records.members.give(Role.MINUTES, minute_taker)
    await house.types("jo", "#celebrate The choir sang at the opening")
    await house.turns(to="2026-12-15T14:20:00")
    await house.types("sam", "AGREED: We share the hall until July")
    await house.types("sam", "ACTION: @frank to order lunch by Friday")
    await house.types("jo", "#info The works end in May")
    await house.turns(to=AFTER)


async def draft_of(house: House, who: str = "mina") -> Said:
    before = len(house.dm(who))
    await house.types(who, "/upbeat minutes draft")
    cards = house.dm(who)[before:]
    assert len(cards) == 1, [said.text for said in cards]
    return cards[0]


async def form_for(house: House, who: str, card: Said, number: int) -> Said:
    """The form of a part, as it is opened from the draft."""
    chosen = await house.presses(who, card, "Change a part")
    label = next(one for one in chosen.buttons if one.startswith(f"Change {number}: "))
    return await house.presses(who, chosen, label)


def public(house: House) -> str:
    return "\n".join(said.text for said in house.channel())


async def test_a_draft_holds_all_that_the_meeting_left_behind(house: House) -> None:
    text = (await draft_of(house)).text
    assert "Draft: Steering group" in text
    assert "Mina Patel, Otterbridge Music" in text and "Tue 15 December, 2pm to 3.30pm, the Curve" in text
    apologies = text.split("Apologies")[1]
    assert "Priya Nair, Riverside Library" in apologies and "Mina Patel" not in apologies
    assert re.search(r"Nothing yet in .*Budget \(\d\) and The summer fair \(\d\)\.", text)
    assert "Decision 1: We share the hall until July" in text and "The works end in May" in text
    assert "Action: order lunch (1), by Fri 18 December: Frank Adeyemi" in text
    assert "Actions: Fenland Virtual School" in text, text
    assert "The choir sang at the opening" in text
    assert "The next meeting is not planned yet" in text


async def test_a_standing_item_says_that_answers_are_with_the_agenda_and_none_of_their_words(
    house: House,
) -> None:
    card = await draft_of(house)
    assert "with the agenda" not in card.text
    async with house.records() as records:
        meeting, member = await records.meetings.last(house.clock.now()), await records.members.chair()
        assert meeting is not None and member is not None
        records.partnership.reflect_named = True
        row = Reflection(occasion=f"meeting/{meeting.id}", kind=HABIT, title="", script={}, everybody=True)
        row.conversation_id, row.smallest = meeting.series.conversation_id, 4
        row = await records.reflections.asks(row, house.clock.now())
        await records.answers.give(row, member, "less", "Parking is hard", ORGANISATION)
    await house.presses("mina", card, "Draft again")
    assert "with the agenda" not in card.text, "nothing was shown yet"
    async with house.records() as records:
        row_again = await records.reflections.of(f"meeting/{meeting.id}")
        assert row_again is not None
        await records.voices.release(row_again, house.clock.now())
    await house.presses("mina", card, "Draft again")
    said = "What people wrote about this is shown with the agenda."
    assert re.search(rf"going less well[^•]*\n• {said}", card.text) and card.text.count(said) == 1
    assert "Parking" not in card.text


async def test_nobody_else_sees_a_draft_wherever_it_is_asked_for(house: House) -> None:
    before = len(house.memory.posts)
    await house.types("mina", "@Upbeat minutes draft")
    told = [said for said in house.memory.posts[before:] if said.place == "C1"]
    assert all("We share the hall" not in said.text for said in told)
    assert any("We share the hall until July" in said.text for said in house.dm("mina"))
    assert "Draft:" not in public(house)
    for command in ("minutes", "minutes show", "minutes versions", "minutes file docx"):
        answer = await house.types("jo", f"/upbeat {command}")
        assert "There are no approved minutes here yet" in answer.text, command
    assert not any(
        "Draft:" in said.text for name in ("jo", "frank", "priya", "will") for said in house.dm(name)
    )


async def test_a_member_can_neither_edit_nor_approve_nor_look_by_a_made_up_button(house: House) -> None:
    card = await draft_of(house)
    for action, value in (
        ("minutes.section", "id=1 s=present"),
        ("minutes.parts", "id=1"),
        ("minutes.part", "2: Nobody"),
        ("minutes.save", "id=1/s=present/h=00000000"),
        ("minutes.approve", "id=1 r=1"),
        ("minutes.discard", "id=1"),
        ("minutes.draft", "id=1"),
        ("minutes.show", "id=1"),
        ("minutes.file", "id=1 docx"),
        ("minutes.versions", "id=1"),
    ):
        said = await house.presses_raw("jo", house.channel()[0], action, value)
        assert "hall" not in said.text and said.form is None, action
    typed = await house.types("jo", "minutes 2: Nobody", where="dm")
    assert "Chair, deputy and minute-taker keep the minutes" in typed.text
    assert card.text == house.dm("mina")[-1].text and "Minutes:" not in public(house)


async def test_the_minute_taker_puts_sections_right_in_words_and_in_a_form(house: House) -> None:
    card = await draft_of(house, "sam")
    said = await house.types("sam", "minutes 2: Priya Nair\n- A governor", where="dm")
    assert "2. Apologies" in said.text and "A governor" in said.text
    await house.types("sam", "minutes 2: + Will Grant", where="dm")
    assert "• Priya Nair\n• A governor\n• Will Grant" in card.text
    form = await form_for(house, "sam", card, 3)
    assert form.form is not None and form.form.title == "Change the minutes"
    await house.submits("sam", form, {"text": "Talked about\n\nAnd agreed"})
    assert "• Talked about\n• And agreed" in card.text


async def test_what_somebody_else_changed_meanwhile_is_not_lost_to_a_form(house: House) -> None:
    card = await draft_of(house)
    form = await form_for(house, "mina", card, 2)
    await house.types("sam", "minutes 2: Nobody", where="dm")
    said = await house.submits("mina", form, {"text": "Everybody"})
    assert "changed this part meanwhile" in said.errors["text"]
    assert "• Nobody" in card.text and "Everybody" not in card.text


async def test_what_was_written_by_hand_stays_when_the_draft_is_made_again(house: House) -> None:
    card = await draft_of(house)
    await house.types("mina", "minutes 2: A governor", where="dm")
    await house.types("sam", "/upbeat decision edit 1 = We share the hall until August")
    await house.presses("mina", card, "Draft again")
    assert "• A governor" in card.text and "We share the hall until August" in card.text


async def test_only_approval_posts_and_it_posts_once(house: House) -> None:
    card = await draft_of(house)
    assert "Minutes:" not in public(house)
    await house.presses("mina", card, "Approve and post")
    posted = house.channel()[-1]
    assert posted.text.startswith("Minutes: Steering group") and "We share the hall until July" in posted.text
    assert "approved by Mina Patel" in posted.text
    assert "are approved and posted as version 1" in card.text
    await house.types("sam", "/upbeat minutes approve")
    assert public(house).count("Minutes: Steering group") == 1


async def test_nobody_approves_what_they_have_not_seen(house: House) -> None:
    card = await draft_of(house)
    old = next(button for button in card.card.buttons() if button.action == "minutes.approve")  # type: ignore[union-attr]
    await house.types("sam", "minutes 2: Nobody", where="dm")
    said = await house.presses_raw("mina", card, old.action, old.value)
    assert "The draft has changed since you saw it" in said.text and "Minutes:" not in public(house)


async def test_a_correction_is_a_version_that_says_what_it_changes_and_the_first_is_kept(
    house: House,
) -> None:
    card = await draft_of(house)
    await house.presses("mina", card, "Approve and post")
    first = house.channel()[-1]
    await house.types("mina", "minutes 2: Priya Nair, and a governor", where="dm")
    assert "a governor" not in public(house)
    seen = await house.types("jo", "/upbeat minutes")
    assert "a governor" not in seen.text and "We share the hall" in seen.text
    await house.types("mina", "minutes approve", where="dm")
    second = house.channel()[-1]
    assert "version 2 changes Apologies" in second.text and "a governor" in second.text
    assert "We share the hall" not in second.text
    assert "There is a newer version: 2" in first.text and "a governor" not in first.text
    listed = await house.types("jo", "/upbeat minutes versions")
    assert "Version 1, Tue 15 December: the first" in listed.text and "changes Apologies" in listed.text
    old = await house.presses("jo", listed, "Show version 1")
    assert "a governor" not in old.text and "We share the hall" in old.text


async def test_a_correction_that_is_let_go_leaves_what_was_approved(house: House) -> None:
    card = await draft_of(house)
    await house.presses("mina", card, "Approve and post")
    await house.types("mina", "minutes 2: Nonsense", where="dm")
    said = await house.types("mina", "minutes discard", where="dm")
    assert "Version 1 of the minutes of Steering group stands" in said.text
    assert "Nonsense" not in (await house.types("mina", "/upbeat minutes")).text


async def test_a_draft_that_waits_is_mentioned_once_and_not_at_all_once_it_is_settled(house: House) -> None:
    await draft_of(house)
    said = [one for one in await house.turns("20d") if "For you to approve when it suits you" in one.text]
    assert [(one.place, one.private) for one in said] == [("DUMINA", False)]
    await house.presses("mina", said[0], "Let the draft go")
    assert "Thank you, that is settled" in said[0].text


async def test_an_approved_draft_brings_no_word_afterwards(house: House) -> None:
    card = await draft_of(house)
    await house.presses("mina", card, "Approve and post")
    assert not [one for one in await house.turns("20d") if "when it suits you" in one.text]


async def test_who_no_longer_keeps_the_minutes_sees_no_more_of_the_draft(house: House) -> None:
    card = await draft_of(house, "sam")
    async with house.records() as records:
        sam = await records.members.of_handle("USAM")
        assert sam is not None
        sam.role = Role.MEMBER
    await draft_of(house)
    await house.types("mina", "minutes 2: A secret", where="dm")
    assert "A secret" not in card.text


async def test_minutes_of_another_partnership_are_out_of_reach(house: House) -> None:
    await draft_of(house)
    async with house.store.transaction() as session:
        registry = Registry(session)
        other = await registry.begin("Others", "slack", "T1", "C2")
        other.partnership.ready = True
        known = face("otto")
        person = await registry.person("slack", known.workspace, known.handle, known.name, known.zone)
        await other.members.join(person, Role.CHAIR)
    for action in ("show", "section", "approve", "discard", "file", "versions"):
        value = "id=1 s=present" if action == "section" else "id=1 docx" if action == "file" else "id=1"
        said = await house.presses_raw("otto", Said(place="C2"), f"minutes.{action}", value)
        assert "These minutes are not here" in said.text, action
    assert "Minutes:" not in public(house)


async def test_giving_somebody_the_minutes_to_take_still_works(house: House) -> None:
    said = await house.types("mina", "/upbeat minutes @jo")
    async with house.records() as records:
        taker = await records.members.holder(Role.MINUTES)
    assert taker is not None and taker.name == "Jo Lindqvist", said.text


async def test_minutes_before_any_meeting_say_so() -> None:
    async with House.begun() as house:
        said = await house.types("mina", "/upbeat minutes draft")
        assert "No meeting has begun here" in said.text
        assert "minutes draft begins them" in (await house.types("mina", "/upbeat minutes")).text


# Files


async def file_of(house: House, kind: str, who: str = "jo") -> tuple[str, bytes]:
    await house.types(who, f"/upbeat minutes file {kind}")
    card = house.dm(who)[-1].card
    assert card is not None and card.file is not None
    return card.file.name, card.file.content


async def approved(house: House, text: str = "") -> None:
    card = await draft_of(house)
    if text:
        await house.types("mina", f"minutes 2: {text}", where="dm")
    await house.presses("mina", card, "Approve and post")


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_docx(data: bytes) -> list[tuple[str, str]]:
    """The paragraphs of a .docx with their styles, read as XML and by nothing that wrote it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        tree = ElementTree.fromstring(archive.read("word/document.xml"))
    found = []
    for paragraph in tree.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
        found.append(((style.get(f"{W}val") or "") if style is not None else "", text))
    return found


class Page(HTMLParser):
    """What a browser would make of a page: tags with the words in them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.said.append(data)


HOSTILE = "<script>alert(1)</script> [x](javascript:y) **b** | # =cmd() <!channel> &lt;"


async def test_a_word_file_has_headings_lists_and_every_word_as_it_was_typed(house: House) -> None:
    await approved(house, HOSTILE)
    name, data = await file_of(house, "docx")
    assert name == "steering-group-2026-12-15-v1.docx"
    paragraphs = read_docx(data)
    assert paragraphs[0] == ("Heading1", "Steering group")
    assert ("Heading2", "Present") in paragraphs and ("ListBullet", HOSTILE) in paragraphs
    assert any("We share the hall until July" in text for _, text in paragraphs)


async def test_a_web_page_holds_typed_words_as_words_and_runs_nothing(house: House) -> None:
    await approved(house, HOSTILE)
    _, data = await file_of(house, "html")
    page = Page(data.decode())
    assert HOSTILE in page.said and "script" not in page.tags and "a" not in page.tags
    assert page.tags.count("h1") == 1 and page.tags.count("h2") > 3


async def test_markdown_has_no_mark_that_somebody_typed(house: House) -> None:
    await approved(house, HOSTILE)
    _, data = await file_of(house, "md")
    line = next(row for row in data.decode().split("\n") if "alert" in row)
    bare = re.sub(r"\\[^\w\s]", "", line.removeprefix("- "))
    assert not re.search(r"[<>*\[\]`#|&!]", bare)
    assert re.sub(r"\\([^\w\s])", r"\1", line) == f"- {HOSTILE}"


async def test_the_actions_as_a_table_hold_no_formula(house: House) -> None:
    await house.types("sam", "ACTION: @frank to =HYPERLINK(1)")
    async with house.records() as records:
        action = (await records.actions.open())[-1]
        action.text = "=HYPERLINK(1)"
    await approved(house)
    name, data = await file_of(house, "csv")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert name.endswith(".csv") and rows[0][:3] == ["Number", "Action", "Lead"]
    assert ["1", "order lunch", "Frank Adeyemi", "", "Fenland Virtual School", "2026-12-18"] in rows
    assert "'=HYPERLINK(1)" in [row[1] for row in rows]
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]


async def test_a_file_of_a_draft_is_had_by_nobody_not_even_the_chair(house: House) -> None:
    await draft_of(house)
    said = await house.types("mina", "/upbeat minutes file docx")
    assert "wait for approval" in said.text and said.card and said.card.file is None


async def test_which_file_is_asked_where_no_format_is_named(house: House) -> None:
    await approved(house)
    said = await house.types("jo", "/upbeat minutes file")
    assert said.buttons == ["A Word file", "A web page", "Markdown", "The actions as a table"]
    await house.presses("jo", said, "A web page")
    card = house.dm("jo")[-1].card
    assert card and card.file and card.file.name.endswith(".html")


# A meeting that was held by hand


async def test_a_sitting_says_who_was_there_and_what_came_under_which_item(house: House) -> None:
    async with house.records() as records:
        meeting = await records.meetings.last(house.clock.now())
        mina, otto = await records.members.of_handle("UMINA"), await records.members.of_handle("UWILL")
        assert meeting is not None and mina is not None and otto is not None
        sitting = await records.sittings.start(meeting, mina, meeting.starts_at)
        items = await records.agenda.of(meeting, house.clock.now())
        budget = next(item for item in items if item.text == "Budget")
        fair = next(item for item in items if item.text == "The summer fair")
        await records.sittings.is_there(sitting, mina)
        await records.sittings.is_there(sitting, "A governor", instead_of=otto)
        await records.sittings.turn_to(sitting, budget, meeting.starts_at, "")
        decision = await records.notes.numbered("decision", 1)
        assert decision is not None
        await records.sittings.catch("decision", decision.id, meeting.series.conversation_id)
        await records.sittings.leave_out(sitting, fair, house.clock.now(), "left")
        await records.agenda.put_off([fair], None, carried=True)
        await records.sittings.end(sitting, house.clock.now(), settled=True)
    text = (await draft_of(house)).text
    there = text.split("1. Present")[1].split("2. Apologies")[0]
    assert (
        "Mina Patel" in there and "A governor, in place of Will Grant" in there and "Sam Okafor" not in there
    )
    under = text.split("Budget")[1].split("The summer fair")[0]
    assert "Decision 1: We share the hall until July" in under and "The works end in May" not in under
    assert "This was left for the next meeting" in text.split("The summer fair")[1]


# Mail, and very long minutes


async def test_approved_minutes_go_by_mail_to_who_is_not_in_the_channel(house: House) -> None:
    house.dispatch.mails = True
    async with house.records() as records:
        circulation = await records.lists.named("operational")
        chair = await records.members.chair()
        assert circulation is not None and chair is not None
        reader = await records.lists.add(
            circulation, "grace@example.org", "Grace Abara", "asked", chair.id, house.clock.now()
        )
    card = await draft_of(house)
    async with house.records() as records:
        assert await records.deliveries.of(f"minutes/1/v1/letter/to/{reader.ref}") is None
    await house.presses("mina", card, "Approve and post")
    async with house.store.transaction() as session:
        delivery = await house_delivery(house, f"minutes/1/v1/letter/to/{reader.ref}")
        drawn, _ = await house.dispatch.draw(delivery, Registry(session), house.clock.now())
    assert drawn is not None and drawn.file is not None and not list(drawn.buttons())
    assert any("We share the hall until July" in text for _, text in read_docx(drawn.file.content))
    assert load(dump(drawn)) == drawn


async def house_delivery(house: House, key: str) -> Delivery:
    async with house.records() as records:
        found = await records.deliveries.of(key)
    assert found is not None, key
    return found


async def test_very_long_minutes_stay_within_the_limits_of_every_door(house: House) -> None:
    async with house.records() as records:
        member = await records.members.chair()
        meeting = await records.meetings.last(house.clock.now())
        assert meeting is not None and member is not None
        for number in range(150):
            note = Note(
                kind="information", text=f"{number} " + "word " * 90, at=meeting.starts_at, state="open"
            )
            note.meeting_id, note.series_id, note.by_id = meeting.id, meeting.series_id, member.id
            await records.notes.add(note)
    card = await draft_of(house)
    assert "149 word" in card.text
    said = await house.types("mina", "minutes 3", where="dm")
    assert card.card is not None
    for message in blocks.messages(card.card, "minutes/1", 1):
        assert len(message["blocks"]) <= 50 and len(json.dumps(message["blocks"])) < 25_000
    for page in cards.pages(card.card, "minutes/1", 1, lambda _: False):
        assert len(json.dumps(page["card"]).encode()) < 40_000
    await house.presses("mina", card, "Approve and post")
    _, data = await file_of(house, "docx")
    assert len([text for _, text in read_docx(data) if " word word" in text]) == 150, said.text


async def test_a_section_that_is_longer_than_any_form_is_refused_kindly_and_changes_nothing(
    house: House,
) -> None:
    card = await draft_of(house)
    said = await house.types("mina", f"minutes 2: {'word ' * 700}", where="dm")
    assert "3000 characters" in said.text and "word word" not in card.text
    form = await form_for(house, "mina", card, 2)
    sent = await house.submits("mina", form, {"text": "x" * 3001})
    assert "3000 characters" in sent.errors["text"]
