"""What is believed for a while is let go of afterwards, by itself."""

from __future__ import annotations

import pytest

from bot.slack import lately
from bot.slack.lately import Lately


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that have passed, as the last of these."""
    seconds = [0.0]
    monkeypatch.setattr(lately, "elapsed", lambda: seconds[-1])
    return seconds


def test_what_was_told_is_believed_for_a_while_and_no_longer(passes: list[float]) -> None:
    names = Lately[str, str](10)
    names.keep("U1", "Mina")
    passes.append(9.9)
    assert names.get("U1") == "Mina"
    passes.append(10.0)
    assert names.get("U1") is None


def test_what_is_told_again_counts_from_then(passes: list[float]) -> None:
    names = Lately[str, str](10)
    names.keep("U1", "Mina")
    names.keep("U2", "Sam")
    passes.append(6.0)
    names.keep("U1", "Mina Patel")
    passes.append(12.0)
    assert (names.get("U1"), names.get("U2")) == ("Mina Patel", None)


def test_however_many_are_told_only_those_of_lately_are_held(passes: list[float]) -> None:
    names = Lately[int, str](10)
    for number in range(1000):
        passes.append(number)
        names.keep(number, "somebody")
    assert len(names) == 10


def test_what_is_forgotten_is_gone_at_once(passes: list[float]) -> None:
    names = Lately[str, str](10)
    names.keep("U1", "Mina")
    names.forget("U1")
    names.forget("U1")
    assert names.get("U1") is None
