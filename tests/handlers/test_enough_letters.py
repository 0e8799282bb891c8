"""Nobody makes Upbeat write to strangers without end: so many readers, and so many letters a day."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from handlers.lists import adding
from tests.handlers.test_lists import ADD, Office
from tests.house import House, Said
from tests.mailserver import listening

pytestmark = pytest.mark.only_on("sqlite")


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with House.begun() as house, listening() as mail:
        yield Office(house, mail, "https://upbeat.example.org")


async def issue(office: Office) -> Said:
    """One newsletter after another, as fast as somebody can approve them."""
    for typed in ("settings", "draft", "add inform: a choir"):
        said = await office.house.types("mina", f"/upbeat newsletter {typed}")
        if typed == "settings":
            await office.house.submits("mina", said, {"months": "1", "lists": ["strategic"]})
    said = await office.house.types("mina", "/upbeat newsletter approve")
    await office.house.deliverer.empty()
    return said


async def test_a_reader_gets_so_many_letters_a_day_and_then_nothing_is_sent_or_posted(office: Office) -> None:
    await office.house.types("mina", ADD)
    for _ in range(4):
        await issue(office)
    posted = len(office.house.channel())
    said = await issue(office)
    assert "had 4 letters from you in a day" in said.text
    assert len(office.mail.letters) == 4 and len(office.house.channel()) == posted
    assert (await office.house.types("mina", "/upbeat newsletter")).text.startswith("Newsletter 5: a draft")
    await office.house.turns("25h")
    await office.house.types("mina", "/upbeat newsletter approve")
    await office.house.deliverer.empty()
    assert len(office.mail.letters) == 5


async def test_so_many_people_are_on_the_lists_and_who_is_there_already_may_still_be_put_right(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "MOST_READERS", 1)
    await office.house.types("mina", ADD)
    said = await office.house.types("mina", ADD.replace("grace@", "ben@").replace("Grace Abara", "Ben Marsh"))
    assert "1 people on your lists already" in said.text
    assert "already" in (await office.house.types("mina", f"{ADD} again")).text
