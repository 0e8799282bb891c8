"""A Web API call as the functions that serve it see it, and how they read its arguments."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sandbox.errors import ApiError
from sandbox.installs import Install
from sandbox.methods import PREFIX, Rule
from sandbox.state import Conversation, Person
from sandbox.world import World

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """The sandbox, and the installation whose token came with the call."""

    slack: Slack
    install: Install

    @property
    def world(self) -> World:
        """Everything that is there."""
        return self.slack.world

    @property
    def bot(self) -> Person:
        """Whoever calls."""
        return self.install.bot


Method = Callable[[Call, Json], Awaitable[Json]]
SERVED: dict[str, Method] = {}


def method(name: str) -> Callable[[Method], Method]:
    """Register the function that serves a Web API method."""

    def register(serve: Method) -> Method:
        SERVED[name] = serve
        return serve

    return register


def scopes_for(rule: Rule, where: Conversation | None) -> tuple[str, ...]:
    """The scopes that a method needs for one conversation; any will do for an unknown one."""
    kinds = [PREFIX[where.kind]] if where else list(PREFIX.values())
    return tuple(f"{kind}:{rule.by_kind}" for kind in kinds)


def need_scope(install: Install, any_of: tuple[str, ...]) -> None:
    """Refuse with missing_scope unless one of these was granted."""
    if not any(scope in install.scopes for scope in any_of):
        raise ApiError("missing_scope", needed=",".join(any_of), provided=",".join(install.scopes))


def known(call: Call, key: object) -> Conversation:
    """A conversation that the caller can know of, by id or name."""
    where = call.world.find_conversation(str(key))
    if where is None or not call.world.knows(call.install, where):
        raise ApiError("channel_not_found")
    return where


def flag(arguments: Json, name: str, default: bool = False) -> bool:
    """A yes-or-no argument, however it was sent."""
    value = arguments.get(name)
    return default if value is None else str(value).lower() in ("1", "true")


def whole(arguments: Json, name: str, default: int) -> int:
    """A whole number argument; `default` when absent, refused when no number."""
    try:
        return int(arguments.get(name) or default)
    except ValueError:
        raise ApiError("invalid_arguments", [f"[ERROR] {name} must be a number"]) from None


def paged(rows: list[Any], arguments: Json, default: int = 100) -> tuple[list[Any], str]:
    """One page of rows and the cursor of the next ("" at the end)."""
    start = arguments.get("cursor") or "0"
    if not str(start).isdigit():
        raise ApiError("invalid_cursor")
    end = int(start) + max(1, min(whole(arguments, "limit", default), 1000))
    return rows[int(start) : end], str(end) if end < len(rows) else ""
