"""Meetings as they are held, in the store: one sitting for each meeting, turns, who is there, what was caught, and sums."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from storage.agenda import AgendaItem
from storage.meetings import Meeting
from storage.people import Member
from storage.records import Records, Registry
from storage.sittings import APOLOGIES, BACK, DONE, GOOD, PARKED, POOR, PRESENT, Pressed, Sitting, box, spent
from tests import stores

AT = datetime(2026, 12, 15, 14, tzinfo=UTC)


def later(minutes: float) -> datetime:
    return AT + timedelta(minutes=minutes)


@dataclass
class Scene:
    """A partnership with a meeting that is held, its items, and people."""

    records: Records
    meeting: Meeting
    sitting: Sitting
    items: list[AgendaItem]
    people: list[Member]


async def scene(registry: Registry, channel: str = "C1") -> Scene:
    records = await registry.begin(channel, "slack", "T1", channel)
    known = [await registry.person("slack", "T1", f"U{n}{channel}", f"Person {n}") for n in range(5)]
    people = [await records.members.join(person) for person in known]
    home = await records.conversations.first_of_all()
    assert home is not None
    series = await records.meetings.begin("Steering group", home.id, 90)
    meeting = await records.meetings.plan(series, AT, AT - timedelta(days=20))
    items = []
    for text, minutes in (("Budget", 20), ("Harps", None)):
        item = AgendaItem(text=text, minutes=minutes, added_at=AT, presenter_words="", purpose="")
        items.append(await records.agenda.add(item, meeting))
    sitting = await records.sittings.start(meeting, people[0], AT)
    return Scene(records, meeting, sitting, items, people)


async def test_a_meeting_that_is_started_twice_keeps_its_one_sitting_and_is_on_until_it_is_ended() -> None:
    async with stores.opened() as store, store.transaction() as session:
        now = await scene(Registry(session))
        again = await now.records.sittings.start(now.meeting, now.people[1], later(5))
        assert again is now.sitting and again.started_at == AT and again.started_by_id == now.people[0].id
        assert not now.meeting.over(later(500)) and await now.records.sittings.open() is now.sitting
        await now.records.sittings.end(now.sitting, later(500), settled=True, smallest=4)
        assert now.meeting.over(later(500)) and await now.records.sittings.open() is None


async def test_turns_follow_one_another_and_an_item_has_used_up_what_all_its_turns_took() -> None:
    async with stores.opened() as store, store.transaction() as session:
        now = await scene(Registry(session))
        sittings, (budget, harps) = now.records.sittings, now.items
        for minute, item, outcome in (
            (0, budget, ""),
            (8, harps, DONE),
            (10, budget, BACK),
            (13, None, PARKED),
        ):
            await sittings.turn_to(now.sitting, item, later(minute), outcome)
        turns = await sittings.turns(now.sitting)
        assert [(one.item_id, one.outcome) for one in turns] == [
            (budget.id, DONE),
            (harps.id, BACK),
            (budget.id, PARKED),
        ]
        assert spent(budget, turns, later(99)) == timedelta(minutes=11)
        await sittings.extend(turns[0], 5)
        assert box(budget, turns) == timedelta(minutes=25) and box(harps, turns) is None
        assert await sittings.current(now.sitting) is None


async def test_it_ends_as_planned_unless_it_was_started_long_before() -> None:
    async with stores.opened() as store, store.transaction() as session:
        now = await scene(Registry(session))
        assert now.sitting.ends_at == later(90)
        now.sitting.started_at = AT - timedelta(days=1)
        assert now.sitting.ends_at == AT - timedelta(days=1) + timedelta(minutes=90)


async def test_whoever_says_they_are_there_twice_stands_there_once_and_apologies_take_it_back() -> None:
    async with stores.opened() as store, store.transaction() as session:
        now = await scene(Registry(session))
        sittings, (chair, other, away, *_) = now.records.sittings, now.people
        for who in (chair, chair, "Dilys Morgan", "dilys morgan"):
            await sittings.is_there(now.sitting, who)
        assert await sittings.is_there(now.sitting, other, PRESENT, away)
        assert not await sittings.is_there(now.sitting, other)
        rows = await sittings.presences(now.sitting)
        assert [(row.who, row.instead_of) for row in rows] == [
            (chair.name, ""),
            ("Dilys Morgan", ""),
            (other.name, away.name),
        ]
        assert await sittings.is_there(now.sitting, other, APOLOGIES)
        [*_, row] = await sittings.presences(now.sitting)
        assert (row.kind, row.instead_of) == (APOLOGIES, "")


async def test_what_is_caught_stays_under_the_item_of_that_moment_and_is_caught_once() -> None:
    async with stores.opened() as store, store.transaction() as session:
        now = await scene(Registry(session))
        sittings, home = now.records.sittings, now.meeting.series.conversation_id
        await sittings.turn_to(now.sitting, now.items[0], AT, "")
        await sittings.catch("action", 1, home)
        await sittings.catch("action", 2, None)
        await sittings.turn_to(now.sitting, None, later(9), DONE)
        await sittings.catch_later(now.sitting, "action", 2)
        await sittings.catch_later(now.sitting, "action", 1)
        caught = await sittings.caught(now.sitting)
        assert [(one.record_id, one.item_id) for one in caught] == [(1, now.items[0].id), (2, None)]
        assert await sittings.caught_in("action", 1) == now.sitting.id
        assert await sittings.caught_in("decision", 1) is None


async def test_a_sum_holds_no_names_counts_each_once_and_forgets_in_time_who_pressed() -> None:
    async with stores.opened() as store, store.transaction() as session:
        now = await scene(Registry(session))
        sittings = now.records.sittings
        await sittings.end(now.sitting, AT, settled=True, smallest=4)
        for member, answer in ((now.people[0], GOOD), (now.people[1], POOR), (now.people[0], POOR)):
            await sittings.say_worth(now.sitting, member, answer)
        assert (now.sitting.good, now.sitting.partly, now.sitting.poor, now.sitting.voices) == (1, 0, 1, 2)
        assert set(Pressed.__table__.columns.keys()) == {"id", "partnership_id", "sitting_id", "member_id"}
        await sittings.forget_who_pressed(AT - timedelta(seconds=1))
        assert len((await session.scalars(select(Pressed))).all()) == 2
        await sittings.forget_who_pressed(AT)
        assert (await session.scalars(select(Pressed))).all() == [] and now.sitting.voices == 2


async def test_one_partnership_sees_and_forgets_nothing_of_anothers_meetings() -> None:
    async with stores.opened() as store, store.transaction() as session:
        registry = Registry(session)
        now, other = await scene(registry), (await scene(registry, "C2")).records.sittings
        await now.records.sittings.catch("action", 1, now.meeting.series.conversation_id)
        await now.records.sittings.end(now.sitting, AT, settled=True)
        await now.records.sittings.say_worth(now.sitting, now.people[0], GOOD)
        await other.forget_who_pressed(later(1))
        assert len((await session.scalars(select(Pressed))).all()) == 1
        assert await other.get(now.sitting.id) is None and await other.caught_in("action", 1) is None
        assert not await other.turns(now.sitting) and not await other.presences(now.sitting)
        assert not await other.held(later(1)) and len(await now.records.sittings.held(later(1))) == 1
