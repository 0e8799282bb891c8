"""docs/slack.md, docs/running.md and the files beside them, held against the code as far as that can be done here."""

from __future__ import annotations

import ast
import configparser
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.__main__ import _parser
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
RUNNING = ROOT / "docs" / "running"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FILES = [*PAGES, ROOT / ".env.example", *(RUNNING / name for name in ("upbeat.service", "Containerfile"))]
RUNS = ("bot", "handlers", "storage")
"""What the running bot imports."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_setting_that_is_named_is_one(path: Path) -> None:
    known = {f"UPBEAT_{name.upper()}" for name in Settings.model_fields} | {"UPBEAT_DATABASE_PASSWORD"}
    assert set(re.findall(r"\bUPBEAT_[A-Z_]+\b", path.read_text(encoding="utf-8"))) <= known


def commands(text: str) -> Iterator[list[str]]:
    """The `upbeat` commands that stand in a page, in code blocks and between backticks."""
    shown = re.findall(r"^ {4}(.+)$|`([^`\n]+)`", text.replace("\\\n", " "), re.MULTILINE)
    for line in (block or inline for block, inline in shown):
        words = shlex.split(line, comments=True) if line.count("'") % 2 == 0 else []
        if words and words[0] in ("upbeat", ".venv/bin/upbeat") and len(words) > 1:
            yield words[1:]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_command_that_is_named_can_be_given(path: Path) -> None:
    for words in commands(path.read_text(encoding="utf-8")):
        _parser().parse_args(words)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_inside_the_project_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_scope_of_the_manifest_is_explained_and_no_other() -> None:
    scopes = yaml.safe_load((ROOT / "app.yaml").read_text(encoding="utf-8"))["oauth_config"]["scopes"]
    asked = {scope for kind in scopes.values() for scope in kind}
    table = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8").split("| scope |")[1].split("\n\n")[0]
    assert set(re.findall(r"`([a-z_]+:?[a-z_.]*)`", table)) == asked


def test_the_unit_may_write_nowhere_but_in_its_own_folder() -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(RUNNING / "upbeat.service")
    service = dict(unit["Service"])
    assert service["ProtectSystem"] == "strict" and service["StateDirectory"] == "upbeat"
    assert service["User"] == "upbeat" and service["NoNewPrivileges"] == "yes"
    assert float(service["TimeoutStopSec"]) > Settings.model_fields["stop_seconds"].default
    _parser().parse_args(shlex.split(service["ExecStart"])[1:])


def test_the_container_holds_what_the_bot_needs_and_runs_as_nobody() -> None:
    lines = (RUNNING / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = {word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]}
    here = {one for one in copied if not one.startswith(("--", "/"))}
    assert [one for one in here if not (ROOT / one).exists()] == []
    assert {"app.yaml", "prompts", *_imported(RUNS)} <= here
    assert "USER nobody" in lines and lines.index("USER nobody") < lines.index('CMD ["run"]')
    compose = yaml.safe_load((RUNNING / "compose.yaml").read_text(encoding="utf-8"))["services"]["upbeat"]
    assert compose["read_only"] is True and compose["user"] == "nobody" and compose["cap_drop"] == ["ALL"]
    assert (RUNNING / compose["build"]["context"] / compose["build"]["dockerfile"]).exists()


def _imported(packages: tuple[str, ...]) -> set[str]:
    """The packages of ours that these import, themselves included."""
    found = set(packages)
    for package in packages:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                found |= {name.split(".")[0] for name in names if (ROOT / name.split(".")[0]).is_dir()}
    return found - {""}
