"""How the sandbox says no: to people and scripts (`Refused`), and to a bot's Web API call (`ApiError`)."""

from __future__ import annotations

from collections.abc import Sequence


class Refused(Exception):
    """A refusal of the control API: a code for programs, words for people, an HTTP status."""

    def __init__(self, error: str, message: str, status: int = 400) -> None:
        super().__init__(f"{error}: {message}")
        self.error = error
        self.message = message
        self.status = status


class ApiError(Exception):
    """What a Web API method answers instead of ok; `messages` explain it, `more` are further fields."""

    def __init__(self, code: str, messages: Sequence[str] = (), **more: object) -> None:
        super().__init__(code)
        self.code = code
        self.messages = list(messages)
        self.more = more
