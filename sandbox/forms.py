"""Forms on people's screens: filled in, sent, answered, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox import elements, rows, shapes
from sandbox.answers import ask
from sandbox.api import views
from sandbox.errors import ApiError, Refused
from sandbox.finding import alike, same
from sandbox.interact import suggestions
from sandbox.state import Person, View
from sandbox.triggers import trigger

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]


def top(slack: Slack, person: Person) -> View | None:
    """The form that somebody sees, if any."""
    stack = slack.world.modals.get(person.id)
    return stack[-1] if stack else None


def opened(slack: Slack, person: Person) -> View:
    """The same, refused when there is none."""
    view = top(slack, person)
    if view is None:
        raise Refused("no_form", f"{person.name} has no form open.", 409)
    return view


async def fill(slack: Slack, view: View, values: Json) -> None:
    """Put values into the fields, by name or label. Refused when a field is unknown or a value does not fit."""
    for wanted, value in values.items():
        block, element = _field(slack, view, wanted)
        offered = await suggestions(slack, view.person, view, block, element, value) if value else None
        view.chosen[elements.key(block, element)] = elements.filled(slack.world, element, value, offered)


def _field(slack: Slack, view: View, wanted: str) -> tuple[Json, Json]:
    found = {name: (block, element) for block, element, name in rows.named(view)}
    shown = rows.fields(slack, view)
    for fits in (same, alike):
        for row in shown:
            if any(fits(wanted, row[part]) for part in ("name", "label", "block_id", "action_id")):
                return found[row["name"]]
    there = ", ".join(row["label"] for row in shown)
    raise Refused("unknown_field", f"The form has no field {wanted!r}. There are: {there or 'none'}.")


async def submit(slack: Slack, person: Person, values: Json) -> Json:
    """Send the form; answers {} or {"errors": {field name: words}}."""
    view = opened(slack, person)
    await fill(slack, view, values)
    view.errors = _missing(view)
    if not view.errors:
        held = elements.state(view.content["blocks"], view.chosen)
        answer = await ask(slack, "interactive", _payload(slack, view, "view_submission", held))
        if answer is None:
            return {
                "errors": {
                    "form": f"{slack.world.bot.name} did not respond. The form is still open: try again."
                }
            }
        try:
            _answered(slack, view, answer)
        except ApiError as error:
            slack.calls.note(
                "acknowledgement", answer, {"ok": False, "error": error.code, "messages": error.messages}
            )
            return {"errors": {"form": " ".join([error.code, *error.messages])}}
    return {"errors": _by_name(view)} if view.errors else {}


def _by_name(view: View) -> dict[str, str]:
    names = {block["block_id"]: name for block, _, name in rows.named(view)}
    return {names.get(key, key): said for key, said in view.errors.items()}


def _missing(view: View) -> dict[str, str]:
    """What Slack's client refuses to send."""
    found = {}
    for block, element in elements.in_blocks(view.content["blocks"]):
        if block["type"] == "input":
            held = view.chosen.get(elements.key(block, element)) or elements.initial(element)
            if said := elements.mistakes(element, held, bool(block.get("optional"))):
                found[block["block_id"]] = said
    return found


def _payload(slack: Slack, view: View, kind: str, held: Json) -> Json:
    person = view.person
    payload: Json = {
        "type": kind,
        "team": shapes.team_ref(person.workspace),
        "user": shapes.person_ref(person),
        "api_app_id": view.bot.app_id,
        "token": "verification-token",
        "view": shapes.view(view, held),
        "is_enterprise_install": False,
        "enterprise": None,
    }
    if kind == "view_submission":
        payload |= {"trigger_id": trigger(slack, person), "response_urls": []}
    return payload


def _answered(slack: Slack, view: View, answer: Json) -> None:
    person, stack = view.person, slack.world.modals.get(view.person.id, [])
    action = answer.get("response_action")
    if action == "errors":
        view.errors = {str(k): str(v) for k, v in (answer.get("errors") or {}).items()}
    elif action == "update":
        views.replace(slack, view, views.checked(answer.get("view"), "modal"))
    elif action == "push":
        views.stack_up(slack, person, views.checked(answer.get("view"), "modal"), view.bot)
    elif action == "clear":
        stack.clear()
    elif view in stack:
        stack.remove(view)
    slack.stream.tell("form", person)


async def close(slack: Slack, person: Person) -> None:
    """Somebody closes the form without sending it; the bot hears of it where it asked to."""
    view = opened(slack, person)
    stack = slack.world.modals[person.id]
    gone = list(stack) if view.content.get("clear_on_close") else [view]
    for one in gone:
        stack.remove(one)
        if one.content.get("notify_on_close"):
            held = elements.state(one.content["blocks"], one.chosen)
            payload = _payload(slack, one, "view_closed", held)
            await ask(slack, "interactive", {**payload, "is_cleared": len(gone) > 1})
    slack.stream.tell("form", person)
