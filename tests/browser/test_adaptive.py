"""What Microsoft's own renderer makes of our cards: typed words stay words, and no button is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from bot.card import (
    Bullets,
    Button,
    Buttons,
    Card,
    Field,
    Fields,
    Form,
    Heading,
    Note,
    Option,
    Paragraph,
    Span,
)
from bot.gallery import on_teams
from bot.wording import Wording
from sandbox import cards
from tests.bot.test_teams_cards import HOSTILE
from tests.browser.conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

DRAW = """async (drawn) => {
  const { adaptivePicture } = await import("/page/adaptive.js");
  const node = adaptivePicture(drawn, () => {});
  node.id = "drawn";
  document.querySelector("#drawn")?.remove();
  document.querySelector("#main").prepend(node);
}"""
INNER = "[...document.querySelectorAll('#drawn .adaptive > *')].map((node) => node.innerText).join('\\n')"


async def draw(page: Page, drawn: dict[str, Any]) -> str:
    """The words that a person reads on the drawn card; skips the test where the renderer is not installed."""
    if not cards.scripts():
        pytest.skip("Microsoft's renderer is not installed here: make renderer")
    await page.evaluate(DRAW, drawn)
    await expect(page.locator("#drawn .ac-adaptiveCard")).to_be_visible()
    return str(await page.evaluate(INNER))


def plainly(text: str) -> str:
    return " ".join(text.replace("\u2060", "").split())


@pytest.mark.parametrize("typed", HOSTILE)
async def test_typed_words_are_read_as_they_were_typed(desk: Desk, typed: str) -> None:
    page = await desk.open("as/mina/steering")
    line = (Span(typed),)
    card = Card(
        (
            Heading(typed),
            Paragraph(line),
            Bullets((line,)),
            Fields(((typed, line),)),
            Note(line),
            Buttons((Button(typed, "a.b"),)),
        )
    )
    (message,) = on_teams(card)
    said = plainly(await draw(page, message))
    assert said.count(plainly(typed)) == 7
    await expect(page.locator("#drawn :is(a, em, s, code, ul, ol, img, script, h1)")).to_have_count(0)


@pytest.mark.parametrize("typed", HOSTILE)
async def test_typed_words_in_a_form_are_no_markup_either(desk: Desk, typed: str) -> None:
    page = await desk.open("as/mina/steering")
    options = (Option("1", typed),)
    fields = (
        Field("a", typed, "long", value=typed, hint=typed),
        Field("b", typed, "one", options=options),
        Field("c", typed, "many", options=options),
    )
    (dialog,) = on_teams(Card((), Form(typed, "a.b", fields)))
    said = plainly(await draw(page, dialog))
    assert said.count(plainly(typed)) >= 4
    assert await page.locator("#drawn textarea").input_value() == typed
    await expect(page.locator("#drawn :is(a, em, s, code, ul, ol, img, script, h1, strong)")).to_have_count(0)


async def test_a_heading_is_one_for_screen_readers(desk: Desk) -> None:
    page = await desk.open("as/mina/steering")
    (message,) = on_teams(Card((Heading("Steering group"), Paragraph((Span("x"),)))))
    await draw(page, message)
    await expect(page.locator("#drawn").get_by_role("heading", name="Steering group")).to_be_visible()


async def test_every_question_of_a_form_is_named_by_its_label(desk: Desk) -> None:
    page = await desk.open("as/mina/steering")
    fields = (Field("a", "What is it?"), Field("d", "By when?", "date"), Field("m", "More", "long"))
    (dialog,) = on_teams(Card((), Form("Add", "a.b", fields)))
    await draw(page, dialog)
    for label in ("What is it?", "By when?", "More"):
        await expect(page.locator("#drawn").get_by_label(label)).to_be_visible()


async def test_every_card_is_drawn_with_all_its_buttons_and_fits_a_phone(desk: Desk) -> None:
    page = await desk.open("as/mina/steering", phone=True)
    wording, seen = Wording(), 0
    for prompt in wording.prompts():
        for example in wording.examples(prompt):
            for drawn in on_teams(wording.card(prompt, example.words)):
                said = await draw(page, drawn)
                for label in _labels(drawn["card"]):
                    assert plainly(label) in plainly(said), (prompt, example.name)
                seen += 1
            break
    assert seen > 100
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_without_the_renderer_the_card_is_shown_as_what_it_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(cards, "ROOM", tmp_path)
    page = await desk.open("as/mina/steering")
    await page.evaluate(DRAW, on_teams(Card((Heading("Steering group"),)))[0])
    await page.locator("#drawn summary").click()
    await expect(page.locator("#drawn pre")).to_contain_text('"text": "Steering group"')


def _labels(card: dict[str, Any]) -> list[str]:
    return [action["title"] for one in card["body"] for action in one.get("actions", ())]
