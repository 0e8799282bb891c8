"""What has to be set before Upbeat can start, and how what is missing or wrong is said: in one line that names it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.errors import CannotStart
from bot.settings import Settings, read

ROOT = Path(__file__).resolve().parents[2]
ONE = {"slack_bot_token": "xoxb-1"}
SOCKET = {**ONE, "slack_app_token": "xapp-1"}
HTTP = {**ONE, "slack_signing_secret": "s", "port": 3000}
SEVERAL = {
    "slack_client_id": "1",
    "slack_client_secret": "2",
    "secret_keys": "k",
    "public_url": "https://upbeat.example.org",
    "port": 3000,
}
TEAMS = {"teams_client_id": "b0", "teams_client_secret": "s", "port": 3000}


def settings(given: dict[str, Any]) -> Settings:
    return Settings(_env_file=None, **given)


def without(given: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in given.items() if key != name}


@pytest.mark.parametrize(
    ("given", "serves"),
    [
        (SOCKET, False),
        ({**SOCKET, "port": 3000}, True),
        (HTTP, True),
        ({**SEVERAL, "slack_signing_secret": "s"}, True),
        ({**SEVERAL, "slack_app_token": "xapp-1"}, True),
    ],
)
def test_each_way_to_slack_needs_no_more_than_its_own_settings(given: dict[str, Any], serves: bool) -> None:
    assert settings(given).missing() == ""
    assert settings(given).serves is serves


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({}, "Set UPBEAT_SLACK_BOT_TOKEN and UPBEAT_SLACK_APP_TOKEN (see .env.example)"),
        (without(SOCKET, "slack_bot_token"), "Set UPBEAT_SLACK_BOT_TOKEN (see"),
        (ONE, "Set UPBEAT_SLACK_APP_TOKEN (Socket Mode) or UPBEAT_SLACK_SIGNING_SECRET (HTTP"),
        (without(HTTP, "slack_bot_token"), "Set UPBEAT_SLACK_BOT_TOKEN (see"),
        (without(HTTP, "port"), "Set UPBEAT_PORT (see"),
        (SEVERAL, "Set UPBEAT_SLACK_APP_TOKEN (Socket Mode) or UPBEAT_SLACK_SIGNING_SECRET (HTTP"),
        *[
            ({**without(SEVERAL, name), "slack_signing_secret": "s"}, f"Set UPBEAT_{name.upper()} (see")
            for name in SEVERAL
        ],
        (
            {"slack_client_id": "1"},
            "Set UPBEAT_SLACK_CLIENT_SECRET, UPBEAT_SECRET_KEYS, UPBEAT_PUBLIC_URL and",
        ),
        (
            {"slack_bot_token": "xapp-1", "slack_app_token": "xoxb-1"},
            "UPBEAT_SLACK_BOT_TOKEN begins with xoxb-",
        ),
        ({**SOCKET, "slack_app_token": "xoxb-1"}, "UPBEAT_SLACK_APP_TOKEN begins with xapp-"),
    ],
)
def test_what_is_missing_or_mistaken_is_named(given: dict[str, Any], line: str) -> None:
    assert settings(given).missing().startswith(line)


@pytest.mark.parametrize(
    "given",
    [
        TEAMS,
        {**TEAMS, "teams_tenant_id": "t"},
        {**SOCKET, **TEAMS},
        {**HTTP, **TEAMS},
        {"teams_open": True, "port": 3000},
        {"teams_open": True, "port": 3000, "host": "::1"},
        {"teams_client_id": "b0", "teams_service_url": "http://127.0.0.1:56150/x", "port": 3000},
    ],
)
def test_teams_is_opened_alone_or_beside_slack(given: dict[str, Any]) -> None:
    chosen = settings(given)
    assert chosen.missing() == ""
    assert chosen.teams and chosen.serves and chosen.slack is ("slack_bot_token" in given)


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (without(TEAMS, "teams_client_id"), "Set UPBEAT_TEAMS_CLIENT_ID (see"),
        (without(TEAMS, "teams_client_secret"), "Set UPBEAT_TEAMS_CLIENT_SECRET (see"),
        (without(TEAMS, "port"), "Set UPBEAT_PORT (see"),
        ({"teams_open": True}, "Set UPBEAT_PORT (see"),
        (
            {"teams_client_secret": "s", "teams_service_url": "http://localhost:1", "port": 1},
            "Set UPBEAT_TEAMS_CLIENT_ID (see",
        ),
        ({"teams_open": True, "port": 1, "host": "0.0.0.0"}, "UPBEAT_TEAMS_OPEN lets anybody in"),
        ({"teams_open": True, "port": 1, "host": "example.org"}, "UPBEAT_TEAMS_OPEN lets anybody in"),
        (
            {"teams_client_id": "b0", "teams_service_url": "https://127.0.0.1.example.org", "port": 1},
            "Set UPBEAT_TEAMS_CLIENT_SECRET",
        ),
        ({**ONE, **TEAMS}, "Set UPBEAT_SLACK_APP_TOKEN (Socket Mode) or UPBEAT_SLACK_SIGNING_SECRET"),
        (
            {**without(SOCKET, "slack_bot_token"), **without(TEAMS, "port")},
            "Set UPBEAT_SLACK_BOT_TOKEN and UPBEAT_PORT (see",
        ),
    ],
)
def test_what_teams_lacks_is_named_too(given: dict[str, Any], line: str) -> None:
    assert settings(given).missing().startswith(line)


def test_a_setting_that_cannot_be_read_is_named_but_not_what_it_holds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UPBEAT_PORT", "marzipan")
    monkeypatch.setenv("UPBEAT_LOG_FORMAT", "nougat")
    with pytest.raises(CannotStart, match=r"UPBEAT_PORT: .*; UPBEAT_LOG_FORMAT: .*'plain' or 'json'") as said:
        read()
    assert "marzipan" not in str(said.value) and "nougat" not in str(said.value)


def upbeat(task: str, folder: Path, **given: str) -> tuple[int, str]:
    """Run the command in a folder of its own; its exit code, and what it says on standard error."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("UPBEAT_")}
    variables = {
        **plain,
        "PYTHONPATH": str(ROOT),
        **{f"UPBEAT_{name}": value for name, value in given.items()},
    }
    command = [sys.executable, "-m", "bot", task]
    ended = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stderr.strip()


