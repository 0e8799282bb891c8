"""What can be pressed in a letter: links that are signed, so that only somebody who has it can use one, without an account."""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import quote

from bot.settings import Settings

PATH = "/leave"
"""Where lists are left."""

ANSWER = "/answer"
"""Where questions are answered."""

PURPOSE = b"upbeat: leave a circulation list"
"""What the signatures are for; other words would make all links in letters of long ago worthless."""

LENGTH = 32
"""Signs of a signature, in hexadecimal: 128 bits."""


class Links:
    """Makes and checks the links. The first key of the settings signs; all of them are believed."""

    def __init__(self, settings: Settings) -> None:
        self._base = settings.public_url.rstrip("/") if settings.links else ""
        self._keys = [hmac.new(key.encode(), PURPOSE, hashlib.sha256).digest() for key in secrets(settings)]

    def leaving(self, ref: str) -> str:
        """Where the subscriber `ref` leaves with one press; "" where nothing of ours can be reached from outside."""
        return self._link(f"{PATH}/{quote(ref)}", ref)

    def genuine(self, ref: str, signature: str) -> bool:
        """Whether we have signed this."""
        given = signature.encode()
        return any(hmac.compare_digest(_signed(key, ref).encode(), given) for key in self._keys)

    def answering(self, ref: str, issue: str, choice: str) -> str:
        """Where the subscriber `ref` gives an answer to the question of an issue; "" as with `leaving`."""
        return self._link(f"{ANSWER}/{quote(ref)}/{issue}/{choice}", _answer(ref, issue, choice))

    def answers(self, ref: str, issue: str, choice: str, signature: str) -> bool:
        """Whether we have signed this answer."""
        return self.genuine(_answer(ref, issue, choice), signature)

    def _link(self, path: str, what: str) -> str:
        """A path of ours with the signature of what it means behind it."""
        if not self._base or not self._keys:
            return ""
        return f"{self._base}{path}/{_signed(self._keys[0], what)}"


def _answer(ref: str, issue: str, choice: str) -> str:
    """What is signed of an answer: nothing that could be a link for leaving."""
    return f"answer/{ref}/{issue}/{choice}"


def secrets(settings: Settings) -> list[str]:
    """What the keys are made from: the keys of the settings, else the first secret of a platform.

    Only the former can be changed so that links in letters of long ago still work.
    """
    if own := [key.strip() for key in settings.secret_keys.split(",") if key.strip()]:
        return own
    platforms = (settings.slack_signing_secret, settings.slack_bot_token, settings.teams_client_secret)
    return [secret for secret in platforms if secret][:1]


def _signed(key: bytes, what: str) -> str:
    return hmac.new(key, what.encode(), hashlib.sha256).hexdigest()[:LENGTH]
