"""What Teams sends becomes requests: who, where, in what way, for what; and what means nothing to us stays unsaid."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from bot.request import Request, Way, mention
from bot.teams.incoming import Reader
from bot.teams.people import People
from bot.teams.reaches import Known
from bot.teams.text import mentions, readable, typed
from bot.teams.wire import Wire
from storage.database import Store
from tests import stores
from tests.bot.test_teams_outgoing import Plain
from tests.teams import activities
from tests.teams.connector import Connector
from tests.teams.world import BOT, Conversation, Json, Message, Person, World

HOST, GUEST = "tenant-of-the-host", "tenant-of-a-guest"
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)


@dataclass
class In:
    """The door's way in, and the Teams it hears of."""

    reader: Reader
    known: Known
    connector: Connector
    world: World
    channel: Conversation
    store: Store

    def person(self, name: str) -> Person:
        return self.world.people[name]

    def message(
        self, who: str, text: str, where: Conversation | None = None, thread: str = "", **more: Any
    ) -> Json:
        """What Teams sends when somebody types."""
        place = where or self.channel
        said = Message(self.world.stamp(), place.id, who, {"text": text}, thread)
        self.world.messages.append(said)
        return self.sent(activities.message(self.world, said, self.person(who)), **more)

    def sent(self, activity: Json, **more: Any) -> Json:
        return {**activity, "serviceUrl": self.connector.service_url, **more}

    async def one(self, activity: Json) -> Request:
        (request,) = await self.reader.read(activity)
        return request


@pytest.fixture
async def door() -> AsyncIterator[In]:
    async with _opened() as opened:
        yield opened


@asynccontextmanager
async def _opened() -> AsyncIterator[In]:
    world = World()
    for name, full, tenant in (
        ("jo", "Jo Lindqvist", HOST),
        ("sam", "Sam Okafor", HOST),
        ("will", "Will Grant", GUEST),
    ):
        world.join(Person(name, full, tenant))
    channel = world.open("steering", "channel", HOST, "jo", "sam", "will", hears=True)
    channel.installed = True
    connector = Connector(world)

    async def token() -> str:
        return ""

    async with connector.open(), stores.opened() as store, httpx.AsyncClient(timeout=5) as client:
        known = Known(store, lambda: NOW)
        people = People(Wire(Plain(client), token), known)
        reader = Reader(people, known, frozenset({BOT}), lambda: NOW)
        yield In(reader, known, connector, world, channel, store)


# What people type


async def test_a_mention_is_addressed_to_us_and_loses_our_name(door: In) -> None:
    request = await door.one(door.message("jo", "@Upbeat agenda add Budget 10m"))
    assert (request.way, request.text) == (Way.MENTION, "agenda add Budget 10m")
    assert (request.person.handle, request.person.name) == (door.person("jo").aad, "Jo Lindqvist")
    assert (request.place.handle, request.place.workspace) == (door.channel.id, HOST)
    assert (request.thread, request.at) == ("", NOW)


async def test_a_mention_in_a_thread_knows_with_which_message_that_begins(door: In) -> None:
    request = await door.one(door.message("jo", "@Upbeat agenda", thread="17"))
    assert (request.thread, request.place.handle) == ("17", door.channel.id)


async def test_the_same_message_twice_is_the_same_request(door: In) -> None:
    activity = door.message("jo", "@Upbeat agenda")
    assert (await door.one(activity)).key == (await door.one(activity)).key != ""
    assert (await door.one(door.message("jo", "@Upbeat agenda"))).key != (await door.one(activity)).key


async def test_a_key_has_room_for_what_is_done_upon_it_however_long_the_ids_are(door: In) -> None:
    activity = door.message("jo", "@Upbeat agenda")
    long = {**activity, "conversation": {**activity["conversation"], "id": f"a:{'x' * 150}"}}
    keys = [(await door.one({**long, "id": number})).key for number in ("1", "2", "1")]
    assert keys[0] == keys[2] != keys[1] and max(map(len, keys)) <= 140


