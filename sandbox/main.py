"""Starts the sandbox: the pretend Slack, the real bot beside it, the seed, and at the end tidies everything up."""

from __future__ import annotations

import asyncio
import base64
import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from sandbox import bots, manifest, replay, seed, walk
from sandbox.calendar import Calendar
from sandbox.core import Slack
from sandbox.errors import Refused
from sandbox.ids import Mint
from sandbox.installs import UNINSTALLED
from sandbox.mail import FROM
from sandbox.oauth import CLIENT_ID, CLIENT_SECRET
from sandbox.opening import begin
from sandbox.process import Bots
from sandbox.server import application
from sandbox.signed import SignedHttp


@dataclass(frozen=True)
class Options:
    """How to start. `manifest` is app.yaml; an empty `database` is a temporary SQLite file.

    `processes` of the bot share the database, which SQLite is not made for. `http`: Slack is spoken over signed
    requests instead of a socket. `oauth`: the bot is given no token; the first workspace installs it, as others may.
    `links`: links in letters lead to a page of the bot's, which then listens also where Slack is a socket.
    `environment` is added to that of each process. `processes_of` is what holds them, for tests that bring their own.
    """

    command: Sequence[str] = ()
    port: int = 0
    seed: Path | None = None
    replay: Path | None = None
    bots: Sequence[str] = ()
    manifest: Path = field(default_factory=lambda: Path("app.yaml"))
    database: str = ""
    browser: bool = True
    bot: bool = True
    bot_token: str = ""
    app_token: str = ""
    events_url: str = ""
    signing_secret: str = ""
    pace: bool = False
    processes: int = 1
    http: bool = False
    oauth: bool = False
    links: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)
    processes_of: type[Bots] = Bots


def run(options: Options) -> int:
    """Serve until Ctrl-C or SIGTERM. Answers the exit code."""
    return asyncio.run(_run(options))


async def _run(options: Options) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    async with _listening(options) as slack:
        print(f"The sandbox is at {slack.address}/ (Ctrl-C ends it)", flush=True)
        if not options.bot:
            _print_tokens(slack)
        opening = asyncio.create_task(_open(options, slack))
        if options.browser:
            opening.add_done_callback(lambda _: webbrowser.open(slack.address))
        await stop.wait()
        opening.cancel()
    return 0


def _print_tokens(slack: Slack) -> None:
    print(f"UPBEAT_SLACK_BOT_TOKEN={slack.bot_token} UPBEAT_SLACK_APP_TOKEN={slack.app_token}")
    print(f"UPBEAT_SLACK_BASE_URL={slack.address}/api/ UPBEAT_SMTP_URL={slack.mail_url}", flush=True)


@asynccontextmanager
async def serving(options: Options) -> AsyncIterator[str]:
    """A sandbox within this process, for tests: yields its address once bot and seed are ready.

    Raises RuntimeError when the bot or the seed fails.
    """
    async with opened(options) as slack:
        yield slack.address


@asynccontextmanager
async def opened(options: Options) -> AsyncIterator[Slack]:
    """The same for those who must see everything: yields the pretend Slack itself."""
    async with _listening(options) as slack:
        await _open(options, slack)
        if slack.trouble:
            raise RuntimeError(slack.trouble)
        yield slack


def _slack(options: Options) -> Slack:
    planted, mint = seed.load(options.seed), Mint()
    declared = manifest.load(options.manifest)
    slack = Slack(planted, declared, Calendar(planted.now), mint, seed.build(planted, mint))
    slack.calls.enforced = planted.pace or options.pace
    slack.bot_token = options.bot_token or slack.bot_token
    slack.app_token = options.app_token or slack.app_token
    url = options.events_url or planted.bot.get("events_url", "")
    if url:
        secret = options.signing_secret or planted.bot.get("signing_secret", "")
        slack.http = SignedHttp(url, secret, slack.pulse)
    return slack


