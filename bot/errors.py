"""What can go wrong in a way that a person can mend: each error names the prompt that explains it."""

from __future__ import annotations

from typing import Any


class BotError(Exception):
    """A known failure; `prompt` says what was understood, why not, and what would work.

    `field` is where it stands in a form, where it belongs to one field of it.
    """

    field = ""

    def __init__(self, prompt: str, **words: Any) -> None:
        super().__init__(prompt)
        self.prompt = prompt
        self.words = words


class NotAllowed(BotError):
    """The person's role does not reach."""


class EnoughLetters(BotError):
    """Somebody on a circulation list has had enough letters for a day; none is owed to anybody yet."""


class FieldError(BotError):
    """An answer in a form that cannot be used; `field` is where it stands."""

    def __init__(self, field: str, prompt: str, **words: Any) -> None:
        super().__init__(prompt, **words)
        self.field = field


class CannotStart(Exception):
    """Something that whoever runs Upbeat has to put right first, said in one line."""


class Undeliverable(Exception):
    """A platform says that this message can never arrive (left, deactivated, not visible)."""


class Moot(Undeliverable):
    """What this answers is gone, for example the message of a thread: nothing is left to say, and nobody misses it."""


class Unreachable(Undeliverable):
    """Nobody is there to read it, or the conversation is closed to us: whoever relies on it has to know."""


class Unsure(Exception):
    """A platform did not answer: the message may or may not have gone through; `slow`: it may take its time to show."""

    def __init__(self, words: str, slow: bool = False) -> None:
        super().__init__(words)
        self.slow = slow


class TryLater(Exception):
    """A platform asks for patience; `seconds` is how long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"try again in {seconds} s")
        self.seconds = seconds
