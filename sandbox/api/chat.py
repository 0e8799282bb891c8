"""Methods that post, change and delete messages."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from sandbox import blocks as kit
from sandbox import limits, shapes
from sandbox.calling import Call, flag, known, method
from sandbox.errors import ApiError
from sandbox.state import Conversation, Message, Person

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]


@method("chat.postMessage")
async def post_message(call: Call, arguments: Json) -> Json:
    """A message in a channel, a thread, or somebody's direct messages."""
    where = target(call, arguments["channel"])
    content = check_content(arguments)
    thread = thread_of(where, arguments.get("thread_ts"))
    early = call.slack.calls.post(where.id)
    if early and call.slack.calls.enforced:
        raise ApiError("ratelimited", Retry_After=math.ceil(early))
    made = post(call.slack, call.bot, where, content, thread, broadcast=flag(arguments, "reply_broadcast"))
    return {"channel": where.id, "ts": made.ts, "message": shapes.message(call.world, made)}


@method("chat.postEphemeral")
async def post_ephemeral(call: Call, arguments: Json) -> Json:
    """A message that one person sees."""
    where = target(call, arguments["channel"])
    reader = call.world.find_person(str(arguments["user"]))
    if reader is None or reader.id not in where.members:
        raise ApiError("user_not_in_channel")
    content = check_content(arguments)
    thread = thread_of(where, arguments.get("thread_ts"))
    made = post(call.slack, call.bot, where, content, thread, to=reader.id)
    return {"message_ts": made.ts}


@method("chat.update")
async def update(call: Call, arguments: Json) -> Json:
    """A changed message; its blocks stay only when no text is given."""
    where, m = own_message(call, arguments, "cant_update_message")
    if where.archived:
        raise ApiError("is_inactive")
    content = check_content(arguments, old=m)
    if len(content["text"]) > limits.UPDATE_TEXT:
        raise ApiError("msg_too_long")
    change(call.slack, m, content)
    return {"channel": where.id, "ts": m.ts, "text": m.text, "message": shapes.message(call.world, m)}


@method("chat.delete")
async def delete(call: Call, arguments: Json) -> Json:
    """Take a message of the bot's own away."""
    where, m = own_message(call, arguments, "cant_delete_message")
    remove(call.slack, m)
    return {"channel": where.id, "ts": m.ts}


@method("chat.getPermalink")
async def permalink(call: Call, arguments: Json) -> Json:
    """An address of a message."""
    where = target(call, arguments["channel"], posting=False)
    m = where.messages.get(str(arguments["message_ts"]))
    if m is None or m.to or m.deleted:
        raise ApiError("message_not_found")
    address = f"{call.slack.address}/archives/{where.id}/p{m.ts.replace('.', '')}"
    if m.thread_ts and m.thread_ts != m.ts:
        address += f"?thread_ts={m.thread_ts}&cid={where.id}"
    return {"channel": where.id, "permalink": address}


def target(call: Call, key: object, posting: bool = True) -> Conversation:
    """The conversation that a call names, by id, name, or the id of a person for direct messages."""
    person = call.world.find_person(str(key))
    if person and person.id == key and not person.bot_id:
        key = call.world.dm(person, call.bot).id
    where = known(call, key)
    if where.kind == "im":
        _direct(call, where)
    elif posting and call.bot.id not in where.members and "chat:write.public" not in call.install.scopes:
        raise ApiError("not_in_channel")
    if where.archived and posting:
        raise ApiError("is_archived")
    return where


def _direct(call: Call, where: Conversation) -> None:
    if not call.slack.manifest.messages:
        raise ApiError("messages_tab_disabled")
    if not call.world.meets(call.install, call.world.partner(where)):
        raise ApiError("user_not_visible")


def check_content(arguments: Json, old: Message | None = None) -> Json:
    """Text, blocks, attachments and metadata of a call, checked; refused with Slack's codes."""
    blocks, attachments = arguments.get("blocks"), arguments.get("attachments")
    text = arguments.get("text") or ""
    if arguments.get("markdown_text"):
        if text or blocks:
            raise ApiError("markdown_text_conflict")
        blocks, text = [{"type": "markdown", "text": arguments["markdown_text"]}], arguments["markdown_text"]
    if old and blocks is None and not text:
        blocks = old.blocks
    check_blocks(blocks or [])
    _check_attachments(attachments or [])
    if not (text or blocks or attachments):
        raise ApiError("no_text")
    if old and attachments is None:
        attachments = old.attachments
    return {
        "text": str(text)[: limits.TEXT_TRUNCATED_AT],
        "blocks": blocks or [],
        "attachments": attachments or [],
        "metadata": _metadata(arguments.get("metadata")),
    }


