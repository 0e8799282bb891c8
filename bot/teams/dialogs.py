"""What rides back on an invoke: a card in the place of the pressed one, a dialog, or words. The shapes that Teams wants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.teams.forms import Dialog
from bot.teams.outgoing import CARD

Json = dict[str, Any]

WORDS = "application/vnd.microsoft.activity.message"


def card(content: Mapping[str, Any]) -> Json:
    """The answer to a button: this card in the place of the pressed one."""
    return {"statusCode": 200, "type": CARD, "value": dict(content)}


def words(text: str) -> Json:
    """The answer to a button: words that are shown for a moment. Without any Teams takes the button for failed."""
    return {"statusCode": 200, "type": WORDS, "value": text}


def refused(code: str, message: str) -> Json:
    """The answer to a button that nobody drew."""
    error = {"code": code, "message": message}
    return {"statusCode": 400, "type": "application/vnd.microsoft.error", "value": error}


def dialog(shown: Dialog, kept: Mapping[str, Any]) -> Json:
    """Open a dialog, or show it again; `kept` comes back with what was filled in."""
    content = dict(shown["card"])
    content["actions"] = [
        {**action, "data": {**action["data"], **kept}} for action in content.get("actions", [])
    ]
    value = {
        "title": shown["title"],
        "height": "medium",
        "width": "medium",
        "card": {"contentType": CARD, "content": content},
    }
    return {"task": {"type": "continue", "value": value}}


def said(text: str) -> Json:
    """Words in the place of a dialog."""
    return {"task": {"type": "message", "value": text}}
