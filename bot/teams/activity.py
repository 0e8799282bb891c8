"""Where things stand in an activity of Teams: its place, its thread, its team, and what makes it the same when it comes again."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from bot.request import Place
from bot.teams.reaches import PLATFORM

LONGEST_KEY = 140
"""Longer keys are told by their digest: what is done upon a request makes longer keys of it, and a column has its width."""

Activity = Mapping[str, Any]


def place_of(activity: Activity) -> Place:
    """The conversation of an activity; a thread is part of its channel."""
    conversation = activity.get("conversation") or {}
    handle = str(conversation.get("id") or "").partition(";messageid=")[0]
    tenant = conversation.get("tenantId") or _data(activity, "tenant").get("id") or ""
    direct = kind_of(activity) == "personal"
    return Place(handle, str(tenant), direct=direct, platform=PLATFORM, lines=direct)


def key_of(*parts: object) -> str:
    """What makes a request the same one when it comes again; the ids of Teams have no end to their length, a key has."""
    key = "/".join((PLATFORM, *map(str, parts)))
    return key if len(key) <= LONGEST_KEY else f"{PLATFORM}/{sha256(key.encode()).hexdigest()}"


def kind_of(activity: Activity) -> str:
    return str((activity.get("conversation") or {}).get("conversationType") or "")


def _data(activity: Activity, part: str) -> Mapping[str, Any]:
    found = (activity.get("channelData") or {}).get(part)
    return found if isinstance(found, Mapping) else {}


def team_of(activity: Activity) -> str:
    return str(_data(activity, "team").get("id") or "")


def sort_of(activity: Activity) -> str:
    """Which sort of channel it is: standard, private or shared; "" where Teams does not say."""
    return str(_data(activity, "channel").get("type") or "")


def chosen(activity: Activity) -> str:
    """The channel that was chosen when the app was added to its team."""
    chosen = _data(activity, "settings").get("selectedChannel")
    return str(chosen.get("id") or "") if isinstance(chosen, Mapping) else ""


def url_of(activity: Activity) -> str:
    return str(activity.get("serviceUrl") or "")


def thread_of(activity: Activity) -> str:
    """The message a thread begins with, also where it is this one; chats are one long thread without one."""
    return str((activity.get("conversation") or {}).get("id") or "").partition(";messageid=")[2]


def root_of(activity: Activity) -> str:
    """The message with which the thread of an activity begins; nothing where it is that message itself."""
    root = thread_of(activity)
    return "" if root == str(activity.get("id")) else root


def once(activity: Activity) -> str:
    """What makes an invoke the same one when Teams sends it again."""
    number = activity.get("id")
    return key_of(place_of(activity).handle, number) if number else ""


def stamp_of(activity: Activity) -> str:
    return str(activity.get("id") or activity.get("timestamp") or "")


def zone_of(activity: Activity) -> str:
    """Where somebody is, as an IANA name; "" where Teams does not say."""
    if zone := activity.get("localTimezone"):
        return str(zone)
    for one in activity.get("entities") or ():
        if isinstance(one, Mapping) and one.get("type") == "clientInfo" and one.get("timezone"):
            return str(one["timezone"])
    return ""


def added_to(activity: Activity) -> list[str]:
    """The reactions that were added to a message, by the names that Teams has for them."""
    found = activity.get("reactionsAdded")
    rows = found if isinstance(found, list) else []
    return [str(one.get("type") or "") for one in rows if isinstance(one, Mapping)]


def accounts(activity: Activity, part: str) -> list[Activity]:
    found = activity.get(part)
    rows = found if isinstance(found, list) else []
    return [one for one in rows if isinstance(one, Mapping) and one.get("id")]
