"""A meeting is replayed: every action line a person typed becomes one action, and no echo of a bot does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.scenarios.conftest import ROOT, Talk, begun

pytestmark = pytest.mark.only_on("sqlite")

OWN = Path(__file__).with_name("transcript.txt")
PUBLISHED = sorted((ROOT.parent / "shared" / "data" / "transcripts").glob("*.txt"))
NONE = pytest.param(
    OWN, marks=pytest.mark.skip("../shared/data/transcripts is not here: only our own is played")
)

ECHOING = {"rrsagent", "zakim", "ghurlbot", "agendabot", "trackbot", "supybot", "meetbot"}
_SAID = re.compile(r"^(?:\[?[\w: ]*\d\d:\d\d(?::\d\d)?\]?\s+)?<?\s?(?P<nick>[\w`-]+)[>:]\s+(?P<words>.*)$")
_ACTION = re.compile(r"(?:action|ap\d*|todo):\s*(?P<what>\S.*)|#action\s+(?P<also>\S.*)", re.IGNORECASE)
_OWNED = re.compile(r"(?P<owner>\S+) to (?P<what>.*)")


def said_by_people(path: Path) -> list[tuple[str, str]]:
    """Nick and words of every line of a person: a rule of this test's own."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    said = [found for line in lines if (found := _SAID.match(line))]
    return [(one["nick"], one["words"]) for one in said if one["nick"].casefold() not in ECHOING]


def typed_actions(path: Path) -> list[str]:
    """The action lines that people typed, without their marker."""
    marked = [found for _, words in said_by_people(path) if (found := _ACTION.match(words))]
    return [one["what"] or one["also"] for one in marked]


def expected(path: Path) -> list[str]:
    """What the receipts of a published meeting have to say: each scribe there writes "ACTION: owner to do it"."""
    nicks = {nick.casefold(): nick for nick, _ in said_by_people(path)}
    found = []
    for line in typed_actions(path):
        owned = _OWNED.fullmatch(line)
        assert owned is not None, f"no owner in {line!r}: this rule is too simple for it"
        owner, what = owned["owner"], owned["what"].rstrip(".")
        nick = nicks.get(owner.casefold())
        found.append(
            f"Noted for {nick}: {what}."
            if nick
            else f"Noted: {what}. Nobody here is called {owner}. Who will take it on?"
        )
    return found


async def receipts(slack: Talk) -> list[str]:
    """The receipts in the channel, in the order of their actions."""
    return [text for text in await slack.seen() if re.search(r"^Action \d+", text, re.MULTILINE)]


def same_action(typed: str, receipt: str) -> bool:
    """Whether a receipt is of this line: most of its words stand in it."""
    words = set(re.findall(r"\w{4,}", typed.casefold()))
    return len(words & set(re.findall(r"\w{4,}", receipt.casefold()))) >= 0.6 * len(words)


async def test_our_own_meeting_becomes_its_actions_and_they_are_chased_before_the_next(
    tmp_path: Path,
) -> None:
    typed = typed_actions(OWN)
    assert len(typed) == 6
    async with begun(tmp_path, replay=OWN) as slack:
        noted = await receipts(slack)
        assert len(noted) == 6
        assert all(same_action(line, text) for line, text in zip(typed, noted, strict=True))
        owners = ["Jo Penrose", "Otto Lindqvist", "kit", "Priya Raman", "Will Carter"]
        assert all(f"Noted for {name}" in text for name, text in zip(owners, noted, strict=False))
        assert "Prof. Pepper" in noted[5] and "Noted for" not in noted[5]
        everything = await slack.asks("mina", "/action list all")
        assert len(re.findall(r"\(\d+\)", everything)) == 6 and "tracker.example" not in everything
        assert "Singing day" in await slack.asks("mina", "/agenda")

        await slack.say("mina", "/meeting plan Steering group, Tuesday 15 December 2026 2pm")
        await slack.clock(to="2026-12-11T12:00:00+00:00")
        for person, words in (
            ("jo", "primary schools"),
            ("otto", "libraries"),
            ("kit", "bigger van"),
            ("priya", "three halls"),
        ):
            asked = [text for text in await slack.told(person) if "what you do for" in text]
            assert len(asked) == 1 and words in asked[0], person


@pytest.mark.published
@pytest.mark.parametrize("path", PUBLISHED or [NONE], ids=lambda path: path.stem)
async def test_a_real_meeting_becomes_exactly_the_actions_that_people_typed_with_their_owners(
    tmp_path: Path, path: Path
) -> None:
    should = expected(path)
    async with begun(tmp_path, replay=path) as slack:
        noted = await receipts(slack)
        assert [text.splitlines()[0] for text in noted] == should and len(should) >= 2
        everything = await slack.asks("mina", "/action list all")
        assert len(re.findall(r" \(\d+\)", everything)) == len(should), "an echo was noted as well"
        await slack.say("mina", "/meeting plan Steering group, Tuesday 15 December 2026 2pm")
        await slack.clock(to="2026-12-11T12:00:00+00:00")
        owned = {found[1] for text in should if (found := re.match(r"Noted for ([^:]+):", text))}
        for name in owned:
            asked = [text for text in await slack.told(name) if "what you do for" in text]
            assert len(asked) == 1, name
