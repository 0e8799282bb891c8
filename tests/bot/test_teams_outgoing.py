"""What goes out to Teams, and what its refusals come to, against a connector that refuses what Microsoft's refuses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from bot.card import Button, Buttons, Card, Paragraph, Span
from bot.errors import Moot, TryLater, Undeliverable, Unreachable, Unsure
from bot.platform import Page
from bot.request import Face, Place
from bot.teams.outgoing import Teams
from bot.teams.reaches import Known
from bot.teams.refusals import PATIENCE, code_of, meaning
from bot.teams.wire import Wire
from storage.deliveries import Address
from tests import stores
from tests.teams import cards
from tests.teams.connector import CAP, Connector
from tests.teams.world import BOT, Conversation, Person, World

HOST, GUEST = "tenant-of-the-host", "tenant-of-a-guest"


class Plain:
    """An HTTP client that raises what the SDK's raises; with a short patience."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def request(self, method: str, url: str, **more: Any) -> httpx.Response:
        answer = await self._client.request(method, url, **more)
        answer.raise_for_status()
        return answer


@dataclass
class Out:
    """The door's way out, and the Teams it speaks to: a channel, a group chat, Jo of the host and Will from outside."""

    teams: Teams
    connector: Connector
    world: World
    channel: Conversation
    chat: Conversation
    tokens: list[str]

    @property
    def jo(self) -> Person:
        return self.world.people["jo"]

    @property
    def will(self) -> Person:
        return self.world.people["will"]

    def to(self, where: Conversation | Person, thread: str = "") -> Address:
        if isinstance(where, Person):
            return Address("teams", where.tenant, person=where.aad)
        return Address("teams", where.tenant, conversation=where.id, thread=thread)

    def page(self, words: str = "Hello", *buttons: Button) -> Page:
        blocks = (Paragraph((Span(words),)), *((Buttons(buttons),) if buttons else ()))
        return self.teams.pages(Card(blocks), "key", 7)[0]

    def seen(self, person: str, where: Conversation) -> list[str]:
        messages = self.world.seen(person, where)
        return [cards.text(card) for one in messages if (card := cards.of(one.content))]


@pytest.fixture
async def out() -> AsyncIterator[Out]:
    async with _opened() as opened:
        yield opened


@asynccontextmanager
async def _opened() -> AsyncIterator[Out]:
    world = World()
    for name, full, tenant in (("jo", "Jo Lindqvist", HOST), ("will", "Will Grant", GUEST)):
        world.join(Person(name, full, tenant))
    channel = world.open("steering", "channel", HOST, "jo", "will")
    chat = world.open("a few of us", "groupChat", HOST, "jo", "will")
    channel.installed = chat.installed = True
    connector = Connector(world)
    connector.paced = False
    tokens = [""]

    async def token() -> str:
        if tokens[0] == "none":
            raise ValueError("no token for you")
        return tokens[0]

    async with connector.open(), stores.opened() as store, httpx.AsyncClient(timeout=5) as client:
        known = Known(store, lambda: datetime(2026, 11, 25, 10, tzinfo=UTC))
        for where in (channel, chat):
            await known.learn(where.id, HOST, url=connector.service_url, kind=where.kind)
        teams = Teams(Wire(Plain(client), token), known, BOT, lambda _: False, connector.service_url)
        yield Out(teams, connector, world, channel, chat, tokens)


# Where it goes


async def test_a_message_to_a_channel_begins_a_thread(out: Out) -> None:
    message = await out.teams.post(out.to(out.channel), out.page(), "key")
    said = out.world.message(message)
    assert said is not None and (said.conversation, said.thread) == (out.channel.id, "")
    assert out.seen("will", out.channel) == ["Hello"]


async def test_an_answer_stands_in_the_thread_of_what_it_answers(out: Out) -> None:
    root = await out.teams.post(out.to(out.channel), out.page(), "key")
    answer = await out.teams.post(out.to(out.channel, root), out.page("More"), "key")
    said = out.world.message(answer)
    assert said is not None and said.thread == root


async def test_a_chat_has_no_threads_and_is_answered_all_the_same(out: Out) -> None:
    await out.teams.post(out.to(out.chat, "123"), out.page(), "key")
    assert out.seen("jo", out.chat) == ["Hello"]


async def test_somebody_who_never_wrote_gets_a_chat_of_their_own_once(out: Out) -> None:
    await out.teams.post(out.to(out.jo), out.page("One"), "key")
    await out.teams.post(out.to(out.jo), out.page("Two"), "key")
    assert out.seen("jo", out.world.personal("jo")) == ["One", "Two"]
    assert [call.path for call in out.connector.calls].count("/v3/conversations") == 1