async def test_whom_a_message_names_is_known_by_their_directory_and_not_by_what_was_typed(door: In) -> None:
    activity = door.message("jo", "@Upbeat action @sam to book the hall")
    activity["text"] = activity["text"].replace("Sam Okafor", "Sam")
    for one in activity["entities"]:
        one["text"] = one.get("text", "").replace("Sam Okafor", "Sam")
        if one.get("mentioned"):
            one["mentioned"] = {"id": one["mentioned"]["id"], "name": "Sam"}
    request = await door.one(activity)
    sam = door.person("sam")
    assert request.text == f"action {mention(sam.aad)} to book the hall"
    assert request.faces[sam.aad].name == "Sam Okafor"


async def test_somebody_of_another_tenant_is_external_there_and_at_home_in_their_own_chat(door: In) -> None:
    request = await door.one(door.message("will", "@Upbeat agenda"))
    assert (request.person.workspace, request.person.external) == (GUEST, True)
    own = door.world.personal("will")
    request = await door.one(door.message("will", "agenda", own))
    assert (request.way, request.place.direct) == (Way.DIRECT, True)
    assert (request.person.workspace, request.person.external) == (GUEST, False)
    assert (await door.known.of(door.person("will").aad))["chat"] == own.id


async def test_people_are_asked_after_once_and_remembered_after_a_restart(door: In) -> None:
    for _ in range(3):
        await door.one(door.message("jo", "@Upbeat agenda"))
    assert len(door.connector.calls) == 1
    again = Known(door.store, lambda: NOW)
    assert (await again.of(door.person("jo").aad))["name"] == "Jo Lindqvist"
    assert (await again.of(door.channel.id))["url"] == door.connector.service_url


async def test_while_teams_does_not_say_who_somebody_is_they_have_no_name(door: In) -> None:
    door.connector.trouble("502", "GET")
    activity = door.message("will", "@Upbeat agenda")
    assert (await door.one(activity)).person.name == ""
    person = (await door.one(activity)).person
    assert (person.name, person.workspace) == ("Will Grant", GUEST)


async def test_the_zone_of_who_writes_is_known_where_teams_says_it(door: In) -> None:
    request = await door.one(door.message("jo", "@Upbeat agenda", localTimezone="Europe/Dublin"))
    assert request.person.zone == "Europe/Dublin"


async def test_a_line_that_is_not_said_to_us_is_a_line_and_says_that_lines_are_heard(door: In) -> None:
    assert not (await door.one(door.message("jo", "@Upbeat agenda"))).place.lines
    request = await door.one(door.message("jo", "ACTION: Sam to book the hall"))
    assert (request.way, request.text) == (Way.LINE, "ACTION: Sam to book the hall")
    assert request.place.lines
    assert (await door.one(door.message("jo", "@Upbeat agenda"))).place.lines


async def test_our_own_words_and_those_of_other_apps_are_not_heard(door: In) -> None:
    activity = door.message("jo", "@Upbeat agenda")
    for other in ({"id": BOT, "name": "Upbeat"}, {"id": "28:another", "role": "bot"}):
        assert await door.reader.read({**activity, "from": other}) == []


async def test_a_quoted_message_is_what_somebody_points_at(door: In) -> None:
    quote = (
        '<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="42"><strong>Jo</strong>'
        '<p itemprop="preview">Book the hall &amp; the piano</p></blockquote><p>action</p>'
    )
    activity = door.message("jo", "@Upbeat action")
    activity["attachments"] = [{"contentType": "text/html", "content": quote}]
    quoted = (await door.one(activity)).quoted
    assert quoted is not None
    assert (quoted.message, quoted.text) == ("42", "Jo Book the hall & the piano")


async def test_signs_that_nobody_can_have_typed_come_in_nowhere(door: In) -> None:
    """A mention is a token that only a door makes, and no store keeps a null."""
    token, null = "\ue000aad-jo\ue001", "a\x00b \ud800c"
    assert (await door.one(door.message("jo", f"{token} {null}"))).text == "aad-jo ab c"
    quote = f'<blockquote itemtype="http://schema.skype.com/Reply" itemid="42">&#xE000;aad-jo{token[-1]}</blockquote>'
    activity = door.message("jo", "@Upbeat action")
    activity["attachments"] = [{"contentType": "text/html", "content": quote}]
    quoted = (await door.one(activity)).quoted
    assert quoted is not None and quoted.text == "aad-jo"
    assert typed({"text": null, "many": [token]}) == {"text": "ab c", "many": ["aad-jo"]}


