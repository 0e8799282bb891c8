"""The main moments of a term, pressed in the page by several people, on a desk and on a phone, by day and by night.

`PICTURES=docs/pictures` writes the pictures that the documentation shows; with `PICTURES_OF=all` every moment
as it looks on both screens in both lights.
"""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from sandbox import main
from sandbox.client import Sandbox
from tests.browser.conftest import PHONE, ROOT, WIDE, Desk
from tests.browser.test_extras import readable
from tests.browser.test_talking import said, types
from tests.scenarios import story
from tests.scenarios.conftest import NOW, workspace

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.timeout(600),
]
PATIENT = 30_000
LOOKS = [
    (f"{name}{'-dark' if dark else ''}", size, dark)
    for name, size in (("wide", WIDE), ("phone", PHONE))
    for dark in (False, True)
]
DOCUMENTED = {
    ("reflection-form", "phone"): "reflection-phone",
    ("meeting", "wide"): "meeting",
    ("minutes", "phone-dark"): "minutes-phone-dark",
    ("mailbox", "wide-dark"): "mailbox-dark",
}
"""The moments that the documentation shows, how each looks there, and what its picture is called."""


@pytest_asyncio.fixture(loop_scope="session")
async def table(browser: Browser, tmp_path: Path) -> AsyncIterator[Desk]:
    """The page of a new sandbox, on 25 November 2026, in which Upbeat itself answers."""
    options = main.Options(
        command=[sys.executable, "-m", "bot", "run"],
        manifest=ROOT / "app.yaml",
        seed=workspace(tmp_path, NOW),
        browser=False,
    )
    async with main.serving(options) as address, AsyncExitStack() as stack, Sandbox(address) as sandbox:
        made = Desk(browser, address, sandbox, stack)
        yield made
        assert made.errors == [], "the page complained in its console"


async def looked(page: Page, moment: str, at: Locator) -> None:
    """A moment can be read on both screens in both lights; and it is pictured, when asked for."""
    before = page.viewport_size
    await page.mouse.move(0, 0)
    for name, size, dark in LOOKS:
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        await page.emulate_media(color_scheme="dark" if dark else "light")
        await at.scroll_into_view_if_needed()
        await expect(at).to_be_visible()
        await readable(page)
        await _pictured(page, moment, name, at)
    assert before is not None
    await page.set_viewport_size(before)


async def _pictured(page: Page, moment: str, look: str, at: Locator) -> None:
    folder, every = os.environ.get("PICTURES"), os.environ.get("PICTURES_OF") == "all"
    name = f"{moment}-{look}" if every else DOCUMENTED.get((moment, look))
    if folder and name:
        await at.evaluate("node => node.scrollIntoView({block: 'start'})")
        await page.evaluate("document.querySelector('dialog[open]') || document.activeElement.blur()")
        await page.screenshot(path=Path(folder) / f"{name}.png")


async def fills(page: Page, words: dict[str, str]) -> None:
    """Fill in the open form by its labels, and send it."""
    form = page.get_by_role("dialog")
    await expect(form.locator("footer .primary")).to_be_visible(timeout=PATIENT)
    for label, text in words.items():
        await form.get_by_label(label).first.fill(text)
    await form.locator("footer .primary").click()
    await expect(form).to_have_count(0, timeout=PATIENT)


async def presses(card: Locator, name: str) -> None:
    await card.get_by_role("button", name=name, exact=True).last.click()


async def test_the_main_moments_of_a_term_are_pressed_by_several_people(table: Desk) -> None:
    await story.begin(table.sandbox)
    await grace_answers_on_her_phone(table)
    await the_agenda_shows_what_was_said(table)
    await a_meeting_is_led_and_followed(table)
    await everybody_is_asked_about_a_decision(table)
    await the_minutes_are_put_right_and_approved(table)
    await a_newsletter_is_drafted_asked_and_answered(table)
    await the_letters_are_read_in_the_mailbox(table)


async def grace_answers_on_her_phone(table: Desk) -> None:
    await table.sandbox.clock(to="2026-12-10T10:15:00+00:00")
    page = await table.open("as/grace/dm", phone=True)
    question = said(page, "what is going less well").last
    await presses(question, "Answer")
    form = page.get_by_role("dialog")
    await form.get_by_label("What is going well, and why?").fill("the children ask for more")
    await looked(page, "reflection-form", form)
    await fills(page, {})
    await expect(question).to_contain_text("your answer is kept", timeout=PATIENT)
    wide = await table.open("as/priya/steering")
    await presses(said(wide, "For your thoughts").last, "Answer privately")
    await fills(wide, {"What is going well, and why?": "the families write back"})
    await expect(said(wide, "the families write back")).to_have_count(0)
    await table.sandbox.say("otto", f"less well: {story.COLD}", "dm")
    await table.sandbox.say("sam", "less well: parking is a worry", "dm")


async def the_agenda_shows_what_was_said(table: Desk) -> None:
    await table.sandbox.clock(to="2026-12-14T10:15:00+00:00")
    page = await table.open("as/jo/steering", phone=True, dark=True)
    agenda = said(page, "Agenda: Steering group").last
    await expect(agenda).to_contain_text("the families write back")
    await looked(page, "agenda", agenda)
    await presses(agenda, "Action: the hall is cold…")
    await expect(said(page, "looks for somebody to take it on").last).to_be_visible(timeout=PATIENT)
    await expect(agenda.get_by_role("button", name="Action 3: I'll take it")).to_be_visible(timeout=PATIENT)


