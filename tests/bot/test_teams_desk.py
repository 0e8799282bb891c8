"""What rides on the responses of Teams, and what happens when it asks twice, late, or for what nobody offered."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.contract.party import CHANNEL, NOW, PLAN, begun
from tests.teams import activities, cards
from tests.teams.party import InTeams, party
from tests.teams.world import APP, Json, Message

WORDS = "application/vnd.microsoft.activity.message"


@pytest.fixture
async def teams(tmp_path: Path) -> AsyncIterator[InTeams]:
    """A partnership in a channel of Teams, Mina in the chair."""
    async with party(tmp_path, NOW) as there:
        await begun(there)
        yield there


def sent(teams: InTeams, name: Any, value: Any, who: str = "mina", said: Message | None = None) -> Json:
    where = teams.world.at(CHANNEL, who)
    return activities.invoke(teams.world, name, value, teams.world.people[who], where, said)


async def answered(teams: InTeams, activity: Json) -> tuple[int, str]:
    """What the bot answers to an activity, whatever it is."""
    service = teams.connector.service_url
    headers = {"Authorization": f"Bearer {teams.connector.keys.token(APP, service)}"}
    url = f"{teams.people.bot}/api/messages"
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, json={**activity, "serviceUrl": service}, headers=headers) as answer,
    ):
        return answer.status, await answer.text()


async def pressed(teams: InTeams, data: Json, said: Message | None = None, who: str = "mina") -> Json:
    action = {"type": "Action.Execute", "verb": data.get("action", ""), "data": data}
    status, body = await answered(teams, sent(teams, "adaptiveCard/action", {"action": action}, who, said))
    assert status == 200
    answer: Json = json.loads(body)
    return answer


def newest(teams: InTeams, words: str, who: str = "mina") -> Message:
    """The last message of ours in the channel that says this."""
    where = teams.world.at(CHANNEL, who)
    found = [one for one in teams.world.seen(who, where) if one.ours and words in teams.people.text(who, one)]
    return found[-1]


async def action(teams: InTeams) -> tuple[Message, Json]:
    """The card of an action in the channel, and the data of its first button."""
    await teams.says("mina", "@Upbeat action @sam to book the hall by 10 December")
    said = newest(teams, "book the hall")
    card = cards.of(said.content)
    assert card is not None
    return said, next(iter(cards.actions(card)))["data"]


async def test_a_button_that_is_sent_twice_is_pressed_once(teams: InTeams) -> None:
    """Teams sends an invoke again where its answer is late or lost."""
    await teams.says("mina", PLAN)
    before = len(teams.world.messages)
    activity = sent(
        teams, "adaptiveCard/action", {"action": {"data": {"action": "agenda.add", "value": "Budget 10m"}}}
    )
    first, second = await answered(teams, activity), await answered(teams, activity)
    assert first[0] == second[0] == 200
    await teams.hand.settle()
    shown = await teams.asks("mina", "@Upbeat agenda")
    assert shown.count("Budget") == 1 and before < len(teams.world.messages)


async def test_a_press_is_never_answered_with_nothing(teams: InTeams) -> None:
    """Without words or a card Teams shows an error, and presses again."""
    for data in ({"action": "help.show"}, {"action": "no.such"}, {"action": "action.done", "value": "999"}):
        answer = await pressed(teams, data)
        assert (answer["statusCode"], answer["type"]) == (200, WORDS) and answer["value"], answer


async def test_who_presses_sees_the_card_as_it_is_now_at_once(teams: InTeams) -> None:
    said, data = await action(teams)
    answer = await pressed(teams, data, said)
    assert answer["type"] == cards.CARD and not cards.wrong(answer["value"])
    await teams.hand.settle()
    posted = cards.of(said.content)
    assert posted is not None and cards.text(posted) == cards.text(answer["value"])


async def test_what_a_button_says_of_itself_shows_nobody_what_they_could_not_see(teams: InTeams) -> None:
    said, data = await action(teams)
    elsewhere = teams.world.personal("will")
    value = {"action": {"data": {**data, "action": "help.show"}}}
    forged = activities.invoke(
        teams.world, "adaptiveCard/action", value, teams.world.people["will"], elsewhere, said
    )
    status, body = await answered(teams, forged)
    assert status == 200 and "book the hall" not in body
    other = Message("424242", said.conversation, said.sender, {})
    assert "book the hall" not in json.dumps(await pressed(teams, {**data, "action": "help.show"}, other))


async def test_a_private_answer_to_a_press_is_seen_by_who_pressed_alone(teams: InTeams) -> None:
    said, data = await action(teams)
    before = {who: await teams.sees(who) for who in ("sam", "otto")}
    await pressed(teams, {**data, "action": "help.show"}, said, who="sam")
    await teams.hand.settle()
    assert len(await teams.sees("sam")) == len(before["sam"]) + 1
    assert await teams.sees("otto") == before["otto"]


async def test_no_invoke_however_odd_ends_in_an_error(teams: InTeams) -> None:
    for name in ("composeExtension/query", "signin/verifyState", "fileConsent/invoke", "", None):
        assert await answered(teams, sent(teams, name, {})) == (501, "")
    odd: list[Any] = [None, {}, [], "x", {"action": "x"}, {"action": {"data": "x"}}, {"data": None}]
    for value in [*odd, {"data": {"action": 7}}, {"data": {"action": "a.b", "fields": "x", "form": "y"}}]:
        for name in ("adaptiveCard/action", "task/fetch", "task/submit"):
            status, body = await answered(teams, sent(teams, name, value))
            assert status == 200 and "Traceback" not in body, (name, value, body)


async def test_a_dialog_that_cannot_open_says_why_in_its_place(teams: InTeams) -> None:
    value = {"data": {"action": "partnership.set_up", "value": "", "partnership": None, "key": ""}}
    status, body = await answered(teams, sent(teams, "task/fetch", value, who="otto"))
    task = json.loads(body)["task"]
    assert status == 200 and task["type"] == "message" and task["value"]


async def test_a_form_that_is_sent_twice_is_filled_in_once(teams: InTeams) -> None:
    await teams.says("mina", PLAN)
    value = {
        "data": {"action": "agenda.add", "value": "Budget", "dialog": "d1", "partnership": None, "key": ""}
    }
    for _ in range(2):
        assert (await answered(teams, sent(teams, "task/submit", value)))[0] == 200
    await teams.hand.settle()
    assert (await teams.asks("mina", "@Upbeat agenda")).count("Budget") == 1


async def test_what_nobody_takes_in_is_answered_and_let_go(teams: InTeams) -> None:
    mina, where = teams.world.people["mina"], teams.world.at(CHANNEL, "mina")
    before = len(teams.connector.calls)
    for kind in ("messageReaction", "typing", "endOfConversation", "command", "marzipan"):
        assert await answered(teams, activities.base(teams.world, kind, mina, where)) == (200, "")
    meeting = activities.base(teams.world, "event", mina, where)
    assert await answered(teams, {**meeting, "name": "application/vnd.microsoft.meetingStart"}) == (200, "")
    await teams.hand.settle()
    assert len(teams.connector.calls) == before


async def test_a_lost_answer_may_bring_a_message_twice_and_never_loses_it(teams: InTeams) -> None:
    """Teams shows no history to look it up in (docs/decisions)."""
    teams.connector.trouble("lost", "POST")
    await teams.says("mina", "@Upbeat agenda")
    assert len([text for text in await teams.sees("mina") if "no meeting" in text.casefold()]) == 2


async def test_a_rate_and_a_bad_gateway_are_waited_for(teams: InTeams) -> None:
    teams.connector.trouble("429", "POST")
    teams.connector.trouble("502", "POST")
    await teams.says("mina", "@Upbeat agenda")
    assert len([text for text in await teams.sees("mina") if "no meeting" in text.casefold()]) == 1
