"""The pretend Teams refuses what Teams refuses, and tells a bot no more than Teams does; a lenient one would prove nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.teams import cards
from tests.teams.connector import A_SECOND, CAP, PAGE, Connector
from tests.teams.party import peopled
from tests.teams.people import People, Trouble
from tests.teams.world import BOT, Conversation, Json, Person, identity


@dataclass
class Bot:
    """A bot that answers whatever it is told to, and speaks as itself."""

    connector: Connector
    session: aiohttp.ClientSession
    heard: list[Json] = field(default_factory=list)
    answers: dict[str, Json] = field(default_factory=dict)

    async def hear(self, request: web.Request) -> web.Response:
        self.heard.append(await request.json())
        return web.json_response(self.answers.get(str(self.heard[-1].get("name")), {}))

    async def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Json]:
        """Call the connector; answers status and content."""
        url = f"{self.connector.service_url}v3/{path}"
        async with self.session.request(method, url, json=body) as answer:
            return answer.status, await answer.json(content_type=None) or {}

    async def says(
        self, where: Conversation, body: Json | None = None, thread: str = "", query: str = ""
    ) -> int:
        address = f"{where.id};messageid={thread}" if thread else where.id
        status, _ = await self.ask(
            "POST", f"conversations/{address}/activities{query}", body or text("Hello")
        )
        return status


@dataclass
class Stage:
    people: People
    bot: Bot
    channel: Conversation

    @property
    def connector(self) -> Connector:
        return self.people.connector


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    connector = Connector(peopled(hears=False))
    async with connector.open(), aiohttp.ClientSession() as session:
        bot = Bot(connector, session)
        app = web.Application()
        app.router.add_post("/api/messages", bot.hear)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        people = People(connector.world, connector, f"http://127.0.0.1:{runner.addresses[0][1]}")
        channel = connector.world.at("steering", "mina")
        await people.install("mina", channel)
        yield Stage(people, bot, channel)
        await runner.cleanup()


def text(words: str) -> Json:
    return {"type": "message", "text": words}


def card(*body: Json, **more: Any) -> Json:
    content = {"type": "AdaptiveCard", "version": "1.5", "body": list(body), **more}
    return {"type": "message", "attachments": [{"contentType": cards.CARD, "content": content}]}


def only(stage: Stage, person: str) -> Json:
    return {**text("For you"), "recipient": {"id": stage.people.world.people[person].id}}


async def test_the_app_hears_and_says_nothing_where_it_is_not_installed(stage: Stage) -> None:
    elsewhere = stage.people.world.open("elsewhere", "groupChat", stage.channel.tenant, "mina")
    before = len(stage.bot.heard)
    await stage.people.type("mina", "@Upbeat agenda", elsewhere)
    assert len(stage.bot.heard) == before and await stage.bot.says(elsewhere) == 403
    unknown = Conversation("nowhere", "19:nowhere@thread.v2", "groupChat", "")
    assert await stage.bot.says(unknown) == 404


async def test_lines_are_heard_only_with_a_mention_unless_everything_may_be_read(stage: Stage) -> None:
    before = len(stage.bot.heard)
    said = await stage.people.type("jo", "ACTION: Otto to sing", stage.channel)
    assert len(stage.bot.heard) == before
    await stage.people.type("jo", "@Upbeat agenda @otto", stage.channel, said.id)
    heard = stage.bot.heard[-1]
    assert heard["text"] == "<at>Upbeat</at> agenda <at>Otto Lindqvist</at>"
    assert heard["conversation"]["id"] == f"{stage.channel.id};messageid={said.id}"
    mentioned = [one["mentioned"] for one in heard["entities"] if one["type"] == "mention"]
    assert [one["id"] for one in mentioned] == [BOT, stage.people.world.people["otto"].id]
    stage.channel.hears = True
    await stage.people.edit(said, "ACTION: Otto to hum")
    await stage.people.delete(said)
    assert [one["type"] for one in stage.bot.heard[-2:]] == ["messageUpdate", "messageDelete"]
    assert "text" not in stage.bot.heard[-1]


async def test_what_is_too_large_or_comes_too_fast_is_refused(stage: Stage) -> None:
    assert await stage.bot.says(stage.channel, text("é" * (CAP // 2))) == 413
    assert [await stage.bot.says(stage.channel) for _ in range(A_SECOND + 1)] == [201] * A_SECOND + [429]


async def test_cards_are_taken_only_as_the_schema_has_them_and_with_mentions_that_are_meant(
    stage: Stage,
) -> None:
    words = {"type": "TextBlock", "text": "Hello"}
    assert await stage.bot.says(stage.channel, card(words)) == 201
    buttons = [{"type": "Action.Execute", "title": str(number)} for number in range(7)]
    named = {"type": "TextBlock", "text": "<at>Jo Penrose</at>"}
    stranger = [{"type": "mention", "text": "<at>Jo Penrose</at>", "mentioned": {"id": "29:x", "name": "Jo"}}]
    for wrong in (
        card(words, version="1.9"),
        card({"type": "TextBlok", "text": "Hello"}),
        card(words, actions=buttons),
        card(named),
        card(named, msteams={"entities": stranger}),
        card(
            {"type": "Input.Text", "id": "a", "label": "A"}, {"type": "Input.Text", "id": "a", "label": "B"}
        ),
        {"type": "message"},
        {"type": "typing"},
    ):
        assert await stage.bot.says(stage.channel, wrong) == 400, wrong


async def test_a_targeted_message_is_seen_by_its_recipient_alone(stage: Stage) -> None:
    query, world = "?isTargetedActivity=true", stage.people.world
    assert await stage.bot.says(stage.channel, only(stage, "jo"), query=query) == 201
    assert [len(world.seen(person, stage.channel)) for person in ("jo", "mina")] == [1, 0]
    world.join(Person("eve", "Eve Moor", identity("elsewhere")))
    assert await stage.bot.says(stage.channel, only(stage, "eve"), query=query) == 403
    here = world.personal("jo")
    assert await stage.bot.says(here, only(stage, "jo"), query=query) == 400


async def test_a_chat_is_opened_with_those_the_app_is_there_for_in_their_tenant(stage: Stage) -> None:
    jo = stage.people.world.people["jo"]
    chat = {"isGroup": False, "members": [{"id": jo.id}], "tenantId": jo.tenant}
    status, answer = await stage.bot.ask("POST", "conversations", chat)
    assert status == 201 and answer["id"] == stage.people.world.personal("jo").id
    assert (await stage.bot.ask("POST", "conversations", {**chat, "tenantId": "another"}))[0] == 400
    eve = Person("eve", "Eve Moor", jo.tenant)
    stage.people.world.join(eve)
    assert (await stage.bot.ask("POST", "conversations", {**chat, "members": [{"id": eve.id}]}))[0] == 403
    assert (await stage.bot.ask("POST", "conversations", {**chat, "isGroup": True}))[0] == 400
    here = stage.people.world.personal("jo")
    assert await stage.bot.says(here) == 201
    stage.people.world.closed.add("jo")
    assert await stage.bot.says(here) == 403
    stage.people.world.closed.clear()
    await stage.people.uninstall("mina", stage.channel)
    assert await stage.bot.says(here) == 403
    await stage.people.type("jo", "Hello", here)  # which installs the app for her
    assert await stage.bot.says(here) == 201


async def test_a_thread_is_begun_answered_changed_marked_and_taken_back(stage: Stage) -> None:
    begin = {"isGroup": True, "channelData": {"channel": {"id": stage.channel.id}}, "activity": text("Root")}
    _, root = await stage.bot.ask("POST", "conversations", begin)
    assert root["id"] == f"{stage.channel.id};messageid={root['activityId']}"
    assert await stage.bot.says(stage.channel, thread=root["activityId"]) == 201
    assert await stage.bot.says(stage.channel, thread="1") == 404
    mine = f"conversations/{root['id']}/activities/{root['activityId']}"
    assert (await stage.bot.ask("PUT", mine, text("Changed")))[0] == 200
    assert (await stage.bot.ask("PUT", f"{mine}/reactions/like"))[0] == 200
    said = await stage.people.type("jo", "Mine", stage.channel)
    theirs = f"conversations/{stage.channel.id}/activities/{said.id}"
    assert (await stage.bot.ask("PUT", theirs, text("Yours")))[0] == 403
    message = stage.people.world.message(root["activityId"])
    assert (
        message is not None
        and stage.people.text("jo", message) == "Changed"
        and message.reactions == ["like"]
    )
    assert (await stage.bot.ask("DELETE", mine))[0] == 200
    assert (await stage.bot.ask("PUT", mine, text("Again")))[0] == 404
    assert await stage.bot.says(stage.channel, thread=root["activityId"]) == 201


async def test_members_come_in_pages_with_the_tenant_of_each(stage: Stage) -> None:
    path, token, found = f"conversations/{stage.channel.id}/pagedMembers", "", []
    while True:
        _, page = await stage.bot.ask("GET", f"{path}?pageSize=50{token and f'&continuationToken={token}'}")
        found += page["members"]
        assert len(page["members"]) <= PAGE
        if not (token := page.get("continuationToken", "")):
            break
    assert len(found) == 8 and len({one["tenantId"] for one in found}) == 3
    one = await stage.bot.ask("GET", f"conversations/{stage.channel.id}/members/{found[0]['aadObjectId']}")
    assert one == (200, found[0])


async def test_troubles_happen_as_ordered_and_a_lost_answer_was_heard_all_the_same(stage: Stage) -> None:
    stage.connector.trouble("502")
    stage.connector.trouble("429")
    stage.connector.trouble("lost")
    assert [await stage.bot.says(stage.channel) for _ in range(2)] == [502, 429]
    assert stage.people.world.seen("jo", stage.channel) == []
    with pytest.raises(aiohttp.ClientError):
        await stage.bot.says(stage.channel)
    assert len(stage.people.world.seen("jo", stage.channel)) == 1


async def test_a_button_is_pressed_once_drawn_and_its_answer_stands_for_the_presser_alone(
    stage: Stage,
) -> None:
    button = {
        "type": "Action.Execute",
        "title": "Coming",
        "verb": "come",
        "data": {"action": "meeting.coming"},
    }
    await stage.bot.says(stage.channel, card({"type": "TextBlock", "text": "Are you?"}, actions=[button]))
    [message] = stage.people.world.seen("jo", stage.channel)
    answer = card({"type": "TextBlock", "text": "You are."})["attachments"][0]["content"]
    stage.bot.answers["adaptiveCard/action"] = {"statusCode": 200, "type": cards.CARD, "value": answer}
    await stage.people.press("jo", "Coming", message)
    action = stage.bot.heard[-1]["value"]["action"]
    assert action["verb"] == "come" and action["data"] == {"action": "meeting.coming"}
    assert [stage.people.text(person, message) for person in ("jo", "mina")] == ["You are.", "Are you?"]
    stage.bot.answers["adaptiveCard/action"] = {"statusCode": 500, "type": "error", "value": {}}
    with pytest.raises(Trouble):
        await stage.people.press("mina", "Coming", message)


async def test_a_dialog_opens_keeps_what_is_missing_from_being_sent_and_closes(stage: Stage) -> None:
    data = {"action": "agenda.add", "msteams": {"type": "task/fetch"}}
    button = {"type": "Action.Submit", "title": "Add", "data": data}
    await stage.bot.says(stage.channel, card({"type": "TextBlock", "text": "Items"}, actions=[button]))
    [message] = stage.people.world.seen("jo", stage.channel)
    asked = {
        "type": "Input.Text",
        "id": "q:text",
        "label": "What",
        "isRequired": True,
        "errorMessage": "Say what.",
    }
    send = {"type": "Action.Submit", "title": "Save", "data": {"action": "agenda.save"}}
    drawn = card(asked, actions=[send])["attachments"][0]
    shown = {"task": {"type": "continue", "value": {"title": "Add an item", "card": drawn}}}
    stage.bot.answers["task/fetch"] = shown
    await stage.people.press("jo", "Add", message)
    assert stage.people.dialogs["jo"].title == "Add an item"
    before = len(stage.bot.heard)
    assert await stage.people.submit("jo", {"text": " "}) == ["Say what."] and len(stage.bot.heard) == before
    assert await stage.people.submit("jo", {"What": "Budget"}) == []
    assert stage.bot.heard[-1]["value"]["data"] == {"action": "agenda.save", "q:text": "Budget"}
    assert "replyToId" not in stage.bot.heard[-1] and stage.people.dialogs == {}


def test_markdown_that_would_come_to_life_is_noticed() -> None:
    bad = r"**loud** _sly_ [x](https://evil.example) \*quiet\* snake_case_name"
    drawn = card({"type": "TextBlock", "text": bad}, {"type": "TextBlock", "text": "- a\n1. b"})
    content = drawn["attachments"][0]["content"]
    assert cards.links(content) == ["https://evil.example"]
    assert cards.loud(content) == ["loud", "sly", "a", "b"]
    assert cards.text(content).splitlines()[0] == "loud sly x *quiet* snake_case_name"
    moment = {"type": "TextRun", "text": "{{DATE(2026-12-15T14:00:00Z)}} <at>Jo</at>"}
    read = card({"type": "RichTextBlock", "inlines": [moment]})["attachments"][0]["content"]
    assert len(cards.dates(read)) == 1 and len(cards.wrong(read)) == 1
    same = {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": bad}]}
    plain = card(same)["attachments"][0]["content"]
    assert not cards.links(plain) and not cards.loud(plain) and cards.text(plain) == bad