async def test_an_edit_and_a_deletion_are_about_the_message_they_change(door: In) -> None:
    activity = door.message("jo", "ACTION: Sam to book the hall")
    said = door.world.messages[-1]
    edited = await door.one(door.sent(activities.changed(door.world, said, door.person("jo"), gone=False)))
    gone = await door.one(door.sent(activities.changed(door.world, said, door.person("jo"), gone=True)))
    assert (edited.name, gone.name) == ("captures.edited", "captures.deleted")
    assert edited.message == gone.message == activity["id"]
    assert edited.text == "ACTION: Sam to book the hall" and gone.text == ""
    assert edited.version and len({edited.key, gone.key, f"teams/{door.channel.id}/{activity['id']}"}) == 3


# Words


def _entity(ident: str, tag: str, **more: str) -> Json:
    return {"type": "mention", "text": tag, "mentioned": {"id": ident, **more}}


@pytest.mark.parametrize(
    ("typed", "entities", "read"),
    [
        ("<at>Upbeat</at> agenda", [_entity(BOT, "<at>Upbeat</at>")], "agenda"),
        ("<at>Upbeat</at>\u00a0agenda\n", [_entity(BOT, "<at>Upbeat</at>")], "agenda"),
        ("<at>Upbeat</at>, agenda", [_entity(BOT, "<at>Upbeat</at>")], "agenda"),
        ("thanks <at>Upbeat</at>", [_entity(BOT, "<at>Upbeat</at>")], "thanks"),
        ('<at id="0">Upbeat</at> me', [_entity(BOT, '<at id="0">Upbeat</at>')], "me"),
        ("<at>Upbeat</at> agenda", [], "<at>Upbeat</at> agenda"),
        ("a <at>Sam</at> b", [_entity("29:sam", "<at>Sam</at>")], f"a {mention('SAM')} b"),
        ("<at>Sam</at>", [_entity("29:other", "<at>Other</at>")], "<at>Sam</at>"),
        ("see <at>General</at>", [_entity("19:x@thread.tacv2", "<at>General</at>")], "see @General"),
        ("<at>A &amp; B</at>", [_entity("28:other", "<at>A &amp; B</at>")], "@A & B"),
        ("1 < 2 & &lt;b&gt; *x*", [], "1 < 2 & &lt;b&gt; *x*"),
        ("\ue000U1\ue001 pay\ue002 me", [], "U1 pay me"),
        ("one\r\ntwo", [], "one\ntwo"),
        (None, [{"type": "mention"}, {"type": "mention", "mentioned": "x"}, "x"], ""),
    ],
)
def test_typed_words_stay_words_and_only_what_an_entity_says_is_a_mention(
    typed: str | None, entities: list[Any], read: str
) -> None:
    said = mentions(entities)
    assert readable(typed, said, frozenset({BOT}), {"29:sam": "SAM"}) == read


def test_two_people_of_one_name_are_told_apart_by_their_order() -> None:
    said = mentions([_entity("29:a", "<at>Sam</at>"), _entity("29:b", "<at>Sam</at>")])
    text = readable("<at>Sam</at> asks <at>Sam</at>", said, frozenset(), {"29:a": "A", "29:b": "B"})
    assert text == f"{mention('A')} asks {mention('B')}"


# What people press and fill in


DATA = {"action": "action.done", "value": "12", "partnership": 7, "key": "k1#2"}


async def test_a_press_says_which_verb_and_which_card(door: In) -> None:
    said = Message("99", door.channel.id, BOT, {}, "17")
    activity = door.sent(
        activities.invoke(door.world, "adaptiveCard/action", {}, door.person("will"), door.channel, said)
    )
    request = await door.reader.press(activity, DATA)
    assert (request.name, request.text, request.partnership, request.card) == ("action.done", "12", 7, "k1")
    assert (request.way, request.message, request.thread) == (Way.PRESS, "99", "17")
    assert request.trigger == "" and request.key
    assert (await door.reader.press(activity, DATA, opened=True)).trigger


async def test_a_press_of_an_old_client_comes_as_a_message_and_is_one_all_the_same(door: In) -> None:
    activity = door.message("jo", "")
    request = await door.one({**activity, "value": DATA, "replyToId": "99"})
    assert (request.way, request.name, request.message) == (Way.PRESS, "action.done", "99")


