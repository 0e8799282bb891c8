"""Tokens, encrypted as long as they are kept: the first key shuts, all of them open."""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import CannotStart


class Unreadable(Exception):
    """None of the keys opens this."""


class Keys:
    """The keys of `UPBEAT_SECRET_KEYS`, the newest first, with commas between.

    Raises CannotStart where there is none, or where one of them is no key.
    """

    def __init__(self, keys: str) -> None:
        try:
            found = [Fernet(key.strip()) for key in keys.split(",") if key.strip()]
        except ValueError as error:
            raise CannotStart(
                "UPBEAT_SECRET_KEYS holds something that is no key: each is 32 random bytes in URL-safe base64"
            ) from error
        if not found:
            raise CannotStart("UPBEAT_SECRET_KEYS is missing: the tokens of workspaces are kept encrypted")
        self._newest, self._all = found[0], MultiFernet(found)

    def shut(self, words: str) -> str:
        """Encrypt with the newest key."""
        return self._newest.encrypt(words.encode()).decode()

    def open(self, shut: str) -> str:
        """Decrypt with whichever key it was encrypted. Raises Unreadable where none does."""
        try:
            return self._all.decrypt(shut.encode()).decode()
        except InvalidToken as error:
            raise Unreadable from error

    def old(self, shut: str) -> bool:
        """Whether this was not encrypted with the newest key."""
        try:
            self._newest.decrypt(shut.encode())
        except InvalidToken:
            return True
        return False
