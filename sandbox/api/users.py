"""Methods about people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox import shapes
from sandbox.errors import ApiError
from sandbox.state import Person
from sandbox.webapi import method, paged

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]


def _known(slack: Slack, key: object) -> Person:
    """Somebody by id; never by name."""
    found = slack.world.find_person(str(key))
    if found is None or found.id != key:
        raise ApiError("user_not_found")
    return found


def _shown(slack: Slack, person: Person) -> Json:
    shown = shapes.user(slack.world, person)
    if "users:read.email" in slack.manifest.scopes and not slack.world.external(person) and not person.bot_id:
        shown["profile"]["email"] = person.email
    return shown


@method("users.info")
async def info(slack: Slack, arguments: Json) -> Json:
    """One person, external people included."""
    return {"user": _shown(slack, _known(slack, arguments["user"]))}


@method("users.list")
async def everybody(slack: Slack, arguments: Json) -> Json:
    """The people and bots of the host's workspace; external people are not among them."""
    world = slack.world
    own = [p for p in [*world.people, *world.others] if not world.external(p)]
    page, cursor = paged(own, arguments, 200)
    found = [_shown(slack, p) for p in page]
    stamp = int(slack.calendar.now().timestamp())
    return {"members": found, "cache_ts": stamp, "response_metadata": {"next_cursor": cursor}}


@method("users.lookupByEmail")
async def by_email(slack: Slack, arguments: Json) -> Json:
    """One person of the host's workspace by address."""
    wanted = str(arguments["email"]).lower()
    own = (p for p in slack.world.people if not slack.world.external(p))
    found = next((p for p in own if p.email.lower() == wanted), None)
    if found is None:
        raise ApiError("users_not_found")
    return {"user": _shown(slack, found)}


@method("users.profile.get")
async def profile(slack: Slack, arguments: Json) -> Json:
    """The profile part alone."""
    return {"profile": _shown(slack, _known(slack, arguments.get("user") or slack.world.bot.id))["profile"]}
