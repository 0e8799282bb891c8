"""docs/teams.md, held against the code as far as that can be done here."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import _parser
from bot.grammar import Vocabulary, addressed
from bot.request import Heard
from bot.settings import Settings
from bot.teams.outgoing import PATH
from bot.teams.package import OPTIONAL
from handlers import all_features

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "teams.md").read_text(encoding="utf-8")


def test_every_setting_that_is_named_is_one() -> None:
    known = {f"UPBEAT_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"\bUPBEAT_[A-Z_]+\b", GUIDE)) <= known


def test_what_it_says_to_put_into_env_is_enough_and_all_of_it_but_the_address_is_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"UPBEAT_{name.upper()}", raising=False)
    given: dict[str, Any] = dict(re.findall(r"^ {4}UPBEAT_([A-Z_]+)=(.+)$", GUIDE, re.MULTILINE))
    values = {name.lower(): value for name, value in given.items()}
    assert Settings(_env_file=None, **values).missing() == ""  # type: ignore[call-arg]
    for name in ("teams_client_secret", "port"):
        fewer = {key: value for key, value in values.items() if key != name}
        assert name.upper() in Settings(_env_file=None, **fewer).missing()  # type: ignore[call-arg]


def test_every_command_that_is_named_can_be_given() -> None:
    shown = re.findall(r"^ {4}(?:\.venv/bin/)?upbeat (.+)$", GUIDE, re.MULTILINE)
    assert len(shown) >= 3
    for line in shown:
        _parser().parse_args(shlex.split(line))


def test_every_permission_that_can_be_asked_for_is_explained_and_no_other() -> None:
    table = GUIDE.split("| ask for |")[1].split("\n\n")[0]
    rows = {row.split("`")[1]: row for row in table.splitlines() if row.startswith("| `")}
    assert rows.keys() == OPTIONAL.keys()
    for kind, permissions in OPTIONAL.items():
        assert set(re.findall(r"`([A-Za-z]+(?:\.[A-Za-z]+)+)`", rows[kind])) == set(permissions)


def test_what_it_says_to_write_is_understood() -> None:
    vocabulary = Vocabulary(all_features())
    lines = re.findall(r"^@Upbeat (.+)$", GUIDE, re.MULTILINE)
    assert len(lines) > 4
    for line in lines:
        heard = addressed(line, vocabulary, "")
        assert isinstance(heard, Heard), line
        assert line.startswith(heard.feature) and heard.verb.replace("_", " ") in f"{line} show", line


def test_it_names_the_path_where_teams_finds_us() -> None:
    assert f"https://upbeat.example.org{PATH}" in GUIDE


def test_every_link_inside_the_project_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", GUIDE)
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
