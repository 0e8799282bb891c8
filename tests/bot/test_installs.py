"""The workspaces that have installed Upbeat: kept encrypted, known without asking, and known anew when they change."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from cryptography.fernet import Fernet

from bot.clock import Clock
from bot.errors import CannotStart
from bot.slack import installs as known
from bot.slack.installs import Installs, StoredInstalls
from bot.slack.secrets import Keys, Unreadable
from storage.database import Store
from storage.installs import Installations
from tests import stores
from tests.bot.slack.pretend import FIRST, SECOND

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with stores.fresh() as url:
        store = Store(url)
        await store.migrate()
        try:
            yield store
        finally:
            await store.close()


def installs(store: Store, keys: str = OLD) -> StoredInstalls:
    return StoredInstalls(store, Keys(keys), Clock())


async def secrets_of(store: Store) -> list[str]:
    async with store.transaction() as session:
        return [row.secret for row in await Installations(session, "slack").all()]


async def test_what_one_process_keeps_another_finds_and_no_token_stands_in_the_store(store: Store) -> None:
    await installs(store).keep(FIRST)
    other = installs(store)
    assert await other.find("T1") == FIRST
    assert await other.find("T9") is None
    assert FIRST.token not in str(await secrets_of(store)) and FIRST.token not in repr(FIRST)


async def test_whoever_installs_again_has_one_installation_with_the_newer_token(store: Store) -> None:
    here = installs(store)
    await here.keep(FIRST)
    newer = known.Install("T1", "xoxb-newer", "UBOT1", "B1", "A1")
    await here.keep(newer)
    assert len(await secrets_of(store)) == 1
    assert (await installs(store).find("T1")) == newer


async def test_a_newer_key_takes_over_and_the_older_one_can_go(store: Store) -> None:
    await installs(store, OLD).keep(FIRST)
    await installs(store, f"{NEW},{OLD}").open()
    alone = installs(store, NEW)
    await alone.open()
    assert alone.all == [FIRST]


async def test_a_key_that_opens_nothing_is_one_line_that_names_the_workspace(store: Store) -> None:
    await installs(store, OLD).keep(FIRST)
    with pytest.raises(CannotStart, match=r"UPBEAT_SECRET_KEYS.*Otterbridge Music \(T1\)"):
        await installs(store, NEW).open()


@pytest.mark.parametrize(
    "keys", ["", " , ", "not a key", f"{OLD},short"], ids=("none", "empty", "one", "second")
)
def test_keys_that_are_none_are_one_clear_line(keys: str) -> None:
    with pytest.raises(CannotStart, match="UPBEAT_SECRET_KEYS"):
        Keys(keys)


def test_only_a_known_key_opens_and_the_newest_shuts() -> None:
    shut = Keys(OLD).shut("words")
    both = Keys(f"{NEW}, {OLD}")
    assert both.open(shut) == "words" and both.old(shut)
    assert not both.old(both.shut("words"))
    with pytest.raises(Unreadable):
        Keys(NEW).open(shut)


async def test_a_workspace_that_is_known_is_not_asked_of_the_store_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = installs(store)
    await here.keep(FIRST)
    await here.find("T1")
    monkeypatch.setattr(store, "transaction", None)
    assert [await here.find("T1") for _ in range(3)] == [FIRST] * 3


async def test_what_other_processes_changed_is_known_after_a_minute(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = installs(store), installs(store)
    await here.keep(FIRST)
    await there.find("T1")
    await here.remove(FIRST)
    assert await there.find("T1") == FIRST
    now = known.elapsed()
    monkeypatch.setattr(known, "elapsed", lambda: now + 61)
    assert await there.find("T1") is None


async def test_a_refused_token_is_looked_up_at_once(store: Store) -> None:
    here, there = installs(store), installs(store)
    await here.keep(FIRST)
    await there.find("T1")
    assert await there.again(FIRST) is None
    newer = known.Install("T1", "xoxb-newer", "UBOT1", "B1", "A1")
    await here.keep(newer)
    assert await there.again(FIRST) == newer


async def test_an_old_end_does_not_take_away_a_newer_installation(store: Store) -> None:
    here = installs(store)
    await here.keep(known.Install("T1", "xoxb-newer", "UBOT1", "B1", "A1"))
    await here.remove(FIRST)
    assert here.here("T1")
    await here.keep(FIRST)
    await here.remove(FIRST)
    assert not here.here("T1") and await secrets_of(store) == []


async def test_a_workspace_of_which_no_key_is_known_hinders_no_other(store: Store) -> None:
    await installs(store, OLD).keep(FIRST)
    here = installs(store, NEW)
    await here.keep(SECOND)
    assert await here.find("T1") is None and await here.find("T2") == SECOND


async def test_everything_comes_through_the_one_workspace_of_the_environment() -> None:
    one = Installs([FIRST])
    assert await one.find("T9") == FIRST and one.users == {"UBOT1"}
    assert await one.again(FIRST) is None
    await one.remove(FIRST)
    assert one.all == [FIRST]
