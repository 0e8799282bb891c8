"""One partnership, one organisation in Slack and one in Teams: a meeting is prepared from the call for items to the chase."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
import yaml

from sandbox.core import Slack
from sandbox.main import Options, opened
from sandbox.settle import settle
from tests import stores
from tests.contract.party import CAST, CHANNEL, DIRECTLY, NOW, PLAN
from tests.contract.slack import InSlack
from tests.scenarios.conftest import BOT, ROOT, Talk
from tests.teams.connector import Connector
from tests.teams.party import InTeams, ready, settings
from tests.teams.people import People
from tests.teams.world import Person, World, identity

MUSIC, SCHOOL = "Wren Valley Music Service", "Hartmere Council Virtual School"
CODE = re.compile(r"\b[A-Z]{4}-[A-Z]{4}\b")


@dataclass
class InHand:
    """The bot beside the sandbox, waited for and turned from there."""

    slack: Slack
    talk: Talk

    async def settle(self) -> None:
        assert await settle(self.slack), "the bot did not become quiet"

    async def turn(self, to: datetime) -> None:
        await self.talk.clock(to=to.isoformat())


@dataclass
class Both:
    """The two channels of one partnership."""

    slack: InSlack
    teams: InTeams

    async def turns(self, to: str) -> None:
        await self.slack.turns(to)


def of(body: str) -> list[str]:
    """The people of an organisation."""
    return [name for name, (_, own) in CAST.items() if own == body]


def seed(folder: Path) -> Path:
    """The music service by itself in Slack."""
    content = yaml.safe_load((ROOT / "sandbox" / "workspace.yaml").read_text(encoding="utf-8"))
    where = [{"name": CHANNEL, "workspaces": ["wren"], "members": of(MUSIC)}]
    path = folder / "workspace.yaml"
    more = {"begin": [], "now": NOW, "conversations": where}
    path.write_text(yaml.safe_dump({**content, **more}), encoding="utf-8")
    return path


def school() -> World:
    """The virtual school by itself in a tenant of Teams, where Upbeat hears only what is said to it."""
    world = World()
    for name in of(SCHOOL):
        world.join(Person(name, CAST[name][0], identity(SCHOOL)))
    world.open(CHANNEL, "channel", identity(SCHOOL), *of(SCHOOL))
    return world


@asynccontextmanager
async def two_doors(folder: Path) -> AsyncIterator[Both]:
    """One bot between the sandbox and the pretend Teams."""
    connector = Connector(school())
    connector.paced = False
    async with connector.open(), stores.fresh() as database:
        chosen = settings(connector)
        options = Options(
            command=BOT,
            manifest=ROOT / "app.yaml",
            database=database,
            seed=seed(folder),
            browser=False,
            environment={f"UPBEAT_{name.upper()}": str(value) for name, value in chosen.items()},
        )
        async with opened(options) as slack, Talk(slack.address) as talk:
            address = f"http://{chosen['host']}:{chosen['port']}"
            await ready(address)
            people = People(connector.world, connector, address)
            yield Both(InSlack(talk), InTeams(people, InHand(slack, talk)))


async def linked(both: Both) -> None:
    """The music service begins the partnership, and the school comes into it with a code."""
    await both.slack.invites("mina")
    await both.slack.presses("mina", "Set up")
    await both.slack.submits("mina", {"name": "Making Music Together", "organisations": f"{MUSIC}\n{SCHOOL}"})
    for person in of(MUSIC):
        await both.slack.presses(person, f"Join {MUSIC}")
    await both.slack.says("mina", "@Upbeat partnership link")
    code = CODE.findall((await both.slack.told("mina"))[-1])[0]
    await both.teams.invites("jo")
    said = await both.teams.reads("jo", f"@Upbeat partnership link {code}")
    assert "part of Making Music Together" in said
    for person in of(SCHOOL):
        await both.teams.presses(person, f"Join {SCHOOL}")


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[Both]:
    async with two_doors(tmp_path) as both:
        await linked(both)
        yield both
        assert await both.slack.refused() == [] and await both.teams.refused() == []


async def test_a_meeting_is_prepared_by_people_who_never_see_each_others_platform(both: Both) -> None:
    await both.slack.says("mina", PLAN)
    assert "Tue 15 December" in (await both.teams.sees("jo"))[-1]
    await both.teams.presses("priya", "Coming")
    assert "Coming (1): Priya Raman" in "\n".join(await both.slack.sees("mina"))
    await both.slack.presses("sam", "Apologies")
    assert "Apologies (1): Sam Whitlock" in "\n".join(await both.teams.sees("jo"))

    await both.turns("2026-12-08T12:00:00+00:00")
    for said in (await both.slack.sees("frank"), await both.teams.sees("will")):
        assert "what should we talk about" in said[-1]
    await both.teams.presses("will", "Add an item")
    assert await both.teams.submits("will", {"text": "Singing at the school", "minutes": "15"}) == []
    await both.slack.says("frank", "agenda+ Budget 10m")
    for agenda in (
        await both.slack.asks("mina", "@Upbeat agenda"),
        await both.teams.asks("jo", "@Upbeat agenda"),
    ):
        assert agenda.index("Singing at the school") < agenda.index("Budget")

    await both.teams.says("jo", "@Upbeat action add Sam to tune the harps by 10 December 2026")
    await both.slack.says("frank", "ACTION: Priya to book the hall by 10 December 2026")
    await both.turns("2026-12-11T12:00:00+00:00")
    [to_sam] = [text for text in await both.slack.told("sam") if "what you do for" in text]
    [to_priya] = [text for text in await both.teams.told("priya") if "what you do for" in text]
    assert "tune the harps" in to_sam and "book the hall" not in to_sam
    assert "book the hall" in to_priya and "tune the harps" not in to_priya

    await both.slack.presses("sam", "Done", DIRECTLY)
    await both.teams.presses("priya", "Need help", DIRECTLY)
    assert "Priya Raman could do with a hand" in "\n".join(await both.slack.told("mina"))
    [summary] = [text for text in await both.slack.told("mina") if "how the work stands" in text]
    assert "One action is finished" in summary and "Priya" not in summary
    await both.slack.presses("mina", "I'll help", DIRECTLY)
    assert "Mina Achebe will give you a hand" in "\n".join(await both.teams.told("priya"))

    await both.turns("2026-12-14T12:00:00+00:00")
    for said in (await both.slack.sees("frank"), await both.teams.sees("will")):
        [agenda] = [text for text in said if "this is what we will talk about" in text]
        assert "Singing at the school" in agenda and "Budget" in agenda
    for listed in (
        await both.slack.asks("mina", "@Upbeat action list all"),
        await both.teams.asks("jo", "@Upbeat action list all"),
    ):
        assert "book the hall" in listed and "tune the harps" not in listed


async def test_somebody_of_the_other_platform_can_take_what_is_handed_over(both: Both) -> None:
    await both.slack.says("mina", "ACTION: Frank to print the songs by 10 December 2026")
    await both.slack.says("frank", "@Upbeat hand over 1")
    await both.slack.presses("frank", "Hand over")
    form = await both.slack.form("frank")
    assert form is not None and any("Will Carter" in one for one in form.choices["to"])
    assert await both.slack.submits("frank", {"to": "Will Carter"}) == []
    assert "print the songs" in (await both.teams.told("will"))[-1]
    await both.teams.presses("will", "I'll take it", DIRECTLY)
    assert "Will Carter" in await both.slack.reads("mina", "@Upbeat action show 1")
    assert "Will Carter" in "\n".join(await both.slack.told("frank"))


async def test_the_code_opens_one_channel_only(both: Both) -> None:
    await both.slack.says("mina", "@Upbeat partnership link")
    code = CODE.findall((await both.slack.told("mina"))[-1])[0]
    refusal = await both.teams.reads("jo", f"@Upbeat partnership link {code}")
    assert "Making Music Together" in refusal
