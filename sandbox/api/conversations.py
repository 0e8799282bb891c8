"""Methods about channels and direct messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox import shapes
from sandbox.calling import Call, flag, known, method, need_scope, paged
from sandbox.errors import ApiError
from sandbox.ids import stable
from sandbox.methods import METHODS, PREFIX
from sandbox.state import Conversation, Message

if TYPE_CHECKING:
    pass

Json = dict[str, Any]
KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}


def entered(call: Call, arguments: Json) -> Conversation:
    """The conversation that a call names, refused when the bot is not in it."""
    where = known(call, arguments.get("channel"))
    if call.bot.id not in where.members:
        raise ApiError("not_in_channel")
    return where


def _listed(call: Call, arguments: Json, method_name: str, only_member: bool) -> Json:
    kinds = [KINDS.get(k.strip(), "") for k in str(arguments.get("types") or "public_channel").split(",")]
    if "" in kinds:
        raise ApiError("invalid_types")
    need_scope(call.install, tuple(f"{PREFIX[kind]}:{METHODS[method_name].by_kind}" for kind in kinds))
    world = call.world
    rows = [
        c
        for c in world.conversations.values()
        if c.kind in kinds and world.knows(call.install, c) and (call.bot.id in c.members or not only_member)
    ]
    page, cursor = paged(rows, arguments)
    found = [shapes.conversation(c, call.install) for c in page]
    return {"channels": found, "response_metadata": {"next_cursor": cursor}}


@method("conversations.list")
async def list_all(call: Call, arguments: Json) -> Json:
    """Channels of the host's workspace."""
    return _listed(call, arguments, "conversations.list", only_member=False)


@method("users.conversations")
async def list_own(call: Call, arguments: Json) -> Json:
    """Conversations that the bot is in."""
    return _listed(call, arguments, "users.conversations", only_member=True)


@method("conversations.info")
async def info(call: Call, arguments: Json) -> Json:
    """One conversation."""
    where = known(call, arguments["channel"])
    tabs = [shapes.tab(one) for one in call.world.tabs(where)]
    shown = shapes.conversation(where, call.install)
    return {"channel": {**shown, "properties": {"tabs": tabs}} if tabs else shown}


@method("conversations.members")
async def members(call: Call, arguments: Json) -> Json:
    """Who is in it, external people and bots too."""
    limit = str(arguments.get("limit", 100))
    if not limit.isdigit() or not 1 <= int(limit) <= 1000:
        raise ApiError("invalid_limit")
    page, cursor = paged(list(known(call, arguments["channel"]).members), arguments)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def _within(rows: list[Message], arguments: Json) -> list[Message]:
    low, high = str(arguments.get("oldest") or ""), str(arguments.get("latest") or "")
    both = flag(arguments, "inclusive")
    for bound, name in ((low, "oldest"), (high, "latest")):
        if bound and not bound.replace(".", "", 1).isdigit():
            raise ApiError(f"invalid_ts_{name}")
    return [
        m
        for m in rows
        if (not low or float(m.ts) > float(low) or (both and float(m.ts) == float(low)))
        and (not high or float(m.ts) < float(high) or (both and float(m.ts) == float(high)))
    ]


def _page(call: Call, rows: list[Message], arguments: Json) -> Json:
    page, cursor = paged(rows, arguments)
    metadata = flag(arguments, "include_all_metadata")
    found = [shapes.message(call.world, m, metadata) for m in page]
    answer: Json = {"messages": found, "has_more": bool(cursor), "response_metadata": {"next_cursor": cursor}}
    return answer


@method("conversations.history")
async def history(call: Call, arguments: Json) -> Json:
    """Messages of a conversation, newest first, without replies in threads."""
    where = entered(call, arguments)
    rows = [m for m in where.messages.values() if not m.to and (m.thread_ts in ("", m.ts) or m.broadcast)]
    return _page(call, _within(rows[::-1], arguments), arguments)


@method("conversations.replies")
async def replies(call: Call, arguments: Json) -> Json:
    """A thread, oldest first, with its parent."""
    where = entered(call, arguments)
    parent = where.messages.get(str(arguments["ts"]))
    if parent is None or parent.to:
        raise ApiError("thread_not_found")
    return _page(call, [parent, *_within(where.thread(parent.ts), arguments)], arguments)


@method("conversations.open")
async def open_direct(call: Call, arguments: Json) -> Json:
    """Direct messages with one person."""
    if arguments.get("channel"):
        return {"channel": {"id": known(call, arguments["channel"]).id}}
    users = [u for u in str(arguments.get("users") or "").split(",") if u]
    if not users:
        raise ApiError("users_list_not_supplied")
    if len(users) > 1:
        raise ApiError("method_not_supported_for_channel_type")
    person = call.world.find_person(users[0])
    if person is None or person.id != users[0]:
        raise ApiError("user_not_found")
    if person.bot_id:
        raise ApiError("cannot_dm_bot")
    if person.deleted:
        raise ApiError("user_disabled")
    if not call.world.meets(call.install, person):
        raise ApiError("user_not_visible")
    where = call.world.dm(person, call.bot)
    whole = shapes.conversation(where, call.install) if flag(arguments, "return_im") else {"id": where.id}
    return {"channel": whole, "no_op": bool(where.messages), "already_open": bool(where.messages)}


@method("conversations.create")
async def create(call: Call, arguments: Json) -> Json:
    """A channel of the host's workspace with only the bot in it."""
    world, name = call.world, str(arguments["name"])
    if (
        not name
        or len(name) > 80
        or name != name.lower()
        or not name.replace("-", "").replace("_", "").isalnum()
    ):
        raise ApiError("invalid_name")
    if world.find_conversation(name):
        raise ApiError("name_taken")
    kind = "group" if flag(arguments, "is_private") else "channel"
    made = Conversation(name, stable("C", name), kind, [call.install.workspace], creator=call.bot.id)
    made.created = int(call.slack.calendar.now().timestamp())
    made.members[call.bot.id] = None
    world.conversations[made.id] = made
    call.slack.stream.tell("people")
    return {"channel": shapes.conversation(made, call.install)}


@method("conversations.join")
async def join(call: Call, arguments: Json) -> Json:
    """The bot enters a public channel by itself."""
    where = known(call, arguments["channel"])
    if where.kind != "channel":
        raise ApiError("method_not_supported_for_channel_type")
    if where.archived:
        raise ApiError("is_archived")
    if call.bot.id in where.members:
        messages = {"response_metadata": {"warnings": ["already_in_channel"]}}
        return {
            "channel": shapes.conversation(where, call.install),
            "warning": "already_in_channel",
            **messages,
        }
    where.members[call.bot.id] = None
    call.slack.events.joined(where, call.bot, None)
    return {"channel": shapes.conversation(where, call.install)}


@method("conversations.leave")
async def leave(call: Call, arguments: Json) -> Json:
    """The bot leaves."""
    where = known(call, arguments["channel"])
    if call.bot.id not in where.members:
        return {"not_in_channel": True}
    del where.members[call.bot.id]
    call.slack.events.left(where, call.bot)
    return {}


@method("conversations.setTopic")
async def set_topic(call: Call, arguments: Json) -> Json:
    """A channel's topic, 250 characters at most."""
    where = entered(call, arguments)
    if len(str(arguments["topic"])) > 250:
        raise ApiError("too_long")
    where.topic = str(arguments["topic"])
    call.slack.stream.changed(where)
    return {"channel": shapes.conversation(where, call.install)}
