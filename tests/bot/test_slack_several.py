"""Upbeat in several workspaces at once: who speaks where, who is who, and what happens when a workspace goes or comes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.card import Card, Paragraph, Span, dump
from bot.errors import TryLater, Undeliverable, Unsure
from bot.slack import lately, ways
from bot.slack.installs import Install, StoredInstalls
from bot.slack.secrets import Keys
from storage.deliveries import DUE, SENT, Address
from storage.people import Person
from storage.records import Registry
from tests.bot.slack.opened import KEY, Opened, opened
from tests.bot.slack.pretend import APP, FIRST, SECOND
from tests.house import House  # noqa: F401 (so that it runs on every store)

INVITED = {"type": "member_joined_channel", "channel": "C5", "inviter": "UMINA", "event_ts": "1.3"}
UNINSTALLED = {"type": "app_uninstalled"}
REVOKED = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UBOT1"]}}


@pytest.fixture
async def door() -> AsyncIterator[Opened]:
    async with opened(several=True) as door:
        yield door


async def person(door: Opened, handle: str) -> Person:
    async with door.house.store.transaction() as session:
        return await Registry(session).person("slack", "", handle)


async def ends(door: Opened, install: Install, event: dict[str, Any] | None = None) -> None:
    """A workspace uninstalls Upbeat."""
    door.slack.tokens.pop(install.token)
    await door.event(event or UNINSTALLED, install)


# One partnership, whichever installation an event comes through


async def test_an_event_through_another_installation_finds_the_same_partnership(door: Opened) -> None:
    await door.line("AGENDA: Otter funding", FIRST, ts="1.1")
    await door.line("AGENDA: Budget", SECOND, user="UJO", ts="1.2")
    async with door.house.records() as records:
        assert [item.text for item in await records.agenda.waiting()] == ["Otter funding", "Budget"]


async def test_one_installation_speaks_in_a_channel_through_whichever_it_was_asked(door: Opened) -> None:
    await door.line("<@UBOT1> help", FIRST, ts="1.1")
    await door.line("<@UBOT2> help", SECOND, user="UJO", ts="1.2")
    assert [(team, channel) for team, channel, _ in door.said] == [("T1", "C1")] * 2


async def test_a_channel_belongs_to_the_installation_that_was_invited_first(door: Opened) -> None:
    await door.event({**INVITED, "user": "UBOT2"}, SECOND)
    await door.event({**INVITED, "user": "UBOT1", "event_ts": "1.4"}, FIRST)
    assert {team for team, channel, _ in door.said if channel == "C5"} == {"T2"}


async def test_no_copy_of_ours_is_read_whoever_hears_it(door: Opened) -> None:
    ours = {"bot_id": "B1", "app_id": APP, "bot_profile": {"app_id": APP}}
    await door.line("AGENDA: Otter funding", SECOND, user="UBOT1", **ours)
    await door.line("AGENDA: Otter funding", SECOND, user="UBOT1", ts="1.2")
    await door.line("AGENDA: Otter funding", FIRST, user="UNEWER", ts="1.3", app_id=APP)
    async with door.house.records() as records:
        assert await records.agenda.waiting() == []


async def test_whose_message_comes_back_settles_it_through_any_installation(door: Opened) -> None:
    settled = []

    async def echoed(key: str, message: str) -> None:
        settled.append((key, message))

    door.deliverer.echoed = echoed  # type: ignore[method-assign]
    key = {"event_type": "upbeat_delivery", "event_payload": {"key": "k1"}}
    await door.line("hello", SECOND, user="UBOT1", app_id=APP, metadata=key)
    assert settled == [("k1", "1.1")]


async def test_a_hundred_events_ask_for_no_authorisation(door: Opened) -> None:
    before = len(door.slack.asked("auth.test"))
    for number in range(20):
        await door.line("hello", ts=f"1.{number}")
    assert len(door.slack.asked("auth.test")) == before


async def test_what_comes_from_a_workspace_that_has_not_installed_us_is_acknowledged_and_left(
    door: Opened,
) -> None:
    answer = await door.line("<@UBOT1> help", replace(FIRST, team="T9"))
    assert answer.status == 200 and door.said == []


# Who is who


async def test_somebody_whose_workspace_has_us_is_written_to_through_it(door: Opened) -> None:
    await door.line("<@UBOT1> help", FIRST, user="UJO")
    jo = await person(door, "UJO")
    assert (jo.workspace, jo.via, jo.external) == ("T2", "T2", False)


async def test_somebody_whose_workspace_has_us_not_is_written_to_through_the_channels(door: Opened) -> None:
    await door.line("<@UBOT1> help", SECOND, user="UGRACE")
    priya = await person(door, "UGRACE")
    assert (priya.workspace, priya.via, priya.external) == ("T3", "", True)


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "message", "channel_type": "channel", "team": "T2", "user_team": "T2"},
        {"type": "message", "channel_type": "channel", "team": "T2"},
        {"type": "app_mention", "team": "T1", "user_team": "T2"},
        {"type": "app_mention", "team": "T1", "source_team": "T2"},
    ],
)
async def test_the_outer_team_is_nobodys_and_the_authors_own_is_found(
    door: Opened, payload: dict[str, Any]
) -> None:
    door.slack.refuses["users.info"] = "internal_error"
    said = {"channel": "C1", "user": "UJO", "text": "<@UBOT1> help", "ts": "1.1"}
    await door.event({**said, **payload}, FIRST, team="T9")
    async with door.house.store.transaction() as session:
        rows = await Registry(session).person("slack", "T2", "UJO")
    assert rows.workspace == "T2"


async def test_what_falls_due_for_people_comes_by_way_of_their_own_workspace(door: Opened) -> None:
    for number, user in enumerate(("UJO", "UMINA", "UGRACE")):
        await door.line("<@UBOT2> help", SECOND, user=user, ts=f"1.{number}")
    before = len(door.said)
    async with door.house.records() as records:
        for user in ("UJO", "UMINA", "UGRACE"):
            member, card = await records.members.of_handle(user), dump(Card((Paragraph((Span("Hello"),)),)))
            await records.deliveries.owe(key=user, at=door.house.clock.now(), to=member, card=card)
    await door.settles()
    told = {(team, channel) for team, channel, _ in door.said[before:]}
    assert told == {("T2", "DT2UJO"), ("T1", "DT1UMINA"), ("T1", "DT1UGRACE")}


async def test_somebody_of_a_large_organisation_is_asked_after(door: Opened) -> None:
    await door.line("<@UBOT1> help", FIRST, user="UGRACE", team="E1", user_team="E1")
    assert (await person(door, "UGRACE")).workspace == "T3"


async def test_a_press_of_somebody_outside_is_theirs_and_not_the_installations(door: Opened) -> None:
    door.slack.refuses["users.info"] = "ratelimited"
    action = {"type": "button", "action_id": "help.show", "block_id": "b", "value": "1:"}
    await door.takes(
        {
            "type": "block_actions",
            "user": {"id": "UGRACE", "team_id": "T3"},
            "team": {"id": "T1"},
            "api_app_id": APP,
            "container": {"type": "message", "message_ts": "9.9", "channel_id": "C1", "is_ephemeral": False},
            "channel": {"id": "C1"},
            "trigger_id": "t",
            "response_url": "http://127.0.0.1:9/r",
            "message": {"ts": "9.9", "blocks": []},
            "actions": [action],
        }
    )
    async with door.house.store.transaction() as session:
        assert (await Registry(session).person("slack", "T3", "UGRACE")).workspace == "T3"


# Going and coming


async def owed(door: Opened, to: Address) -> None:
    """Owe a word to this address, and try to send it."""
    async with door.house.store.transaction() as session:
        deliveries = Registry(session).deliveries
        card = dump(Card((Paragraph((Span("Hello"),)),)))
        await deliveries.owe(key="k", at=door.house.clock.now(), address=to, card=card)
    await door.settles()


async def state(door: Opened) -> str:
    async with door.house.store.transaction() as session:
        row = await Registry(session).deliveries.of("k")
        assert row is not None
        return row.state


IN_C1 = Address("slack", "T1", conversation="C1")
TO_SAM = Address("slack", "T1", person="USAM")


async def test_what_is_owed_to_a_workspace_that_left_waits_and_comes_when_it_is_back(door: Opened) -> None:
    door.slack.refuses[f"{SECOND.token} conversations.open"] = "user_not_found"
    await ends(door, FIRST)
    await owed(door, TO_SAM)
    assert door.said == [] and await state(door) == DUE
    await door.installs(replace(FIRST, token="xoxb-newer"))
    await door.settles()
    assert [team for team, _, _ in door.said] == ["T1"] and await state(door) == SENT


@pytest.mark.parametrize("event", [UNINSTALLED, REVOKED], ids=lambda event: str(event["type"]))
async def test_an_uninstalled_workspace_is_forgotten(door: Opened, event: dict[str, Any]) -> None:
    await ends(door, FIRST, event)
    assert [one.team for one in door.door.platform.installs.all] == ["T2"]


async def test_a_persons_own_token_that_is_taken_back_is_not_ours(door: Opened) -> None:
    await ends(door, FIRST, {"type": "tokens_revoked", "tokens": {"oauth": ["UMINA"], "bot": []}})
    assert door.door.platform.installs.here("T1")


async def test_news_of_an_old_end_does_not_end_a_new_beginning(door: Opened) -> None:
    await door.event(UNINSTALLED, FIRST)
    assert door.door.platform.installs.here("T1")


async def test_an_end_that_slack_cannot_confirm_just_now_is_heard_again(door: Opened) -> None:
    door.slack.refuses[f"{FIRST.token} auth.test"] = "internal_error"
    assert (await door.event(UNINSTALLED, FIRST)).status == 500
    assert door.door.platform.installs.here("T1")


async def test_another_installation_speaks_where_the_one_that_did_is_gone(door: Opened) -> None:
    await ends(door, FIRST)
    await owed(door, IN_C1)
    assert [team for team, _, _ in door.said] == ["T2"] and await state(door) == SENT


async def test_the_next_one_that_hears_something_speaks_there_from_then_on(door: Opened) -> None:
    await ends(door, FIRST)
    await door.line("<@UBOT2> help", SECOND, user="UJO")
    async with door.house.store.transaction() as session:
        channel = await Registry(session).conversation("slack", "", "C1")
        assert channel is not None and channel.workspace == "T2"


async def test_a_command_that_works_everywhere_takes_no_channel_over(door: Opened) -> None:
    await ends(door, FIRST)
    command = {"command": "/upbeat", "text": "help", "user_id": "UJO", "channel_id": "C1", "team_id": "T2"}
    await door.takes({**command, "trigger_id": "t", "response_url": "http://127.0.0.1:9/r"})
    async with door.house.store.transaction() as session:
        channel = await Registry(session).conversation("slack", "", "C1")
        assert channel is not None and channel.workspace == "T1"


async def test_a_refusal_that_is_not_about_who_asks_is_not_tried_with_another(door: Opened) -> None:
    door.slack.refuses["chat.postMessage"] = "is_archived"
    with pytest.raises(Undeliverable):
        await door.door.platform.post(IN_C1, {"text": "Hello"}, "k")
    assert len(door.slack.asked("chat.postMessage")) == 1


async def test_what_may_have_gone_through_is_never_tried_with_another(door: Opened) -> None:
    door.slack.refuses["chat.postMessage"] = "internal_error"
    with pytest.raises(Unsure):
        await door.door.platform.post(IN_C1, {"text": "Hello"}, "k")
    assert len(door.slack.asked("chat.postMessage")) == 1


async def test_a_token_that_another_process_renewed_is_used_at_once(door: Opened) -> None:
    newer = replace(FIRST, token="xoxb-newer")
    door.slack.tokens = {newer.token: newer}
    other = StoredInstalls(door.house.store, Keys(KEY), door.house.clock)
    await other.keep(newer)
    await door.door.platform.post(IN_C1, {"text": "Hello"}, "k")
    assert [team for team, _, _ in door.said] == ["", "T1"]


async def test_nobody_left_to_speak_is_a_matter_of_patience(door: Opened) -> None:
    await ends(door, FIRST)
    door.slack.tokens.clear()
    with pytest.raises(TryLater):
        await door.door.platform.post(IN_C1, {"text": "Hello"}, "k")


async def test_one_of_us_leaves_a_channel_in_which_another_remains(door: Opened) -> None:
    door.slack.inside = {"T2"}
    await door.event({"type": "channel_left", "channel": "C1", "event_ts": "1.5"}, FIRST)
    async with door.house.store.transaction() as session:
        channel = await Registry(session).conversation("slack", "", "C1")
        assert channel is not None and channel.workspace == "T2"


async def test_whether_somebody_can_still_be_written_to_is_asked_again_after_a_while(
    door: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform, otherwise = door.door.platform, lately.elapsed
    (page,) = platform.pages(Card((Paragraph((Span("hello"),)),)), "", None)
    jo = Address("slack", "T1", person="UJO")
    await platform.post(jo, page, "k1")
    door.slack.refuses["conversations.open"] = "user_disabled"
    await platform.post(jo, page, "k2")  # Slack takes this one, though nobody will read it
    monkeypatch.setattr(lately, "elapsed", lambda: otherwise() + ways.DIRECT_SECONDS + 1)
    with pytest.raises(Undeliverable, match="user_disabled"):
        await platform.post(jo, page, "k3")
