"""Finding the button, menu or field that somebody means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from sandbox import elements, rows, words
from sandbox.errors import Refused
from sandbox.people import home_of, rooms_of, seen
from sandbox.state import Message, Person, View

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]
Source = Message | View
Fits = Callable[[str, str], bool]


def usable(slack: Slack, person: Person, body: Json, menu: bool) -> tuple[Source, Json, Json]:
    """The message or view, block and element that a press or choice means; the newest one that fits."""
    for source in _sources(slack, person, body):
        if found := find(slack, source, body, menu):
            return source, *found
    what = body.get("label") or body.get("action_id") or body.get("option")
    kind = "menu" if menu else "button"
    raise Refused(
        "no_such_element", f"{person.name} sees no {kind} {what!r} there.{_there(slack, person, body)}", 404
    )


def _sources(slack: Slack, person: Person, body: Json) -> Sequence[Source]:
    place = body.get("conversation")
    if place == "form":
        stack = slack.world.modals.get(person.id)
        if not stack:
            raise Refused("no_form", f"{person.name} has no form open.", 409)
        return stack[-1:]
    if place == "home":
        view = home_of(slack, person)
        return [view] if view else []
    rooms = rooms_of(slack, person, place)
    if body.get("ts"):
        where = next((r for r in rooms if str(body["ts"]) in r.messages), rooms[0])
        return [seen(slack, person, where, body["ts"])]
    return slack.world.seen_in(rooms, person)[::-1]


def _there(slack: Slack, person: Person, body: Json) -> str:
    labels = [b["label"] for s in _sources(slack, person, body) for b in rows.buttons(blocks_of(s))]
    return f" There are: {', '.join(dict.fromkeys(labels))}." if labels else ""


def find(slack: Slack, source: Source, body: Json, menu: bool) -> tuple[Json, Json] | None:
    """The button (or menu) that `label`, `action_id`, `block_id` and `value` mean, with its block."""
    for fits in (same, alike):
        for block, element in elements.in_blocks(blocks_of(source)):
            if (element["type"] == "button") != menu and _means(slack, block, element, body, fits):
                return block, element
    return None


def blocks_of(source: Source) -> list[Json]:
    """The blocks of a message or view."""
    return rows.all_blocks(source) if isinstance(source, Message) else source.content["blocks"]


def same(one: str, other: str) -> bool:
    """Whether two names are the same."""
    return one == other


def alike(one: str, other: str) -> bool:
    """Whether two names differ in nothing but capitals and spaces around them."""
    return one.strip().casefold() == other.strip().casefold()


def _means(slack: Slack, block: Json, element: Json, body: Json, fits: Fits) -> bool:
    for name, have in (("action_id", element.get("action_id")), ("block_id", block.get("block_id"))):
        if body.get(name) and body[name] != have:
            return False
    if (
        body.get("value") is not None
        and element["type"] == "button"
        and str(body["value"]) != element.get("value", "")
    ):
        return False
    if body.get("label"):
        return any(fits(str(body["label"]), words.unescape(name)) for name in _labels(slack, block, element))
    return bool(body.get("action_id")) or (
        element["type"] != "button" and _offers(slack, element, body.get("option"))
    )


def _labels(slack: Slack, block: Json, element: Json) -> list[str]:
    if element["type"] == "button":
        return [element["text"]["text"]]
    texts = [element.get("placeholder"), block.get("label"), block.get("text")]
    return [t["text"] for t in texts if t] + [
        elements.label_of(slack.world, o) for o in elements.options_of(element)
    ]


def _offers(slack: Slack, element: Json, option: object) -> bool:
    offered = elements.options_of(element)
    return any(str(option) in (o["value"], elements.label_of(slack.world, o)) for o in offered)