async def test_somebody_of_another_tenant_is_written_to_in_theirs(out: Out) -> None:
    face = await out.teams.people.account(out.will.account(), _place(out.channel), out.connector.service_url)
    assert (face.handle, face.workspace, face.external) == (out.will.aad, GUEST, True)
    await out.teams.post(Address("teams", HOST, person=face.handle), out.page(), "key")
    assert out.connector.calls[-2].body["tenantId"] == GUEST
    assert out.seen("will", out.world.personal("will")) == ["Hello"]


async def test_a_message_is_changed_where_it_stands(out: Out) -> None:
    places = [out.to(out.channel), out.to(out.chat), out.to(out.jo)]
    for to in places:
        message = await out.teams.post(to, out.page(), "key")
        await out.teams.update(to, message, out.page("Hello again"))
    root = await out.teams.post(out.to(out.channel), out.page(), "key")
    under = out.to(out.channel, root)
    await out.teams.update(under, await out.teams.post(under, out.page(), "key"), out.page("Mended"))
    assert out.seen("jo", out.channel) == ["Hello again", "Hello", "Mended"]
    assert out.seen("jo", out.chat) == out.seen("jo", out.world.personal("jo")) == ["Hello again"]
    assert not out.connector.refused()


async def test_a_mark_stands_on_what_was_typed_and_a_refused_one_is_no_failure(out: Out) -> None:
    message = await out.teams.post(out.to(out.channel), out.page(), "key")
    await out.teams.react(out.to(out.channel), message, "white_check_mark")
    said = out.world.message(message)
    assert said is not None and said.reactions == ["2705_whiteheavycheckmark"]
    await out.teams.react(out.to(out.channel), "404", "envelope")
    assert out.connector.calls[-1].status == 404


async def test_a_notification_shows_the_words_of_the_card(out: Out) -> None:
    await out.teams.post(out.to(out.chat), out.page("Bring the minutes"), "key")
    assert out.connector.calls[-1].body["summary"] == "Bring the minutes"


async def test_the_key_travels_in_the_buttons(out: Out) -> None:
    button = Button("Done", "action.done", "12")
    await out.teams.post(out.to(out.chat), out.page("Well?", button), "key")
    card = cards.of(out.connector.calls[-1].body)
    assert card is not None
    data = next(iter(cards.actions(card)))["data"]
    assert (data["key"], data["partnership"], data["value"]) == ("key", 7, "12")


# Answers for one


def _place(where: Conversation) -> Place:
    return Place(where.id, where.tenant, direct=where.kind == "personal", platform="teams")


def _face(person: Person) -> Face:
    return Face(person.aad, person.tenant, person.full_name, platform="teams")


async def test_an_answer_for_one_is_seen_by_nobody_else(out: Out) -> None:
    await out.teams.people.account(out.jo.account(), _place(out.channel), out.connector.service_url)
    for where in (out.channel, out.chat):
        await out.teams.tell(_place(where), _face(out.jo), out.page("For Jo"))
        assert out.seen("jo", where) == ["For Jo"] and out.seen("will", where) == []


async def test_where_no_private_answer_is_possible_it_goes_to_their_own_chat(out: Out) -> None:
    out.channel.members.discard("will")
    await out.teams.tell(_place(out.channel), _face(out.will), out.page("For Will"))
    assert out.seen("will", out.world.personal("will")) == ["For Will"]
    own = out.world.personal("jo")
    await out.teams.tell(_place(own), _face(out.jo), out.page("For Jo"))
    assert out.seen("jo", own) == ["For Jo"]


async def test_an_answer_that_nobody_takes_is_let_go(out: Out) -> None:
    out.channel.installed = out.chat.installed = False
    await out.teams.tell(_place(out.channel), _face(out.jo), out.page())
    assert [call.status for call in out.connector.calls] == [403, 403]


async def test_an_answer_that_may_have_arrived_is_not_said_twice(out: Out) -> None:
    await out.teams.people.account(out.jo.account(), _place(out.channel), out.connector.service_url)
    out.connector.trouble("lost", "POST")
    await out.teams.tell(_place(out.channel), _face(out.jo), out.page("For Jo"))
    assert out.seen("jo", out.channel) == ["For Jo"] and out.seen("jo", out.world.personal("jo")) == []


# Who is there


async def test_everybody_in_a_channel_is_known_by_name_page_by_page(out: Out) -> None:
    for name in ("mina", "sam", "priya"):
        out.world.join(Person(name, f"{name.title()} X", HOST))
        out.channel.members.add(name)
    faces = await out.teams.present(_place(out.channel))
    assert {face.name for face in faces} == {"Jo Lindqvist", "Will Grant", "Mina X", "Sam X", "Priya X"}
    assert {face.name for face in faces if face.external} == {"Will Grant"}
    assert (await out.teams.who(out.jo.aad)).name == "Jo Lindqvist"


