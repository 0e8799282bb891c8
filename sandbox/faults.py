"""Faults to order: the next calls or events meet trouble, as they will one day in the real Slack."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from sandbox.errors import Refused

ON_CALLS = ("rate_limited", "server_error", "slow", "no_reply")
KINDS = (*ON_CALLS, "disconnect", "duplicate", "late")
UNTOUCHED = ("auth.test", "api.test", "apps.connections.open")
DEFAULT_SECONDS = {"rate_limited": 1.0, "slow": 2.0, "late": 0.5}


@dataclass
class Fault:
    """One trouble for one call: `method` narrows it to a Web API method."""

    kind: str
    seconds: float
    method: str = ""

    def meets(self, method: str) -> bool:
        """Whether a call of this method is met by it."""
        if self.method:
            return method == self.method
        if self.kind == "no_reply":
            return method.startswith("chat.")
        return method not in UNTOUCHED


class Faults:
    """Those that wait for their call; `duplicates` is how many events will come twice, `_late` how much later some."""

    def __init__(self) -> None:
        self._waiting: deque[Fault] = deque()
        self._late: deque[float] = deque()
        self.duplicates = 0

    def order(self, body: dict[str, object]) -> str:
        """Take an order from the control API; answers the kind. Refused when it makes no sense."""
        kind = body.get("kind")
        if kind not in KINDS:
            raise Refused("unknown_fault", f"There is no fault {kind!r}. There are: {', '.join(KINDS)}.")
        count, seconds = body.get("count", 1), body.get("seconds", DEFAULT_SECONDS.get(str(kind), 0.0))
        if not isinstance(count, int) or not 1 <= count <= 1000:
            raise Refused("bad_count", "`count` is a whole number from 1 to 1000.")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= 3600:
            raise Refused("bad_seconds", "`seconds` is a number from 0 to 3600.")
        if kind == "duplicate":
            self.duplicates += count
        elif kind == "late":
            self._late.extend([float(seconds)] * count)
        elif kind in ON_CALLS:
            one = Fault(str(kind), float(seconds), str(body.get("method", "")))
            self._waiting.extend([one] * count)
        return str(kind)

    def for_call(self, method: str) -> Fault | None:
        """The fault that a call of `method` meets now, which is used up by it."""
        for fault in self._waiting:
            if fault.meets(method):
                self._waiting.remove(fault)
                return fault
        return None

    def twice(self) -> bool:
        """Whether the next event comes twice; counts down."""
        if not self.duplicates:
            return False
        self.duplicates -= 1
        return True

    def late(self) -> float:
        """How many seconds the next event is held back, so that others overtake it; uses the fault up."""
        return self._late.popleft() if self._late else 0.0

    def clear(self) -> None:
        """Take back what has not met its call yet."""
        self._waiting.clear()
        self._late.clear()
        self.duplicates = 0

    def waiting(self) -> int:
        """How many troubles have not met their call yet."""
        return len(self._waiting) + len(self._late) + self.duplicates
