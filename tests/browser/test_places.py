"""Who you are, where you are, what time it is."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Desk
from tests.browser.test_talking import said, types

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_another_person_is_chosen_and_sees_only_their_own_places(desk: Desk) -> None:
    page = await desk.open("as/mina/steering")
    await expect(page.get_by_role("link", name="office")).to_be_visible()
    await page.get_by_role("link", name="You are Mina Achebe").click()
    await page.get_by_role("dialog").get_by_role("link", name=re.compile("Otto Lindqvist")).click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator(".you")).to_contain_text("Otto Lindqvist")
    await expect(page.locator(".you")).to_contain_text("external")
    await expect(page.locator("#side").get_by_text("office")).to_have_count(0)
    await expect(page).to_have_url(re.compile("#/as/otto/steering"))


async def test_an_external_person_is_shown_the_way_that_works_for_them(desk: Desk) -> None:
    page = await desk.open("as/priya/steering")
    box = page.get_by_label("Write to")
    await box.press_sequentially("/age")
    await expect(page.locator(".offers")).to_contain_text("Start with @Upbeat")
    await box.press("Enter")
    await expect(box).to_have_value("@Upbeat agenda ")
    await types(page, "/agenda add Budget")
    await expect(page.get_by_role("alert").filter(has_text=re.compile(r"\w"))).to_be_visible()
    await expect(box).to_have_value("/agenda add Budget")
    await page.get_by_role("link", name="Home").click()
    await expect(page.locator("#main")).to_contain_text("Home is empty for Priya Raman")


async def test_what_is_new_is_marked_until_it_is_read(desk: Desk) -> None:
    page = await desk.open("as/otto/dm")
    await desk.sandbox.say("sam", "A new song list is up", conversation="library-link")
    place = page.get_by_role("link", name=re.compile("^library-link"))
    await expect(place.locator(".count")).to_be_visible()
    await place.click()
    await expect(said(page, "A new song list is up")).to_be_visible()
    await expect(place.locator(".count")).to_have_count(0)


async def test_upbeat_is_invited_and_people_leave(desk: Desk) -> None:
    page = await desk.open("as/sam/library-link")
    await page.get_by_role("button", name="Invite Upbeat").click()
    await expect(page.get_by_role("button", name="Invite Upbeat")).to_have_count(0)
    await page.locator(".members").click()
    await page.get_by_role("dialog").get_by_role("button", name="Leave the conversation").click()
    await expect(page.locator("#main h1")).to_have_text("Upbeat")
    await page.get_by_role("link", name="library-link").click()
    await page.get_by_role("button", name="Join").click()
    await expect(page.get_by_label("Write to library-link")).to_be_visible()


async def test_the_clock_is_turned_in_london_wherever_the_browser_is(desk: Desk) -> None:
    page = await desk.open("as/mina/office")
    face = page.locator(".clock-face")
    before = await face.inner_text()
    await page.get_by_role("button", name="Next morning").click()
    await expect(face).to_contain_text("9am")
    assert await face.inner_text() != before
    now = datetime.fromisoformat((await desk.sandbox.state())["now"]).astimezone(ZoneInfo("Europe/London"))
    assert (now.hour, now.minute) == (9, 0)
    await expect(page.get_by_role("region", name="What happened meanwhile")).to_contain_text("It is now")
    await page.keyboard.press("Escape")
    await types(page, "good morning from the next day")
    await expect(said(page, "good morning from the next day").last.locator(".time").first).to_have_text("9am")


async def test_somebody_who_joins_is_counted_while_another_goes_on_typing(desk: Desk) -> None:
    page = await desk.open("as/mina/steering")
    members = page.locator(".members > :last-child")
    before = int(await members.inner_text())
    await page.get_by_label("Write to").fill("still")
    await desk.sandbox.leave("grace", "steering")
    await expect(members).to_have_text(str(before - 1))
    await desk.sandbox.join("grace", "steering")
    await expect(members).to_have_text(str(before))
    await page.keyboard.type(" here")
    await expect(page.get_by_label("Write to")).to_have_value("still here")


async def test_escape_puts_away_what_the_clock_has_told_wherever_one_is(desk: Desk) -> None:
    page = await desk.open("as/mina/office")
    await page.get_by_role("button", name="+1 hour").click()
    summary = page.get_by_role("region", name="What happened meanwhile")
    await expect(summary).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(summary).to_be_hidden()
    await page.get_by_role("button", name="+1 hour").click()
    await summary.get_by_role("button", name="Close").click()
    await expect(summary).to_be_hidden()
    await expect(page.get_by_role("button", name="+1 hour")).to_be_focused()


async def test_a_place_that_is_not_there_says_so(desk: Desk) -> None:
    page = await desk.open("as/mina/nowhere")
    await expect(page.locator("#main")).to_contain_text("no conversation named “nowhere”")
    await page.goto(f"{desk.address}/#/as/otto/office")
    await expect(page.locator("#main")).to_contain_text("Otto Lindqvist is not in office")


async def test_behind_the_scenes_shows_the_calls_and_takes_faults(desk: Desk) -> None:
    await desk.sandbox.say("mina", "@Upbeat are you there?")
    page = await desk.open("as/mina/steering?behind")
    drawer = page.get_by_role("complementary", name="Behind the scenes")
    await expect(drawer.locator(".call", has_text="chat.postMessage").first).to_be_visible()
    await drawer.get_by_role("button", name=re.compile("Event twice")).click()
    await expect(page.locator("#toasts")).to_contain_text("Event twice: ready")
    await desk.sandbox.say("mina", "and this uses the fault up")
    await page.keyboard.press("Escape")
    await expect(drawer).to_have_count(0)
