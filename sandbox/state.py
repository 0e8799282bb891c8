"""The things that Slack's side remembers: workspaces, people, conversations, messages and views."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
SLACKBOT = "USLACKBOT"


@dataclass(frozen=True)
class Workspace:
    """One organisation's Slack."""

    name: str
    title: str
    id: str
    domain: str


@dataclass
class Person:
    """Somebody to be; also the app's bot user and other bots, which have a `bot_id`."""

    name: str
    full_name: str
    id: str
    workspace: Workspace
    title: str = ""
    email: str = ""
    zone: str = "Europe/London"
    bot_id: str = ""
    app_id: str = ""
    deleted: bool = False


@dataclass
class Message:
    """A message as it stands now. `to` is set for an ephemeral: the id of its only reader."""

    ts: str
    channel: str
    author: Person
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    files: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    subtype: str = ""
    edited: Json | None = None
    metadata: Json | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    to: str = ""
    deleted: bool = False
    broadcast: bool = False
    chosen: dict[str, Json] = field(default_factory=dict)
    client_id: str = ""


@dataclass
class Conversation:
    """A channel or the direct messages of one person with the bot (`kind` is channel, group or im)."""

    name: str
    id: str
    kind: str
    workspaces: list[Workspace]
    created: int = 0
    topic: str = ""
    purpose: str = ""
    creator: str = ""
    members: dict[str, None] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    pins: list[str] = field(default_factory=list)
    bookmarks: list[Json] = field(default_factory=list)
    archived: bool = False

    @property
    def shared(self) -> bool:
        """Whether more than one organisation is in it."""
        return len(self.workspaces) > 1

    def thread(self, ts: str) -> list[Message]:
        """The replies below the message `ts`, oldest first; no ephemerals and nothing deleted."""
        return [
            m
            for m in self.messages.values()
            if m.thread_ts == ts and m.ts != ts and not m.to and not m.deleted
        ]


@dataclass
class Canvas:
    """A canvas that a bot made: a tab of a channel where `channel` is set. `access` is what the channel may do with it."""

    id: str
    title: str
    markdown: str
    author: Person
    channel: str = ""
    access: str = "write"
    is_channels_own: bool = False


@dataclass
class View:
    """A modal on somebody's screen, or a Home tab. `content` is what the bot sent."""

    id: str
    person: Person
    content: Json
    hash: str
    bot: Person
    root: str = ""
    previous: str = ""
    chosen: dict[str, Json] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