@asynccontextmanager
async def _listening(options: Options) -> AsyncIterator[Slack]:
    """The server on loopback; everything ends with it, the bot's process too."""
    slack = _slack(options)
    async with AsyncExitStack() as stack:
        runner = web.AppRunner(application(slack), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        site = web.TCPSite(runner, "127.0.0.1", options.port)
        await site.start()
        slack.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        stack.push_async_callback(slack.close)
        slack.mail_url = await slack.mailbox.open()
        if options.bot:
            slack.bot_process = _processes(options, slack, stack)
        yield slack


def _processes(options: Options, slack: Slack, stack: AsyncExitStack) -> Bots:
    database = options.database
    if not database:
        room = tempfile.mkdtemp(prefix="upbeat-sandbox-")
        stack.callback(shutil.rmtree, room, ignore_errors=True)
        # the bot must have ended before its database goes
        stack.push_async_callback(slack.close)
        database = f"sqlite+aiosqlite:///{room}/upbeat.db"
    environment = {
        "UPBEAT_SLACK_BOT_TOKEN": slack.bot_token,
        "UPBEAT_SLACK_BASE_URL": f"{slack.address}/api/",
        "UPBEAT_DATABASE_URL": database,
        "UPBEAT_CONTROL_URL": slack.address.replace("http://", "ws://") + "/control",
        "UPBEAT_SMTP_URL": slack.mail_url,
        "UPBEAT_MAIL_FROM": FROM,
        "UPBEAT_MAIL_PACE_SECONDS": "0",
        **_way_in(options, slack),
    }
    if options.links:
        environment |= _reached(environment.get("UPBEAT_PORT") or str(_free_port()))
    if options.oauth:
        environment |= _several(slack, environment.get("UPBEAT_PORT") or str(_free_port()))

    if not slack.calls.enforced and "UPBEAT_PACE_SECONDS" not in os.environ:
        environment["UPBEAT_PACE_SECONDS"] = "0"

    def changed() -> None:
        slack.pulse.beat()
        slack.stream.tell("bot", up=not slack.down())

    each = [{**environment, **_own(environment, number)} for number in range(1, options.processes + 1)]
    return options.processes_of(options.command, [{**one, **options.environment} for one in each], changed)


def _own(environment: Mapping[str, str], number: int) -> dict[str, str]:
    """What one of several processes is told apart by."""
    own = {"UPBEAT_CONTROL_URL": f"{environment['UPBEAT_CONTROL_URL']}?bot={number}"}
    return (
        own if number == 1 or "UPBEAT_PORT" not in environment else {**own, "UPBEAT_PORT": str(_free_port())}
    )


def _several(slack: Slack, port: str) -> dict[str, str]:
    """How the bot is to be installed by several workspaces, none of which has done so yet."""
    slack.front = f"http://127.0.0.1:{port}"
    slack.world.installs.first.gone = UNINSTALLED
    return {
        "UPBEAT_SLACK_BOT_TOKEN": "",
        "UPBEAT_SLACK_CLIENT_ID": CLIENT_ID,
        "UPBEAT_SLACK_CLIENT_SECRET": CLIENT_SECRET,
        "UPBEAT_SECRET_KEYS": base64.urlsafe_b64encode(b"a sandbox keeps no secrets".ljust(32)).decode(),
        "UPBEAT_HOST": "127.0.0.1",
        "UPBEAT_PORT": port,
        "UPBEAT_PUBLIC_URL": slack.front,
    }


def _reached(port: str) -> dict[str, str]:
    """How people reach the bot by a link in a letter."""
    address = {"UPBEAT_HOST": "127.0.0.1", "UPBEAT_PORT": port}
    return {**address, "UPBEAT_PUBLIC_URL": f"http://127.0.0.1:{port}"}


def _way_in(options: Options, slack: Slack) -> dict[str, str]:
    """How the bot is to hear: over a socket, or signed requests to a port that is free just now."""
    if not options.http:
        return {"UPBEAT_SLACK_APP_TOKEN": slack.app_token}
    if options.processes > 1:
        raise ValueError(
            "Over HTTP there is one process: several would need something that shares requests out."
        )
    secret, port = secrets.token_hex(16), _free_port()
    slack.http = SignedHttp(f"http://127.0.0.1:{port}/slack/events", secret, slack.pulse)
    return {
        "UPBEAT_SLACK_APP_TOKEN": "",
        "UPBEAT_SLACK_SIGNING_SECRET": secret,
        "UPBEAT_HOST": "127.0.0.1",
        "UPBEAT_PORT": str(port),
    }


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


async def _open(options: Options, slack: Slack) -> None:
    """Start the bot, play the seed and any transcript; what goes wrong is said in `slack.trouble`."""
    try:
        if slack.http and not slack.bot_process:
            await _verified(slack)
        if slack.bot_process:
            await bots.start(slack)
            if slack.front:
                await walk.install(slack, slack.world.host)
            await begin(slack)
        if options.replay:
            await replay.play(slack, options.replay, options.bots)
    except (Refused, OSError, ValueError) as error:
        slack.trouble = str(error)
        print(f"The sandbox could not begin as it should: {error}", file=sys.stderr)
        if slack.down():
            return
    slack.ready = True
    slack.stream.tell("bot", up=slack.reachable())
    slack.stream.tell("people")


async def _verified(slack: Slack) -> None:
    assert slack.http is not None
    for _ in range(60):
        if await slack.http.verify():
            return
        await asyncio.sleep(0.5)
    raise Refused("url_not_verified", "The bot's address did not echo the challenge.", 502)
