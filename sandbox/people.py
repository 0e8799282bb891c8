"""What people may and may not do in a Slack client, and doing it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sandbox import rows, shapes, typed
from sandbox import words as plain
from sandbox.api import chat, files
from sandbox.errors import Refused
from sandbox.state import Conversation, Message, Person, View

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]
EMOJI = {
    "👍": "+1",
    "✅": "white_check_mark",
    "✔️": "heavy_check_mark",
    "📌": "pushpin",
    "📝": "memo",
    "🎉": "tada",
    "❤️": "heart",
    "👀": "eyes",
    "🙏": "pray",
    "👎": "-1",
}


def words(text: object, silent: bool = False) -> str:
    """What was typed, without spaces around it; refused when there is nothing, unless one may be `silent`."""
    if silent and not text:
        return ""
    if not isinstance(text, str) or not text.strip():
        raise Refused("no_text", "`text` is what to say, and it is empty.")
    if len(text) > 40_000:
        raise Refused("msg_too_long", "Slack takes 40,000 characters at most.")
    return text.strip()


def entered(slack: Slack, person: Person, key: object) -> Conversation:
    """A conversation that somebody is in; refused otherwise."""
    where = slack.world.conversation(key, person)
    if person.id not in where.members:
        raise Refused("not_in_channel", f"{person.name} is not in {where.name}: join it first.", 403)
    return where


def rooms_of(slack: Slack, person: Person, key: object) -> list[Conversation]:
    """The same; "dm" means the direct messages with each of the app's bots, those with one's own first."""
    return slack.world.dms(person) if key == "dm" else [entered(slack, person, key)]


def seen(slack: Slack, person: Person, where: Conversation, ts: object) -> Message:
    """A message that somebody sees; refused otherwise."""
    m = where.messages.get(str(ts))
    if m is None or m.to not in ("", person.id):
        raise Refused("message_not_found", f"There is no message {ts!r} in {where.name}.", 404)
    return m


def own(slack: Slack, person: Person, where: Conversation, ts: object) -> Message:
    """A message of somebody's own; refused otherwise."""
    m = seen(slack, person, where, ts)
    if m.author is not person:
        raise Refused("not_yours", f"Only {m.author.name} can change that message.", 403)
    return m


# Saying


def brought(slack: Slack, person: Person, rows: object) -> list[Json]:
    """The files that somebody sends along: each a `name` and its `text`."""
    found = list[Json]()
    for row in rows if isinstance(rows, list) else []:
        if not isinstance(row, dict) or not row.get("name") or not isinstance(row.get("text"), str):
            raise Refused("bad_file", "A file has a `name` and a `text`.")
        file = files.begun(slack, str(row["name"]))
        file |= {"bytes": row["text"].encode(), "user": person.id, "shares": []}
        found.append(file)
    return found


def say(
    slack: Slack,
    person: Person,
    where: Conversation,
    text: str,
    thread: str = "",
    along: Sequence[Json] = (),
) -> Message:
    """A message in a conversation or thread, with files `along`."""
    if where.archived:
        raise Refused("is_archived", f"{where.name} is archived.", 409)
    if where.kind == "im" and (not slack.manifest.messages or slack.manifest.messages_read_only):
        raise Refused("messages_tab_disabled", "app.yaml does not let people write to the bot directly.", 409)
    root = _thread(slack, person, where, thread) if thread else ""
    content, blocks = typed.message(slack.world, text, slack.world.addressed(person, where))
    m = Message(slack.ts(), where.id, person, text=content, blocks=blocks, thread_ts=root)
    m.client_id = str(uuid.uuid4())
    if along:
        m.files, m.subtype = [shapes.file(one) for one in along], "file_share"
        for one in along:
            one["shares"].append(m)
    return _publish(slack, where, m)


def _publish(slack: Slack, where: Conversation, m: Message) -> Message:
    slack.world.keep(m)
    if m.thread_ts:
        where.messages[m.thread_ts].thread_ts = m.thread_ts
    slack.events.posted(m)
    return m


def _thread(slack: Slack, person: Person, where: Conversation, ts: str) -> str:
    parent = seen(slack, person, where, ts)
    if parent.to:
        raise Refused("no_thread", "Nobody can reply to a message that only one person sees.", 409)
    return parent.thread_ts or parent.ts


def bot_says(slack: Slack, bot: Person, where: Conversation, text: str) -> Message:
    """A message of another bot's, as its integration posts it."""
    m = Message(slack.ts(), where.id, bot, text=typed.escape(text), subtype="bot_message")
    return _publish(slack, where, m)


