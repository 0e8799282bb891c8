"""Methods about people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox import shapes
from sandbox.calling import Call, method, paged
from sandbox.errors import ApiError
from sandbox.state import Person

if TYPE_CHECKING:
    pass

Json = dict[str, Any]


def _known(call: Call, key: object) -> Person:
    """Somebody by id; never by name."""
    found = call.world.find_person(str(key))
    if found is None or found.id != key:
        raise ApiError("user_not_found")
    return found


def _shown(call: Call, person: Person) -> Json:
    shown = shapes.user(call.world, person, call.install)
    own = not person.bot_id and not call.install.external(person)
    if own and "users:read.email" in call.install.scopes:
        shown["profile"]["email"] = person.email
    return shown


@method("users.info")
async def info(call: Call, arguments: Json) -> Json:
    """One person, external people included."""
    return {"user": _shown(call, _known(call, arguments["user"]))}


@method("users.list")
async def everybody(call: Call, arguments: Json) -> Json:
    """The people and bots of the host's workspace; external people are not among them."""
    world = call.world
    own = [p for p in [*world.people, *world.others] if not call.install.external(p)]
    page, cursor = paged(own, arguments, 200)
    found = [_shown(call, p) for p in page]
    stamp = int(call.slack.calendar.now().timestamp())
    return {"members": found, "cache_ts": stamp, "response_metadata": {"next_cursor": cursor}}


@method("users.lookupByEmail")
async def by_email(call: Call, arguments: Json) -> Json:
    """One person of the host's workspace by address."""
    wanted = str(arguments["email"]).lower()
    own = (p for p in call.world.people if not call.install.external(p))
    found = next((p for p in own if p.email.lower() == wanted), None)
    if found is None:
        raise ApiError("users_not_found")
    return {"user": _shown(call, found)}


@method("users.profile.get")
async def profile(call: Call, arguments: Json) -> Json:
    """The profile part alone."""
    return {"profile": _shown(call, _known(call, arguments.get("user") or call.bot.id))["profile"]}
