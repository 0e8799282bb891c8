"""Installing Upbeat in a workspace with a browser: to Slack and back, once, in the same browser, within ten minutes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot import clock
from bot.slack import oauth
from bot.slack.installs import Install
from bot.slack.oauth import authorization_url
from tests.bot.slack.opened import Opened, opened
from tests.bot.slack.pretend import FIRST
from tests.house import House  # noqa: F401 (so that it runs on every store)

THIRD = Install("T3", "xoxb-3", "UBOT3", "B3", "A1", "<b>Riverside</b> Library")


@pytest.fixture
async def door() -> AsyncIterator[Opened]:
    async with opened(several=True) as door:
        door.slack.codes = {"code-3": THIRD}
        yield door


class Browser:
    """Somebody's browser at the door's address."""

    def __init__(self, door: Opened) -> None:
        self._door = door
        self.cookies: dict[str, str] = {}

    async def begins(self) -> str:
        """Begin an installation; returns its state, and keeps the cookie."""
        status, where, _ = await self.goes("/slack/install")
        assert status == 302
        return parse_qs(urlsplit(where).query)["state"][0]

    async def goes(self, path: str, method: str = "GET") -> tuple[int, str, str]:
        """Where one is led to, and what the page says."""
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), cookies=None) as session,
            session.request(
                method,
                f"{self._door.web.address}{path}",
                allow_redirects=False,
                headers={"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())},
            ) as answer,
        ):
            self.cookies |= {name: cookie.value for name, cookie in answer.cookies.items()}
            return answer.status, answer.headers.get("Location", ""), await answer.text()


async def test_somebody_is_led_to_slack_with_all_that_the_manifest_asks_for(door: Opened) -> None:
    _, where, _ = await Browser(door).goes("/slack/install")
    query = parse_qs(urlsplit(where).query)
    assert where.startswith(f"{door.slack.address.removesuffix('/api/')}/oauth/v2/authorize?")
    assert query["redirect_uri"] == ["https://upbeat.example.org/slack/oauth_redirect"]
    assert {"chat:write", "commands", "files:write"} <= set(query["scope"][0].split(","))


async def test_whoever_comes_back_with_a_code_has_installed_it(door: Opened) -> None:
    browser = Browser(door)
    state = await browser.begins()
    status, _, page = await browser.goes(f"/slack/oauth_redirect?code=code-3&state={state}")
    assert status == 200 and "Upbeat is installed" in page
    assert await door.door.platform.installs.find("T3") == THIRD
    assert "<b>Riverside" not in page and "&lt;b&gt;Riverside" in page


async def test_the_new_workspace_is_listened_to_at_once(door: Opened) -> None:
    browser = Browser(door)
    state = await browser.begins()
    await browser.goes(f"/slack/oauth_redirect?code=code-3&state={state}")
    invited = {"type": "member_joined_channel", "channel": "C7", "inviter": "UGRACE", "event_ts": "1.3"}
    await door.event({**invited, "user": "UBOT3"}, THIRD)
    assert {(team, channel) for team, channel, _ in door.said} == {("T3", "C7")}


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("error=access_denied&state={state}", "Upbeat was not installed"),
        ("error=something_new&state={state}", "Upbeat was not installed"),
        ("code=code-3&state=forged", "Please finish in the browser you began in"),
        ("code=wrong&state={state}", "Slack did not confirm the installation"),
        ("state={state}", "Upbeat was not installed"),
    ],
)
async def test_what_keeps_it_from_being_finished_is_said_in_plain_words(
    door: Opened, query: str, heading: str
) -> None:
    browser = Browser(door)
    path = f"/slack/oauth_redirect?{query.format(state=await browser.begins())}"
    _, _, page = await browser.goes(path)
    assert f"<h1>{heading}</h1>" in page and 'href="/slack/install"' in page
    assert not door.door.platform.installs.here("T3")


async def test_an_installation_is_finished_once(door: Opened) -> None:
    browser = Browser(door)
    state = await browser.begins()
    await browser.goes(f"/slack/oauth_redirect?error=access_denied&state={state}")
    await browser.goes(f"/slack/oauth_redirect?code=code-3&state={state}")
    door.slack.codes = {"code-4": THIRD}
    status, _, page = await browser.goes(f"/slack/oauth_redirect?code=code-4&state={state}")
    assert status == 401 and "That took a little too long" in page


async def test_an_installation_of_which_the_time_is_over_begins_again(
    door: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(door)
    state = await browser.begins()
    later = clock.real() + timedelta(minutes=11)
    monkeypatch.setattr(oauth, "real", lambda: later)
    status, _, page = await browser.goes(f"/slack/oauth_redirect?code=code-3&state={state}")
    assert status == 401 and "That took a little too long" in page


async def test_another_browser_cannot_finish_what_this_one_began(door: Opened) -> None:
    state = await Browser(door).begins()
    _, _, page = await Browser(door).goes(f"/slack/oauth_redirect?code=code-3&state={state}")
    assert "Please finish in the browser you began in" in page


async def test_whoever_only_looks_whether_the_page_is_there_finishes_nothing(door: Opened) -> None:
    browser = Browser(door)
    state = await browser.begins()
    path = f"/slack/oauth_redirect?code=code-3&state={state}"
    assert (await browser.goes(path, "HEAD"))[0] == 200
    assert not door.door.platform.installs.here("T3")
    assert (await browser.goes(path))[0] == 200


async def test_an_installation_for_a_whole_organisation_is_refused_kindly(door: Opened) -> None:
    door.slack.codes = {"code-3": Install("", "xoxb-3", "UBOT3")}
    browser = Browser(door)
    _, _, page = await browser.goes(f"/slack/oauth_redirect?code=code-3&state={await browser.begins()}")
    assert "one workspace at a time" in page


async def test_no_code_and_no_token_stands_in_the_log(door: Opened, caplog: pytest.LogCaptureFixture) -> None:
    browser = Browser(door)
    await browser.goes(f"/slack/oauth_redirect?code=secret-code&state={await browser.begins()}")
    await browser.goes(f"/slack/oauth_redirect?code=code-3&state={await browser.begins()}")
    assert "secret-code" not in caplog.text and THIRD.token not in caplog.text


async def test_where_one_workspace_is_meant_nobody_else_can_install_it() -> None:
    async with opened() as door:
        assert (await Browser(door).goes("/slack/install"))[0] == 404
        assert door.door.platform.installs.all == [FIRST]


def test_the_place_to_allow_it_is_beside_the_web_api() -> None:
    assert authorization_url("https://slack.com/api/") == "https://slack.com/oauth/v2/authorize"
