"""Refusals to order: a Web API method answers with an error of Slack's that nothing here would lead to by itself."""

from __future__ import annotations

from sandbox.errors import ApiError, Refused
from sandbox.methods import METHODS

FOR_EVER = -1


class Refusals:
    """What each method is to be refused with, and how often still."""

    def __init__(self) -> None:
        self._ordered: dict[str, tuple[str, int]] = {}

    def order(self, body: dict[str, object]) -> None:
        """Take an order from the control API: `method`, `error` (none ends it), `count` (none: until ended)."""
        method, error, count = body.get("method"), body.get("error"), body.get("count", FOR_EVER)
        if method not in METHODS:
            raise Refused("unknown_method", f"The sandbox serves no method {method!r}.")
        if isinstance(count, bool) or not isinstance(count, int) or not (count > 0 or count == FOR_EVER):
            raise Refused("bad_count", "`count` is a whole number from 1 on.")
        self._ordered.pop(str(method), None)
        if error:
            self._ordered[str(method)] = (str(error), count)

    def meet(self, method: str) -> None:
        """Refuse a call if that was ordered; raises ApiError."""
        if method not in self._ordered:
            return
        error, count = self._ordered.pop(method)
        if count != 1:
            self._ordered[method] = (error, max(FOR_EVER, count - 1))
        raise ApiError(error)
