"""What app.yaml declares, because Slack gives an app nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

KINDS = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
EVENT_SCOPES = {
    "app_mention": ("app_mentions:read",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "channel_left": ("channels:read",),
    "group_left": ("groups:read",),
    "channel_archive": ("channels:read",),
    "group_archive": ("groups:read",),
    "channel_unarchive": ("channels:read",),
    "group_unarchive": ("groups:read",),
    "channel_id_changed": ("channels:read", "groups:read", "im:read", "mpim:read"),
    "user_change": ("users:read",),
    "app_home_opened": (),
    "app_uninstalled": (),
    "tokens_revoked": (),
}


@dataclass(frozen=True)
class Command:
    """A slash command as declared."""

    command: str
    description: str
    usage_hint: str
    escape: bool


@dataclass(frozen=True)
class Shortcut:
    """A shortcut as declared; `type` is message or global."""

    callback_id: str
    type: str
    name: str
    description: str


class Manifest:
    """The declared scopes, events, commands and surfaces."""

    def __init__(self, content: dict[str, Any]) -> None:
        features = content.get("features") or {}
        settings = content.get("settings") or {}
        home = features.get("app_home") or {}
        scopes = (content.get("oauth_config") or {}).get("scopes") or {}
        self.name: str = (content.get("display_information") or {}).get("name", "Upbeat")
        self.scopes = list(dict.fromkeys([*scopes.get("bot", []), *scopes.get("bot_optional", [])]))
        self.optional: list[str] = scopes.get("bot_optional", [])
        self.redirects: list[str] = (content.get("oauth_config") or {}).get("redirect_urls") or []
        self.events = set((settings.get("event_subscriptions") or {}).get("bot_events", []))
        self.commands = {c["command"]: _command(c) for c in features.get("slash_commands") or []}
        self.shortcuts = {s["callback_id"]: _shortcut(s) for s in features.get("shortcuts") or []}
        self.interactive = bool((settings.get("interactivity") or {}).get("is_enabled"))
        self.home = bool(home.get("home_tab_enabled"))
        self.messages = bool(home.get("messages_tab_enabled", True))
        self.messages_read_only = bool(home.get("messages_tab_read_only_enabled"))

    def hears(self, event: str) -> bool:
        """Whether events of this name arrive: declared, and with a scope that allows it."""
        needed = EVENT_SCOPES.get(event, ())
        return event in self.events and (not needed or any(s in self.scopes for s in needed))

    def hears_messages(self, kind: str) -> bool:
        """Whether messages in conversations of this kind (channel, group, im) arrive."""
        return self.hears(f"message.{KINDS[kind]}")


def _command(row: dict[str, Any]) -> Command:
    return Command(
        row["command"], row.get("description", ""), row.get("usage_hint", ""), bool(row.get("should_escape"))
    )


def _shortcut(row: dict[str, Any]) -> Shortcut:
    return Shortcut(row["callback_id"], row["type"], row.get("name", ""), row.get("description", ""))


def load(path: Path) -> Manifest:
    """Read a manifest; raises OSError or yaml.YAMLError when it cannot be read."""
    return Manifest(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
