"""The ways to Slack: which installation reaches a conversation, and what is done where the one that should cannot.

One installation speaks in a channel: the one its address names. Where that is gone, or cannot reach it, any other that can
takes its place; where none can, it waits for the one that is gone.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import TryLater, Undeliverable
from bot.slack.installs import Install, Installs
from bot.slack.refusals import ELSEWHERE, PATIENCE, LockedOut, asked
from storage.deliveries import Address

T = TypeVar("T")
Act = Callable[[AsyncWebClient, str], Awaitable[T]]
"""Something done in a conversation: with the client of an installation, and the id the conversation has there."""


class Ways:
    """Knows the client of every installation, and where people are written to through each."""

    def __init__(self, installs: Installs, session: aiohttp.ClientSession, base_url: str) -> None:
        self.installs = installs
        self.session = session
        self._base_url = base_url
        self._clients: dict[str, AsyncWebClient] = {}
        self._direct: dict[tuple[str, str], str] = {}
        self._moved: dict[str, str] = {}

    def client(self, token: str) -> AsyncWebClient:
        """The client that speaks with a token. It never tries again by itself: what is owed has its own patience."""
        if token not in self._clients:
            self._clients[token] = AsyncWebClient(
                token or None, base_url=self._base_url, session=self.session, retry_handlers=[]
            )
        return self._clients[token]

    async def through(self, to: Address, act: Act[T]) -> T:
        """Do something in a conversation through the installation that speaks there, or another that can reach it.

        Raises TryLater where the one that should speak there is gone and no other can.
        """
        own = await self.installs.find(to.workspace)
        failed: Exception | None = None if own else LockedOut(PATIENCE)
        for install in dict.fromkeys(one for one in (own, *self.installs.all) if one):
            try:
                return await self._through(install, to, act)
            except (LockedOut, Undeliverable) as error:
                if not isinstance(error, LockedOut) and str(error) not in ELSEWHERE:
                    raise
                failed = failed or error
        raise failed or TryLater(PATIENCE)

    async def _through(self, install: Install, to: Address, act: Act[T]) -> T:
        """Through one installation; once more where its token is refused and the store knows a newer one."""
        try:
            return await act(self.client(install.token), await self._channel(install, to))
        except LockedOut:
            newer = await self.installs.again(install)
            if newer is None:
                raise
            return await act(self.client(newer.token), await self._channel(newer, to))

    def follow(self, old: str, new: str) -> None:
        """A conversation has another id; for what is on its way there just now."""
        self._moved[old] = new

    async def _client_of(self, workspace: str) -> AsyncWebClient:
        """The client of one workspace's installation. Raises LockedOut where there is none."""
        install = await self.installs.find(workspace)
        if install is None:
            raise LockedOut(PATIENCE)
        return self.client(install.token)

    async def _channel(self, install: Install, to: Address) -> str:
        """The conversation of an address; direct ones are opened once for each installation, and remembered."""
        if not to.person:
            return self._moved.get(to.conversation, to.conversation)
        known = (install.team, to.person)
        if known not in self._direct:
            opening = self.client(install.token).conversations_open(users=to.person)
            answer = await asked(opening, lost=TryLater(1.0))
            self._direct[known] = str(answer["channel"]["id"])
        return self._direct[known]
