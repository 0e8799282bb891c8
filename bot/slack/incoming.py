"""Slack's names become a `Request`: the one place that reads Slack's payloads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.feature import Face, Place, Request, Way
from bot.slack import blocks
from bot.slack.outgoing import key_in
from bot.slack.text import addressed_to, named, readable, typed

MOST_NAMED = 20
"""So many people are asked after for one message; a list of everybody is not an address."""

Body = Mapping[str, Any]
Who = Callable[[str], Awaitable[Face]]


@dataclass(frozen=True)
class Self:
    """Which bot this is, so that it knows itself under any installation."""

    user: str
    bot: str
    app: str
    team: str

    def said(self, event: Body) -> bool:
        """Whether a message is our own."""
        profile = event.get("bot_profile") or {}
        return event.get("user") == self.user or self.app in (event.get("app_id"), profile.get("app_id"))


class Reader:
    """Reads payloads. `who` finds out about people, `now` is calendar time."""

    def __init__(self, this: Self, who: Who, now: Callable[[], datetime]) -> None:
        self._this = this
        self._who = who
        self._now = now

    async def command(self, body: Body) -> tuple[Request, str]:
        """A slash command: the request, still to be read by the grammar, and the command."""
        request = await self._request(
            body["user_id"], body["channel_id"], Way.COMMAND, str(body.get("text") or "")
        )
        return replace(request, trigger=str(body.get("trigger_id") or "")), str(body["command"])

    async def press(self, body: Body) -> Request:
        """A pressed button: its id is the verb, its value knows the partnership."""
        action = body["actions"][0]
        container = body.get("container") or {}
        message = body.get("message") or {}
        channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
        partnership, value = blocks.unpack(str(action.get("value") or ""))
        request = await self._request(body["user"]["id"], channel, Way.PRESS, "")
        feature, _, verb = blocks.action_of(action["action_id"]).partition(".")
        return replace(
            request,
            feature=feature or "ask",
            verb=verb,
            text=value,
            partnership=partnership,
            trigger=str(body.get("trigger_id") or ""),
            message=str(container.get("message_ts") or ""),
            thread=str(container.get("thread_ts") or message.get("thread_ts") or ""),
            card="" if container.get("is_ephemeral") else key_in(message).partition("#")[0],
        )

    async def form(self, body: Body) -> Request:
        """A form that was filled in; where it was opened came along in its private part."""
        view = body["view"]
        kept = blocks.private(view)
        request = await self._request(body["user"]["id"], str(kept.get("place") or ""), Way.FORM, "")
        feature, _, verb = str(kept["action"]).partition(".")
        return replace(
            request,
            feature=feature,
            verb=verb,
            text=str(kept.get("value") or ""),
            values=typed(blocks.values(view)),
            partnership=kept.get("partnership"),
            message=str(kept.get("message") or ""),
            thread=str(kept.get("thread") or ""),
            card=str(kept.get("pressed") or ""),
            key=f"slack/form/{view['id']}/{view.get('hash', '')}",
        )

    async def event(self, event: Body) -> Request | None:
        """An event that means something to us, or None."""
        match event.get("type"):
            case "message":
                return await self._message(event)
            case "app_mention":
                return await self._typed(event)
            case "member_joined_channel":
                return await self._joined(event)
            case "member_left_channel":
                return await self._left(event)
            case _:
                return None

    async def home(self, event: Body) -> Request:
        """A person looks at their Home tab."""
        request = await self._request(event["user"], "", Way.HOME, "")
        return request.to("help.home")

    async def _message(self, event: Body) -> Request | None:
        match event.get("subtype"):
            case None | "thread_broadcast" | "file_share":
                return await self._typed(event)
            case "message_changed":
                return await self._changed(event)
            case "message_deleted":
                return await self._gone(
                    event, event.get("previous_message") or {}, str(event.get("deleted_ts"))
                )
            case _:
                return None

    async def _typed(self, event: Body) -> Request | None:
        """A message that somebody typed. A mention comes twice, as two events with one key."""
        if not event.get("user") or event.get("bot_id"):
            return None
        raw = str(event.get("text") or "")
        text = readable(raw)
        direct = event.get("channel_type") == "im" or str(event["channel"]).startswith("D")
        addressed = addressed_to(text, self._this.user)
        way = Way.MENTION if addressed is not None else Way.LINE
        request = await self._request(event["user"], event["channel"], Way.DIRECT if direct else way, raw)
        return replace(
            request,
            text=text if addressed is None else addressed,
            message=str(event["ts"]),
            thread=str(event.get("thread_ts") or ""),
            key=f"slack/{event['channel']}/{event['ts']}",
        )

    async def _changed(self, event: Body) -> Request | None:
        new, old = event.get("message") or {}, event.get("previous_message") or {}
        if new.get("subtype") == "tombstone":
            return await self._gone(event, old, str(old.get("ts") or new.get("ts")))
        if not new.get("user") or new.get("bot_id") or new.get("text") == old.get("text"):
            return None
        stamp = str((new.get("edited") or {}).get("ts") or event.get("event_ts") or event["ts"])
        raw = str(new.get("text") or "")
        request = await self._request(new["user"], event["channel"], Way.EVENT, raw)
        text = readable(raw)
        addressed = addressed_to(text, self._this.user)
        return replace(
            request.to("captures.edited"),
            text=text if addressed is None else addressed,
            message=str(new["ts"]),
            thread=str(new.get("thread_ts") or ""),
            version=stamp,
            key=f"slack/{event['channel']}/{new['ts']}/{stamp}",
        )

    async def _gone(self, event: Body, old: Body, message: str) -> Request | None:
        if not old.get("user") or old.get("bot_id"):
            return None
        request = await self._request(old["user"], event["channel"], Way.EVENT, "")
        key = f"slack/{event['channel']}/{message}/gone"
        return replace(
            request.to("captures.deleted"), message=message, version=str(event.get("event_ts", "")), key=key
        )

    async def _joined(self, event: Body) -> Request | None:
        mine = event["user"] == self._this.user
        person = event.get("inviter") if mine else event["user"]
        if not person:
            return None
        request = await self._request(str(person), event["channel"], Way.EVENT, "")
        if request.person.bot:
            return None
        key = f"slack/{event['channel']}/joined/{event['user']}/{event.get('event_ts')}"
        return replace(request.to("partnership.invited" if mine else "partnership.arrived"), key=key)

    async def _left(self, event: Body) -> Request | None:
        if event["user"] == self._this.user:
            return None
        request = await self._request(event["user"], event["channel"], Way.EVENT, "")
        key = f"slack/{event['channel']}/left/{event['user']}/{event.get('event_ts')}"
        return replace(request.to("partnership.left"), key=key)

    async def _request(self, user: str, channel: str, way: Way, raw: str) -> Request:
        """A request of this person in this place, knowing everybody whom `raw` names."""
        person = await self._who(user)
        others = [handle for handle in named(raw) if handle != self._this.user]
        faces = {handle: await self._who(handle) for handle in others[:MOST_NAMED]}
        place = Place(channel, self._this.team, direct=not channel or channel.startswith("D"))
        return Request("", "", person, place, self._now(), way, text=readable(raw), faces=faces)
