"""The `upbeat` command: sandbox, run, doctor, manifest, migrate, docs, read."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.seen_from import View
    from bot.settings import Settings
    from bot.understanding import Answer

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the tasks; returns the exit code."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    tasks = {
        "sandbox": _sandbox,
        "run": _run,
        "doctor": _doctor,
        "manifest": _manifest,
        "migrate": _migrate,
        "docs": _docs,
        "read": _understand,
    }
    return tasks[chosen.task](chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="upbeat", description="A chatbot that helps partnerships run their meetings"
    )
    tasks = parser.add_subparsers(dest="task", required=True)
    sandbox = tasks.add_parser("sandbox", help="a small Slack in the browser with the real bot in it")
    _sandbox_options(sandbox)
    tasks.add_parser("run", help="connect to the Slack that the environment describes")
    tasks.add_parser("doctor", help="look whether everything is in order, and say what to do where it is not")
    _manifest_parsers(tasks.add_parser("manifest", help="the manifest with which the app is created"))
    tasks.add_parser("migrate", help="bring the database to the newest version")
    docs = tasks.add_parser("docs", help="write docs/commands.md and docs/house.md from the code")
    docs.add_argument("--check", action="store_true", help="only say whether it is up to date")
    _read_parsers(
        tasks.add_parser("read", help="show how Upbeat understands words of time, or lines of chat")
    )
    return parser


def _sandbox_options(sandbox: argparse.ArgumentParser) -> None:
    sandbox.add_argument("--port", type=int, default=0, help="a free one where none is given")
    sandbox.add_argument(
        "--database", default="", help="the bot's database URL; a temporary one where none is given"
    )
    sandbox.add_argument("--seed", type=Path, help="a workspace file instead of sandbox/workspace.yaml")
    sandbox.add_argument("--replay", type=Path, help="a meeting transcript to play into the channel")
    sandbox.add_argument(
        "--bots",
        nargs="*",
        default=[],
        help="nicks of the transcript that are bots, with spaces or commas between",
    )
    sandbox.add_argument(
        "--processes", type=int, default=1, help="so many of the bot on one PostgreSQL database"
    )
    sandbox.add_argument("--http", action="store_true", help="signed requests instead of a socket")
    sandbox.add_argument(
        "--oauth", action="store_true", help="the bot has no token until a workspace installs it"
    )
    sandbox.add_argument("--no-browser", action="store_true", help="only print the address")


def _read_parsers(read: argparse.ArgumentParser) -> None:
    kinds = read.add_subparsers(dest="kind", required=True)
    about = "Each line of standard input gives one JSON object. A line is plain words, or JSON: "
    phrases = kinds.add_parser(
        "dates",
        help="words of time become dates",
        description=about + '{"phrase": "Tuesday week"}, perhaps with a "reference" and a "zone" of its own.',
    )
    lines = kinds.add_parser(
        "lines",
        help="lines of chat become actions and the like",
        description=about + '{"speaker": "Jo Penrose", "line": "I will ring the school by Friday"}.',
    )
    lines.add_argument(
        "--people",
        type=Path,
        metavar="FILE",
        help="a YAML list with the name and organisation of each person",
    )
    for parser in (phrases, lines):
        _seen_from_options(parser)


def _seen_from_options(parser: argparse.ArgumentParser) -> None:
    """When and where the words were written."""
    parser.add_argument(
        "--reference",
        default="",
        metavar="WHEN",
        help="when it was written, as 2026-11-25T10:00; else now",
    )
    parser.add_argument("--zone", default="", help="whose clock it was; Europe/London where none is given")
    parser.add_argument("--calendar", type=Path, metavar="FILE", help="YAML with meetings, terms and nation")


def _manifest_parsers(manifest: argparse.ArgumentParser) -> None:
    platforms = manifest.add_subparsers(dest="platform", required=True)
    slack = platforms.add_parser("slack", help="print the manifest to paste")
    slack.add_argument(
        "--http", default="", metavar="URL", help="where Slack reaches Upbeat, instead of Socket Mode"
    )
    slack.add_argument(
        "--oauth", action="store_true", help="several workspaces install the app by themselves"
    )
    teams = platforms.add_parser("teams", help="make the package to upload, with the ids of the environment")
    teams.add_argument("--out", type=Path, metavar="FILE.zip", help="print only the manifest without it")
    teams.add_argument(
        "--ask",
        nargs="+",
        default=[],
        choices=["lines", "members", "meetings"],
        help="permissions that each team grants: to read all lines, who is in a channel, when meetings begin",
    )


def _sandbox(chosen: argparse.Namespace) -> int:
    from sandbox.main import Options, run

    if chosen.processes > 1 and not chosen.database.startswith("postgres"):
        print("Several processes need a PostgreSQL database: --database postgresql://...", file=sys.stderr)
        return 2
    return run(
        Options(
            command=[sys.executable, "-m", "bot", "run"],
            port=chosen.port,
            seed=chosen.seed,
            replay=chosen.replay,
            bots=[nick for given in chosen.bots for nick in given.split(",") if nick],
            manifest=ROOT / "app.yaml",
            database=chosen.database,
            browser=not chosen.no_browser,
            processes=chosen.processes,
            http=chosen.http,
            oauth=chosen.oauth,
            links=True,
        )
    )


def _run(_chosen: argparse.Namespace) -> int:
    from bot.app import Upbeat
    from bot.errors import CannotStart
    from bot.stopping import end_by_force

    def start(settings: Settings) -> None:
        if missing := settings.missing():
            raise CannotStart(missing)
        upbeat = Upbeat(settings, stopping=lambda: end_by_force(settings.stop_seconds))
        asyncio.run(upbeat.run())

    return _with_settings(start)


def _migrate(_chosen: argparse.Namespace) -> int:
    from bot.app import opened_store, prepared

    async def upgrade(settings: Settings) -> None:
        store = opened_store(settings)
        try:
            await prepared(store)
        finally:
            await store.close()

    return _with_settings(lambda settings: asyncio.run(upgrade(settings)))


def _with_settings(task: Callable[[Settings], int | None]) -> int:
    """Do something with the settings and with logs; what whoever runs Upbeat has to put right is said in one line."""
    from bot import logs
    from bot.errors import CannotStart
    from bot.settings import read

    try:
        settings = read()
        logs.set_up(settings.log_level, settings.log_format)
        return task(settings) or 0
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 2


def _doctor(_chosen: argparse.Namespace) -> int:
    from bot.app import examined

    return _with_settings(lambda settings: asyncio.run(examined(settings, print)))


def _manifest(chosen: argparse.Namespace) -> int:
    return _manifest_for_slack(chosen) if chosen.platform == "slack" else _package_for_teams(chosen)


def _manifest_for_slack(chosen: argparse.Namespace) -> int:
    from bot.errors import CannotStart
    from bot.slack.manifest import text

    try:
        print(text(chosen.http, chosen.oauth), end="")
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _package_for_teams(chosen: argparse.Namespace) -> int:
    from bot.teams.package import package, text

    def make(settings: Settings) -> None:
        manifest = text(settings.teams_client_id, settings.public_url, chosen.ask)
        if chosen.out is None:
            print(manifest, end="")
        else:
            chosen.out.write_bytes(package(manifest))
            print(f"{chosen.out} is ready to be uploaded to Teams.")

    return _with_settings(make)


def _docs(chosen: argparse.Namespace) -> int:
    from bot.manual import manual
    from bot.rooms import rooms
    from handlers import all_features

    pages = {"commands.md": manual(all_features()), "house.md": rooms(ROOT)}
    stale = [name for name, text in pages.items() if _read(ROOT / "docs" / name) != text]
    for name in stale:
        if chosen.check:
            print(f"docs/{name} is out of date: `make docs` writes it anew.", file=sys.stderr)
        else:
            (ROOT / "docs" / name).write_text(pages[name], encoding="utf-8")
    return 1 if stale and chosen.check else 0


def _understand(chosen: argparse.Namespace) -> int:
    from bot.seen_from import Unreadable
    from bot.understanding import read_through

    try:
        name, answer = ("phrase", _dates(chosen)) if chosen.kind == "dates" else ("line", _lines(chosen))
        return read_through(name, answer, sys.stdin.buffer, sys.stdout.buffer)
    except Unreadable as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever read what is written here has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _dates(chosen: argparse.Namespace) -> Answer:
    from bot.understanding import dates_answer

    return dates_answer(_view(chosen))


def _lines(chosen: argparse.Namespace) -> Answer:
    from bot.grammar import Vocabulary
    from bot.seen_from import people_in
    from bot.understanding import lines_answer, members
    from handlers import all_features

    people = members(people_in(chosen.people)) if chosen.people else []
    return lines_answer(_view(chosen), people, Vocabulary(all_features()))


def _view(chosen: argparse.Namespace) -> View:
    from bot.clock import Clock
    from bot.seen_from import view

    return view(chosen.reference, chosen.zone, chosen.calendar, Clock().now())


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
