"""Slack's names become a `Request`: the one place that reads Slack's payloads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot import signs
from bot.feature import Face, Place, Quoted, Request, Way
from bot.slack import blocks
from bot.slack.installs import Install, Installs
from bot.slack.outgoing import key_in
from bot.slack.text import addressed_to, fit, named, readable, typed

MOST_NAMED = 20
"""So many people are asked after for one message; a list of everybody is not an address."""

Body = Mapping[str, Any]
Who = Callable[[str, str, str], Awaitable[Face]]


class Self:
    """Which bots we are, so that Upbeat knows itself under any installation."""

    def __init__(self, installs: Installs) -> None:
        self._installs = installs

    @property
    def users(self) -> frozenset[str]:
        """Our own users, in any workspace."""
        return self._installs.users

    def said(self, message: Body, app: str = "") -> bool:
        """Whether a message is our own, under any installation; `app` is the id of the app that hears of it."""
        profile = message.get("bot_profile") or {}
        apps = {app, *(one.app for one in self._installs.all)} - {""}
        return message.get("user") in self.users or not apps.isdisjoint(
            {message.get("app_id"), profile.get("app_id")}
        )

    def named(self, text: str) -> bool:
        """Whether one of our own users is mentioned in Slack's text."""
        return any(f"<@{user}" in text for user in self.users)