TOKENS = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "SLACK_BASE_URL": "http://127.0.0.1:9/api/",
}


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({}, "Set UPBEAT_SLACK_BOT_TOKEN and UPBEAT_SLACK_APP_TOKEN"),
        ({"PORT": "soon"}, "UPBEAT_PORT: "),
        ({**TOKENS, "DATABASE_URL": "mysql://upbeat:nougat@h/d"}, "UPBEAT_DATABASE_URL: There is no store"),
        (
            {**TOKENS, "DATABASE_URL": "sqlite:////no/such/folder/x.db"},
            "UPBEAT_DATABASE_URL: the database cannot",
        ),
        (
            {**TOKENS, "DATABASE_URL": "postgresql://upbeat:nougat@127.0.0.1:9/upbeat"},
            "UPBEAT_DATABASE_URL: the database cannot be opened",
        ),
    ],
)
def test_the_command_says_in_one_line_what_keeps_it_from_starting(
    given: dict[str, str], line: str, tmp_path: Path
) -> None:
    code, said = upbeat("run", tmp_path, **given)
    assert code == 2
    assert said.startswith(line) and len(said.splitlines()) == 1 and "nougat" not in said


def test_the_tables_can_be_made_without_any_token(tmp_path: Path) -> None:
    assert upbeat("migrate", tmp_path) == (0, "")
    assert (tmp_path / "upbeat.db").exists()
    code, said = upbeat("migrate", tmp_path, DATABASE_URL="upbeat.db")
    assert code == 2 and said.startswith("UPBEAT_DATABASE_URL: The database URL cannot be read.")


def test_no_secret_stands_in_what_is_said_of_the_settings() -> None:
    names = (
        "slack_bot_token",
        "slack_app_token",
        "slack_signing_secret",
        "slack_client_secret",
        "secret_keys",
    )
    given = {**dict.fromkeys(names, "otter"), "database_url": "postgresql://upbeat:otter@db/upbeat"}
    settings = Settings(**given, _env_file=None)  # type: ignore[arg-type,call-arg]
    assert "otter" not in f"{settings!r} {settings}"
