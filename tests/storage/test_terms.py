"""School terms and closed days in the tables: what replaces what, whose they are, and the short copy that reading uses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime

from bot.dates import Calendar, Term
from bot.school.kept import terms, with_school
from storage.records import Records, Registry
from storage.terms import ClosedDay, TermRow, school_year
from tests import stores

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


@asynccontextmanager
async def barn() -> AsyncIterator[tuple[Records, Records, int]]:
    """Two partnerships, and an organisation of the first."""
    async with stores.opened() as store, store.transaction() as session:
        registry = Registry(session)
        records = await registry.begin("Barn", "slack", "T1", "C1")
        other = await registry.begin("Mill", "slack", "T1", "C2")
        yield records, other, (await records.organisations.add("Barn Friends")).id


def term(name: str = "Spring term", first: str = "2027-01-04", last: str = "2027-03-25") -> TermRow:
    return TermRow(name=name, start=date.fromisoformat(first), end=date.fromisoformat(last))


def closed(first: str, last: str = "") -> ClosedDay:
    return ClosedDay(first=date.fromisoformat(first), last=date.fromisoformat(last or first), name="INSET")


async def names(records: Records) -> list[tuple[int | None, str]]:
    return [(row.organisation_id, f"{row.start} {row.end}") for row in await records.terms.list()]


def test_a_school_year_begins_in_august() -> None:
    assert [school_year(date(2026, 7, 31)), school_year(date(2026, 8, 1))] == [2025, 2026]


async def test_a_term_takes_the_place_of_what_it_overlaps_and_of_its_own_name_that_year() -> None:
    async with barn() as (records, _, _):
        await records.terms.put(None, [term(), term("Summer term", "2027-04-12", "2027-07-21")], [])
        await records.terms.put(None, [term("spring TERM", "2026-12-28", "2027-01-02")], [])
        await records.terms.put(None, [term("Lent term", "2027-04-01", "2027-04-20")], [])
        assert await names(records) == [(None, "2026-12-28 2027-01-02"), (None, "2027-04-01 2027-04-20")]


async def test_the_same_term_of_another_year_or_of_somebody_else_stays() -> None:
    async with barn() as (records, other, organisation):
        await records.terms.put(None, [term()], [])
        await records.terms.put(organisation, [term()], [])
        await records.terms.put(None, [term("Spring term", "2028-01-04", "2028-03-31")], [])
        await other.terms.put(None, [term()], [])
        assert len(await records.terms.list()) == 3 and len(await other.terms.list()) == 1


async def test_a_closed_day_takes_the_place_of_those_it_overlaps() -> None:
    async with barn() as (records, _, _):
        await records.terms.put(None, [], [closed("2027-01-04"), closed("2027-05-05")])
        await records.terms.put(None, [], [closed("2027-01-03", "2027-01-05")])
        assert [str(row.first) for row in await records.terms.closed()] == ["2027-01-03", "2027-05-05"]


async def test_nothing_of_another_partnership_can_be_had_by_its_number() -> None:
    async with barn() as (records, other, _):
        await other.terms.put(None, [term()], [])
        [row] = await other.terms.list()
        assert await records.terms.get(row.id) is None
        assert await records.terms.get(2**80) is None


async def test_the_short_copy_on_the_partnership_is_what_reading_sees() -> None:
    async with barn() as (records, other, organisation):
        half = term()
        half.half_term_start, half.half_term_end = date(2027, 2, 15), date(2027, 2, 19)
        await records.terms.put(None, [half], [closed("2027-01-04", "2027-01-06")])
        await records.terms.put(organisation, [term(last="2027-03-19")], [closed("2027-05-05")])
        school = records.partnership.school
        mine, ours = with_school(Calendar(), school), with_school(Calendar(), school, organisation)
        assert list(mine.terms) == [
            Term("Spring term", half.start, half.end, (date(2027, 2, 15), date(2027, 2, 19)))
        ]
        assert mine.closed == {date(2027, 1, 4), date(2027, 1, 5), date(2027, 1, 6)}
        assert [one.end for one in ours.terms] == [date(2027, 3, 19)]
        assert ours.closed == mine.closed | {date(2027, 5, 5)}
        assert other.partnership.school == {}


async def test_an_organisation_has_the_partnerships_terms_in_years_for_which_it_has_none() -> None:
    async with barn() as (records, _, organisation):
        later = term("Spring term", "2028-01-04", "2028-03-31")
        await records.terms.put(None, [term(), later], [])
        await records.terms.put(organisation, [term(last="2027-03-19")], [])
        seen = terms(records.partnership.school, organisation)
        assert [str(one.end) for one in seen] == ["2027-03-19", "2028-03-31"]


async def test_a_term_that_is_taken_away_takes_its_closed_days_along_and_leaves_the_copy() -> None:
    async with barn() as (records, _, organisation):
        await records.terms.put(None, [term()], [closed("2027-01-04"), closed("2027-05-05")])
        await records.terms.put(organisation, [], [closed("2027-01-05")])
        [row] = await records.terms.list()
        await records.terms.remove(row)
        assert [str(one.first) for one in await records.terms.closed()] == ["2027-01-05", "2027-05-05"]
        assert records.partnership.school["terms"] == []


async def test_everybody_has_one_draft_at_most_and_sees_no_other() -> None:
    async with barn() as (records, other, _):
        person = await Registry(records.session).person("slack", "T1", "UJO", "Jo")
        jo, elsewhere = await records.members.join(person), await other.members.join(person)
        first = await records.terms.draft(jo.id, None, "a", {"terms": [], "closed": []}, NOW)
        second = await records.terms.draft(jo.id, None, "b", {"terms": [], "closed": []}, NOW)
        assert await records.terms.drafted(first.id, jo.id) is None or first.id == second.id
        kept = await records.terms.drafted(second.id, jo.id)
        assert kept is not None and kept.typed == "b"
        assert await records.terms.drafted(second.id, jo.id + 1) is None
        assert await other.terms.drafted(second.id, elsewhere.id) is None


async def test_an_organisation_with_terms_is_not_taken_away() -> None:
    async with barn() as (records, _, organisation):
        await records.terms.put(organisation, [term()], [])
        stayed = await records.organisations.settle(["Somebody else"])
        assert [row.id for row in stayed] == [organisation]
