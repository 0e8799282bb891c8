"""What the bot says is what somebody has looked at: the golden files, and the rules of each door over them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.teams.limits import DIALOG, PAGE
from bot.wording import Wording
from tests import adaptive, golden
from tests.bot.slack.checks import check_message, check_view

WORDING = Wording()


def test_every_card_is_as_it_was_accepted() -> None:
    changes = golden.differences(golden.expected(WORDING), golden.kept())
    assert not changes, "look at these and then `make golden`:\n" + "\n".join(changes)


@pytest.mark.parametrize("prompt", WORDING.prompts())
def test_slack_would_take_every_card(prompt: str) -> None:
    for path, content in golden.files(WORDING, prompt).items():
        if path.startswith("slack/"):
            check_drawn(json.loads(content))


@pytest.mark.published
@pytest.mark.parametrize("prompt", WORDING.prompts())
def test_teams_would_take_every_card(prompt: str) -> None:
    for path, content in golden.files(WORDING, prompt).items():
        if path.startswith("teams/"):
            for one in json.loads(content):
                adaptive.check(one["card"])
                assert len(json.dumps(one, ensure_ascii=False).encode()) <= (
                    DIALOG if "title" in one else PAGE
                )


def check_drawn(drawn: list[dict[str, Any]]) -> None:
    for one in drawn:
        if "view" in one:
            check_view(one["view"])
        else:
            check_message(one)


def test_a_difference_a_stale_file_and_a_new_one_are_all_noticed() -> None:
    changes = golden.differences(
        {"text/a.txt": "new", "text/b.txt": "b"}, {"text/b.txt": "old", "text/c.txt": "c"}
    )
    assert changes == ["new: text/a.txt", "stale: text/c.txt", "changed: text/b.txt"]


def test_accepting_writes_what_is_said_and_removes_what_is_not(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "stale.txt").write_text("old", encoding="utf-8")
    golden.accept({"text/club/added.plain.txt": "Added\n"}, tmp_path)
    assert golden.kept(tmp_path) == {"text/club/added.plain.txt": "Added\n"}


def test_ci_never_accepts(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setenv("CI", "1")
    monkeypatch.setattr(golden, "accept", lambda *_: pytest.fail("CI wrote golden files"))
    assert golden.main(["--accept"]) == 2
    assert "not by CI" in capsys.readouterr().err
