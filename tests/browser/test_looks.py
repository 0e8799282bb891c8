"""Every block is drawn, nothing typed is markup, and the page is fit for phones, keyboards and tired eyes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Desk
from tests.browser.probe import HOSTILE
from tests.browser.test_talking import said, types

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

# addresses, and words by which one knows that the place is drawn
PLACES = {
    "as/mina": "Private messages",
    "as/mina/steering": "Every block",
    "as/mina/dm": "Private between",
    "as/otto/home": "Home is empty for Otto",
    "as/mina/home": "Your fifty actions",
    "as/mina/steering?people": "Who would you like to be?",
    "as/mina/steering?members": "People in steering",
    "as/mina/steering?behind": "chat.postMessage",
    "gallery": "The gallery is empty for now",
}

CONTRAST = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8").strip().removesuffix(";")
NAMELESS = """() => [...document.querySelectorAll('button, a[href], input, select, textarea, [role=button]')]
  .filter((node) => node.checkVisibility())
  .filter((node) => !(node.getAttribute('aria-label') || node.labels?.length || node.textContent.trim() || node.title))
  .map((node) => node.outerHTML.slice(0, 120))"""


async def test_every_kind_of_block_is_drawn(desk: Desk) -> None:
    page = await desk.open("as/mina/steering")
    await types(page, "/upbeat")
    card = said(page, "Every block").last
    await expect(card.get_by_role("heading", name="Every block")).to_be_visible()
    for words in ("bold", "rich bold", "md bold"):
        await expect(card.locator("b", has_text=re.compile(f"^{words}$"))).to_be_visible()
    for words in ("label", "rich link", "md link"):
        await expect(card.get_by_role("link", name=words, exact=True)).to_have_attribute(
            "rel", re.compile("noopener")
        )
    for words in ("a quote", "rich quote", "md quote"):
        await expect(card.locator("blockquote", has_text=words)).to_be_visible()
    await expect(card.locator("time, .words").filter(has_text="4 December 2026").first).to_be_visible()
    await expect(card.locator("ol ul li", has_text="rich item")).to_be_visible()
    await expect(card.locator("pre", has_text="rich code")).to_be_visible()
    await expect(card.get_by_role("cell", name="Budget")).to_be_visible()
    await expect(card.get_by_role("img", name="A drawing of a boat")).to_be_visible()
    for kind in (
        "select",
        "input[type=date]",
        "input[type=time]",
        "input[type=checkbox]",
        "input[type=radio]",
        "hr",
    ):
        await expect(card.locator(kind).first).to_be_visible()
    await expect(card.get_by_label("An input")).to_be_visible()
    await expect(card).to_contain_text("small print")
    await expect(card.locator(".unknown-block")).to_have_count(0)


async def test_hostile_words_are_only_words(desk: Desk) -> None:
    page = await desk.open("as/mina/steering")
    await types(page, HOSTILE + " typed")
    await expect(said(page, "typed").last).to_contain_text(HOSTILE)
    await types(page, "/meeting")
    answer = said(page, "Only you can see this").filter(has_text="window.hacked=2").last
    await expect(answer).to_contain_text(HOSTILE)
    assert await page.evaluate("window.hacked") is None
    assert await page.locator("#main :is(script, img[src=x], a[href^='javascript'])").count() == 0


async def test_nothing_is_loaded_from_elsewhere(desk: Desk) -> None:
    page = await desk.open("as/mina/steering")
    await types(page, "/upbeat")
    await expect(said(page, "Every block").last).to_be_visible()
    home = urlsplit(desk.address).netloc
    assert {urlsplit(url).netloc for url in desk.loaded if not url.startswith("data:")} == {home}


async def test_a_phone_never_scrolls_sideways(desk: Desk) -> None:
    await desk.sandbox.say("mina", "/upbeat")
    page = await desk.open("as/mina", phone=True)
    async for where in visiting(page, desk):
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
        assert await page.evaluate("Math.max(main.clientWidth, side.clientWidth)") == 390, where


async def test_on_a_phone_a_thread_fills_the_screen_and_back_leads_to_the_list(desk: Desk) -> None:
    ts = await desk.sandbox.say("mina", "@Upbeat a thread for the phone")
    page = await desk.open(f"as/mina/steering/thread/{ts}", phone=True)
    box = await page.locator("#pane").bounding_box()
    assert box is not None and (box["width"], box["height"]) == (390, 844)
    await page.get_by_role("link", name="Close the thread").click()
    await page.get_by_role("link", name="Back to the list").click()
    await expect(page.get_by_role("link", name="You are Mina Achebe").first).to_be_visible()
    await expect(page.get_by_role("link", name=re.compile("^steering"))).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_all_words_can_be_read_and_all_controls_have_names(desk: Desk, dark: bool) -> None:
    await desk.sandbox.say("mina", "/upbeat")
    await desk.sandbox.say("mina", "/agenda")
    page = await desk.open("as/mina", dark=dark)
    async for where in visiting(page, desk):
        assert await page.evaluate(CONTRAST) == [], where
        assert await page.evaluate(NAMELESS) == [], where


async def visiting(page: Page, desk: Desk) -> AsyncIterator[str]:
    """Goes through all places, each drawn to the end."""
    for where, words in PLACES.items():
        await page.goto(f"{desk.address}/#/{where}")
        await expect(page.locator("body")).to_contain_text(words)
        yield where


async def test_a_day_by_keyboard_alone(desk: Desk) -> None:
    page = await desk.open("as/mina/office")
    await expect(page.get_by_label("Write to office")).to_be_visible()
    press = page.keyboard.press
    await press("Tab")
    await expect(page.get_by_role("link", name="Skip to the conversation")).to_be_focused()
    await press("Enter")
    await _tab_to(page, page.get_by_label("Write to office"))
    await page.keyboard.type("by keyboard alone")
    await press("Enter")
    await expect(said(page, "by keyboard alone")).to_be_visible()
    await press("Shift+Tab")
    while not await page.evaluate("document.activeElement.matches('.message')"):
        await press("Shift+Tab")
    await press("End")
    await expect(said(page, "by keyboard alone")).to_be_focused()
    await _tab_to(page, said(page, "by keyboard alone").get_by_role("button", name="Add a reaction"))
    await press("Enter")
    await press("ArrowRight")
    await press("Enter")
    await expect(
        said(page, "by keyboard alone").get_by_role("button", name=re.compile("^heart"))
    ).to_be_visible()
    await page.locator(".you").focus()
    await press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await press("ArrowDown")
    await press("Enter")
    await expect(page.locator(".you")).to_contain_text("Sam Whitlock")
    await expect(page.locator(".you")).to_be_focused()


async def _tab_to(page: Page, wanted) -> None:  # type: ignore[no-untyped-def]
    for _ in range(30):
        if await wanted.evaluate("node => node === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    raise AssertionError("the Tab key did not come there")


async def test_whoever_asks_for_stillness_gets_it(desk: Desk) -> None:
    page = await desk.open("as/mina/steering?behind")
    await types(page, "still waters")
    await expect(said(page, "still waters").last).to_be_visible()
    assert (
        await page.evaluate("document.getAnimations().filter((one) => one.playState === 'running').length")
        == 0
    )
