"""Messages, forms and the Home tab as the control API shows them to people and scripts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sandbox import elements, words
from sandbox.installs import Install
from sandbox.state import Conversation, Message, Person, View
from sandbox.world import World

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]


def all_blocks(m: Message) -> list[Json]:
    """The blocks of a message, those in attachments too."""
    return [*m.blocks, *(b for a in m.attachments for b in a.get("blocks", ()))]


def buttons(blocks: Iterable[Json]) -> list[Json]:
    """Every button, in order."""
    found = []
    for block, element in elements.in_blocks(blocks):
        if element["type"] == "button":
            row = {
                "action_id": element.get("action_id", ""),
                "label": words.unescape(element["text"]["text"]),
            }
            row |= {"value": element.get("value", ""), "block_id": block.get("block_id", "")}
            found.append(row | {name: element[name] for name in ("url", "style") if name in element})
    return found


def short(world: World, author: Person) -> str:
    """Who wrote: the app has one name, whichever of its bot users it was."""
    return world.bot.name if world.installs.ours(author) else author.name


def message(world: World, m: Message) -> Json:
    """A row of `/sandbox/messages`."""
    where = world.conversations[m.channel]
    replies = where.thread(m.ts) if m.thread_ts == m.ts else []
    row: Json = {
        "ts": m.ts,
        "thread_ts": m.thread_ts if m.thread_ts not in ("", m.ts) else None,
        "from": short(world, m.author),
        "text": words.plain(world, m),
        "mrkdwn": m.text,
        "blocks": m.blocks,
        "buttons": buttons(all_blocks(m)),
        "ephemeral": bool(m.to),
        "reactions": [_reaction(world, name, users) for name, users in m.reactions.items()],
        "edited": m.edited is not None,
        "deleted": m.subtype == "tombstone",
        "replies": len(replies),
        "time": datetime.fromtimestamp(float(m.ts), UTC).isoformat(),
        "from_id": m.author.id,
        "organisation": m.author.workspace.title,
    }
    if m.attachments:
        row["attachments"] = m.attachments
    if m.files:
        row["files"] = [_file(f) for f in m.files]
    if m.subtype and m.subtype != "tombstone":
        row["subtype"] = m.subtype
    if m.broadcast:
        row["broadcast"] = True
    return row


def _file(f: Json) -> Json:
    kept = {name: f[name] for name in ("id", "name", "title", "alt_txt", "mimetype", "size")}
    return {**kept, "url": f["permalink"]}


def _reaction(world: World, name: str, users: list[str]) -> Json:
    people = [short(world, p) if (p := world.find_person(u)) else u for u in users]
    return {"name": name, "emoji": name, "count": len(users), "users": users, "people": people}


def posted(world: World, m: Message) -> Json:
    """A row of what was posted while the clock was turned: where, and to whom if private."""
    where = world.conversations[m.channel]
    place: Json = {"conversation": where.name, "conversation_id": where.id}
    if where.kind == "im":
        place["to"] = world.partner(where).name
    return {**message(world, m), **place}


def person(world: World, p: Person) -> Json:
    """A row of `people` in `/sandbox/state`."""
    return {
        "name": p.name,
        "id": p.id,
        "organisation": p.workspace.title,
        "external": world.external(p),
        "full_name": p.full_name,
        "title": p.title,
        "workspace": p.workspace.name,
        "deactivated": p.deleted,
    }


def install(i: Install) -> Json:
    """A row of `installs` in `/sandbox/state`."""
    ids = {"team_id": i.workspace.id, "bot_user_id": i.bot.id, "bot_id": i.bot.bot_id}
    return {"workspace": i.workspace.name, **ids, "scopes": i.scopes}


def conversation(world: World, c: Conversation) -> Json:
    """A row of `conversations` in `/sandbox/state`; members by short name, the bot among them."""
    members = [found.name for m in c.members if (found := world.find_person(m))]
    return {
        "name": c.name,
        "id": c.id,
        "members": members,
        "private": c.kind == "group",
        "shared": c.shared,
        "archived": c.archived,
        "topic": c.topic,
        "organisations": [w.title for w in c.workspaces],
        "bookmarks": [{"title": b["title"], "link": b["link"], "emoji": b["emoji"]} for b in c.bookmarks],
        "canvases": [{"id": one.id, "title": one.title} for one in world.tabs(c)],
    }


def fields(slack: Slack, view: View) -> list[Json]:
    """The fields of a form, named by their action_id where that is unique in it, else by their block_id."""
    rows = []
    for block, element, name in named(view):
        held = view.chosen.get(elements.key(block, element)) or elements.initial(element)
        label = block["label"]["text"] if block["type"] == "input" else _aside(slack.world, block, element)
        rows.append(
            {
                "name": name,
                "label": words.unescape(label),
                "kind": elements.kind(element),
                "options": _options(slack, element),
                "value": elements.shown(slack.world, held),
                "optional": block["type"] != "input" or bool(block.get("optional")),
                "block_id": block["block_id"],
                "action_id": element["action_id"],
                "error": view.errors.get(block["block_id"]),
            }
        )
    return rows


def named(view: View) -> list[tuple[Json, Json, str]]:
    """The block, element and name of each field, inputs first as they stand, then menus outside of inputs."""
    found = [(b, e) for b, e in elements.in_blocks(view.content["blocks"]) if elements.slot(e)]
    found = [(b, e) for b, e in found if e["type"] != "overflow"]
    found.sort(key=lambda pair: pair[0]["type"] != "input")
    ids = [e["action_id"] for _, e in found]
    return [(b, e, e["action_id"] if ids.count(e["action_id"]) == 1 else b["block_id"]) for b, e in found]


def _aside(world: World, block: Json, element: Json) -> str:
    hint = element.get("placeholder") or {"text": element["action_id"]}
    return words.of_blocks(world, [block]) or str(hint["text"])


def _options(slack: Slack, element: Json) -> list[Json]:
    kind = element["type"]
    world = slack.world
    if kind in ("users_select", "multi_users_select"):
        return [{"label": p.full_name, "value": p.name} for p in world.people]
    if "conversations" in kind or "channels" in kind:
        return [{"label": c.name, "value": c.id} for c in world.channels()]
    return [{"label": elements.label_of(world, o), "value": o["value"]} for o in elements.options_of(element)]


def form(slack: Slack, view: View) -> Json:
    """The answer of `/sandbox/form`."""
    content = view.content
    inner = {
        name: content[name]
        for name in ("title", "submit", "close", "blocks", "callback_id")
        if name in content
    }
    return {
        "view_id": view.id,
        "title": words.unescape(content["title"]["text"]),
        "fields": fields(slack, view),
        "text": words.of_blocks(slack.world, content["blocks"]),
        "submit": (content.get("submit") or {}).get("text"),
        "close": (content.get("close") or {}).get("text"),
        "buttons": buttons(content["blocks"]),
        "errors": view.errors,
        "view": inner,
    }
