"""The seed: who is there before anything happens, read from workspace.yaml."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from sandbox.ids import Mint, stable
from sandbox.installs import Install, Installs
from sandbox.state import SLACKBOT, Conversation, Person, Workspace
from sandbox.world import World

DEFAULT = Path(__file__).with_name("workspace.yaml")


@dataclass
class Seed:
    """A seed file, parsed. `now` is an aware moment or None for the machine's time."""

    workspaces: list[dict[str, Any]]
    people: list[dict[str, Any]]
    conversations: list[dict[str, Any]]
    bot: dict[str, Any]
    now: datetime | None = None
    begin: list[dict[str, Any]] = field(default_factory=list)
    tour: list[dict[str, Any]] = field(default_factory=list)
    doors: list[str] = field(default_factory=lambda: ["Slack"])
    pace: bool = False


def load(path: Path | None) -> Seed:
    """Read a seed file (the project's own when `path` is None); raises when a part is missing."""
    content = yaml.safe_load((path or DEFAULT).read_text(encoding="utf-8"))
    for part in ("workspaces", "people", "conversations"):
        if not content.get(part):
            raise ValueError(f"The seed file names no {part}.")
    now = content.pop("now", None)
    return Seed(**{"bot": {}, **content}, now=moment(now) if now is not None else None)


def moment(words: object) -> datetime:
    """A moment from ISO 8601 words or YAML's own; without a zone it is UTC. Raises ValueError."""
    parsed = words if isinstance(words, datetime) else datetime.fromisoformat(str(words))
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)


def build(seed: Seed, mint: Mint) -> World:
    """The world at its beginning: the bot is in no channel unless the file says so."""
    world = World(mint)
    spaces = {row["name"]: _workspace(row) for row in seed.workspaces}
    world.workspaces = list(spaces.values())
    for row in seed.people:
        world.add_person(_person(row, spaces.get(row.get("workspace", ""), world.host)))
    world.installs = Installs(Install(world.host, world.add_person(_bot(seed.bot, world.host))))
    world.add_person(Person("slackbot", "Slackbot", SLACKBOT, world.host, bot_id="B01"))
    for row in seed.conversations:
        _add_conversation(world, row, spaces)
    return world


def _workspace(row: dict[str, Any]) -> Workspace:
    name = row["name"]
    return Workspace(
        name, row.get("title", name), row.get("id") or stable("T", name), row.get("domain", name)
    )


def _person(row: dict[str, Any], workspace: Workspace) -> Person:
    name = row["name"]
    full = row.get("full_name", name)
    email = row.get("email", f"{name}@{workspace.domain}.example")
    return Person(name, full, row.get("id") or stable("U", name), workspace, row.get("title", ""), email)


def _bot(row: dict[str, Any], host: Workspace) -> Person:
    name = row.get("name", "upbeat")
    return Person(
        name,
        row.get("full_name", "Upbeat"),
        row.get("id") or stable("U", "bot", name),
        host,
        bot_id=stable("B", name),
        app_id=stable("A", name),
    )


def _add_conversation(world: World, row: dict[str, Any], spaces: dict[str, Workspace]) -> None:
    name = row["name"]
    shared = [spaces[w] for w in row.get("workspaces") or [world.host.name]]
    kind = "group" if row.get("private") else "channel"
    members = [world.person(m) for m in row.get("members", [])]
    made = Conversation(
        name,
        row.get("id") or stable("C", name),
        kind,
        shared,
        created=1_700_000_000,
        topic=row.get("topic", ""),
        purpose=row.get("purpose", ""),
        creator=members[0].id if members else SLACKBOT,
        members=dict.fromkeys(m.id for m in members),
    )
    world.conversations[made.id] = made
