"""What an app may add to a conversation and to Home: shortcuts, files, bookmarks, a long page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect
from slack_sdk.web.async_client import AsyncWebClient

from tests.browser import probe
from tests.browser.conftest import Desk
from tests.browser.test_looks import CONTRAST, NAMELESS
from tests.browser.test_talking import said

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def slack(desk: Desk) -> AsyncWebClient:
    """The probe's own way to the Web API."""
    return AsyncWebClient(token=probe.BOT_TOKEN, base_url=f"{desk.address}/api/")


async def steering(desk: Desk) -> str:
    """The id of the shared channel."""
    found = (await desk.sandbox.state())["conversations"]
    return str(next(one["id"] for one in found if one["name"] == "steering"))


async def readable(page: Page) -> None:
    """All words stand out from what is behind them, all controls have names, nothing sticks out sideways."""
    assert await page.evaluate(CONTRAST) == []
    assert await page.evaluate(NAMELESS) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_message_is_made_an_action_by_keyboard_alone(desk: Desk) -> None:
    ts = await desk.sandbox.say("otto", "Somebody should ring the hall")
    page = await desk.open("as/mina/steering")
    message = page.locator(f'#main [data-ts="{ts}"]')
    await message.focus()
    more = message.get_by_role("button", name="More actions")
    while not await more.evaluate("node => node === document.activeElement"):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    menu = page.get_by_role("menu", name="More actions")
    await expect(menu.get_by_role("menuitem", name="Make this an action")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(menu.get_by_role("menuitem", name="Put this on the agenda")).to_be_focused()
    await readable(page)
    await page.keyboard.press("Escape")
    await expect(menu).to_have_count(0)
    await expect(more).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await message.get_by_role("link", name="1 reply").click()
    await expect(page.locator("#pane")).to_contain_text("Taken down: Somebody should ring the hall")


async def test_on_a_phone_a_tap_on_a_message_brings_its_shortcuts(desk: Desk) -> None:
    ts = await desk.sandbox.say("otto", "A tap on this, please")
    page = await desk.open("as/mina/steering", phone=True)
    message = page.locator(f'#main [data-ts="{ts}"]')
    await message.locator(".words").tap()
    await message.get_by_role("button", name="More actions").tap()
    item = page.get_by_role("menuitem", name="Make this an action")
    box = await item.bounding_box()
    assert box is not None and box["height"] >= 44
    await readable(page)
    await item.tap()
    await expect(message.get_by_role("link", name="1 reply")).to_be_visible()


async def test_external_people_are_offered_no_shortcuts(desk: Desk) -> None:
    ts = await desk.sandbox.say("otto", "Nothing but words for those from elsewhere")
    page = await desk.open("as/otto/steering")
    message = page.locator(f'#main [data-ts="{ts}"]')
    await message.hover()
    await expect(message.get_by_role("button", name="Add a reaction")).to_be_visible()
    await expect(page.get_by_role("button", name="More actions", include_hidden=True)).to_have_count(0)
    await expect(page.get_by_role("button", name="Shortcuts")).to_have_count(0)


async def test_a_shortcut_that_needs_no_message_stands_where_one_writes(desk: Desk) -> None:
    page = await desk.open("as/mina/office")
    await page.get_by_role("button", name="Shortcuts").click()
    await page.get_by_role("menuitem", name="Probe").click()
    await expect(page.get_by_role("dialog", name="Add an item")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
async def test_a_file_stands_under_its_words_and_can_be_taken_home(
    desk: Desk, phone: bool, tmp_path: Path
) -> None:
    await slack(desk).files_upload_v2(
        channel=await steering(desk),
        content="BEGIN:VCALENDAR",
        filename="steering group.ics",
        title="Steering group, Tuesday 8 December",
        initial_comment="The day stands",
    )
    page = await desk.open("as/otto/steering", phone=phone, dark=phone)
    message = said(page, "The day stands").last
    link = message.get_by_role("link", name=re.compile("^Download Steering group, Tuesday 8 December"))
    await expect(link).to_contain_text("steering group.ics · 15 bytes")
    await readable(page)
    async with page.expect_download() as started:
        await link.click()
    taken = await started.value
    assert taken.suggested_filename == "steering group.ics"
    await taken.save_as(tmp_path / "taken.ics")
    assert (tmp_path / "taken.ics").read_text(encoding="utf-8") == "BEGIN:VCALENDAR"


async def test_a_file_goes_along_with_a_message_or_alone_and_can_be_taken_away_before(desk: Desk) -> None:
    page = await desk.open("as/otto/steering")
    composer = page.locator("form.composer").last
    chooser, send = composer.locator("input[type=file]"), composer.get_by_role("button", name="Send")
    await expect(send).to_be_disabled()
    for name in ("terms.ics", "wrong.ics"):
        content = {"name": name, "mimeType": "text/calendar", "buffer": b"BEGIN:VCALENDAR"}
        await chooser.set_input_files(content)
    await readable(page)
    await composer.get_by_role("button", name="Take wrong.ics away").click()
    await send.click()
    row = page.locator("#main [data-ts]").last
    await expect(row.get_by_role("link", name="terms.ics")).to_be_visible()
    await expect(send).to_be_disabled()
    [file] = (await desk.sandbox.messages("otto", "steering"))[-1]["files"]
    assert file["name"] == "terms.ics" and file["size"] == len("BEGIN:VCALENDAR")


async def test_a_bookmark_leads_to_its_message_without_leaving_the_page(desk: Desk) -> None:
    ts = await desk.sandbox.say("mina", "The agenda of the next meeting")
    where, client = await steering(desk), slack(desk)
    link = (await client.chat_getPermalink(channel=where, message_ts=str(ts)))["permalink"]
    page = await desk.open("as/otto/steering")
    added = await client.bookmarks_add(channel_id=where, title="Next agenda", type="link", link=link)
    await client.bookmarks_add(
        channel_id=where, title="The hall", type="link", link="https://example.org/hall", emoji=":house:"
    )
    marks = page.get_by_role("navigation", name="Bookmarks")
    await expect(marks.get_by_role("link", name="The hall")).to_have_attribute("target", "_blank")
    await readable(page)
    await marks.get_by_role("link", name="Next agenda").click()
    await expect(page.locator(f'#main [data-ts="{ts}"]')).to_be_focused()
    for one in (await client.bookmarks_list(channel_id=where))["bookmarks"]:
        await client.bookmarks_remove(channel_id=where, bookmark_id=one["id"])
    await expect(marks).to_have_count(0)
    assert added["ok"]


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
async def test_home_holds_a_hundred_blocks_and_keeps_the_focus_when_it_is_drawn_again(
    desk: Desk, phone: bool
) -> None:
    page = await desk.open("as/frank/home", phone=phone)
    button = page.get_by_role("button", name="Press 40", exact=True)
    await expect(page.locator(".home-card > .block")).to_have_count(100)
    await readable(page)
    await button.scroll_into_view_if_needed()
    scroll = page.locator("#main .scroll")
    before = await scroll.evaluate("node => node.scrollTop")
    for times in (1, 2):
        await button.focus()
        await page.keyboard.press("Enter")
        await expect(page.locator(".home-card")).to_contain_text(f"Action 40: pressed {times} times")
        await expect(button).to_be_focused()
    assert await scroll.evaluate("node => node.scrollTop") == pytest.approx(before, abs=2)
