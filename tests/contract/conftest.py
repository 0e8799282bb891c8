"""Each test of the contract takes a party: the same people, behind every door in turn."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from tests.contract import slack
from tests.contract.party import NOW, Party, begun
from tests.teams import party as teams

DOORS: dict[str, Callable[[Path, str], AbstractAsyncContextManager[Party]]] = {
    "slack": slack.party,
    "teams": teams.party,
}


@pytest.fixture(params=sorted(DOORS))
async def nobody(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Party]:
    """People around a channel, on Wednesday 25 November 2026 at ten; Upbeat is not there yet."""
    async with DOORS[request.param](tmp_path, NOW) as party:
        yield party
        assert await party.refused() == []


@pytest.fixture
async def party(nobody: Party) -> Party:
    """The same with a partnership begun: three organisations, Mina in the chair."""
    await begun(nobody)
    return nobody
