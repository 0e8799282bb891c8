"""The Events API: what happened, told to the app if it may hear it, as one of its installations sees it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from sandbox import shapes
from sandbox.installs import UNINSTALLED, Install
from sandbox.state import Conversation, Message, Person

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]


class Events:
    """Tells what happens."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._chance = random.Random(0)

    def posted(self, m: Message) -> None:
        """A new message: `message`, and `app_mention` beside it where the bot is mentioned in a channel."""
        world, where = self._slack.world, self._slack.world.conversations[m.channel]
        self._slack.stream.changed(where, m)
        if m.to:
            return
        shown = shapes.message(world, m)
        self._message(where, shown, m.author)
        there = [i.bot for i in world.installs.reaching(where)]
        mentioned = not world.installs.ours(m.author) and any(f"<@{bot.id}>" in m.text for bot in there)
        if mentioned and where.kind != "im" and self._slack.manifest.hears("app_mention"):
            self._mention(where, shown, m.author)

    def _message(self, where: Conversation, shown: Json, author: Person, ts: str = "") -> None:
        if not self._in(where) or not self._slack.manifest.hears_messages(where.kind):
            return
        event = {**shown, "channel": where.id, "channel_type": where.kind, "event_ts": ts or shown["ts"]}
        if where.shared:
            event |= {"user_team": author.workspace.id, "source_team": author.workspace.id}
        self._send(event | self._barely(event, author), where, team=author.workspace.id)

    def _barely(self, event: Json, author: Person) -> Json:
        """Of files from a workspace without the app an event tells only the ids; `files.info` tells more."""
        if not event.get("files") or self._slack.world.installs.of(author.workspace):
            return {}
        barely = {"mode": "file_access", "file_access": "check_file_info", "user": ""}
        return {"files": [{"id": file["id"], **barely} for file in event["files"]]}

    def _one_of(self, installs: list[Install]) -> Install:
        """Slack names one of the installations that an event is visible to; which one is not promised."""
        return self._chance.choice(installs)

    def _mention(self, where: Conversation, shown: Json, author: Person) -> None:
        event = {**shown, "type": "app_mention", "channel": where.id, "event_ts": shown["ts"]}
        event.pop("parent_user_id", None)
        install = self._one_of(self._slack.world.installs.reaching(where))
        if where.shared:
            teams = {"user_team": author.workspace.id, "source_team": author.workspace.id}
            event |= {"team": install.workspace.id, **teams}
        self._send(event | self._barely(event, author), where, install)

    def changed(self, m: Message, before: Json, by: Person) -> None:
        """A message was edited, or became the tombstone of a thread; `before` is how it looked."""
        where = self._slack.world.conversations[m.channel]
        self._slack.stream.changed(where, m)
        if m.to:
            return
        shown = {"type": "message", "subtype": "message_changed", "hidden": True, "ts": self._slack.ts()}
        shown |= {"message": shapes.message(self._slack.world, m), "previous_message": before}
        self._message(where, shown, by)

    def deleted(self, m: Message, before: Json, by: Person) -> None:
        """A message is gone."""
        where = self._slack.world.conversations[m.channel]
        self._slack.stream.changed(where, m)
        if m.to:
            return
        shown: Json = {
            "type": "message",
            "subtype": "message_deleted",
            "hidden": True,
            "ts": self._slack.ts(),
        }
        self._message(where, shown | {"deleted_ts": m.ts, "previous_message": before}, by)

    def reacted(self, m: Message, by: Person, emoji: str, added: bool) -> None:
        """A reaction came or went; the event does not say from which workspace."""
        where = self._slack.world.conversations[m.channel]
        self._slack.stream.changed(where, m)
        name = "reaction_added" if added else "reaction_removed"
        if not self._in(where) or not self._slack.manifest.hears(name):
            return
        item = {"type": "message", "channel": m.channel, "ts": m.ts}
        event = {"type": name, "user": by.id, "item": item, "reaction": emoji, "item_user": m.author.id}
        self._send({**event, "event_ts": self._slack.ts()}, where)

    def joined(self, where: Conversation, who: Person, inviter: Person | None) -> None:
        """Somebody, perhaps the bot, is in a channel now."""
        self._membership("member_joined_channel", where, who, {"inviter": inviter.id} if inviter else {})

    def left(self, where: Conversation, who: Person) -> None:
        """Somebody has left; of its own leaving a bot hears as channel_left."""
        self._membership("member_left_channel", where, who, {})
        installs = self._slack.world.installs
        if not installs.ours(who) or installs.whose(who).gone:
            return
        name = "group_left" if where.kind == "group" else "channel_left"
        if self._slack.manifest.hears(name):
            event = {"type": name, "channel": where.id, "actor_id": who.id, "event_ts": self._slack.ts()}
            self._send(event, where, installs.whose(who))

    def _membership(self, name: str, where: Conversation, who: Person, more: Json) -> None:
        self._slack.stream.tell("people")
        if not self._in(where) or not self._slack.manifest.hears(name):
            return
        installs = self._slack.world.installs
        own = installs.of(who.workspace) if installs.ours(who) and who.id in where.members else None
        event = {"type": name, "user": who.id, "channel": where.id, "channel_type": where.id[0]}
        self._send({**event, "team": who.workspace.id, **more, "event_ts": self._slack.ts()}, where, own)

    def archived(self, where: Conversation) -> None:
        """A channel was archived or brought back."""
        self._slack.stream.tell("people")
        kind = "group" if where.kind == "group" else "channel"
        event = {"type": f"{kind}_{'archive' if where.archived else 'unarchive'}", "channel": where.id}
        self._there({**event, "user": where.creator}, where)

    def renumbered(self, where: Conversation, old: str) -> None:
        """A channel has another id than before."""
        self._slack.stream.tell("people")
        ids = {"old_channel_id": old, "new_channel_id": where.id}
        self._there({"type": "channel_id_changed", **ids}, where)

    def _there(self, event: Json, where: Conversation) -> None:
        if self._in(where) and self._slack.manifest.hears(event["type"]):
            self._send({**event, "event_ts": self._slack.ts()}, where)

    def person_changed(self, person: Person) -> None:
        """Something about somebody is different, perhaps whether they are still active."""
        self._slack.stream.tell("people")
        world = self._slack.world
        seeing = [i for i in world.installs.active if world.meets(i, person)]
        if seeing and self._slack.manifest.hears("user_change"):
            install = self._one_of(seeing)
            event: Json = {"type": "user_change", "user": shapes.user(world, person, install)}
            self._send({**event, "event_ts": self._slack.ts()}, None, install)

    def ended(self, install: Install) -> None:
        """An installation is over: Slack says so without naming any, only the workspace."""
        revoked: Json = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [install.bot.id]}}
        told = [revoked, {"type": "app_uninstalled"}] if install.gone == UNINSTALLED else [revoked]
        self._slack.stream.tell("people")
        for event in told:
            if self._slack.manifest.hears(str(event["type"])):
                self._send({**event, "event_ts": self._slack.ts()}, None, install)

    def home_opened(self, person: Person) -> None:
        """Somebody looks at the bot's Home tab."""
        world = self._slack.world
        install = world.serving(person)
        if install.gone or not self._slack.manifest.hears("app_home_opened"):
            return
        event: Json = {
            "type": "app_home_opened",
            "user": person.id,
            "channel": world.dm(person).id,
            "tab": "home",
        }
        if home := world.homes.get((install.bot.id, person.id)):
            event["view"] = shapes.view(home)
        self._send({**event, "event_ts": self._slack.ts()}, None, install)

    def _in(self, where: Conversation) -> bool:
        return bool(self._slack.world.installs.reaching(where))

    def _send(
        self, event: Json, where: Conversation | None, install: Install | None = None, team: str = ""
    ) -> None:
        install = install or self._one_of(self._slack.world.installs.reaching(where) if where else [])
        payload = _envelope(event, where, install, team or install.workspace.id)
        payload["event_id"] = self._slack.mint.fresh("Ev")
        self._slack.courier.send(payload)


def _envelope(event: Json, where: Conversation | None, install: Install, team: str) -> Json:
    """What stands around an event. Of an installation that is over only the workspace is named."""
    home = install.workspace.id
    payload: Json = {
        "token": "verification-token",
        "team_id": team,
        "api_app_id": install.bot.app_id,
        "event": event,
        "type": "event_callback",
        "event_time": int(float(event["event_ts"])),
    }
    if install.gone:
        return payload
    seen_by = {"enterprise_id": None, "team_id": home, "user_id": install.bot.id, "is_bot": True}
    return payload | {
        "context_team_id": home,
        "context_enterprise_id": None,
        "authorizations": [{**seen_by, "is_enterprise_install": False}],
        "is_ext_shared_channel": bool(where and where.shared),
        "event_context": f"1-{event['type']}-{home}-{where.id if where else event.get('channel')}",
    }
