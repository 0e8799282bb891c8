"""Methods about forms and the Home tab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox import blocks, limits, shapes
from sandbox.calling import Call, method
from sandbox.errors import ApiError
from sandbox.state import Person, View
from sandbox.triggers import spend

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]


def checked(content: Any, kind: str) -> Json:
    """A view as the bot sent it, refused where Slack would refuse it."""
    found = blocks.view_problems(content)
    if found:
        raise ApiError("invalid_arguments", found)
    if content["type"] != kind:
        raise ApiError(
            "invalid_arguments", [f"[ERROR] must be a view of type {kind} [json-pointer:/view/type]"]
        )
    if blocks.too_large(content):
        raise ApiError("view_too_large")
    blocks.identify(content["blocks"])
    return dict(content)


def made(slack: Slack, person: Person, content: Json, bot: Person, below: View | None = None) -> View:
    """A new view of somebody's."""
    view = View(slack.mint.fresh("V"), person, content, stamp(slack), bot)
    if below:
        view.root, view.previous = below.root or below.id, below.id
    return view


def stamp(slack: Slack) -> str:
    """A view's hash, new with every change."""
    return f"{int(slack.calendar.now().timestamp())}.{slack.mint.fresh('')[-8:]}"


def _unique(slack: Slack, content: Json, but: str = "") -> None:
    name = content.get("external_id")
    views = [*slack.world.homes.values(), *(v for stack in slack.world.modals.values() for v in stack)]
    if name and any(v.content.get("external_id") == name and v.id != but for v in views):
        raise ApiError("duplicate_external_id")


@method("views.open")
async def open_view(call: Call, arguments: Json) -> Json:
    """A form on the screen of whoever caused the trigger."""
    content = checked(arguments["view"], "modal")
    _unique(call.slack, content)
    person = spend(call.slack, arguments)
    view = made(call.slack, person, content, call.bot)
    call.world.modals[person.id] = [view]
    call.slack.stream.tell("form", person)
    return {"view": shapes.view(view)}


@method("views.push")
async def push(call: Call, arguments: Json) -> Json:
    """A form on top of another, three at most."""
    content = checked(arguments["view"], "modal")
    _unique(call.slack, content)
    person = spend(call.slack, arguments)
    view = stack_up(call.slack, person, content, call.bot)
    return {"view": shapes.view(view)}


def stack_up(slack: Slack, person: Person, content: Json, bot: Person) -> View:
    """Lay a form on top of those that are open."""
    stack = slack.world.modals.setdefault(person.id, [])
    if len(stack) >= limits.MODAL_STACK:
        raise ApiError("push_limit_reached")
    stack.append(made(slack, person, content, bot, stack[-1] if stack else None))
    slack.stream.tell("form", person)
    return stack[-1]


@method("views.update")
async def update(call: Call, arguments: Json) -> Json:
    """New content for an open form; with `hash` only if nothing came between."""
    content = checked(arguments["view"], "modal" if _kind(arguments) != "home" else "home")
    view = _find(call, arguments)
    if arguments.get("hash") and arguments["hash"] != view.hash:
        raise ApiError("hash_conflict")
    _unique(call.slack, content, view.id)
    replace(call.slack, view, content)
    return {"view": shapes.view(view)}


def _kind(arguments: Json) -> str:
    view = arguments["view"]
    return str(view.get("type")) if isinstance(view, dict) else ""


def _find(call: Call, arguments: Json) -> View:
    views = [*call.world.homes.values(), *(v for stack in call.world.modals.values() for v in stack)]
    for view in views:
        if arguments.get("view_id") == view.id:
            return view
        if arguments.get("external_id") and arguments["external_id"] == view.content.get("external_id"):
            return view
    raise ApiError("not_found")


def replace(slack: Slack, view: View, content: Json) -> None:
    """New content for a view: the same id, a new hash; what was filled in stays where the field stays."""
    view.content, view.hash = content, stamp(slack)
    view.errors.clear()
    there = {e["action_id"] for b in content["blocks"] for e in blocks.elements_of(b)}
    view.chosen = {key: value for key, value in view.chosen.items() if key.split("\0")[1] in there}
    slack.stream.tell("form" if content["type"] == "modal" else "home", view.person)


@method("views.publish")
async def publish(call: Call, arguments: Json) -> Json:
    """Somebody's Home tab. Slack says ok for external people too, and shows them nothing."""
    person = call.world.find_person(str(arguments["user_id"]))
    if person is None or person.bot_id:
        raise ApiError("invalid_arguments", ["[ERROR] user_id is of nobody here [json-pointer:/user_id]"])
    if not call.slack.manifest.home:
        raise ApiError("not_enabled")
    content = checked(arguments["view"], "home")
    place = (call.bot.id, person.id)
    old = call.world.homes.get(place)
    if arguments.get("hash") and old and arguments["hash"] != old.hash:
        raise ApiError("hash_conflict")
    if old is None:
        old = call.world.homes[place] = made(call.slack, person, content, call.bot)
        call.slack.stream.tell("home", person)
    elif old.content != content:
        replace(call.slack, old, content)
    return {"view": shapes.view(old)}
