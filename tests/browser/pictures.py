"""Takes the pictures of the sandbox for the documentation: `python -m tests.browser.pictures [FOLDER]`.

A sandbox with the real bot is started, a small story is played into it, and the page is pictured by its addresses, so
that the pictures can be taken again whenever the page or the bot's words have changed.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import yaml
from playwright.async_api import Browser, Page, async_playwright

from sandbox import main, seed
from sandbox.client import Sandbox
from tests.browser.conftest import PHONE, QUIET, ROOT, WIDE, chromium

NOW = "2026-11-23T09:40:00+00:00"
MINUTED = (
    "That was a good hour, thank you.\n"
    "AGREED: the singing afternoon is on 9 December\n"
    "- Action: Jo and Grace to write to the families by Friday week\n"
    "- Action: order the song books (Frank)\n"
    "shout-out to Otto for opening on a Sunday"
)
"""Several things in one message, of which there is one receipt."""

STORY = [
    ("mina", "/meeting plan Steering group, Tuesday 8 December 2026 2pm, 90 minutes, at the Curve"),
    ("priya", "Good morning all. The families would love a *singing afternoon* before Christmas."),
    ("mina", "/agenda add Singing afternoon 15m @priya for decision"),
    ("otto", "@Upbeat agenda add Songs and stories on Saturdays 10m for advice"),
    ("frank", "agenda+ Budget for the spring (10 min)"),
    ("jo", "ACTION: Otto to post the flyer by Friday 27 November"),
    ("jo", "ACTION: Sam to book the hall by Tuesday 1 December"),
    ("priya", "ACTION: me to count the drums in the store by 4 December"),
    ("grace", "ACTION: me to ask the families which Saturday suits them by 7 December"),
    ("will", "AP: find somebody with a van"),
    ("sam", "/action done 2"),
    ("grace", "@Upbeat on track 4"),
    ("priya", "@Upbeat need help 3 the store is locked until Monday"),
    ("jo", MINUTED),
]


ADAPTIVE = ".ac-adaptiveCard >> visible=true"
"""A card that Microsoft's renderer has drawn; `make renderer` installs it."""


@dataclass(frozen=True)
class Picture:
    """A file name, the address it shows, and how: what has to be drawn, and whether it stands `lower` than one sees."""

    name: str
    where: str
    phone: bool = False
    dark: bool = False
    awaits: str = ".message, .gallery-card, .person-choice, .place >> visible=true"
    lower: bool = False


PICTURES = [
    Picture("channel", "as/mina/steering"),
    Picture("thread", "as/jo/steering/thread/{action}"),
    Picture("receipt", "as/jo/steering/thread/{minuted}"),
    Picture("offer-phone", "as/grace/dm", phone=True),
    Picture("chase-phone", "as/otto/dm", phone=True),
    Picture("agenda-phone-dark", "as/mina/steering", phone=True, dark=True),
    Picture("summary", "as/mina/dm"),
    Picture("gallery", "gallery/chase"),
    Picture("doors", "gallery/agenda/agenda", awaits=ADAPTIVE),
    Picture("doors-phone-dark", "gallery/chase/ask", phone=True, dark=True, awaits=ADAPTIVE, lower=True),
]


async def take(folder: Path) -> None:
    """Play the story and take every picture into `folder`."""
    with tempfile.TemporaryDirectory() as room:
        options = main.Options(
            command=[sys.executable, "-m", "bot", "run"],
            manifest=ROOT / "app.yaml",
            browser=False,
            seed=_seed(Path(room)),
        )
        async with (
            main.serving(options) as address,
            Sandbox(address) as sandbox,
            async_playwright() as playwright,
        ):
            places = await _play(sandbox)
            opened = await playwright.chromium.launch(executable_path=chromium(), args=QUIET)
            for picture in PICTURES:
                await _picture(opened, address, picture, folder, places)
            await _form(opened, address, folder)
            await opened.close()


def _seed(room: Path) -> Path:
    """The project's own seed, on a fixed day, so that the pictures stay alike."""
    content = yaml.safe_load(seed.DEFAULT.read_text(encoding="utf-8"))
    path = room / "workspace.yaml"
    path.write_text(yaml.safe_dump({**content, "now": NOW}, allow_unicode=True), encoding="utf-8")
    return path


async def _play(sandbox: Sandbox) -> dict[str, str]:
    """Tell the story; answers the ts of the line that holds the first action, and of the one that holds several things."""
    said = {text: await sandbox.say(person, text) for person, text in STORY}
    action = next(str(ts) for text, ts in said.items() if text.startswith("ACTION"))
    await sandbox.react("mina", action, "heart")
    while not await sandbox.dm("otto"):
        await sandbox.clock(next=True)
    await sandbox.say("grace", "I'll bring the display boards back before the next meeting")
    await sandbox.say("mina", "/agenda")
    return {"action": action, "minuted": str(said[MINUTED])}


async def _page(browser: Browser, phone: bool, dark: bool) -> Page:
    context = await browser.new_context(
        viewport=PHONE if phone else WIDE,  # type: ignore[arg-type]
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        locale="en-GB",
        device_scale_factor=2 if phone else 1.25,
    )
    await context.add_init_script("localStorage.setItem('upbeat.tour', '\"seen\"')")
    return await context.new_page()


async def _picture(
    browser: Browser, address: str, picture: Picture, folder: Path, places: dict[str, str]
) -> None:
    page = await _page(browser, picture.phone, picture.dark)
    await page.goto(f"{address}/#/{picture.where.format(**places)}")
    await _drawn(page, picture.awaits)
    if picture.lower:
        await page.locator(picture.awaits).first.evaluate("node => node.scrollIntoView({block: 'center'})")
    await page.screenshot(path=folder / f"{picture.name}.png")
    await page.context.close()


async def _form(browser: Browser, address: str, folder: Path) -> None:
    """The form that a press opens, half filled in."""
    page = await _page(browser, False, False)
    await page.goto(f"{address}/#/as/mina/steering")
    await _drawn(page, ".message")
    await page.get_by_role("button", name="Add an item").last.click()
    await page.locator("dialog textarea, dialog input").first.fill("A boat for the library")
    await page.screenshot(path=folder / "form.png")
    await page.context.close()


async def _drawn(page: Page, selector: str) -> None:
    await page.locator(selector).first.wait_for(timeout=30_000)
    await page.wait_for_load_state("load")
    await page.evaluate("new Promise((done) => setTimeout(done, 400))")


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    target.mkdir(parents=True, exist_ok=True)
    asyncio.run(take(target))