async def a_meeting_is_led_and_followed(table: Desk) -> None:
    await table.sandbox.clock(to=story.FIRST)
    sam, otto = await table.open("as/sam/steering"), await table.open("as/otto/steering", phone=True)
    await types(sam, "/meeting start")
    ts = await said(sam, "Now: ").first.get_attribute("data-ts", timeout=PATIENT)
    led, followed = (page.locator(f'#main [data-ts="{ts}"]') for page in (sam, otto))
    await presses(followed, "I am here")
    await expect(led).to_contain_text("Otto Lindqvist", timeout=PATIENT)
    for person in ("jo", "mina"):
        await table.sandbox.press(person, "I am here")
    await table.sandbox.say("grace", "@Upbeat standing in for Priya")
    await expect(led).to_contain_text("Grace Abara for Priya Raman", timeout=PATIENT)
    for item in ("What is going less well", "Singing afternoon"):
        await presses(led, "Next item")
        await expect(followed).to_contain_text(f"Now: {item}", timeout=PATIENT)
    await presses(led, "5 minutes more")
    await expect(followed).to_contain_text("25 minutes left", timeout=PATIENT)
    await table.sandbox.say("jo", "AGREED: the singing afternoon is on 20 January")
    await table.sandbox.say("sam", "ACTION: Priya to write to the families by 8 January")
    await looked(sam, "meeting", led)
    await presses(led, "Next item")
    await expect(followed).to_contain_text("Now: Songs on Saturdays", timeout=PATIENT)
    await presses(led, "Park this item")
    await expect(followed).to_contain_text("goes to the next meeting", timeout=PATIENT)


async def everybody_is_asked_about_a_decision(table: Desk) -> None:
    await table.sandbox.say("mina", "/upbeat decision ask 1")
    otto = await table.open("as/otto/steering", phone=True, dark=True)
    card = said(otto, "the singing afternoon is on 20 January").filter(has_text="organisation").last
    await presses(card, "Disagree and say why")
    form = otto.get_by_role("dialog")
    await expect(form.locator("footer .primary")).to_be_visible(timeout=PATIENT)
    await looked(otto, "disagree-form", form)
    await form.locator("textarea, input").first.fill("The library is shut that day")
    await fills(otto, {})
    await expect(card).to_contain_text("1 of 3 organisations", timeout=PATIENT)
    for person in ("mina", "jo"):
        await table.sandbox.press(person, "Agree")
    await expect(card).to_contain_text("Oak House Library: sees it differently", timeout=PATIENT)
    await expect(card).not_to_contain_text("shut that day")
    await looked(otto, "decision", card)


async def the_minutes_are_put_right_and_approved(table: Desk) -> None:
    await table.sandbox.press("sam", "End the meeting")
    sam, grace = await table.open("as/sam/dm"), await table.open("as/grace/steering", phone=True, dark=True)
    draft = said(sam, "Draft: Steering group").first
    await presses(draft, "Change a part")
    await presses(said(sam, "Which part of the minutes").first, "Change 2: Apologies")
    form = sam.get_by_role("dialog")
    await expect(form.get_by_label("What does it say?")).to_have_value(
        "Frank Osei, Wren Valley Music Service"
    )
    await looked(sam, "minutes-form", form)
    await fills(sam, {"What does it say?": "Frank Osei, Wren Valley Music Service\nA governor"})
    await expect(draft).to_contain_text("A governor", timeout=PATIENT)
    await looked(sam, "minutes-draft", draft)
    await expect(said(grace, "Minutes: Steering group")).to_have_count(0)
    await presses(draft, "Approve and post")
    minutes = said(grace, "Minutes: Steering group").last
    await expect(minutes).to_contain_text("A governor", timeout=PATIENT)
    await looked(grace, "minutes", minutes)
    await presses(minutes, "As a web page")
    own = await table.open("as/grace/dm", phone=True)
    await expect(own.get_by_role("link", name="Minutes: Steering group").last).to_be_visible(timeout=PATIENT)


async def a_newsletter_is_drafted_asked_and_answered(table: Desk) -> None:
    mina, otto = await table.open("as/mina/dm", phone=True), await table.open("as/otto/steering")
    await story.news(table.sandbox)
    await table.sandbox.say("mina", "/upbeat lists replies mina@wren.example")
    await types(mina, "newsletter draft")
    draft = said(mina, "Newsletter 1").last
    await presses(draft, "Ask a question")
    answers = {
        "What would you like": "Shall we meet in the evening?",
        "Which answers": "Yes\nNo\nNow and then",
    }
    await fills(mina, answers)
    await expect(draft).to_contain_text("Shall we meet in the evening?", timeout=PATIENT)
    await looked(mina, "newsletter-draft", draft)
    await expect(said(otto, "News: Making Music Together")).to_have_count(0)
    await presses(draft, "Approve it")
    issue = said(otto, "News: Making Music Together").last
    await expect(issue).to_be_visible(timeout=PATIENT)
    await looked(otto, "newsletter", issue)
    await presses(issue, "No")
    await expect(said(otto, "Your answer is kept: No").last).to_be_visible(timeout=PATIENT)


async def the_letters_are_read_in_the_mailbox(table: Desk) -> None:
    page = await table.open("mail")
    letters = page.get_by_role("navigation", name="Letters")
    await expect(letters.get_by_role("link")).to_have_count(2)
    await letters.get_by_role("link", name="Minutes: Steering group").click()
    await expect(page.get_by_text("steering-group-2026-12-15-v1.docx")).to_be_visible()
    await page.go_back()
    paper = page.get_by_role("region", name="The letter")
    words = page.frame_locator(".mail-frame")
    await expect(words.get_by_text("Shall we meet in the evening?")).to_be_visible(timeout=PATIENT)
    await expect(words.get_by_text("To answer, reply to this letter")).to_contain_text("Now and then")
    await looked(page, "mailbox", paper)
