"""A real browser before the sandbox's page; skipped with a note where there is no Chromium."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio
import yaml
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright

from sandbox import main
from sandbox.client import Sandbox
from tests.browser import probe

ROOT = Path(__file__).resolve().parents[2]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


def chromium() -> str | None:
    """Where Chromium is, or None."""
    return next(
        (
            found
            for name in ("chromium", "chromium-browser", "google-chrome")
            if (found := shutil.which(name))
        ),
        None,
    )


@dataclass
class Desk:
    """Opens the page as somebody; remembers what went wrong in it and what it loaded."""

    browser: Browser
    address: str
    sandbox: Sandbox
    stack: AsyncExitStack
    errors: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)

    def _heard(self, said: ConsoleMessage) -> None:
        refused = said.text.startswith("Failed to load resource")  # the page shows a refusal itself
        if said.type == "error" and not refused:
            self.errors.append(said.text)

    async def open(
        self, where: str, *, phone: bool = False, dark: bool = False, tour: bool = False, still: bool = True
    ) -> Page:
        """The page at the address `#/{where}`."""
        context = await self.browser.new_context(
            viewport=PHONE if phone else WIDE,  # type: ignore[arg-type]
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce" if still else "no-preference",
            timezone_id="Asia/Tokyo",
        )
        self.stack.push_async_callback(context.close)
        if not tour:
            await context.add_init_script("localStorage.setItem('upbeat.tour', '\"seen\"')")
        page = await context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._heard)
        page.on("request", lambda request: self.loaded.append(request.url))
        await page.goto(f"{self.address}/#/{where}")
        await page.locator("#side .place, .gallery").first.wait_for(state="attached")
        return page


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("Chromium is not installed here (Debian: apt-get install chromium)")
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=path, args=QUIET)
        yield opened
        await opened.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def probed(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of a sandbox in which the probe answers."""
    options = main.Options(
        manifest=_richer(tmp_path_factory.mktemp("probe") / "app.yaml"),
        bot=False,
        browser=False,
        bot_token=probe.BOT_TOKEN,
        app_token=probe.APP_TOKEN,
    )
    async with main.serving(options) as address, probe.answering(address):
        async with Sandbox(address) as sandbox:
            await sandbox.join("upbeat", "steering")
        yield address


def _richer(path: Path) -> Path:
    """Our app.yaml, with what only other apps have: a shortcut that needs no message."""
    content = yaml.safe_load((ROOT / "app.yaml").read_text(encoding="utf-8"))
    anywhere = {
        "name": "Probe",
        "type": "global",
        "callback_id": "probe.anywhere",
        "description": "Open a form from anywhere",
    }
    content["features"]["shortcuts"].append(anywhere)
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


@pytest_asyncio.fixture(loop_scope="session")
async def desk(browser: Browser, probed: str) -> AsyncIterator[Desk]:
    async with AsyncExitStack() as stack, Sandbox(probed) as sandbox:
        made = Desk(browser, probed, sandbox, stack)
        yield made
        assert made.errors == [], "the page complained in its console"
