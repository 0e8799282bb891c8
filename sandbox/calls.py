"""A record of every Web API call the bot made, with its answer, and of the pace it kept."""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import datetime
from typing import Any

from sandbox import limits
from sandbox.calendar import Calendar
from sandbox.methods import METHODS

Json = dict[str, Any]
KEPT = 20_000
SECRET = ("token", "client_secret", "code", "access_token")


class Calls:
    """The calls, newest last. `enforced`: a message a second and channel is insisted on, and haste a violation.

    While it is not, such haste is only counted as `unpaced`; the tiers of the methods count always.
    """

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._rows: deque[Json] = deque(maxlen=KEPT)
        self._minute: defaultdict[str, deque[datetime]] = defaultdict(deque)
        self._posts: dict[str, datetime] = {}
        self.violations: list[Json] = []
        self.unpaced = 0
        self.enforced = False

    def note(self, method: str, arguments: Json, answer: Json, status: int = 200) -> None:
        """Write a call down."""
        shown = {k: v for k, v in arguments.items() if k not in SECRET}
        answer = {k: v for k, v in answer.items() if k not in SECRET}
        time = self._calendar.now().isoformat()
        self._rows.append(
            {"method": method, "arguments": shown, "time": time, "status": status, "answer": answer}
        )

    def count(self, method: str) -> None:
        """Count a call against its tier, by the calendar."""
        rule = METHODS.get(method)
        if rule is None or not rule.tier:
            return
        now = self._calendar.now()
        recent = self._minute[method]
        recent.append(now)
        while (now - recent[0]).total_seconds() > 60:
            recent.popleft()
        if len(recent) > limits.TIERS[rule.tier]:
            self._violated(method, f"more than {limits.TIERS[rule.tier]} calls in a minute")

    def post(self, channel: str) -> float:
        """Count a message in a channel; answers how many seconds too early it is (0: in good time)."""
        now = self._calendar.now()
        last = self._posts.get(channel)
        early = limits.POST_EVERY_SECONDS - (now - last).total_seconds() if last else 0.0
        if early > 0:
            self.unpaced += 1
        if early > 0 and self.enforced:
            self._violated("chat.postMessage", f"more than one message a second in {channel}")
        if early <= 0 or not self.enforced:
            self._posts[channel] = now
        return max(0.0, early)

    def _violated(self, method: str, what: str) -> None:
        self.violations.append({"method": method, "what": what, "time": self._calendar.now().isoformat()})

    def report(self) -> Json:
        """What `GET /sandbox/calls` says."""
        return {
            "calls": list(self._rows),
            "violations": len(self.violations),
            "violated": self.violations[-200:],
            "unpaced": self.unpaced,
        }
