"""Letters as readers see them in the sandbox's mailbox: wide and on a phone, in light and dark, with and without pictures."""

from __future__ import annotations

import re
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Frame, Page, expect

from sandbox import main
from sandbox.client import Sandbox
from tests.browser.conftest import ROOT, Desk
from tests.browser.test_looks import CONTRAST, NAMELESS

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

READER = "grace@oakhouse.example"
FIRST, SECOND, BRIEFING = "issue 1", "issue 2", "Briefing"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def posted() -> AsyncIterator[str]:
    """The address of a sandbox in which two newsletters and a briefing went to somebody who is not in the chat."""
    command = [sys.executable, "-m", "bot", "run"]
    options = main.Options(command=command, manifest=ROOT / "app.yaml", browser=False, links=True)
    async with main.serving(options) as address:
        async with Sandbox(address) as slack:
            await _play(slack)
        yield address


async def _play(slack: Sandbox) -> None:
    await slack.join("upbeat", "steering", by="mina")
    await slack.say("mina", f"/upbeat lists add Grace Marsh {READER} to strategic, asked at the meeting")
    await slack.say("mina", "/upbeat newsletter settings")
    await slack.submit("mina", {"months": "1", "lists": "strategic"})
    await slack.say("jo", "AGREED: the summer concert is at the Curve")
    await slack.say("otto", "WIN: forty children sang on Saturday, and nobody wanted to go home")
    await slack.say("mina", "/upbeat newsletter draft")
    await slack.say("mina", "/upbeat newsletter ask Shall we meet in the evening? Yes / No / Now and then")
    await slack.say("mina", "/upbeat newsletter approve")
    await slack.clock(advance="4d")
    await slack.say("frank", "WIN: the piano came up the stairs")
    await slack.say("jo", "ACTION: Otto to post the flyer")
    await slack.say("mina", "/upbeat newsletter draft")
    await slack.say("mina", "/upbeat newsletter approve")
    await slack.say("mina", "/upbeat briefing send")


@pytest_asyncio.fixture(loop_scope="session")
async def mailbox(browser: Browser, posted: str) -> AsyncIterator[Desk]:
    async with AsyncExitStack() as stack, Sandbox(posted) as sandbox:
        made = Desk(browser, posted, sandbox, stack)
        yield made
        assert made.errors == [], "the page complained in its console"
        assert not [url for url in made.loaded if not url.startswith((posted, "data:", "about:"))]


async def reads(page: Page, subject: str) -> Frame:
    """Open a letter; the sheet it is written on."""
    await page.locator(".mail-entry", has_text=subject).click()
    await expect(page.locator(".mail-head")).to_contain_text(subject)
    frame = page.locator("iframe.mail-frame")
    await expect(page.frame_locator("iframe.mail-frame").locator("h1")).to_contain_text(
        re.compile("News|Briefing")
    )
    handle = await frame.element_handle()
    sheet = await handle.content_frame() if handle else None
    assert sheet is not None
    return sheet


@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_letters_are_legible_in_html_and_as_text(
    mailbox: Desk, phone: bool, dark: bool, tmp_path: Path
) -> None:
    page = await mailbox.open("mail", phone=phone, dark=dark)
    for subject in (FIRST, SECOND, BRIEFING):
        sheet = await reads(page, subject)
        assert await sheet.evaluate("document.documentElement.scrollWidth <= innerWidth"), subject
        assert await sheet.evaluate(CONTRAST) == [] == await sheet.evaluate(NAMELESS), subject
        width = await sheet.evaluate("document.querySelector('.letter').getBoundingClientRect().width")
        assert width <= 600
        await expect(sheet.locator("body")).to_contain_text("Leave this list")
        await page.screenshot(path=tmp_path / f"{subject.replace(' ', '-')}.png")
        await page.locator(".mail-frame").screenshot(
            path=tmp_path / f"{subject.replace(' ', '-')}-letter.png"
        )
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await page.evaluate(CONTRAST) == [] == await page.evaluate(NAMELESS)
    await page.get_by_text("As plain text").click()
    await expect(page.locator(".mail-text").first).to_contain_text("Leave this list (http://127.0.0.1:")
    await page.locator(".mail-text").first.screenshot(path=tmp_path / "text.png")


async def test_the_second_issue_opens_with_what_was_answered_to_the_first(mailbox: Desk) -> None:
    page = await mailbox.open("mail")
    sheet = await reads(page, FIRST)
    await expect(sheet.locator("a.choice")).to_have_text(["Yes", "No", "Now and then"])
    heights = [
        box["height"] for one in await sheet.locator("a.choice").all() if (box := await one.bounding_box())
    ]
    assert min(heights) >= 44, "large enough for a thumb"
    sheet = await reads(page, SECOND)
    await expect(sheet.locator("p").first).to_contain_text(
        "Last time we asked: Shall we meet in the evening?"
    )


async def test_without_pictures_their_words_say_what_they_show(mailbox: Desk, tmp_path: Path) -> None:
    page = await mailbox.open("mail", phone=True)
    sheet = await reads(page, BRIEFING)
    drawn = "[...document.images].map((one) => one.complete && one.naturalWidth > 300)"
    assert await sheet.evaluate(drawn) == [True]
    await page.get_by_label("Show pictures").uncheck()
    sheet = await reads(page, BRIEFING)
    assert await sheet.evaluate("[...document.images].map((one) => one.currentSrc)") == [""]
    [words] = await sheet.evaluate("[...document.images].map((one) => one.alt)")
    assert "Oak House Library 1" in words and "Wren Valley Music Service 1" in words
    await page.locator(".mail-frame").screenshot(path=tmp_path / "without-pictures.png")
    file = page.get_by_role("link", name=re.compile(r"briefing-.*\.docx"))
    async with page.expect_download() as begun:
        await file.click()
    assert (await begun.value).suggested_filename.endswith(".docx")


async def test_a_reader_leaves_by_a_press_in_the_letter(mailbox: Desk, tmp_path: Path) -> None:
    page = await mailbox.open("mail", phone=True)
    sheet = await reads(page, SECOND)
    async with page.expect_popup() as opened:
        await sheet.get_by_role("link", name="Leave this list").click()
    leaving = await opened.value
    await expect(leaving.get_by_role("heading", level=1)).to_have_text("Leave this list")
    assert "left the list" not in await _list(mailbox.sandbox), "looking changes nothing"
    await leaving.screenshot(path=tmp_path / "leave.png")
    await leaving.get_by_role("button", name="Leave this list").click()
    await expect(leaving.get_by_role("heading", level=1)).to_have_text("You have left this list")
    assert f"{READER} (left the list on" in await _list(mailbox.sandbox)
    await leaving.screenshot(path=tmp_path / "left.png")


async def _list(slack: Sandbox) -> str:
    await slack.say("mina", "/upbeat lists strategic")
    rows = await slack.messages("mina", "steering")
    return str([row for row in rows if row["from"] == "upbeat"][-1]["text"])
