"""Lists, letters, newsletters and the briefing, whichever door people come through; letters arrive by real SMTP."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from pathlib import Path

import docx
import pytest

from tests.contract.mailed import DOORS, Mailed, opened
from tests.contract.party import DIRECTLY, NOW, begun
from tests.markup import Markup

BEN, ANN, GONE = "ben@example.org", "ann@example.org", "old@refused.example"
ASKED = "asked for it at the meeting"


@pytest.fixture(params=sorted(DOORS))
async def mailed(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Mailed]:
    """A partnership begun, on Wednesday 25 November 2026 at ten, from which letters can be sent."""
    async with DOORS[request.param](tmp_path, NOW) as mailed:
        await begun(mailed.party)
        yield mailed
        assert await mailed.party.refused() == []


async def adds(mailed: Mailed, name: str, address: str, to: str = "strategic") -> str:
    return await mailed.party.asks("mina", f"lists add {name} {address} to {to}, {ASKED}", DIRECTLY)


async def chooses(mailed: Mailed, lists: str, months: str = "1") -> None:
    await mailed.party.asks("mina", "newsletter settings", DIRECTLY)
    await press_if_asked(mailed, "mina")
    assert await mailed.party.submits("mina", {"months": months, "lists": lists}) == []


async def press_if_asked(mailed: Mailed, who: str) -> None:
    """Where a line of text cannot open a form there is one button that does."""
    if await mailed.party.form(who) is None:
        [label, *_] = await mailed.party.labels(who, DIRECTLY)
        await mailed.party.presses(who, label, DIRECTLY)


def link(text: str, kind: str) -> list[str]:
    return re.findall(rf"http://127\.0\.0\.1:\d+/{kind}/[\w/]+", text)


async def test_lists_are_kept_by_words_and_by_form_and_addresses_are_for_those_who_keep_them(
    mailed: Mailed,
) -> None:
    party = mailed.party
    assert f"Ben Marsh ({BEN}) is on the strategic list" in await adds(mailed, "Ben Marsh", BEN)
    await party.asks("mina", "lists new Governors", DIRECTLY)
    await party.asks("mina", "lists", DIRECTLY)
    await party.presses("mina", "Add somebody", DIRECTLY)
    form = await party.form("mina")
    assert form is not None and set(form.choices["circulation"]) == {"strategic", "operational", "Governors"}
    number = str(
        1
        + sorted(form.choices["circulation"], key=["strategic", "operational", "Governors"].index).index(
            "Governors"
        )
    )
    values = {"name": "Ann Lee", "address": ANN, "circulation": number, "consent": ""}
    assert await party.submits("mina", values) != [], "without a reason nobody is put on a list"
    assert await party.submits("mina", {**values, "consent": ASKED}) == []
    said = await party.asks("mina", "lists Governors", DIRECTLY)
    assert ANN in said and BEN not in said
    assert ANN not in await party.asks("otto", "lists Governors", DIRECTLY)
    assert "kept no longer" in await party.asks("mina", f"lists remove {ANN}", DIRECTLY)
    assert "is gone" in await party.asks("mina", "lists drop Governors", DIRECTLY)
    for person in ("otto", "jo"):
        assert not [text for text in await party.sees(person) if "@example.org" in text]


async def test_a_letter_is_the_same_words_twice_and_can_be_left_with_one_press_and_no_account(
    mailed: Mailed,
) -> None:
    party = mailed.party
    await adds(mailed, "Ben Marsh", BEN)
    await adds(mailed, "Ann Lee", ANN)
    await chooses(mailed, "strategic")
    await party.says("otto", "WIN: forty children sang with Grace Abara & <b>friends</b>")
    await party.asks("mina", "newsletter draft", DIRECTLY)
    await party.presses("mina", "Approve it", DIRECTLY)
    [letter], [_] = await mailed.to(BEN), await mailed.to(ANN)
    for half in (letter.text, re.sub("<[^>]+>", "", letter.html)):
        assert "forty children sang with somebody at Oak House Library" in half and "Grace" not in half
    assert "<b>friends</b>" in letter.text and Markup(letter.html).wrong == []
    [leave] = set(link(letter.text, "leave"))
    assert f"<{leave}>" in letter.headers["List-Unsubscribe"] and leave in letter.html
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert ANN not in str(letter) and "Ann" not in str(letter)
    for _ in range(2):
        assert "Press once" in await opened(leave), "whatever looks at every link takes nobody off"
    assert "left the list" not in await party.asks("mina", "lists strategic", DIRECTLY)
    assert "You have left this list" in await opened(leave, press=True)
    said = await party.asks("mina", "lists strategic", DIRECTLY)
    assert f"{BEN} (left the list on Wed 25 November)" in said and f"{ANN} (left" not in said
    await party.asks("mina", "newsletter draft", DIRECTLY)
    await party.asks("mina", "newsletter add inform: The hall has a new floor", DIRECTLY)
    await party.presses("mina", "Approve it", DIRECTLY)
    assert (len(await mailed.to(BEN)), len(await mailed.to(ANN))) == (1, 2)


async def test_an_address_that_is_refused_is_marked_and_the_chair_told_once_in_private(
    mailed: Mailed,
) -> None:
    party = mailed.party
    await adds(mailed, "Ben Marsh", BEN)
    await adds(mailed, "Old Friend", GONE)
    await chooses(mailed, "strategic")
    for piece in ("The hall has a new floor", "The piano came"):
        await party.asks("mina", "newsletter draft", DIRECTLY)
        await party.asks("mina", f"newsletter add {piece}", DIRECTLY)
        await party.presses("mina", "Approve it", DIRECTLY)
    assert len(await mailed.read()) == 2 == len(await mailed.to(BEN))
    assert len([text for text in await party.told("mina") if "do not arrive" in text]) == 1
    assert f"{GONE} (letters do not arrive since" in await party.asks("mina", "lists strategic", DIRECTLY)
    assert not [text for text in await party.sees("otto") if "arrive" in text or GONE in text]


async def test_readers_outside_the_chat_answer_the_question_and_the_result_opens_the_next_issue(
    mailed: Mailed,
) -> None:
    party = mailed.party
    await adds(mailed, "Ben Marsh", BEN)
    await adds(mailed, "Ann Lee", ANN, "operational")
    await chooses(mailed, "strategic,operational")
    await party.asks("mina", "newsletter draft", DIRECTLY)
    await party.asks("mina", "newsletter ask Shall we meet in the evening? Yes / No", DIRECTLY)
    await party.presses("mina", "Approve it", DIRECTLY)
    for address in (BEN, ANN):
        [letter] = await mailed.to(address)
        yes, no = link(letter.text, "answer")
        assert "Press once" in await opened(no), "looking counts for nothing"
        assert "Your answer is kept" in await opened(yes, press=True)
    for person in ("sam", "otto"):
        await party.presses(person, "No")
    await party.turns("2026-12-01T12:00:00+00:00")
    said = await party.asks("mina", "newsletter draft", DIRECTLY)
    assert "Last time we asked: Shall we meet in the evening? Yes: 2, No: 2" in said
    assert "The answers are counted" in await opened(yes, press=True)
    await party.presses("mina", "Approve it", DIRECTLY)
    letter = (await mailed.to(BEN))[-1]
    assert letter.text.index("Yes: 2, No: 2") < 200, "it opens with the counts"


async def test_every_two_months_a_draft_waits_is_reminded_of_once_and_without_a_word_is_never_sent(
    mailed: Mailed,
) -> None:
    party = mailed.party
    await adds(mailed, "Ben Marsh", BEN)
    await chooses(mailed, "strategic", months="2")
    await party.says("otto", "WIN: forty children sang")
    await party.turns("2026-12-01T12:00:00+00:00")
    assert len([text for text in await party.told("mina") if "a draft" in text]) == 1
    await party.turns("2026-12-07T12:00:00+00:00")
    assert len([text for text in await party.told("mina") if "simply not sent" in text]) == 1
    await party.turns("2027-01-29T12:00:00+00:00")
    assert await mailed.read() == [] and not [text for text in await party.sees("otto") if "issue 1" in text]
    assert not [text for text in await party.told("otto") if "ewsletter" in text]
    await party.turns("2027-02-01T12:00:00+00:00")
    assert "forty children sang" in await party.asks("mina", "newsletter draft", DIRECTLY)
    await party.presses("mina", "Skip this time", DIRECTLY)
    assert await mailed.read() == []


async def test_people_are_named_only_while_they_agree(mailed: Mailed) -> None:
    party = mailed.party
    await adds(mailed, "Ben Marsh", BEN)
    await chooses(mailed, "strategic")
    await party.says("otto", "WIN: Grace Abara and Frank Osei played for the whole school")
    await party.asks("grace", "newsletter name me", DIRECTLY)
    await party.asks("mina", "newsletter draft", DIRECTLY)
    await party.presses("mina", "Approve it", DIRECTLY)
    [letter] = await mailed.to(BEN)
    assert "Grace Abara and somebody at Wren Valley Music Service played" in letter.text
    [issue] = [text for text in await party.sees("otto") if "issue 1" in text]
    assert "Grace Abara and somebody" in issue
    await party.asks("grace", "newsletter leave my name out", DIRECTLY)
    [issue] = [text for text in await party.sees("otto") if "issue 1" in text]
    assert "Grace" not in issue and "omebody at Oak House Library" in issue


async def test_the_briefing_goes_to_the_strategic_list_as_a_letter_with_a_page_and_a_picture(
    mailed: Mailed,
) -> None:
    party = mailed.party
    await adds(mailed, "Ben Marsh", BEN)
    await party.says("jo", "AGREED: the summer concert is at the Curve")
    await party.says("otto", "WIN: forty children sang")
    await party.asks("mina", "briefing", DIRECTLY)
    await party.presses("mina", "Change aims and asks", DIRECTLY)
    values = {"aims": "Every child makes music.", "asks": "Shall we pay for the bus?", "months": "2"}
    assert await party.submits("mina", values) == []
    assert await mailed.read() == [], "nothing goes before a press"
    await party.turns("2027-01-04T12:00:00+00:00")
    [ready] = [text for text in await party.told("mina") if "Briefing" in text and "Shall we pay" in text][
        -1:
    ]
    assert "the summer concert is at the Curve" in ready
    await party.presses("mina", "Send it", DIRECTLY)
    [letter] = await mailed.to(BEN)
    assert letter.subject == "Briefing: Making Music Together" and Markup(letter.html).wrong == []
    [name] = [name for name in letter.files if name.endswith(".docx")]
    page = [one.text for one in docx.Document(io.BytesIO(letter.files[name])).paragraphs]
    for words in ("Every child makes music.", "Shall we pay for the bus?"):
        assert words in page and words in letter.text
    [picture] = [held for name, held in letter.files.items() if name.endswith(".png")]
    assert picture.startswith(b"\x89PNG") and "Oak House Library 1" in letter.text
    [shown] = Markup(letter.html).of("img")
    assert str(shown["alt"]) in " ".join(letter.text.split())
    assert "nothing was sent again" in await party.asks("mina", "briefing send", DIRECTLY)
