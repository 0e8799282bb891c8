"""Channels beside one another, as the tables know them: codes, copies of a message, and who is reached through what."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from storage.deliveries import Delivery
from storage.people import Member
from storage.records import Records, Registry
from tests import stores

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


@asynccontextmanager
async def two_platforms() -> AsyncIterator[tuple[Registry, Records, int]]:
    """A partnership in the channel C1 of one platform, and beside it in another platform's channel, which is older."""
    async with stores.opened() as store, store.transaction() as session:
        registry = Registry(session)
        await registry.begin("Hasty", "teams", "tenant", "19:x")
        records = await registry.begin("Barn", "slack", "T1", "C1")
        first = await records.conversations.first_of_all()
        assert first is not None
        await registry.link(records, "teams", "tenant", "19:x", first.id, NOW)
        yield registry, records, first.id


async def member(
    registry: Registry, records: Records, platform: str, workspace: str, via: str = ""
) -> Member:
    person = await registry.person(platform, workspace, f"{platform}-{workspace}", "Frank", via=via)
    return await records.members.join(person)


async def sent_to(records: Records, key: str) -> Delivery:
    row = await records.deliveries.of(key)
    assert row is not None
    return row


async def test_the_channel_in_which_it_began_comes_first_though_the_other_is_older() -> None:
    async with two_platforms() as (_, records, first):
        assert [one.handle for one in await records.conversations.list()] == ["C1", "19:x"]
        assert [one.first_id for one in await records.conversations.list()] == [first, first]
        assert [one.handle for one in await records.conversations.beside()] == ["19:x"]


async def test_a_message_to_the_channel_is_owed_once_in_each_with_a_key_of_its_own() -> None:
    async with two_platforms() as (_, records, _):
        assert await records.deliveries.owe(key="call/1", at=NOW, live="a.b")
        assert not await records.deliveries.owe(key="call/1", at=NOW, live="a.b")
        copy = (await records.conversations.beside())[0]
        row = await sent_to(records, f"call/1/beside/{copy.id}")
        assert (row.platform, row.workspace, row.conversation) == ("teams", "tenant", "19:x")


async def test_a_message_that_is_for_one_channel_alone_has_no_copy() -> None:
    async with two_platforms() as (_, records, first):
        copy = (await records.conversations.beside())[0]
        await records.deliveries.owe(key="one", at=NOW, conversation=first, alone=True, live="a.b")
        await records.deliveries.owe(key="two", at=NOW, conversation=copy.id, live="a.b")
        assert (await sent_to(records, "two")).conversation == "19:x"
        assert await records.deliveries.of(f"one/beside/{copy.id}") is None


async def test_what_takes_the_place_of_a_copy_takes_that_of_the_first_too() -> None:
    async with two_platforms() as (_, records, _):
        await records.deliveries.owe(key="call/1", at=NOW, live="a.b")
        await records.deliveries.owe(key="call/10", at=NOW, live="a.b")
        copy = f"call/1/beside/{(await records.conversations.beside())[0].id}"
        assert await records.deliveries.replace(copy, {"blocks": []})
        both = [await sent_to(records, key) for key in ("call/1", copy)]
        assert [row.stale for row in both] == [True, True] and [row.live for row in both] == ["", ""]
        assert not (await sent_to(records, "call/10")).stale


async def test_people_are_reached_through_a_workspace_of_their_own_platform() -> None:
    async with two_platforms() as (registry, records, _):
        expected = {
            ("slack", "T1", ""): "T1",
            ("slack", "T9", ""): "T1",
            ("slack", "T8", "T8"): "T8",
            ("teams", "tenant", ""): "tenant",
            ("teams", "guest", ""): "tenant",
        }
        for number, (who, through) in enumerate(expected.items()):
            to = await member(registry, records, *who)
            await records.deliveries.owe(key=f"{number}", at=NOW, to=to, live="a.b")
            row = await sent_to(records, f"{number}")
            assert (row.platform, row.workspace, row.person) == (who[0], through, to.person.handle)


async def test_a_code_of_another_partnership_opens_nothing_here() -> None:
    async with two_platforms() as (registry, records, first):
        other = await registry.begin("Other", "slack", "T1", "C9")
        await records.links.open("BCDFGHJK", first, NOW + timedelta(days=1))
        found = await registry.opened_by("BCDFGHJK")
        assert found is not None and found.partnership.id == records.partnership.id
        assert await other.links.take("BCDFGHJK", NOW) is None
        assert await records.links.take("BCDFGHJK", NOW + timedelta(days=1)) is None
        assert await records.links.take("BCDFGHJK", NOW) is not None
        assert await records.links.take("BCDFGHJK", NOW) is None
