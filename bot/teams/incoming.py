"""Teams' activities become `Request`s: the one place that reads what Teams sends."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot import signs
from bot.request import Face, Place, Quoted, Request, Way
from bot.teams import forms
from bot.teams.activity import (
    Activity,
    accounts,
    added_to,
    chosen,
    key_of,
    kind_of,
    once,
    place_of,
    root_of,
    sort_of,
    stamp_of,
    team_of,
    thread_of,
    url_of,
    zone_of,
)
from bot.teams.people import People
from bot.teams.reaches import PLATFORM, Known
from bot.teams.text import Mention, fit, mentions, named, readable, typed

MOST_NAMED = 20
"""So many people are asked after for one message; a list of everybody is not an address."""

MEETINGS = {
    "application/vnd.microsoft.meetingStart": "meeting.began",
    "application/vnd.microsoft.meetingEnd": "meeting.ended",
}
"""The events that follow people into a meeting and out of it, and what they are to a feature."""

OWN_PEOPLE = frozenset({"private", "shared"})
"""Channels with members of their own, whoever is in their team."""

OPENED = "dialog"
"""What a request carries that came from a button with a dialog waiting for it."""

_QUOTE = re.compile(
    r'<blockquote\b[^>]*schema\.skype\.com/Reply"[^>]*itemid="([^"]*)"[^>]*>(.*?)</blockquote>', re.DOTALL
)
_MARKUP = re.compile(r"<[^<>]*>")


class Reader:
    """Reads activities. `ours` are our own ids, `now` is calendar time."""

    def __init__(
        self, people: People, known: Known, ours: frozenset[str], now: Callable[[], datetime]
    ) -> None:
        self._people = people
        self._known = known
        self.ours = ours
        self._now = now

    async def read(self, activity: Activity) -> list[Request]:
        """What an activity asks for, besides invokes: nothing where it means nothing to us; news of a team for each channel."""
        await self.note(activity)
        match activity.get("type"):
            case "message":
                return await self._message(activity)
            case "messageUpdate":
                return await self._changed(activity)
            case "messageDelete":
                return await self._gone(activity)
            case "conversationUpdate":
                return await self._moves(activity)
            case "installationUpdate":
                return await self._uninstalled(activity)
            case "event":
                return await self._meeting(activity)
            case "messageReaction":
                return await self._reacted(activity)
            case _:
                return []

    async def note(self, activity: Activity) -> None:
        """Remember how this conversation, and in a personal chat its person, is reached."""
        place, url = place_of(activity), url_of(activity)
        if not url or not place.handle:
            return
        told = {"url": url, "kind": kind_of(activity), "team": team_of(activity), "sort": sort_of(activity)}
        await self._known.learn(
            place.handle, place.workspace, **{name: word for name, word in told.items() if word}
        )
        if place.direct and not self._mine(activity):
            face = await self._asker(activity)
            if face.name:
                await self._known.learn(face.handle, face.workspace, chat=place.handle, url=url)

    # What people type

    async def _message(self, activity: Activity) -> list[Request]:
        if self._mine(activity):
            return []
        value = activity.get("value")
        if isinstance(value, Mapping) and value.get("action") and not str(activity.get("text") or "").strip():
            return [await self.press(activity, value)]
        if self.is_line(activity):
            await self.overheard(activity)
        return [await self._typed(activity)]

    async def overheard(self, activity: Activity) -> None:
        """Remember that plain lines are heard in this conversation, which Teams lets apps do only where people allowed it."""
        place = place_of(activity)
        await self._known.learn(place.handle, place.workspace, lines=True)

    def is_line(self, activity: Activity) -> bool:
        """Whether an activity is a plain line of chat that is not said to us."""
        return (
            activity.get("type") == "message"
            and kind_of(activity) != "personal"
            and not isinstance(activity.get("value"), Mapping)
            and not named(mentions(activity.get("entities")), self.ours)
        )

    async def _typed(self, activity: Activity) -> Request:
        said = mentions(activity.get("entities"))
        place = place_of(activity)
        addressed = named(said, self.ours)
        way = Way.DIRECT if place.direct else Way.MENTION if addressed else Way.LINE
        request = await self._request(activity, way, said)
        return replace(
            request,
            key=key_of(place.handle, activity.get("id")),
            quoted=await self._quoted(activity),
        )

    async def _quoted(self, activity: Activity) -> Quoted | None:
        """The message that this one answers with a quote, as far as Teams shows it."""
        for part in activity.get("attachments") or ():
            found = _QUOTE.search(str(part.get("content") or "")) if isinstance(part, Mapping) else None
            if found is not None:
                words = fit(html.unescape(_MARKUP.sub(" ", found[2]))).split()
                return Quoted(" ".join(words), found[1], root_of(activity))
        return None

    async def pointed(self, activity: Activity) -> Request:
        """A message that somebody points at, as if its author had said it to us."""
        return await self._request(activity, Way.LINE, mentions(activity.get("entities")))

    async def _changed(self, activity: Activity) -> list[Request]:
        if self._mine(activity) or not activity.get("id"):
            return []
        stamp = str(activity.get("timestamp") or activity.get("localTimestamp") or "")
        request = await self._request(activity, Way.EVENT, mentions(activity.get("entities")))
        key = key_of(request.place.handle, request.message, stamp)
        return [replace(request.to("captures.edited"), version=stamp, key=key)]

    async def _gone(self, activity: Activity) -> list[Request]:
        if self._mine(activity) or not activity.get("id"):
            return []
        stamp = str(activity.get("timestamp") or "")
        request = await self._request(activity, Way.EVENT, ())
        key = key_of(request.place.handle, request.message, "gone")
        return [replace(request.to("captures.deleted"), text="", version=stamp, key=key)]

    # What people press and fill in

    async def press(self, activity: Activity, data: Mapping[str, Any], opened: bool = False) -> Request:
        """A pressed button: its data say which verb; with `opened` a dialog waits for the answer."""
        request = await self._about(activity, data, Way.PRESS)
        pressed = str(activity.get("replyToId") or "")
        return replace(
            request,
            text=fit(str(data.get("value") or "")),
            message=pressed,
            thread="" if request.thread == pressed else request.thread,
            trigger=OPENED if opened else "",
            key=once(activity),
        )

    async def form(self, activity: Activity, data: Mapping[str, Any]) -> Request:
        """A dialog that was filled in; where it was opened came along in it."""
        request = await self._about(activity, data, Way.FORM)
        opened = str(data.get("dialog") or "")
        return replace(
            request,
            text=fit(str(data.get("value") or "")),
            values=typed(forms.values(data)),
            message=str(data.get("message") or ""),
            thread=str(data.get("thread") or request.thread),
            key=key_of("form", opened, request.person.handle) if opened else once(activity),
        )

    async def _about(self, activity: Activity, data: Mapping[str, Any], way: Way) -> Request:
        request = await self._request(activity, way, ())
        feature, _, verb = str(data.get("action") or "").partition(".")
        partnership = data.get("partnership")
        return replace(
            request,
            feature=feature or "ask",
            verb=verb,
            partnership=partnership if isinstance(partnership, int) else None,
            card=str(data.get("key") or "").partition("#")[0],
        )

    # What happens

    async def _moves(self, activity: Activity) -> list[Request]:
        """Somebody, or we, came into a conversation or left it."""
        found: list[Request] = []
        for account in accounts(activity, "membersAdded"):
            found += await self._came(activity, account)
        for account in accounts(activity, "membersRemoved"):
            found += await self._went(activity, account)
        return found

    async def _came(self, activity: Activity, account: Activity) -> list[Request]:
        place = place_of(activity)
        if place.direct:
            return []
        if str(account.get("id")) in self.ours:
            return [await self._invited(activity)]
        face = await self._people.account(account, place, url_of(activity))
        return [
            self._event(activity, face, channel, "partnership.arrived", f"joined/{face.handle}")
            for channel in await self._channels(activity)
        ]

    async def _invited(self, activity: Activity) -> Request:
        """We were added: to a channel or chat, or to a team for one of its channels."""
        place, channel = place_of(activity), chosen(activity)
        if channel:
            await self._known.learn(
                channel, place.workspace, url=url_of(activity), kind="channel", team=team_of(activity)
            )
        here = replace(place, handle=channel or place.handle)
        return self._event(activity, await self._asker(activity), here, "partnership.invited", "invited")

    async def _went(self, activity: Activity, account: Activity) -> list[Request]:
        place = place_of(activity)
        if place.direct:
            return []
        mine = str(account.get("id")) in self.ours
        if mine:
            face = Face(str(account.get("id")), place.workspace, "Upbeat", bot=True, platform=PLATFORM)
        else:
            face = await self._people.face(await self._people.handle(account), place)
        name = "partnership.removed" if mine else "partnership.left"
        return [
            self._event(activity, face, channel, name, f"left/{face.handle}")
            for channel in await self._channels(activity)
        ]

    async def _uninstalled(self, activity: Activity) -> list[Request]:
        """The app was removed; that it was added we hear as our own coming."""
        if activity.get("action") != "remove":
            return []
        us: dict[str, Any] = {"id": next(iter(sorted(self.ours)))}
        return await self._went(activity, us)

    async def _meeting(self, activity: Activity) -> list[Request]:
        name = MEETINGS.get(str(activity.get("name")))
        if name is None:
            return []
        value = activity.get("value")
        told = value if isinstance(value, Mapping) else {}
        request = await self._request(activity, Way.EVENT, ())
        values = {
            "title": str(told.get("Title") or ""),
            "at": str(told.get("StartTime") or told.get("EndTime") or ""),
        }
        return [replace(request.to(name), text="", message="", values=values, key=once(activity))]

    async def _reacted(self, activity: Activity) -> list[Request]:
        """Somebody put signs on a message, which is the one that is replied to. Those that mean nothing are let go of."""
        message, place = str(activity.get("replyToId") or ""), place_of(activity)
        found = {sign for name in added_to(activity) if (sign := signs.canonical(name))}
        if not found or not message or place.direct or self._mine(activity):
            return []
        request = await self._request(activity, Way.EVENT, ())
        if request.person.bot:
            return []
        root = thread_of(activity)
        request = replace(request, text="", message=message, thread="" if root == message else root)
        return [self._signed(request, sign, stamp_of(activity)) for sign in sorted(found)]

    def _signed(self, request: Request, sign: str, stamp: str) -> Request:
        """One sign: a wish counts once for each person and message, a tick as often as it is put there."""
        what = ("sign", request.person.handle, sign, *([stamp] if sign in signs.DONE else []))
        key = key_of(request.place.handle, request.message, *what)
        return replace(request.to("reactions.added"), values={"sign": sign}, key=key)

    def _event(self, activity: Activity, face: Face, place: Place, name: str, what: str) -> Request:
        request = Request("", "", face, place, self._now(), Way.EVENT).to(name)
        return replace(request, key=key_of(place.handle, what, stamp_of(activity)))

    async def _channels(self, activity: Activity) -> list[Place]:
        """The places that news is about: that of a team is about each of its channels, besides those with people of their own."""
        place, team = place_of(activity), team_of(activity)
        kind = str((activity.get("channelData") or {}).get("eventType") or "")
        if not team or kind.startswith("channel"):
            return [place]
        others = await self._known.channels(team, besides=OWN_PEOPLE)
        return [replace(place, handle=one) for one in dict.fromkeys([place.handle, *others])]

    # Who, where and what

    async def _request(
        self, activity: Activity, way: Way, said: tuple[Mention, ...] | list[Mention]
    ) -> Request:
        """A request of the person who did this, in this place, knowing everybody whom it names."""
        place, url = place_of(activity), url_of(activity)
        if (await self._known.of(place.handle)).get("lines"):
            place = replace(place, lines=True)
        person = await self._asker(activity)
        faces: dict[str, Face] = {}
        handles: dict[str, str] = {}
        for one in [each for each in said if each.of_a_person and each.id not in self.ours][:MOST_NAMED]:
            if one.id not in handles:
                account = {**one.account, "name": one.name}
                face = await self._people.account(account, place, url)
                faces[face.handle], handles[one.id] = face, face.handle
        return Request(
            "",
            "",
            person,
            place,
            self._now(),
            way,
            text=readable(activity.get("text"), said, self.ours, handles),
            message=str(activity.get("id") or ""),
            thread=root_of(activity),
            faces=faces,
        )

    async def _asker(self, activity: Activity) -> Face:
        account = activity.get("from") or {}
        surely = {"name": str(account.get("name") or ""), "zone": zone_of(activity)}
        return await self._people.account(account, place_of(activity), url_of(activity), **surely)

    def _mine(self, activity: Activity) -> bool:
        account = activity.get("from") or {}
        return str(account.get("id")) in self.ours or account.get("role") == "bot"
