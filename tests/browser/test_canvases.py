"""A canvas of a channel in the browser: a tab below its head, read in a dialog, by mouse, by thumb and in the dark."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Desk
from tests.browser.test_extras import readable, slack, steering

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

WORDS = """The minutes of the last meetings here.

# Steering group

Tue 15 December, 2pm

## Present

- Mina Achebe, Wren Valley Music Service
- \\<script\\>alert\\(1\\)\\<\\/script\\> and https\\://example.org \\*not bold\\*"""


@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)])
async def test_a_canvas_is_opened_read_and_closed_and_typed_words_in_it_are_words(
    desk: Desk, phone: bool, dark: bool
) -> None:
    client, where = slack(desk), await steering(desk)
    content = {"type": "markdown", "markdown": WORDS}
    made = await client.canvases_create(title="Minutes", channel_id=where, document_content=content)
    await client.canvases_access_set(canvas_id=made["canvas_id"], access_level="read", channel_ids=[where])
    page = await desk.open("as/otto/steering", phone=phone, dark=dark)
    tab = page.get_by_role("button", name="Minutes", exact=True)
    await tab.click()
    paper = page.get_by_role("dialog", name="Minutes")
    await expect(paper.get_by_role("heading", name="Steering group")).to_be_visible()
    await expect(paper).to_contain_text("<script>alert(1)</script> and https://example.org *not bold*")
    await expect(paper).to_contain_text("only Upbeat writes here")
    await expect(paper.locator(".canvas-text a")).to_have_count(0)
    await readable(page)
    if folder := os.environ.get("PICTURES"):
        await page.screenshot(path=str(Path(folder) / f"canvas-{'phone' if phone else 'wide'}.png"))
    await page.keyboard.press("Escape")
    await expect(paper).to_have_count(0)
    await expect(tab).to_be_focused()
    await client.canvases_delete(canvas_id=made["canvas_id"])
    await expect(tab).to_have_count(0)
