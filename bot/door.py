"""What the house needs of a door, so that it can open several at once and know none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.platform import Platform

if TYPE_CHECKING:
    from bot.delivery import Deliverer
    from bot.dispatch import Dispatch
    from bot.web import Web


class Door(Protocol):
    """One platform's side of the house. It is prepared before anything is sent, and opened when everything stands."""

    def mount(self, web: Web) -> None:
        """Add what is served over HTTP, and a word on whether the platform can reach us; nothing is open yet."""

    async def well(self) -> str:
        """ "" where the platform can reach us, else what is wrong."""

    async def prepare(self) -> Platform:
        """Find out who we are; returns the way out. Raises CannotStart where a setting is wrong."""

    async def open(self, dispatch: Dispatch, deliverer: Deliverer) -> None:
        """Take things in from now on."""

    @property
    def busy(self) -> bool:
        """Whether a request is in hand."""

    async def close(self, seconds: float) -> None:
        """Take nothing more in, after what is in hand, which may take so many seconds of elapsed time."""

    async def hang_up(self) -> None:
        """Say nothing more either; also where it was never opened."""