def edit(slack: Slack, m: Message, text: str) -> None:
    """New words for a message."""
    if m.subtype == "tombstone" or m.to:
        raise Refused("cant_update_message", "That message cannot be changed any more.", 409)
    before = shapes.message(slack.world, m)
    bot = slack.world.addressed(m.author, slack.world.conversations[m.channel])
    m.text, m.blocks = typed.message(slack.world, text, bot)
    m.edited = {"user": m.author.id, "ts": slack.ts()}
    slack.events.changed(m, before, m.author)


def delete(slack: Slack, m: Message) -> None:
    """Take a message away; one with replies leaves a tombstone."""
    chat.remove(slack, m)


def react(slack: Slack, person: Person, m: Message, emoji: object, remove: bool) -> None:
    """A reaction added or taken back; doing either twice changes nothing."""
    name = EMOJI.get(str(emoji), str(emoji or "").strip(":"))
    if not re.fullmatch(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?", name):
        raise Refused("invalid_name", "`emoji` is a name such as eyes or white_check_mark.")
    if m.to:
        raise Refused("not_reactable", "Nobody can react to a message that only one person sees.", 409)
    users = m.reactions.get(name, [])
    if (person.id in users) != remove:
        return
    if remove:
        users.remove(person.id)
        if not users:
            del m.reactions[name]
    else:
        m.reactions.setdefault(name, users).append(person.id)
    slack.events.reacted(m, person, name, added=not remove)


# What external people cannot do


def may_command(slack: Slack, person: Person, text: str, thread: str) -> None:
    """Refuse a slash command that Slack would not send."""
    name, _, rest = text.partition(" ")
    bot = slack.world.bot
    if name not in slack.manifest.commands:
        there = ", ".join(slack.manifest.commands) or "none"
        raise Refused("unknown_command", f"{name} is not a command here. There are: {there}.", 404)
    if slack.world.external(person):
        instead = f"@{bot.full_name} {name[1:]} {rest}".strip()
        raise Refused(
            "external_command",
            f"Slash commands work only for people of {_having(slack)}, which has the app. "
            f"Write a message instead: {instead}",
            403,
        )
    if thread:
        raise Refused(
            "command_in_thread",
            f"Slack does not send slash commands from a thread. Use it in the channel, or write "
            f"@{bot.full_name} {name[1:]} {rest}".rstrip(),
            409,
        )


def _having(slack: Slack) -> str:
    return " and ".join(install.workspace.title for install in slack.world.installs.active) or "nowhere"


def may_shortcut(slack: Slack, person: Person, name: object, m: Message | None) -> None:
    """Refuse a shortcut that Slack would not offer."""
    declared = slack.manifest.shortcuts.get(str(name))
    if declared is None or declared.type != ("message" if m else "global"):
        there = ", ".join(f"{s.callback_id} ({s.type})" for s in slack.manifest.shortcuts.values()) or "none"
        raise Refused("unknown_shortcut", f"There is no such shortcut here. There are: {there}.", 404)
    if slack.world.external(person):
        raise Refused("external_shortcut", f"Shortcuts work only for people of {_having(slack)}.", 403)
    if m and (m.to or m.subtype == "tombstone"):
        raise Refused("no_shortcut", "Slack offers no shortcuts on that message.", 409)
    if not slack.manifest.interactive:
        raise Refused(
            "interactivity_off", "app.yaml does not switch interactivity on, so nothing arrives.", 409
        )


# Home


def open_home(slack: Slack, person: Person) -> None:
    """Somebody looks at the Home tab; refused where the app has none."""
    if not slack.manifest.home:
        raise Refused("home_disabled", "app.yaml does not switch the Home tab on.", 409)
    slack.events.home_opened(person)


def home_of(slack: Slack, person: Person) -> View | None:
    """The Home tab that somebody sees: their own workspace's; for external people Slack shows nothing."""
    install = slack.world.installs.of(person.workspace)
    return slack.world.homes.get((install.bot.id, person.id)) if install else None


def home(slack: Slack, person: Person) -> Json:
    """What stands on it."""
    view = home_of(slack, person)
    if view is None:
        note = "Slack shows the app's Home only in the workspace that installed it."
        return {"text": "", "blocks": [], "buttons": [], "note": note if slack.world.external(person) else ""}
    blocks = view.content["blocks"]
    return {"text": plain.of_blocks(slack.world, blocks), "blocks": blocks, "buttons": rows.buttons(blocks)}
