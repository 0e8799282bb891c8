"""A letter from the bot's own process to the mailbox, and the link in it followed in a browser of somebody without an account."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import aiohttp
import pytest

from bot import clock
from bot.card import Card, Heading, dump
from sandbox.client import Sandbox
from sandbox.main import Options, serving
from storage.database import Store
from storage.deliveries import Address, Deliveries
from storage.lists import ABOUT, Lists

pytestmark = pytest.mark.only_on("sqlite")

BOT = [sys.executable, "-m", "bot", "run"]
GRACE, OTTO = "grace@oakhouse.example", "otto@refused.example"
CARD = dump(Card((Heading("News of the Wren Valley Partnership"),)))


async def owe(database: str, key: str) -> None:
    """Owe a letter to everybody on the strategic list, as a feature would that has something to tell."""
    store = Store(database)
    async with store.transaction() as session:
        for one in await Lists(session, 1).of("strategic"):
            to, about = Address("mail", "", person=one.ref), f"{ABOUT}{one.ref}"
            key_of_one = f"{key}/to/{one.ref}"
            await Deliveries(session, 1).owe(
                key=key_of_one, at=clock.real().replace(year=2020), address=to, card=CARD, about=about
            )
    await store.close()


async def test_a_letter_arrives_is_left_by_its_link_and_a_refusal_reaches_the_chair(tmp_path: Path) -> None:
    database = f"sqlite+aiosqlite:///{tmp_path}/upbeat.db"
    options = Options(command=BOT, browser=False, database=database, links=True)
    async with serving(options) as address, Sandbox(address) as slack:
        await slack.join("upbeat", "steering", by="mina")
        for name, to in (("Grace Abara", GRACE), ("Otto Lindqvist", OTTO)):
            await slack.say("mina", f"/upbeat lists add {name} {to} to strategic, asked at the meeting")
        await owe(database, "news/1")
        await slack.say("mina", "/upbeat help")
        [letter] = await slack.mail()
        assert (letter["to"], letter["subject"]) == (GRACE, "News of the Wren Valley Partnership")
        await slack.clock(advance="6d")
        told = [row["text"] for row in await slack.dm("mina") if OTTO in row["text"]]
        assert len(told) == 1 and "do not arrive" in told[0], "the chair knows about Otto, at a decent hour"
        [link] = set(re.findall(r"http://127\.0\.0\.1:\d+/leave/\w+/\w+", letter["text"]))
        async with aiohttp.ClientSession() as browser, browser.post(link) as page:
            assert page.status == 200 and "You have left this list" in await page.text()
        await owe(database, "news/2")
        await slack.say("mina", "/upbeat help")
        assert len(await slack.mail()) == 1