async def test_where_teams_does_not_say_who_is_there_nobody_is(out: Out) -> None:
    out.connector.trouble("403", "GET")
    assert await out.teams.present(_place(out.channel)) == []


# What refusals come to


async def test_a_rate_is_kept_as_teams_says(out: Out) -> None:
    out.connector.trouble("429")
    with pytest.raises(TryLater) as later:
        await out.teams.post(out.to(out.chat), out.page(), "key")
    assert later.value.seconds == 1


@pytest.mark.parametrize("trouble", ["412", "502"])
async def test_what_teams_says_may_work_at_the_next_try_is_tried_again(out: Out, trouble: Any) -> None:
    out.connector.trouble(trouble)
    with pytest.raises(TryLater):
        await out.teams.post(out.to(out.chat), out.page(), "key")
    assert out.seen("jo", out.chat) == []


async def test_a_lost_answer_leaves_us_unsure(out: Out) -> None:
    out.connector.trouble("lost", "POST")
    with pytest.raises(Unsure):
        await out.teams.post(out.to(out.chat), out.page(), "key")
    assert out.seen("jo", out.chat) == ["Hello"]
    assert await out.teams.find(out.to(out.chat), "key") is None


async def test_where_nobody_listens_nothing_was_said(out: Out) -> None:
    await out.teams.known.learn(out.chat.id, HOST, url="http://127.0.0.1:9/")
    with pytest.raises(TryLater):
        await out.teams.post(out.to(out.chat), out.page(), "key")


async def test_a_conversation_without_the_app_is_closed_to_us(out: Out) -> None:
    out.chat.installed = False
    with pytest.raises(Unreachable, match="bot_not_in_conversation_roster"):
        await out.teams.post(out.to(out.chat), out.page(), "key")


async def test_somebody_without_the_app_cannot_be_reached(out: Out) -> None:
    out.channel.installed = out.chat.installed = False
    with pytest.raises(Unreachable):
        await out.teams.post(out.to(out.jo), out.page(), "key")


async def test_a_conversation_that_is_gone_is_closed_to_us(out: Out) -> None:
    with pytest.raises(Unreachable, match="conversation_not_found"):
        await out.teams.post(Address("teams", HOST, conversation="19:gone@thread.v2"), out.page(), "key")


async def test_what_is_too_long_for_teams_can_never_arrive(out: Out) -> None:
    page = {**out.page(), "text": "x" * CAP}
    with pytest.raises(Undeliverable, match="message_size_too_big"):
        await out.teams.post(out.to(out.chat), page, "key")


async def test_a_message_that_was_deleted_is_not_changed(out: Out) -> None:
    message = await out.teams.post(out.to(out.chat), out.page(), "key")
    out.world.messages.clear()
    with pytest.raises(Moot):
        await out.teams.update(out.to(out.chat), message, out.page("Again"))


async def test_a_token_that_is_not_taken_waits_for_whoever_can_put_that_right(out: Out) -> None:
    out.connector.tokens = {"good"}
    with pytest.raises(TryLater) as later:
        await out.teams.post(out.to(out.chat), out.page(), "key")
    assert later.value.seconds == PATIENCE
    out.tokens[0] = "good"
    await out.teams.post(out.to(out.chat), out.page(), "key")


async def test_where_microsoft_gives_no_token_nothing_is_sent(out: Out) -> None:
    out.tokens[0] = "none"
    with pytest.raises(TryLater):
        await out.teams.post(out.to(out.chat), out.page(), "key")
    assert out.connector.calls == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"error": {"code": "BotDisabledByAdmin"}}', "bot_disabled_by_admin"),
        (b'{"error": {"code": "Hello; you"}}', "helloyou"),
        (b'{"error": "none"}', "HTTP 403"),
        (b"[]", "HTTP 403"),
        (b"<html>", "HTTP 403"),
        (b"", "HTTP 403"),
    ],
)
def test_the_reason_of_a_refusal_is_a_plain_word(body: bytes, code: str) -> None:
    assert code_of(httpx.Response(403, content=body)) == code


def test_a_wait_that_cannot_be_read_is_a_short_one() -> None:
    later = meaning(httpx.Response(429, headers={"Retry-After": "soon"}))
    assert isinstance(later, TryLater) and 0 < later.seconds <= 1
    assert isinstance(meaning(httpx.Response(500)), Unsure)
