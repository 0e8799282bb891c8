"""The events of Slack that are taken in: app.yaml subscribes to exactly these."""

from __future__ import annotations

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_id_changed",
    "channel_left",
    "group_left",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "reaction_added",
    "tokens_revoked",
)
"""By the names under which they are subscribed to."""

TYPES = frozenset(name.partition(".")[0] for name in EVENTS)
"""By the names that they carry."""

ENDS = frozenset({"app_uninstalled", "tokens_revoked"})
"""Those with which an installation ends; they come without one."""