class Reader:
    """Reads payloads that came through one installation. `who` finds out about people, `now` is calendar time."""

    def __init__(self, install: Install, this: Self, who: Who, now: Callable[[], datetime]) -> None:
        self._install = install
        self._this = this
        self._who = who
        self._now = now

    async def command(self, body: Body) -> tuple[Request, str]:
        """A slash command: the request, still to be read by the grammar, and the command."""
        person = await self._person(body["user_id"], body.get("team_id"))
        request = await self._request(person, body["channel_id"], Way.COMMAND, str(body.get("text") or ""))
        return replace(request, trigger=str(body.get("trigger_id") or "")), str(body["command"])

    async def shortcut(self, body: Body) -> Request:
        """A shortcut: its id is the verb; one on a message points at that message."""
        message = body.get("message") or {}
        channel = str((body.get("channel") or {}).get("id") or "")
        person = await self._person(body["user"]["id"], body["user"].get("team_id"))
        request = await self._request(person, channel, Way.PRESS, "")
        feature, _, verb = str(body["callback_id"]).partition(".")
        named = replace(request, feature=feature, verb=verb, trigger=str(body.get("trigger_id") or ""))
        if not message:
            return named
        pointing = await self.pointing(named, message)
        return replace(pointing, message=str(message["ts"]), thread=str(message.get("thread_ts") or ""))

    async def pointing(self, request: Request, message: Body) -> Request:
        """The request, pointing at a message of Slack; whom that names is known too."""
        raw = str(message.get("text") or "")
        quoted = Quoted(
            readable(raw),
            str(message["ts"]),
            str(message.get("thread_ts") or ""),
            await self._author(message),
        )
        return replace(request, quoted=quoted, faces={**await self._faces(raw), **request.faces})

    def above(self, thread: Sequence[Body], app: str) -> Body | None:
        """The message that a mention in a thread points at: the last that is neither ours nor to us, else the first."""
        there = [one for one in thread[1:] if one.get("subtype") != "tombstone"]
        others = [one for one in there if not self._this.said(one, app)]
        meant = [one for one in others if not self._this.named(str(one.get("text") or ""))]
        return next(reversed(meant or thread[:1]), None)

    async def press(self, body: Body) -> Request:
        """A pressed button: its id is the verb, its value knows the partnership."""
        action = body["actions"][0]
        container = body.get("container") or {}
        message = body.get("message") or {}
        channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
        partnership, value = blocks.unpack(str(action.get("value") or ""))
        person = await self._person(body["user"]["id"], body["user"].get("team_id"))
        request = await self._request(person, channel, Way.PRESS, "")
        feature, _, verb = blocks.action_of(action["action_id"]).partition(".")
        return replace(
            request,
            feature=feature or "ask",
            verb=verb,
            text=fit(value),
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
        person = await self._person(body["user"]["id"], body["user"].get("team_id"))
        request = await self._request(person, str(kept.get("place") or ""), Way.FORM, "")
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
            case "member_left_channel" | "channel_left" | "group_left":
                return await self._left(event)
            case "reaction_added":
                return await self._reacted(event)
            case _:
                return None

    async def home(self, event: Body) -> Request:
        """A person looks at their Home tab."""
        request = await self._request(await self._person(event["user"]), "", Way.HOME, "")
        return request.to("me.home")

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
        addressed = addressed_to(text, self._this.users)
        way = Way.MENTION if addressed is not None else Way.LINE
        person = await self._person(event["user"], _team(event))
        request = await self._request(person, event["channel"], Way.DIRECT if direct else way, raw)
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
        person = await self._person(new["user"], new.get("user_team") or new.get("team"))
        request = await self._request(person, event["channel"], Way.EVENT, raw)
        text = readable(raw)
        addressed = addressed_to(text, self._this.users)
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
        person = await self._person(old["user"], old.get("user_team") or old.get("team"))
        request = await self._request(person, event["channel"], Way.EVENT, "")
        key = f"slack/{event['channel']}/{message}/gone"
        return replace(
            request.to("captures.deleted"), message=message, version=str(event.get("event_ts", "")), key=key
        )

    async def _joined(self, event: Body) -> Request | None:
        mine = event["user"] in self._this.users
        handle = event.get("inviter") if mine else event["user"]
        if not handle:
            return None
        person = await self._person(handle, None if mine else event.get("team"))
        if person.bot:
            return None
        request = await self._request(person, event["channel"], Way.EVENT, "")
        key = f"slack/{event['channel']}/joined/{event['user']}/{event.get('event_ts')}"
        return replace(request.to("partnership.invited" if mine else "partnership.arrived"), key=key)

    async def _left(self, event: Body) -> Request:
        """Somebody has left a channel; of our own leaving other events tell, which name nobody."""
        user = str(event.get("user") or self._install.user)
        mine = user in self._this.users
        person = self._own(user) if mine else await self._person(user, event.get("team"))
        request = await self._request(person, event["channel"], Way.EVENT, "")
        key = f"slack/{event['channel']}/left/{user}/{event.get('event_ts')}"
        return replace(request.to("partnership.removed" if mine else "partnership.left"), key=key)

    async def _reacted(self, event: Body) -> Request | None:
        """Somebody put a sign on a message. One that means nothing is let go of before anybody is asked who that was.

        Slack says neither whose workspace that is, nor in which thread the message stands.
        """
        item, sign = event.get("item") or {}, signs.canonical(str(event.get("reaction") or ""))
        channel, message = str(item.get("channel") or ""), str(item.get("ts") or "")
        if sign is None or item.get("type") != "message" or channel.startswith("D"):
            return None
        ours = event.get("item_user") in self._this.users
        if event["user"] in self._this.users or (ours and sign in signs.TODO):
            return None
        person = await self._person(event["user"])
        if person.bot:
            return None
        request = await self._request(person, channel, Way.EVENT, "")
        again = str(event.get("event_ts") or "") if sign in signs.DONE else ""
        key = f"slack/{channel}/{message}/sign/{person.handle}/{sign}/{again}".rstrip("/")
        return replace(request.to("reactions.added"), values={"sign": sign}, message=message, key=key)

    async def _person(self, user: str, team: object = None) -> Face:
        """Somebody who did something; `team` is theirs as the payload tells it, which may be an organisation of many."""
        known = str(team or "")
        return await self._who(user, self._install.team, known if known.startswith("T") else "")

    def _own(self, user: str) -> Face:
        return Face(user, self._install.team, "Upbeat", bot=True, via=self._install.team)

    async def _author(self, message: Body) -> Face | None:
        """Who wrote a message; another bot may be nobody."""
        if self._this.said(message):
            return self._own(str(message.get("user") or self._install.user))
        user = message.get("user")
        return await self._person(user, _team(message)) if user else None

    async def _faces(self, raw: str) -> dict[str, Face]:
        """Everybody whom Slack's text names, besides ourselves."""
        others = [handle for handle in named(raw) if handle not in self._this.users]
        return {handle: await self._person(handle) for handle in others[:MOST_NAMED]}

    async def _request(self, person: Face, channel: str, way: Way, raw: str) -> Request:
        """A request of this person in this place, knowing everybody whom `raw` names."""
        place = Place(channel, self._install.team, direct=not channel or channel.startswith("D"))
        faces = await self._faces(raw)
        return Request("", "", person, place, self._now(), way, text=readable(raw), faces=faces)


def _team(event: Body) -> object:
    """The workspace of a message's author; where a message mentions us, `team` is ours."""
    mine = None if event.get("type") == "app_mention" else event.get("team")
    return event.get("user_team") or event.get("source_team") or mine
