"""Which events reach a bot, and what they carry, heard by slack_bolt."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sandbox.client import Sandbox
from sandbox.ids import Mint
from tests.sandbox.conftest import MANIFEST, SEED, Foreign, Raw, ids, options, sandbox_at


async def test_a_mention_comes_as_message_and_as_mention(slack: Sandbox, bot: Foreign) -> None:
    await bot.listen()
    ts = await slack.say("ada", "@Upbeat help", "shared")
    [message], [mention] = bot.events("message"), bot.events("app_mention")
    assert message["ts"] == mention["ts"] == ts and message["text"] == mention["text"]
    assert message["text"] == f"<@{(await ids(slack))['upbeat']}> help"
    assert len({body["event_id"] for body in bot.heard}) == 2
    assert message["channel_type"] == "channel" and "channel_type" not in mention


async def test_in_direct_messages_a_mention_is_only_a_message(slack: Sandbox, bot: Foreign) -> None:
    await bot.listen()
    await slack.say("eve", "@upbeat help", "dm")
    assert len(bot.events("message")) == 1 and bot.events("app_mention") == []
    assert bot.events("message")[0]["channel_type"] == "im"


async def test_the_envelope_names_the_install_and_the_event_the_author(slack: Sandbox, bot: Foreign) -> None:
    await bot.listen()
    await slack.say("eve", "@upbeat hello", "shared")
    by_kind = {body["event"]["type"]: body for body in bot.heard}
    message, mention = by_kind["message"], by_kind["app_mention"]
    host, town = message["authorizations"][0]["team_id"], message["event"]["team"]
    assert host != town and message["event"]["user_team"] == town
    assert message["team_id"] == town and message["context_team_id"] == host
    assert mention["team_id"] == mention["event"]["team"] == host and mention["event"]["user_team"] == town
    assert message["is_ext_shared_channel"] is True and message["authorizations"][0]["is_bot"] is True


async def test_a_bot_hears_nothing_of_channels_it_is_not_in(slack: Sandbox, bot: Foreign) -> None:
    await bot.listen()
    await slack.say("ada", "@upbeat are you there", "elsewhere")
    assert bot.heard == []


async def test_what_app_yaml_does_not_declare_does_not_arrive(tmp_path: Path) -> None:
    settings = {**MANIFEST["settings"], "event_subscriptions": {"bot_events": ["message.im", "app_mention"]}}
    scopes = {"oauth_config": {"scopes": {"bot": ["im:history", "chat:write"]}}}
    async with sandbox_at(options(tmp_path, manifest={**MANIFEST, **scopes, "settings": settings})) as slack:
        bot = Foreign(slack.address)
        await bot.listen()
        await slack.say("ada", "@upbeat in the channel", "shared")
        await slack.say("ada", "privately", "dm")
        await slack.get("home", **{"as": "ada"})
        await bot.close()
        assert [e["text"] for e in bot.events("message")] == ["privately"]
        assert len(bot.heard) == 1, "app_mention lacks its scope, the rest its subscription"


async def test_what_people_type_is_escaped_and_linked_as_slacks_client_does(
    slack: Sandbox, bot: Foreign
) -> None:
    await bot.listen()
    known = await ids(slack)
    await slack.say(
        "ada", "<b> & @Bo Field, @here see https://example.org/a?b=1. mail me@example.org `@bo`", "shared"
    )
    assert bot.events("message")[0]["text"] == (
        f"&lt;b&gt; &amp; <@{known['bo']}>, <!here> see <https://example.org/a?b=1>. "
        "mail <mailto:me@example.org|me@example.org> `@bo`"
    )


async def test_a_mention_typed_as_markup_stays_words(slack: Sandbox, bot: Foreign) -> None:
    await bot.listen()
    await slack.say("ada", "<!channel> <@U123>", "shared")
    assert bot.events("message")[0]["text"] == "&lt;!channel&gt; &lt;@U123&gt;"


async def test_a_reply_names_its_thread(slack: Sandbox, bot: Foreign) -> None:
    await bot.listen()
    parent = await slack.say("ada", "above", "shared")
    await slack.say("bo", "below", "shared", thread_ts=parent)
    reply = bot.events("message")[1]
    assert reply["thread_ts"] == parent and reply["parent_user_id"] == (await ids(slack))["ada"]


async def test_an_edit_tells_what_was_and_what_is(slack: Sandbox, bot: Foreign) -> None:
    await bot.listen()
    ts = str(await slack.say("ada", "one", "shared"))
    await slack.edit("ada", ts, "two", "shared")
    event = bot.events("message")[1]
    assert (event["subtype"], event["hidden"]) == ("message_changed", True)
    assert (event["previous_message"]["text"], event["message"]["text"]) == ("one", "two")
    assert event["message"]["ts"] == ts and event["message"]["edited"]["user"]
    row = (await slack.messages("eve", "shared"))[0]
    assert row["text"] == "two" and row["edited"] is True


async def test_a_deletion_tells_what_is_gone(slack: Sandbox, bot: Foreign) -> None:
    await bot.listen()
    ts = str(await slack.say("ada", "one", "shared"))
    await slack.delete("ada", ts, "shared")
    event = bot.events("message")[1]
    assert (event["subtype"], event["deleted_ts"], event["previous_message"]["text"]) == (
        "message_deleted",
        ts,
        "one",
    )
    assert await slack.messages("ada", "shared") == []


async def test_a_message_with_replies_is_deleted_as_a_tombstone(slack: Sandbox, bot: Foreign) -> None:
    await bot.listen()
    ts = str(await slack.say("ada", "one", "shared"))
    await slack.say("bo", "below", "shared", thread_ts=ts)
    await slack.delete("ada", ts, "shared")
    event = bot.events("message")[2]
    assert event["subtype"] == "message_changed" and event["message"]["subtype"] == "tombstone"
    assert event["message"]["user"] == "USLACKBOT" and event["previous_message"]["text"] == "one"
    assert (await slack.messages("ada", "shared"))[0]["deleted"] is True


async def test_reactions_arrive_without_a_workspace(slack: Sandbox, bot: Foreign) -> None:
    await bot.listen()
    ts = str(await slack.say("ada", "one", "shared"))
    await slack.react("eve", ts, "eyes", "shared")
    await slack.react("eve", ts, "eyes", "shared", remove=True)
    [added], [removed] = bot.events("reaction_added"), bot.events("reaction_removed")
    known = await ids(slack)
    assert added["item"]["ts"] == ts and added["reaction"] == removed["reaction"] == "eyes"
    assert added["user"] == known["eve"] and added["item_user"] == known["ada"] and "team" not in added


async def test_membership_is_told_with_who_invited(slack: Sandbox, bot: Foreign) -> None:
    await bot.listen()
    await slack.leave("eve", "shared")
    await slack.join("eve", "shared", by="ada")
    known = await ids(slack)
    [left], [joined] = bot.events("member_left_channel"), bot.events("member_joined_channel")
    assert left["user"] == joined["user"] == known["eve"] and joined["inviter"] == known["ada"]
    assert joined["team"] != bot.heard[0]["authorizations"][0]["team_id"]


async def test_an_invited_bot_hears_of_itself_and_of_who_invited_it(slack: Sandbox, bot: Foreign) -> None:
    await bot.listen()
    await slack.join("upbeat", "elsewhere")
    [joined] = bot.events("member_joined_channel")
    known = await ids(slack)
    assert joined["user"] == known["upbeat"] and joined["inviter"] == known["ada"]
    assert (
        "upbeat"
        in next(c for c in (await slack.state())["conversations"] if c["name"] == "elsewhere")["members"]
    )


async def test_a_bot_hears_its_own_posts_with_what_marks_them(slack: Sandbox, bot: Foreign, raw: Raw) -> None:
    await bot.listen()
    meta = {"event_type": "delivery", "event_payload": {"key": "k"}}
    await raw.call("chat.postMessage", channel="shared", text="mine", metadata=meta)
    await slack.say("ada", "go on", "shared")
    echo = bot.events("message")[0]
    assert echo["bot_id"] and echo["app_id"] and echo["bot_profile"]["app_id"] == echo["app_id"]
    assert echo["metadata"] == meta and echo["user"] == (await ids(slack))["upbeat"]


async def test_home_is_opened_with_the_view_that_is_there(slack: Sandbox, bot: Foreign) -> None:
    await bot.listen()
    await slack.home("ada")
    first = bot.events("app_home_opened")[0]
    assert first["tab"] == "home" and first["channel"].startswith("D") and "view" not in first
    view = {
        "type": "home",
        "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "Welcome"}}],
    }
    await bot.client.views_publish(user_id=(await ids(slack))["ada"], view=view)
    assert (await slack.home("ada"))["text"] == "Welcome"
    assert bot.events("app_home_opened")[1]["view"]["type"] == "home"


async def test_a_home_published_for_an_external_person_is_never_shown(slack: Sandbox, bot: Foreign) -> None:
    view = {
        "type": "home",
        "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "Welcome"}}],
    }
    answer = await bot.client.views_publish(user_id=(await ids(slack))["eve"], view=view)
    assert answer["ok"]
    home = await slack.home("eve")
    assert home["text"] == "" and home["blocks"] == [] and "workspace" in home["note"]


async def test_ids_of_people_stay_and_ids_of_what_happens_never_come_back(tmp_path: Path) -> None:
    seen: dict[str, list[Any]] = {"event": [], "ts": [], "people": []}
    for _ in range(2):
        async with sandbox_at(options(tmp_path, seed={**SEED, "now": "2026-12-01T10:00:00+00:00"})) as slack:
            bot = Foreign(slack.address)
            await bot.listen()
            seen["ts"] += [await slack.say("ada", f"words {n}", "shared") for n in range(5)]
            seen["people"].append(await ids(slack))
            seen["event"] += [body["event_id"] for body in bot.heard]
            await bot.close()
    assert seen["people"][0] == seen["people"][1]
    assert len(set(seen["event"])) == len(set(seen["ts"])) == 10


def test_a_later_start_makes_later_ids_whatever_the_calendar_says() -> None:
    first, second = Mint(), Mint()
    before = [first.fresh("Ev") for _ in range(1000)]
    after = [second.fresh("Ev") for _ in range(1000)]
    assert max(before)[:-2] < min(after)[:-2] and len(set(before + after)) == 2000


def test_timestamps_grow_even_when_the_calendar_stands_still() -> None:
    mint, now = Mint(), datetime(2026, 12, 1, tzinfo=UTC)
    made = [mint.ts(now) for _ in range(2000)]
    assert made == sorted(made) and len(set(made)) == 2000
