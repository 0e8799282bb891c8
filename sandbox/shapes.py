"""How messages, people and conversations look in payloads and answers."""

from __future__ import annotations

import mimetypes
from typing import Any

from sandbox.installs import Install
from sandbox.state import Canvas, Conversation, Message, Person, View, Workspace
from sandbox.world import World

Json = dict[str, Any]


def bot_profile(bot: Person) -> Json:
    """The profile that a bot's own messages carry."""
    return {
        "id": bot.bot_id,
        "app_id": bot.app_id,
        "name": bot.full_name,
        "team_id": bot.workspace.id,
        "deleted": False,
        "icons": {},
        "updated": 1_700_000_000,
    }


def message(world: World, m: Message, metadata: bool = True) -> Json:
    """A message as the Web API and events show it."""
    shown: Json = {
        "type": "message",
        "user": m.author.id,
        "team": m.author.workspace.id,
        "text": m.text,
        "ts": m.ts,
    }
    if m.subtype:
        shown["subtype"] = m.subtype
    if m.author.bot_id:
        shown |= _by_bot(m.author)
    if m.client_id:
        shown["client_msg_id"] = m.client_id
    for name in ("blocks", "attachments", "files", "edited"):
        if value := getattr(m, name):
            shown[name] = value
    if m.metadata and metadata:
        shown["metadata"] = m.metadata
    if m.reactions:
        shown["reactions"] = [{"name": n, "users": u, "count": len(u)} for n, u in m.reactions.items()]
    return shown | _threaded(world, m)


def _by_bot(author: Person) -> Json:
    if not author.app_id:
        return {"bot_id": author.bot_id, "username": author.name}
    return {"bot_id": author.bot_id, "app_id": author.app_id, "bot_profile": bot_profile(author)}


def _threaded(world: World, m: Message) -> Json:
    conversation = world.conversations[m.channel]
    if m.thread_ts and m.thread_ts != m.ts:
        parent = conversation.messages.get(m.thread_ts)
        return {"thread_ts": m.thread_ts, **({"parent_user_id": parent.author.id} if parent else {})}
    replies = conversation.thread(m.ts) if m.thread_ts else []
    if not replies:
        return {}
    users = list(dict.fromkeys(r.author.id for r in replies))
    return {
        "thread_ts": m.ts,
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "reply_users": users,
        "latest_reply": replies[-1].ts,
    }


def canvas(held: Canvas, address: str) -> Json:
    """A canvas in `files.info`, and as a tab in `conversations.info` (see `tab`)."""
    return {
        "id": held.id,
        "name": held.title.replace(" ", "_"),
        "title": held.title,
        "mimetype": "application/vnd.slack-docs",
        "filetype": "quip",
        "mode": "quip",
        "size": len(held.markdown.encode()),
        "user": held.author.id,
        "permalink": f"{address}/docs/{held.author.workspace.id}/{held.id}",
    }


def tab(held: Canvas) -> Json:
    """A canvas among the tabs of a channel."""
    return {"id": f"Ct{held.id[1:]}", "type": "canvas", "label": held.title, "data": {"file_id": held.id}}


def file(held: Json) -> Json:
    """An uploaded file in answers, messages and events."""
    return {
        "id": held["id"],
        "name": held["name"],
        "title": held["title"],
        "alt_txt": held["alt_txt"],
        "mimetype": mimetypes.guess_type(held["name"])[0] or "application/octet-stream",
        "filetype": held["name"].rpartition(".")[2],
        "size": len(held["bytes"]),
        "mode": "hosted",
        "is_external": False,
        "user": held["user"],
        "url_private": held["private"],
        "url_private_download": held["private"],
        "permalink": held["url"],
    }


def user(world: World, p: Person, install: Install) -> Json:
    """A person in `users.info`; of external people Slack says less."""
    profile = {
        "real_name": p.full_name,
        "real_name_normalized": p.full_name,
        "display_name": p.full_name if not p.bot_id else "",
        "display_name_normalized": p.full_name if not p.bot_id else "",
        "first_name": p.full_name.split()[0],
        "last_name": " ".join(p.full_name.split()[1:]),
        "title": p.title,
        "team": p.workspace.id,
        "image_48": "",
    }
    shown: Json = {
        "id": p.id,
        "team_id": p.workspace.id,
        "name": p.name.partition("@")[0],
        "real_name": p.full_name,
        "deleted": p.deleted,
        "profile": profile,
        "is_bot": bool(p.bot_id),
        "is_app_user": False,
        "updated": 1_700_000_000,
    }
    if install.external(p):
        return shown | {"is_stranger": not world.meets(install, p)}
    shown |= {
        "tz": p.zone,
        "tz_label": "Greenwich Mean Time",
        "tz_offset": 0,
        "is_admin": False,
        "is_owner": False,
    }
    return shown | {"is_restricted": False, "is_ultra_restricted": False}


def conversation(c: Conversation, install: Install) -> Json:
    """A channel or direct messages in `conversations.info`, as an installation sees it."""
    if c.kind == "im":
        other = next(iter(c.members))
        return {
            "id": c.id,
            "created": c.created,
            "is_im": True,
            "is_channel": False,
            "user": other,
            "is_open": True,
        }
    return {
        "id": c.id,
        "name": c.name,
        "name_normalized": c.name,
        "is_channel": c.kind == "channel",
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": c.kind == "group",
        "is_archived": c.archived,
        "is_general": False,
        "is_member": install.bot.id in c.members,
        "is_shared": c.shared,
        "is_ext_shared": c.shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "is_frozen": False,
        "shared_team_ids": [w.id for w in c.workspaces],
        "internal_team_ids": [],
        "connected_team_ids": [w.id for w in c.workspaces[1:]],
        "conversation_host_id": c.workspaces[0].id,
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "created": c.created,
        "creator": c.creator,
        "topic": {"value": c.topic, "creator": c.creator, "last_set": c.created},
        "purpose": {"value": c.purpose, "creator": c.creator, "last_set": c.created},
        "num_members": len(c.members),
        "context_team_id": install.workspace.id,
    }


def view(v: View, values: Json | None = None) -> Json:
    """A modal or Home view in answers and payloads; `values` is what is filled in."""
    c = v.content
    shown: Json = {
        "id": v.id,
        "team_id": (v.bot if c["type"] == "home" else v.person).workspace.id,
        "type": c["type"],
        "blocks": c["blocks"],
        "private_metadata": c.get("private_metadata", ""),
        "callback_id": c.get("callback_id", ""),
        "state": {"values": values or {}},
        "hash": v.hash,
        "title": c.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": c.get("clear_on_close", False),
        "notify_on_close": c.get("notify_on_close", False),
        "close": c.get("close"),
        "submit": c.get("submit"),
        "previous_view_id": v.previous or None,
        "root_view_id": v.root or v.id,
        "app_id": v.bot.app_id,
        "external_id": c.get("external_id", ""),
        "app_installed_team_id": v.bot.workspace.id,
        "bot_id": v.bot.bot_id,
    }
    return shown


def person_ref(p: Person) -> Json:
    """Somebody as interactive payloads name them."""
    return {"id": p.id, "username": p.name, "name": p.name, "team_id": p.workspace.id}


def team_ref(space: Workspace) -> Json:
    """A workspace as interactive payloads name it."""
    return {"id": space.id, "domain": space.domain}