@pytest.mark.parametrize("partnership", [None, "7", {"a": 1}, [1]])
async def test_what_a_button_says_of_its_partnership_is_a_number_or_nothing(
    door: In, partnership: Any
) -> None:
    activity = door.message("jo", "")
    request = await door.reader.press(activity, {**DATA, "partnership": partnership})
    assert request.partnership is None


async def test_a_form_sent_twice_is_one_form(door: In) -> None:
    def sent() -> Json:
        return door.sent(
            activities.invoke(door.world, "task/submit", {}, door.person("jo"), door.channel, None)
        )

    filled = {**DATA, "dialog": "d1", "message": "42", "fields": {"name": "text"}, "field:name": "x\ue000y"}
    first, second = [await door.reader.form(sent(), filled) for _ in range(2)]
    assert first.key == second.key != (await door.reader.form(sent(), {**filled, "dialog": "d2"})).key
    assert (first.way, first.values, first.message) == (Way.FORM, {"name": "xy"}, "42")


# What happens


async def test_being_added_is_an_invitation_by_who_did_it(door: In) -> None:
    activity = door.sent(activities.members(door.world, door.person("jo"), door.channel, activities.itself()))
    request = await door.one(activity)
    assert (request.name, request.way) == ("partnership.invited", Way.EVENT)
    assert (request.person.name, request.place.handle) == ("Jo Lindqvist", door.channel.id)


async def test_being_added_to_a_team_is_about_the_channel_that_was_chosen(door: In) -> None:
    activity = door.sent(activities.members(door.world, door.person("jo"), door.channel, activities.itself()))
    activity["channelData"]["settings"] = {"selectedChannel": {"id": "19:chosen@thread.tacv2"}}
    assert (await door.one(activity)).place.handle == "19:chosen@thread.tacv2"


async def test_being_added_to_a_personal_chat_begins_nothing_but_the_chat_is_known(door: In) -> None:
    own = door.world.personal("jo")
    activity = door.sent(activities.members(door.world, door.person("jo"), own, activities.itself()))
    assert await door.reader.read(activity) == []
    assert (await door.known.of(door.person("jo").aad))["chat"] == own.id


async def test_news_of_a_team_is_about_each_of_its_channels_that_has_no_people_of_its_own(door: In) -> None:
    for ident, sort in (("open", "standard"), ("closed", "private"), ("between", "shared")):
        await door.known.learn(f"19:{ident}", HOST, team=door.channel.team, sort=sort, kind="channel")
    for gone, name in ((False, "partnership.arrived"), (True, "partnership.left")):
        activity = activities.members(
            door.world, door.person("sam"), door.channel, door.person("sam").account(), gone
        )
        requests = await door.reader.read(door.sent(activity))
        assert {one.place.handle for one in requests} == {door.channel.id, "19:open"}
        assert {one.name for one in requests} == {name}
        assert {one.person.handle for one in requests} == {door.person("sam").aad}


async def test_who_was_removed_is_known_though_nobody_can_be_asked_any_more(door: In) -> None:
    await door.one(door.message("will", "@Upbeat agenda"))
    door.channel.members.discard("will")
    account = {"id": door.person("will").id}
    activity = activities.members(door.world, door.person("jo"), door.channel, account, gone=True)
    assert (await door.one(door.sent(activity))).person.handle == door.person("will").aad


async def test_being_removed_lets_the_partnership_rest(door: In) -> None:
    jo = door.person("jo")
    left = activities.members(door.world, jo, door.channel, activities.itself(), gone=True)
    removed = activities.installed(door.world, jo, door.channel, gone=True)
    for activity in (left, removed):
        assert (await door.one(door.sent(activity))).name == "partnership.removed"
    assert await door.reader.read(door.sent(activities.installed(door.world, jo, door.channel))) == []


async def test_a_meeting_that_begins_or_ends_is_an_event_of_no_platform(door: In) -> None:
    value = {"Title": "Steering group", "StartTime": "2026-11-25T10:00:00Z"}
    for word, name in (("Start", "meeting.began"), ("End", "meeting.ended")):
        activity = activities.base(door.world, "event", door.person("jo"), door.channel)
        request = await door.one(
            door.sent(activity, name=f"application/vnd.microsoft.meeting{word}", value=value)
        )
        assert (request.name, request.way, request.values["title"]) == (name, Way.EVENT, "Steering group")


