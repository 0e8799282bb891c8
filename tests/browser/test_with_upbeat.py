"""The page with the real bot behind it: the tour, a form, the gallery, a bot that is killed."""

from __future__ import annotations

import re
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from sandbox import main
from sandbox.client import Sandbox
from tests.browser.conftest import ROOT, Desk
from tests.browser.test_talking import said, types

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
PATIENT = 20_000


@pytest_asyncio.fixture(loop_scope="session")
async def upbeat() -> AsyncIterator[str]:
    """The address of a new sandbox in which Upbeat itself answers."""
    command = [sys.executable, "-m", "bot", "run"]
    async with main.serving(
        main.Options(command=command, manifest=ROOT / "app.yaml", browser=False)
    ) as address:
        yield address


@pytest_asyncio.fixture(loop_scope="session")
async def table(browser: Browser, upbeat: str) -> AsyncIterator[Desk]:
    async with AsyncExitStack() as stack, Sandbox(upbeat) as sandbox:
        made = Desk(browser, upbeat, sandbox, stack)
        yield made
        assert made.errors == [], "the page complained in its console"


async def test_the_tour_of_a_first_visit_ends_with_a_chase(table: Desk) -> None:
    page = await table.open("", tour=True)
    tour = page.get_by_role("region", name="A short tour")
    steps = len((await table.sandbox.get("setup"))["tour"])
    for step in range(1, steps + 1):
        await expect(tour).to_contain_text(f"{step} of {steps}")
        await tour.get_by_role("button", name="Try it").click()
        await expect(tour.get_by_role("button", name="Again")).to_be_visible(timeout=PATIENT)
        await expect(page.locator("#toasts .error")).to_have_count(0)
        await tour.get_by_role("button", name="Finish" if step == steps else "Next").click()
    await expect(tour).to_have_count(0)
    await expect(said(page, "post the flyer").get_by_role("button", name="On track")).to_be_visible()
    await page.reload()
    await expect(said(page, "post the flyer").last).to_be_visible()
    await expect(tour).to_have_count(0)
    await page.get_by_role("button", name="Tour").click()
    await expect(tour).to_be_visible()


async def test_a_form_filled_in_puts_an_item_on_the_agenda(table: Desk) -> None:
    await table.sandbox.say("mina", "/meeting plan Steering group, in six weeks on Tuesday 2pm, 90 minutes")
    page = await table.open("as/mina/steering")
    await types(page, "/agenda")
    await said(page, "Agenda").last.get_by_role("button", name="Add an item").click()
    form = page.get_by_role("dialog")
    first = form.locator("textarea, input").first
    await expect(first).to_be_visible()
    await first.fill("A boat for the library")
    await form.locator("footer .primary").click()
    await expect(form).to_have_count(0)
    await expect(said(page, "A boat for the library").last).to_be_visible()
    await types(page, "/agenda")
    await expect(said(page, "Agenda").last).to_contain_text("A boat for the library")


async def test_the_clock_sums_up_what_upbeat_said_and_leads_there(table: Desk) -> None:
    await table.sandbox.say("mina", "/meeting plan Choir, a fortnight on Thursday 10am, 60 minutes")
    await table.sandbox.say("jo", "ACTION: Jo to count the drums by tomorrow")
    await table.sandbox.say("jo", "@Upbeat reflect quiet")
    page = await table.open("as/frank/steering")
    summary = page.get_by_role("region", name="What happened meanwhile")
    to_jo = summary.get_by_role("link", name=re.compile("privately to Jo Penrose"))
    for _ in range(6):
        await page.get_by_role("button", name="Next thing due").click()
        await expect(summary).to_contain_text("It is now", timeout=PATIENT)
        if await to_jo.count():
            break
    await to_jo.first.click()
    await expect(page.locator(".you")).to_contain_text("Jo Penrose")
    await expect(said(page, "count the drums").first).to_be_visible()


async def test_the_gallery_draws_every_card_of_every_prompt(table: Desk) -> None:
    page = await table.open("gallery")
    cards = page.locator(".gallery-card")
    await expect(cards.first).to_be_visible(timeout=3 * PATIENT)
    shown = await cards.count()
    assert shown > 50
    await expect(page.locator(".gallery .unknown-block")).to_have_count(0)
    await page.get_by_label("Find a card").fill("chase")
    await expect(cards.first).to_contain_text("chase")
    assert 0 < await cards.count() < shown
    await page.get_by_label("Find a card").fill("no such words anywhere")
    await expect(page.locator(".gallery")).to_contain_text("No card fits")


async def test_a_bot_that_is_killed_is_said_to_be_down_and_can_be_started(table: Desk) -> None:
    page = await table.open("as/mina/steering?behind")
    drawer = page.get_by_role("complementary", name="Behind the scenes")
    await drawer.get_by_role("button", name="Kill").click()
    await expect(page.locator("#notice")).to_contain_text("Upbeat is not running")
    await drawer.get_by_role("button", name="Start Upbeat").click()
    await expect(page.locator("#notice")).to_be_hidden(timeout=PATIENT)
    await expect(drawer).to_contain_text("Upbeat is running")


async def test_a_message_that_is_pointed_at_becomes_an_action(table: Desk) -> None:
    ts = await table.sandbox.say("otto", "Somebody should ring the hall about the key")
    page = await table.open("as/mina/steering")
    message = page.locator(f'#main [data-ts="{ts}"]')
    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Make this an action").click()
    form = page.get_by_role("dialog")
    await expect(form.locator("footer .primary")).to_be_visible(timeout=PATIENT)
    assert "ring the hall" in " ".join(
        [await one.input_value() for one in await form.locator("textarea, input").all()]
    )
    await form.locator("footer .primary").click()
    await expect(form).to_have_count(0, timeout=PATIENT)
    await message.get_by_role("link", name="1 reply").click()
    await expect(page.locator("#pane")).to_contain_text("ring the hall about the key")
    await expect(
        page.locator("#pane").get_by_role("button").filter(has_text=re.compile(r"\w")).first
    ).to_be_visible()