def check_blocks(blocks: Any) -> None:
    """Refuse blocks that Slack would refuse."""
    if not isinstance(blocks, list):
        raise ApiError("invalid_blocks_format", ["[ERROR] blocks must be a JSON array"])
    found = kit.problems(blocks)
    if found:
        raise ApiError("invalid_blocks", found, errors=[f.removeprefix("[ERROR] ") for f in found])
    if (size := kit.size(blocks)) > limits.MESSAGE_BLOCKS_SIZE:
        words = (
            f"[ERROR] the blocks hold about {size} characters, and {limits.MESSAGE_BLOCKS_SIZE} is the most"
        )
        raise ApiError("msg_blocks_too_long", [words])


def _check_attachments(attachments: Any) -> None:
    if not isinstance(attachments, list) or not all(isinstance(a, dict) for a in attachments):
        raise ApiError("invalid_attachments")
    if len(attachments) > limits.ATTACHMENTS:
        raise ApiError("too_many_attachments")
    for attachment in attachments:
        check_blocks(attachment.get("blocks") or [])


def _metadata(metadata: Any) -> Json | None:
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        raise ApiError("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise ApiError("invalid_metadata_schema")
    if len(json.dumps(metadata)) > limits.METADATA_BYTES:
        raise ApiError("metadata_too_large")
    return metadata


def thread_of(where: Conversation, ts: object) -> str:
    """The thread that a reply belongs to; "" when it is none."""
    if not ts:
        return ""
    parent = where.messages.get(str(ts))
    if parent is None or parent.to:
        raise ApiError("cannot_reply_to_message")
    return parent.thread_ts or parent.ts


def post(
    slack: Slack,
    bot: Person,
    where: Conversation,
    content: Json,
    thread: str = "",
    to: str = "",
    broadcast: bool = False,
) -> Message:
    """Put a message of the bot's where it belongs, and tell the bot of it (its echo)."""
    m = Message(slack.ts(), where.id, bot, thread_ts=thread, to=to, broadcast=broadcast, **content)
    _identify(m)
    slack.world.keep(m)
    if thread and not to:
        where.messages[thread].thread_ts = thread
    slack.events.posted(m)
    return m


def _identify(m: Message) -> None:
    """Blocks and elements without an id get one, as at Slack."""
    kit.identify([*m.blocks, *(b for a in m.attachments for b in a.get("blocks", ()))])


def own_message(call: Call, arguments: Json, refusal: str) -> tuple[Conversation, Message]:
    """A message of the bot's own that a call names."""
    where = target(call, arguments["channel"], posting=False)
    m = where.messages.get(str(arguments["ts"]))
    if m is None or m.to or m.deleted:
        raise ApiError("message_not_found")
    if m.author is not call.bot:
        raise ApiError(refusal)
    return where, m


def change(slack: Slack, m: Message, content: Json) -> None:
    """Give a message new content and tell of it."""
    before = shapes.message(slack.world, m)
    m.text, m.blocks, m.attachments = content["text"], content["blocks"], content["attachments"]
    m.metadata = content.get("metadata") or m.metadata
    _identify(m)
    if not m.to and not m.blocks:
        m.edited = {"user": m.author.id, "ts": slack.ts()}
    m.chosen.clear()
    slack.events.changed(m, before, m.author)


def remove(slack: Slack, m: Message) -> None:
    """Take a message away: one with replies below it leaves a tombstone."""
    world, where = slack.world, slack.world.conversations[m.channel]
    before = shapes.message(world, m)
    if where.thread(m.ts) and not m.to:
        author = m.author
        m.author, m.subtype, m.text = world.person("slackbot"), "tombstone", "This message was deleted."
        m.blocks, m.attachments, m.files, m.metadata, m.edited = [], [], [], None, None
        m.reactions.clear()
        slack.events.changed(m, before, author)
        return
    m.deleted = True
    del where.messages[m.ts]
    slack.events.deleted(m, before, m.author)
