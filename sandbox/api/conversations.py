"""Methods about channels and direct messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox import shapes
from sandbox.errors import ApiError
from sandbox.ids import stable
from sandbox.methods import METHODS, PREFIX
from sandbox.state import Conversation, Message
from sandbox.webapi import flag, method, need_scope, paged

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]
KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}


def known(slack: Slack, arguments: Json) -> Conversation:
    """The conversation that a call names, if the bot can know of it."""
    world = slack.world
    where = world.find_conversation(str(arguments["channel"]))
    hidden = where is not None and where.kind == "group" and world.bot.id not in where.members
    if where is None or hidden or (world.host not in where.workspaces and where.kind != "im"):
        raise ApiError("channel_not_found")
    return where


def entered(slack: Slack, arguments: Json) -> Conversation:
    """The same, refused when the bot is not in it."""
    where = known(slack, arguments)
    if slack.world.bot.id not in where.members:
        raise ApiError("not_in_channel")
    return where


def _listed(slack: Slack, arguments: Json, method_name: str, only_member: bool) -> Json:
    kinds = [KINDS.get(k.strip(), "") for k in str(arguments.get("types") or "public_channel").split(",")]
    if "" in kinds:
        raise ApiError("invalid_types")
    need_scope(slack, tuple(f"{PREFIX[kind]}:{METHODS[method_name].by_kind}" for kind in kinds))
    world = slack.world
    rows = [
        c
        for c in world.conversations.values()
        if c.kind in kinds
        and (world.bot.id in c.members or (c.kind == "channel" and not only_member))
        and (c.kind == "im" or world.host in c.workspaces)
    ]
    page, cursor = paged(rows, arguments)
    found = [shapes.conversation(world, c) for c in page]
    return {"channels": found, "response_metadata": {"next_cursor": cursor}}


@method("conversations.list")
async def list_all(slack: Slack, arguments: Json) -> Json:
    """Channels of the host's workspace."""
    return _listed(slack, arguments, "conversations.list", only_member=False)


@method("users.conversations")
async def list_own(slack: Slack, arguments: Json) -> Json:
    """Conversations that the bot is in."""
    return _listed(slack, arguments, "users.conversations", only_member=True)


@method("conversations.info")
async def info(slack: Slack, arguments: Json) -> Json:
    """One conversation."""
    return {"channel": shapes.conversation(slack.world, known(slack, arguments))}


@method("conversations.members")
async def members(slack: Slack, arguments: Json) -> Json:
    """Who is in it, external people and bots too."""
    limit = str(arguments.get("limit", 100))
    if not limit.isdigit() or not 1 <= int(limit) <= 1000:
        raise ApiError("invalid_limit")
    page, cursor = paged(list(known(slack, arguments).members), arguments)
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


def _page(slack: Slack, rows: list[Message], arguments: Json) -> Json:
    page, cursor = paged(rows, arguments)
    metadata = flag(arguments, "include_all_metadata")
    found = [shapes.message(slack.world, m, metadata) for m in page]
    answer: Json = {"messages": found, "has_more": bool(cursor), "response_metadata": {"next_cursor": cursor}}
    return answer


@method("conversations.history")
async def history(slack: Slack, arguments: Json) -> Json:
    """Messages of a conversation, newest first, without replies in threads."""
    where = entered(slack, arguments)
    rows = [m for m in where.messages.values() if not m.to and (m.thread_ts in ("", m.ts) or m.broadcast)]
    return _page(slack, _within(rows[::-1], arguments), arguments)


@method("conversations.replies")
async def replies(slack: Slack, arguments: Json) -> Json:
    """A thread, oldest first, with its parent."""
    where = entered(slack, arguments)
    parent = where.messages.get(str(arguments["ts"]))
    if parent is None or parent.to:
        raise ApiError("thread_not_found")
    return _page(slack, [parent, *_within(where.thread(parent.ts), arguments)], arguments)


@method("conversations.open")
async def open_direct(slack: Slack, arguments: Json) -> Json:
    """Direct messages with one person."""
    if arguments.get("channel"):
        return {"channel": {"id": known(slack, arguments).id}}
    users = [u for u in str(arguments.get("users") or "").split(",") if u]
    if not users:
        raise ApiError("users_list_not_supplied")
    if len(users) > 1:
        raise ApiError("method_not_supported_for_channel_type")
    person = slack.world.find_person(users[0])
    if person is None or person.id != users[0] or person.bot_id:
        raise ApiError("user_not_found")
    if person.deleted:
        raise ApiError("user_disabled")
    if not slack.world.meets_bot(person):
        raise ApiError("user_not_visible")
    where = slack.world.dm(person)
    whole = shapes.conversation(slack.world, where) if flag(arguments, "return_im") else {"id": where.id}
    return {"channel": whole, "no_op": bool(where.messages), "already_open": bool(where.messages)}


@method("conversations.create")
async def create(slack: Slack, arguments: Json) -> Json:
    """A channel of the host's workspace with only the bot in it."""
    world, name = slack.world, str(arguments["name"])
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
    made = Conversation(name, stable("C", name), kind, [world.host], creator=world.bot.id)
    made.created = int(slack.calendar.now().timestamp())
    made.members[world.bot.id] = None
    world.conversations[made.id] = made
    slack.stream.tell("people")
    return {"channel": shapes.conversation(world, made)}


@method("conversations.join")
async def join(slack: Slack, arguments: Json) -> Json:
    """The bot enters a public channel by itself."""
    world, where = slack.world, known(slack, arguments)
    if where.kind != "channel":
        raise ApiError("method_not_supported_for_channel_type")
    if where.archived:
        raise ApiError("is_archived")
    if world.bot.id in where.members:
        messages = {"response_metadata": {"warnings": ["already_in_channel"]}}
        return {"channel": shapes.conversation(world, where), "warning": "already_in_channel", **messages}
    where.members[world.bot.id] = None
    slack.events.joined(where, world.bot, None)
    return {"channel": shapes.conversation(world, where)}


@method("conversations.leave")
async def leave(slack: Slack, arguments: Json) -> Json:
    """The bot leaves."""
    where = known(slack, arguments)
    if slack.world.bot.id not in where.members:
        return {"not_in_channel": True}
    del where.members[slack.world.bot.id]
    slack.events.left(where, slack.world.bot)
    return {}


@method("conversations.setTopic")
async def set_topic(slack: Slack, arguments: Json) -> Json:
    """A channel's topic, 250 characters at most."""
    where = entered(slack, arguments)
    if len(str(arguments["topic"])) > 250:
        raise ApiError("too_long")
    where.topic = str(arguments["topic"])
    slack.stream.changed(where)
    return {"channel": shapes.conversation(slack.world, where)}
