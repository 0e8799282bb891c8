"""A short soak on each store: people talk while everything goes wrong, and nothing is lost and nothing said twice.

The long one is `make soak`; docs/soak.md says what it does and what came of it.
"""

from __future__ import annotations

import pytest

from tests import stores
from tests.soak.run import Plan, soak


@pytest.mark.parametrize("seed", [4])
async def test_nothing_is_lost_and_nothing_is_said_twice_whatever_goes_wrong(seed: int) -> None:
    processes = 2 if stores.chosen == "postgresql" else 1
    figures = await soak(Plan(steps=60, kills=3, seed=seed, store=stores.chosen, processes=processes))
    print(figures)
    assert not figures.wrong, "\n".join([str(figures), *figures.wrong, *figures.last])
    assert figures.kills >= 3 and figures.kept > 10
