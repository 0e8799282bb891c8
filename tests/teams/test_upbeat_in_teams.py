"""What only Teams does to Upbeat: it refuses, loses answers, repeats itself, lets it hear little, and knows many tenants."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests import stores
from tests.contract.party import CHANNEL, DIRECTLY, NOW, PLAN, begun
from tests.teams import activities
from tests.teams.connector import CAP, Trouble
from tests.teams.party import InTeams, party

assert stores  # every test here runs on each store


@pytest.fixture
async def teams(tmp_path: Path) -> AsyncIterator[InTeams]:
    """A partnership begun in a channel in which Upbeat hears only what is said to it."""
    async with party(tmp_path, NOW, hears=False) as teams:
        await begun(teams)
        yield teams


async def test_mentions_do_everything_where_lines_are_not_heard_and_help_says_so(teams: InTeams) -> None:
    await teams.says("jo", "ACTION: Otto to sing by 10 December 2026")
    said = await teams.reads("jo", "@Upbeat help")
    assert "@Upbeat ACTION:" in said
    added = await teams.asks("jo", "@Upbeat action add Otto to post the flyer by 10 December 2026")
    assert "post the flyer" in added and "Otto Lindqvist" in added
    listed = await teams.asks("mina", "@Upbeat action list all")
    assert "post the flyer" in listed and "sing" not in listed
    assert "Action" in await teams.asks("will", "@Upbeat ACTION: Will to bring cake")


async def test_an_answer_stands_in_the_thread_of_its_question(teams: InTeams) -> None:
    await teams.says("mina", PLAN)
    asked = await teams.says("jo", "@Upbeat agenda")
    assert len(await teams.under("jo", asked)) == 1
    again = await teams.says("otto", "@Upbeat agenda", under=asked)
    assert len(await teams.under("jo", asked)) == 2 and await teams.under("jo", again) == []


@pytest.mark.parametrize("kind", ["502", "412", "429", "slow"])
async def test_what_teams_does_not_take_at_once_arrives_once(teams: InTeams, kind: Trouble) -> None:
    teams.connector.trouble(kind, "POST", 2)
    await teams.says("mina", PLAN)
    assert (
        len([text for text in await teams.sees("jo") if "Tue 15 December" in text]) == 2
    )  # the answer, the card
    assert await teams.sees("jo") == await teams.sees("will")


async def test_a_message_whose_answer_is_lost_comes_at_most_twice(teams: InTeams) -> None:
    before = len(await teams.sees("jo"))
    teams.connector.trouble("lost", "POST")
    await teams.says("jo", "@Upbeat action add Otto to sing by 10 December 2026")
    said = (await teams.sees("jo"))[before:]
    assert 1 <= len(said) <= 2 and len(set(said)) == 1
    assert (await teams.asks("mina", "@Upbeat action list all")).count("sing") == 1


async def test_what_teams_tells_twice_is_done_once(teams: InTeams) -> None:
    before = len(await teams.sees("jo"))
    channel = teams.world.at(CHANNEL, "jo")
    said = await teams.people.type("jo", "@Upbeat action add Otto to sing", channel)
    again = activities.message(teams.world, said, teams.world.people["jo"])
    await teams.people.tell(again)
    await teams.hand.settle()
    assert len(await teams.sees("jo")) == before + 1
    assert (await teams.asks("mina", "@Upbeat action list all")).count("sing") == 1


async def test_an_answer_for_one_is_seen_by_nobody_else(teams: InTeams) -> None:
    await teams.says("mina", PLAN)
    await teams.says("jo", "@Upbeat action add Otto to sing by 10 December 2026")
    before = {person: await teams.sees(person) for person in ("jo", "will")}
    await teams.presses("will", "Undo")
    new = {person: (await teams.sees(person))[len(before[person]) :] for person in ("jo", "will")}
    assert new["jo"] == [] and len(new["will"]) == 1 and "is with Otto Lindqvist" in new["will"][0]
    assert await teams.told("will") == []
    assert "sing" in await teams.asks("mina", "@Upbeat action list all")


async def test_whoever_wrote_it_in_which_tenant_all_are_members_of_one_partnership(teams: InTeams) -> None:
    assert len({one.tenant for one in teams.world.people.values()}) == 3
    shown = await teams.asks("otto", "@Upbeat partnership")
    for name in ("Mina Achebe", "Jo Penrose", "Otto Lindqvist"):
        assert name in shown
    said = await teams.asks("otto", "me", DIRECTLY)
    assert "Making Music Together" in said


async def test_a_meeting_that_starts_in_teams_or_anything_unheard_of_is_no_trouble(teams: InTeams) -> None:
    before = [len(teams.world.messages), len(teams.people.statuses)]
    person, channel = teams.world.people["mina"], teams.world.at(CHANNEL, "mina")
    for name in ("meetingStart", "meetingEnd", "somethingNew"):
        event = activities.base(teams.world, "event", person, channel)
        value = {
            "MeetingType": "Scheduled",
            "Title": "Steering group",
            "Id": "m",
            "JoinUrl": "https://x.example",
        }
        await teams.people.tell({**event, "name": f"application/vnd.microsoft.{name}", "value": value})
    for kind in ("messageReaction", "typing", "endOfConversation", "neverHeardOf"):
        more = {"reactionsAdded": [{"type": "like"}]} if kind == "messageReaction" else {}
        await teams.people.tell({**activities.base(teams.world, kind, person, channel), **more})
    await teams.hand.settle()
    assert len(teams.world.messages) == before[0] and len(teams.people.statuses) == before[1] + 7


async def test_a_group_chat_has_no_threads_and_does_as_well(tmp_path: Path) -> None:
    async with party(tmp_path, NOW, kind="groupChat") as teams:
        await begun(teams)
        await teams.says("mina", PLAN)
        await teams.presses("otto", "Coming")
        assert "Coming (1): Otto Lindqvist" in "\n".join(await teams.sees("jo"))
        line = await teams.says("jo", "ACTION: Otto to find a van by 10 December 2026")
        assert "find a van" in (await teams.sees("jo"))[-1] and await teams.marks(line) == 1
        await teams.edits("jo", line, "ACTION: Otto to find a lorry by 10 December 2026")
        assert "find a lorry" in (await teams.sees("jo"))[-1]
        assert "find a lorry" in await teams.asks("mina", "@Upbeat action list all")
        assert await teams.refused() == []


async def test_no_message_is_larger_than_teams_takes(teams: InTeams) -> None:
    lines = [
        f"@Upbeat action add Otto to call school {number} about what it would like to sing"
        for number in range(60)
    ]
    for line in lines:
        await teams.people.type("jo", line, teams.world.at(CHANNEL, "jo"))
    await teams.hand.settle()
    listed = await teams.asks("mina", "@Upbeat action list all")
    assert [number for number in range(60) if f"call school {number} about" not in listed] == []
    assert await teams.refused() == [] and max(len(str(one.body)) for one in teams.connector.calls) < CAP