@pytest.mark.parametrize(
    "activity",
    [
        {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
        {"type": "event", "name": "application/vnd.microsoft.readReceipt"},
        {"type": "conversationUpdate", "channelData": {"eventType": "channelRenamed"}},
        {"type": "conversationUpdate", "membersAdded": "x"},
        {"type": "installationUpdate", "action": "add-upgrade"},
        {"type": "typing"},
        {"type": "marzipan"},
        {},
    ],
)
async def test_what_means_nothing_to_us_is_let_go(door: In, activity: Json) -> None:
    kind = str(activity.get("type"))
    base = activities.base(door.world, kind, door.person("jo"), door.channel)
    data = {**base["channelData"], **activity.get("channelData", {})}
    assert await door.reader.read(door.sent({**base, **activity, "channelData": data})) == []
    assert await door.reader.read(activity) == []


# Signs on messages


def signed(door: In, who: str, *names: str, **more: Any) -> Json:
    """What Teams sends when somebody puts reactions on a message that Jo typed."""
    said = Message("1795600001234", door.channel.id, "jo", {"text": "ring the hall"})
    activity = activities.reaction(door.world, door.person(who), said, "like")
    return door.sent(activity, **{"reactionsAdded": [{"type": name} for name in names], **more})


async def test_a_pin_is_the_wish_of_who_put_it_on_that_message(door: In) -> None:
    request = await door.one(signed(door, "will", "1f4cc_pushpin"))
    assert (request.name, request.way, request.values) == ("reactions.added", Way.EVENT, {"sign": "pushpin"})
    assert (request.message, request.text, request.person.name) == ("1795600001234", "", "Will Grant")
    assert (request.place.handle, request.thread) == (door.channel.id, "")


async def test_a_sign_in_a_thread_that_teams_names_knows_it(door: In) -> None:
    activity = signed(door, "will", "2705_whiteheavycheckmark")
    for root, thread in (("17", "17"), ("1795600001234", "")):
        there = {**activity["conversation"], "id": f"{door.channel.id};messageid={root}"}
        request = await door.one({**activity, "conversation": there})
        assert (request.place.handle, request.thread) == (door.channel.id, thread)


async def test_each_of_several_signs_is_a_request_and_what_means_nothing_is_none(door: In) -> None:
    names = ("like", "1f4cc_pushpin", "1f389_partypopper", "2705_whiteheavycheckmark-tone2", "1f4cc_pushpin")
    requests = await door.reader.read(signed(door, "will", *names))
    assert [one.values["sign"] for one in requests] == ["pushpin", "white_check_mark"]
    assert len({one.key for one in requests}) == 2


async def test_a_wish_counts_once_and_a_tick_as_often_as_it_is_put_there(door: In) -> None:
    names = ("1f4cc_pushpin", "2705_whiteheavycheckmark")
    first, again = [await door.reader.read(signed(door, "will", *names, id=number)) for number in ("1", "2")]
    other = await door.reader.read(signed(door, "sam", *names, id="3"))
    assert first[0].key == again[0].key != other[0].key
    assert len({first[1].key, again[1].key, other[1].key}) == 3


@pytest.mark.parametrize(
    "more",
    [
        {"reactionsAdded": None, "reactionsRemoved": [{"type": "1f4cc_pushpin"}]},
        {"reactionsAdded": [{"type": "like"}, {"type": None}, {}, "1f4cc_pushpin", None, {"type": ["x"]}]},
        {"reactionsAdded": {"type": "1f4cc_pushpin"}},
        {"replyToId": ""},
        {"from": {"id": BOT, "name": "Upbeat"}},
        {"from": {"id": "28:another", "role": "bot"}},
        {"from": {"id": "28:nobody-says-what"}},
    ],
)
async def test_what_is_taken_away_or_means_nothing_or_comes_from_an_app_is_let_be(
    door: In, more: dict[str, Any]
) -> None:
    assert await door.reader.read(signed(door, "will", "1f4cc_pushpin", **more)) == []


async def test_a_sign_in_one_s_own_chat_is_let_be(door: In) -> None:
    said = Message("1795600001234", door.world.personal("will").id, BOT, {"text": "hello"})
    activity = activities.reaction(door.world, door.person("will"), said, "1f4cc_pushpin")
    assert await door.reader.read(door.sent(activity)) == []
