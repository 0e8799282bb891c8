"""The Web API methods that are served: what each requires, which scopes allow it, how often it may be called.

`scopes` holds alternatives; READ and HISTORY stand for the one that fits the kind of conversation asked about.
"""

from __future__ import annotations

from dataclasses import dataclass

READ = "read"
HISTORY = "history"
PREFIX = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
MANAGE = ("channels:manage", "groups:write", "im:write", "mpim:write")


@dataclass(frozen=True)
class Rule:
    """One method: its required arguments, alternative scopes, and tier (0: special)."""

    required: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    tier: int = 3
    by_kind: str = ""


def _rule(required: str = "", *scopes: str, tier: int = 3, by_kind: str = "") -> Rule:
    return Rule(tuple(required.split()), scopes, tier, by_kind)


METHODS: dict[str, Rule] = {
    "api.test": _rule(tier=0),
    "auth.test": _rule(tier=0),
    "apps.connections.open": _rule(),
    "oauth.v2.access": _rule(tier=0),
    "team.info": _rule("", "team:read"),
    "bots.info": _rule("", "users:read"),
    "emoji.list": _rule("", "emoji:read", tier=2),
    "users.info": _rule("user", "users:read", tier=4),
    "users.list": _rule("", "users:read", tier=2),
    "users.lookupByEmail": _rule("email", "users:read.email"),
    "users.profile.get": _rule("", "users.profile:read", tier=4),
    "users.conversations": _rule(by_kind=READ),
    "conversations.list": _rule(tier=2, by_kind=READ),
    "conversations.info": _rule("channel", by_kind=READ),
    "conversations.members": _rule("channel", tier=4, by_kind=READ),
    "conversations.history": _rule("channel", by_kind=HISTORY),
    "conversations.replies": _rule("channel ts", by_kind=HISTORY),
    "conversations.open": _rule("", *MANAGE),
    "conversations.create": _rule("name", "channels:manage", "groups:write", tier=2),
    "conversations.join": _rule("channel", "channels:join"),
    "conversations.leave": _rule("channel", *MANAGE),
    "conversations.setTopic": _rule(
        "channel topic",
        "channels:manage",
        "channels:write.topic",
        "groups:write",
        "groups:write.topic",
        tier=2,
    ),
    "chat.postMessage": _rule("channel", "chat:write", tier=0),
    "chat.postEphemeral": _rule("channel user", "chat:write", tier=4),
    "chat.update": _rule("channel ts", "chat:write"),
    "chat.delete": _rule("channel ts", "chat:write"),
    "chat.getPermalink": _rule("channel message_ts", tier=0),
    "reactions.add": _rule("channel name timestamp", "reactions:write"),
    "reactions.remove": _rule("name", "reactions:write", tier=2),
    "reactions.get": _rule("", "reactions:read"),
    "views.open": _rule("view", tier=4),
    "views.push": _rule("view", tier=4),
    "views.update": _rule("view", tier=4),
    "views.publish": _rule("user_id view", tier=4),
    "files.getUploadURLExternal": _rule("filename length", "files:write", tier=4),
    "files.completeUploadExternal": _rule("files", "files:write", tier=4),
    "files.info": _rule("file", "files:read", tier=4),
    "pins.add": _rule("channel", "pins:write", tier=2),
    "pins.remove": _rule("channel", "pins:write", tier=2),
    "pins.list": _rule("channel", "pins:read", tier=2),
    "bookmarks.add": _rule("title type", "bookmarks:write", tier=2),
    "bookmarks.list": _rule("", "bookmarks:read"),
    "bookmarks.edit": _rule("", "bookmarks:write", tier=2),
    "bookmarks.remove": _rule("", "bookmarks:write", tier=2),
    "canvases.create": _rule("", "canvases:write", tier=2),
    "canvases.edit": _rule("canvas_id changes", "canvases:write"),
    "canvases.delete": _rule("canvas_id", "canvases:write"),
    "canvases.access.set": _rule("canvas_id access_level", "canvases:write"),
    "conversations.canvases.create": _rule("channel_id", "canvases:write", tier=2),
    "assistant.threads.setStatus": _rule("channel_id thread_ts status", "chat:write", tier=0),
}
