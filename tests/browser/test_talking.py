"""Typing, pressing, filling in, reacting, threads: what people do all day."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def said(page: Page, words: str):  # type: ignore[no-untyped-def]
    return page.locator("#main .message", has_text=words)


async def types(page: Page, words: str) -> None:
    await page.get_by_label("Write to").fill(words)
    await page.keyboard.press("Enter")


async def test_what_one_person_types_the_other_sees_at_once(desk: Desk) -> None:
    mina = await desk.open("as/mina/steering")
    otto = await desk.open("as/otto/steering")
    await desk.sandbox.say("frank", "Is there a hall?")
    await expect(said(otto, "Is there a hall?")).to_be_visible()
    await types(mina, "The *hall* is booked")
    for page in (mina, otto):
        message = said(page, "The hall is booked")
        await expect(message).to_contain_text("Mina Achebe")
        await expect(message.locator("b", has_text="hall")).to_be_visible()
    await expect(otto.locator("#live")).to_contain_text("Mina Achebe: The")


async def test_shift_enter_makes_a_new_line_and_enter_sends(desk: Desk) -> None:
    page = await desk.open("as/mina/office")
    box = page.get_by_label("Write to")
    await box.fill("first line")
    await box.press("Shift+Enter")
    await page.keyboard.type("second line")
    await expect(box).to_have_value("first line\nsecond line")
    await box.press("Enter")
    await expect(box).to_have_value("")
    await expect(said(page, "first line").locator("br")).to_have_count(1)


async def test_a_slash_offers_the_commands_of_the_manifest(desk: Desk) -> None:
    page = await desk.open("as/mina/steering")
    box = page.get_by_label("Write to")
    await box.press_sequentially("/ag")
    offers = page.locator(".offer")
    await expect(offers).to_have_count(1)
    await expect(offers).to_contain_text("add Budget 10m @mina for decision")
    await box.press("Tab")
    await expect(box).to_have_value("/agenda ")


async def test_an_at_sign_offers_people(desk: Desk) -> None:
    page = await desk.open("as/mina/steering")
    box = page.get_by_label("Write to")
    await box.press_sequentially("thanks @pri")
    await expect(page.locator(".offer")).to_contain_text("Priya Raman")
    await box.press("Enter")
    await expect(box).to_have_value("thanks @priya ")
    await box.press("Enter")
    await expect(said(page, "thanks @Priya Raman").locator(".mention")).to_have_text("@Priya Raman")


async def test_an_answer_to_a_command_is_seen_by_nobody_else(desk: Desk) -> None:
    sam = await desk.open("as/sam/steering")
    frank = await desk.open("as/frank/steering")
    await types(sam, "/agenda")
    await expect(said(sam, "three items")).to_contain_text("Only you can see this")
    await types(frank, "has anybody seen the agenda?")
    await expect(said(frank, "has anybody seen")).to_be_visible()
    await expect(said(frank, "three items")).to_have_count(0)


async def test_a_press_opens_a_form_whose_errors_stand_beside_their_fields(desk: Desk) -> None:
    page = await desk.open("as/mina/steering")
    await types(page, "/agenda")
    await said(page, "three items").last.get_by_role("button", name="Add an item").click()
    form = page.get_by_role("dialog", name="Add an item")
    await form.get_by_role("button", name="Add", exact=True).click()
    await expect(form.locator(".field", has_text="What is it about?")).to_contain_text("Please fill this in.")
    await form.get_by_label("What is it about?").fill("Otter funding")
    await form.get_by_label("How many minutes?").fill("ten")
    await form.get_by_label("For decision").check()
    await form.get_by_role("button", name="Add", exact=True).click()
    wrong = form.get_by_label("How many minutes?")
    await expect(form.locator(".field", has_text="How many minutes?")).to_contain_text(
        "Write the minutes as a number"
    )
    await expect(wrong).to_be_focused()
    await expect(wrong).to_have_attribute("aria-invalid", "true")
    await expect(form.get_by_label("What is it about?")).to_have_value("Otter funding")
    await wrong.fill("10")
    await wrong.press("Enter")
    await expect(form).to_have_count(0)
    await expect(page.locator("#side .place", has_text="Private messages").locator(".count")).to_be_visible()
    await page.get_by_role("link", name="Private messages").click()
    await expect(said(page, "Added: Otter funding").last).to_be_visible()


async def test_escape_closes_a_form_for_the_bot_too(desk: Desk) -> None:
    page = await desk.open("as/frank/steering")
    await types(page, "/agenda")
    await said(page, "three items").last.get_by_role("button", name="Add an item").click()
    await expect(page.get_by_role("dialog", name="Add an item")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.reload()
    await expect(said(page, "three items").last).to_be_visible()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_button_that_wants_to_be_sure_asks_first(desk: Desk) -> None:
    page = await desk.open("as/sam/steering")
    await types(page, "/agenda")
    button = said(page, "three items").last.get_by_role("button", name="Take it back")
    await button.click()
    await page.get_by_role("dialog").get_by_role("button", name="Keep it").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(said(page, "It is taken back.")).to_have_count(0)
    await button.click()
    await page.get_by_role("dialog").get_by_role("button", name="Take it back").click()
    await expect(said(page, "It is taken back.")).to_be_visible()


async def test_a_menu_in_a_card_tells_the_bot_what_was_chosen(desk: Desk) -> None:
    page = await desk.open("as/mina/steering")
    await types(page, "/upbeat")
    await said(page, "Every block").last.locator("[data-action=purpose]").select_option(label="For decision")
    await expect(said(page, "You chose: For decision").last).to_be_visible()


async def test_own_words_can_be_edited_with_arrow_up_and_deleted(desk: Desk) -> None:
    page = await desk.open("as/frank/office")
    await types(page, "We met on *Tuesday* with @mina")
    await expect(said(page, "We met on Tuesday")).to_be_visible()
    await page.get_by_label("Write to").press("ArrowUp")
    box = page.get_by_label("Edit your message")
    await expect(box).to_have_value("We met on *Tuesday* with @mina")
    await box.fill("We met on *Wednesday* with @mina")
    await box.press("Enter")
    message = said(page, "We met on Wednesday with @Mina Achebe")
    await expect(message).to_contain_text("(edited)")
    await message.hover()
    await message.get_by_role("button", name="Delete your message").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await expect(said(page, "We met on")).to_have_count(0)


async def test_what_is_being_rewritten_stays_when_others_react_to_it(desk: Desk) -> None:
    ts = await desk.sandbox.say("grace", "We need a drum")
    page = await desk.open("as/grace/steering")
    await expect(said(page, "We need a drum")).to_be_visible()
    await page.get_by_label("Write to").press("ArrowUp")
    box = page.get_by_label("Edit your message")
    await box.fill("We need two drums")
    await desk.sandbox.react("otto", str(ts), "heart")
    await desk.sandbox.say("otto", "How many?")
    await expect(said(page, "How many?").last).to_be_visible()
    await expect(box).to_have_value("We need two drums")
    await page.keyboard.press("Enter")
    message = said(page, "We need two drums")
    await expect(message.get_by_role("button", name=re.compile("^heart: Otto"))).to_be_visible()


async def test_words_that_could_not_be_sent_stand_before_those_typed_since(desk: Desk) -> None:
    page = await desk.open("as/otto/steering")
    typed_on = asyncio.Event()

    async def late(route: Route) -> None:
        await typed_on.wait()
        await route.continue_()

    await page.route(re.compile("/sandbox/say"), late)
    await types(page, "/agenda add Budget")
    await page.keyboard.type("and more")
    typed_on.set()
    await expect(page.get_by_role("alert").filter(has_text=re.compile(r"\w"))).to_be_visible()
    await expect(page.get_by_label("Write to")).to_have_value("/agenda add Budget\nand more")


async def test_a_reaction_is_added_from_a_handful_and_taken_back(desk: Desk) -> None:
    await desk.sandbox.say("otto", "The boat floats")
    page = await desk.open("as/grace/steering")
    message = said(page, "The boat floats")
    await message.hover()
    await message.get_by_role("button", name="Add a reaction").first.click()
    await page.get_by_role("dialog").get_by_role("button", name="tada").click()
    pill = message.get_by_role("button", name=re.compile("^tada: Grace Abara"))
    await expect(pill).to_have_attribute("aria-pressed", "true")
    await pill.click()
    await expect(pill).to_have_count(0)


async def test_a_thread_opens_beside_the_conversation_and_has_an_address(desk: Desk) -> None:
    ts = await desk.sandbox.say("priya", "@Upbeat hello from a thread test")
    page = await desk.open("as/priya/steering")
    message = said(page, "hello from a thread test")
    await message.get_by_role("link", name="1 reply").click()
    pane = page.locator("#pane")
    await expect(pane.locator(".message", has_text="You called me.")).to_be_visible()
    await expect(page).to_have_url(re.compile(re.escape(f"#/as/priya/steering/thread/{ts}")))
    await pane.get_by_label("Reply in the thread").fill("thank you")
    await page.keyboard.press("Enter")
    await expect(pane.locator(".message", has_text="thank you")).to_be_visible()
    await expect(said(page, "hello from a thread test").get_by_role("link", name="2 replies")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(pane).to_be_hidden()
    await page.goto(f"{desk.address}/#/as/otto/steering/thread/{ts}")
    await page.reload()
    await expect(pane).to_contain_text("You called me.")
