"""What was logged, for tests that look at it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot import logs


class Lines:
    """What was logged, as JSON lines."""

    def __init__(self, form: str = "json") -> None:
        self._stream = io.StringIO()
        self.handler = logging.StreamHandler(self._stream)
        self.handler.setFormatter(logs.Lines(form))

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    @property
    def requests(self) -> list[dict[str, Any]]:
        return [one for one in self.all if one["event"] == "request"]


@contextmanager
def listening(form: str = "json") -> Iterator[Lines]:
    """Everything that is logged meanwhile, as the process would write it at the level DEBUG."""
    lines = Lines(form)
    root, ours = logging.getLogger(), [logging.getLogger(name) for name in logs.OURS]
    levels = [one.level for one in ours]
    root.addHandler(lines.handler)
    for one in ours:
        one.setLevel("DEBUG")
    try:
        yield lines
    finally:
        root.removeHandler(lines.handler)
        for one, level in zip(ours, levels, strict=True):
            one.setLevel(level)
