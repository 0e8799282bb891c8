"""What Slack would make of the calls the bot made: who is pinged, what links, what stands in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_LIVE = re.compile(r"<[@#!]|<\w+:")
_PINGS = {"user", "usergroup", "broadcast", "channel", "link"}


def parts(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every object in the arguments of a call, however deep; blocks may be JSON in a string."""
    if isinstance(value, str) and value[:1] in "[{":
        try:
            value = json.loads(value)
        except ValueError:
            return
    if isinstance(value, Mapping):
        yield value
    if isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from parts(inner)


def alive(calls: Iterable[Mapping[str, Any]]) -> list[str]:
    """Whatever in these calls would ping somebody or be a link."""
    found = []
    for call in calls:
        top = str(call.get("text") or "")
        found += [top] if _LIVE.search(top) else []
        for part in parts(call):
            if part.get("type") in _PINGS or "url" in part:
                found.append(json.dumps(part))
            if part.get("type") == "mrkdwn" and _LIVE.search(str(part["text"])):
                found.append(str(part["text"]))
    return found


def headings(calls: Iterable[Mapping[str, Any]]) -> set[str]:
    """The headings of these calls."""
    return {
        str(part["text"]["text"]) for call in calls for part in parts(call) if part.get("type") == "header"
    }


def buttons(calls: Iterable[Mapping[str, Any]]) -> set[str]:
    """The names of all buttons of these calls."""
    return {
        str(part["text"]["text"]) for call in calls for part in parts(call) if part.get("type") == "button"
    }
