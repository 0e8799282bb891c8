"""Organisations and members of one partnership, and nobody else's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from storage.partnerships import Conversation
from storage.people import Role
from storage.records import Records, Registry
from tests.house import START, House


@asynccontextmanager
async def two() -> AsyncIterator[tuple[Records, Records]]:
    """Two partnerships that share a person and the names of their organisations."""
    async with House.empty([]) as house, house.store.transaction() as session:
        registry = Registry(session)
        person = await registry.person("slack", "T1", "UMINA", "Mina Patel")
        both = [await registry.begin(name, "slack", "T1", name) for name in ("C1", "C2")]
        for records in both:
            member = await records.members.join(person, Role.CHAIR)
            organisation = await records.organisations.add("Otterbridge Music")
            await records.members.belong(member, organisation)
        yield both[0], both[1]


async def names(records: Records) -> list[str]:
    return [row.name for row in await records.organisations.list()]


async def test_organisations_become_those_that_are_named() -> None:
    async with two() as (here, _):
        await here.organisations.add("Riverside Library")
        stayed = await here.organisations.settle(["otterbridge MUSIC", "Fenland Virtual School"])
        assert stayed == []
        assert await names(here) == ["otterbridge MUSIC", "Fenland Virtual School"]


async def test_an_organisation_that_somebody_belongs_to_stays() -> None:
    async with two() as (here, _):
        [stayed] = await here.organisations.settle(["Fenland Virtual School"])
        assert stayed.name == "Otterbridge Music"
        assert await names(here) == ["Otterbridge Music", "Fenland Virtual School"]


async def test_a_name_that_is_only_mended_keeps_its_people() -> None:
    async with two() as (here, _):
        assert await here.organisations.settle(["Otterbridge Music Service", "Harbour Arts"]) == []
        members = await here.members.by_organisation()
        assert await names(here) == ["Otterbridge Music Service", "Harbour Arts"]
        assert [row.id for row in await here.organisations.list()][:1] == list(members)


async def test_an_organisation_of_another_partnership_is_out_of_reach() -> None:
    async with two() as (here, there):
        theirs = await there.organisations.add("Harbour Arts")
        assert await here.organisations.get(theirs.id) is None
        assert await here.organisations.named("Harbour Arts") is None
        await here.organisations.settle([])
        assert await names(there) == ["Otterbridge Music", "Harbour Arts"]


async def test_a_role_has_one_holder() -> None:
    async with two() as (here, _):
        jo = await here.members.join(
            await Registry(here.session).person("slack", "T2", "UJO", "Jo Lindqvist")
        )
        before = await here.members.give(Role.CHAIR, jo)
        assert before is not None and (before.name, before.role) == ("Mina Patel", Role.MEMBER)
        assert await here.members.holder(Role.CHAIR) is jo
        assert await here.members.give(Role.CHAIR, jo) is None


async def test_a_role_given_here_changes_nothing_there() -> None:
    async with two() as (here, there):
        jo = await here.members.join(
            await Registry(here.session).person("slack", "T2", "UJO", "Jo Lindqvist")
        )
        await here.members.give(Role.CHAIR, jo)
        chair = await there.members.holder(Role.CHAIR)
        assert chair is not None and chair.name == "Mina Patel"


async def test_who_leaves_has_no_role_and_stands_with_no_organisation_but_stays_readable() -> None:
    async with two() as (here, there):
        mina = await here.members.holder(Role.CHAIR)
        assert mina is not None
        assert await here.members.leave(mina, START) == Role.CHAIR
        assert await here.members.by_organisation() == {}
        assert (await here.members.get(mina.id)) is mina
        assert await there.members.holder(Role.CHAIR) is not None


async def test_a_channel_begins_only_one_partnership() -> None:
    async with two() as (here, _):
        with pytest.raises(ValueError, match="already"):
            await Registry(here.session).begin("Again", "slack", "T1", "C1")
        assert [type(row) for row in await here.conversations.list()] == [Conversation]
