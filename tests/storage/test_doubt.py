"""What is in doubt before a meeting: the rule on its own, and the query that asks it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from storage.actions import DONE, DROPPED, OPEN, UNDONE, Action
from storage.doubt import DUE_BEFORE, HELP, OFFERED, OVERDUE, UNACCEPTED, UNDATED, Doubt, reasons
from storage.meetings import Meeting, Series
from storage.people import Member
from storage.records import Records, Registry
from tests import stores

MEETING = date(2026, 12, 15)
TODAY = date(2026, 12, 11)
SET = datetime(2026, 11, 25, 10, tzinfo=UTC)
LAST_CHASE = datetime(2026, 12, 1, 10, tzinfo=UTC)


def action(due: date | None = date(2026, 12, 14), **known: Any) -> Action:
    """An open action that its lead took on and has not spoken of since."""
    return Action(
        number=1, text="post the flyer", state=OPEN, due=due, added_at=SET, **{"accepted": True, **known}
    )


def why(one: Action, since: datetime | None = None, offered: bool = False) -> tuple[str, ...]:
    return reasons(one, meeting=MEETING, today=TODAY, since=since, offered=offered)


def test_an_action_due_before_the_meeting_with_no_word_is_in_doubt() -> None:
    assert why(action(date(2026, 12, 14))) == (DUE_BEFORE,)


def test_the_day_of_the_meeting_itself_counts_because_by_the_next_meeting_means_that_day() -> None:
    assert why(action(MEETING)) == (DUE_BEFORE,)


def test_an_action_due_after_the_meeting_is_left_alone() -> None:
    assert why(action(date(2026, 12, 16))) == ()


def test_an_action_whose_day_has_passed_is_overdue() -> None:
    assert why(action(date(2026, 12, 10))) == (OVERDUE,)


def test_an_action_due_today_is_not_overdue_yet() -> None:
    assert why(action(TODAY)) == (DUE_BEFORE,)


def test_no_day_at_all_means_by_the_next_meeting() -> None:
    assert why(action(None)) == (UNDATED,)


@pytest.mark.parametrize("due", [date(2026, 12, 10), date(2026, 12, 14), None])
def test_what_was_said_since_the_last_chase_is_believed(due: date | None) -> None:
    said = LAST_CHASE + timedelta(hours=1)
    assert why(action(due, word_at=said, track_at=said), since=LAST_CHASE) == ()


def test_what_was_said_before_the_last_chase_is_not_enough() -> None:
    said = LAST_CHASE - timedelta(hours=1)
    assert why(action(word_at=said, track_at=said), since=LAST_CHASE) == (DUE_BEFORE,)


def test_before_the_first_chase_any_word_counts() -> None:
    assert why(action(word_at=SET + timedelta(hours=1))) == ()


def test_a_hand_asked_for_and_not_offered_is_in_doubt_whenever_it_is_due() -> None:
    said = LAST_CHASE + timedelta(hours=1)
    assert why(action(date(2027, 1, 20), word_at=said, help_asked_at=said), since=LAST_CHASE) == (HELP,)


def test_a_hand_that_was_offered_since_the_last_chase_settles_it() -> None:
    asked, answered = LAST_CHASE - timedelta(hours=1), LAST_CHASE + timedelta(hours=1)
    helped = action(word_at=asked, help_asked_at=asked, help_answered_at=answered)
    assert why(helped, since=LAST_CHASE) == ()


def test_an_offer_nobody_has_answered_is_in_doubt_although_its_lead_spoke() -> None:
    assert why(action(date(2027, 1, 20), word_at=SET + timedelta(hours=1)), offered=True) == (OFFERED,)


def test_what_was_given_out_of_the_leads_sight_is_accepted_by_nobody() -> None:
    assert why(action(date(2027, 1, 20), accepted=False, source="")) == (UNACCEPTED,)


def test_what_was_given_in_the_channel_for_after_the_meeting_has_its_own_chase_to_come() -> None:
    assert why(action(date(2027, 1, 20), accepted=False, source="C1/1.0")) == ()


def test_what_was_given_in_the_channel_for_before_the_meeting_is_accepted_by_nobody_too() -> None:
    assert why(action(accepted=False, source="C1/1.0")) == (DUE_BEFORE, UNACCEPTED)
    assert why(action(None, accepted=False, source="C1/1.0")) == (UNACCEPTED, UNDATED)


def test_the_most_pressing_doubt_comes_first() -> None:
    doubts = [
        Doubt(action(None), (UNDATED,)),
        Doubt(action(date(2026, 12, 14)), (DUE_BEFORE,)),
        Doubt(action(date(2026, 12, 9)), (OVERDUE,)),
        Doubt(action(date(2026, 12, 3)), (OVERDUE,)),
        Doubt(action(date(2027, 2, 1)), (HELP,)),
    ]
    found = [doubt.reason for doubt in sorted(doubts, key=lambda doubt: doubt.pressing)]
    assert found == [OVERDUE, OVERDUE, HELP, DUE_BEFORE, UNDATED]
    assert min(doubts, key=lambda doubt: doubt.pressing).action.due == date(2026, 12, 3)


# The query


@dataclass
class Room:
    """A partnership with a series, a meeting of it, and one member."""

    records: Records
    series: Series
    meeting: Meeting
    jo: Member

    async def add(self, text: str, **known: Any) -> Action:
        known = {"lead": self.jo, "lead_id": self.jo.id, "series": None, "due": date(2026, 12, 14), **known}
        known = {"accepted": True, "state": OPEN, "added_at": SET, "helpers": [], **known}
        if known["series"] is not None:
            known["series_id"] = known["series"].id
        return await self.records.actions.add(Action(text=text, organisation=None, added_by=None, **known))

    async def doubtful(self, at: datetime = datetime(2026, 12, 11, 10, tzinfo=UTC)) -> list[str]:
        return [doubt.action.text for doubt in await self.records.actions.doubtful(self.meeting, at)]

    async def plan(self, name: str, day: date) -> Meeting:
        series = await self.records.meetings.begin(name, self.series.conversation_id)
        start = datetime(day.year, day.month, day.day, 14, tzinfo=UTC)
        return await self.records.meetings.plan(series, start, SET)


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with stores.opened() as store, store.transaction() as session:
        registry = Registry(session)
        records = await registry.begin("Otterbridge Partnership", "slack", "T1", "C1")
        channel = await records.conversations.first_of_all()
        assert channel is not None
        jo = await records.members.join(await registry.person("slack", "T1", "UJO", "Jo Lindqvist"))
        series = await records.meetings.begin("Steering group", channel.id)
        meeting = await records.meetings.plan(series, datetime(2026, 12, 15, 14, tzinfo=UTC), SET)
        yield Room(records, series, meeting, jo)


async def test_actions_of_the_series_and_of_none_are_asked_about_but_not_those_of_another(room: Room) -> None:
    other = await room.plan("Working group", date(2026, 12, 16))
    await room.add("of this series", series=room.series)
    await room.add("of none")
    await room.add("of another", series=other.series)
    assert await room.doubtful() == ["of this series", "of none"]


@pytest.mark.parametrize("state", [DONE, DROPPED, UNDONE])
async def test_what_is_over_is_never_in_doubt(room: Room, state: str) -> None:
    await room.add("over", state=state)
    assert await room.doubtful() == []


async def test_an_action_without_a_lead_is_nobodys_doubt(room: Room) -> None:
    await room.add("nobody's", lead=None, lead_id=None)
    assert await room.doubtful() == []


async def test_an_action_whose_lead_has_left_is_nobodys_doubt(room: Room) -> None:
    await room.add("left behind")
    room.jo.left_at = SET
    assert await room.doubtful() == []


async def test_the_last_chase_is_that_of_the_same_series_before_an_earlier_meeting(room: Room) -> None:
    spoken = datetime(2026, 12, 2, 10, tzinfo=UTC)
    await room.add("on track", series=room.series, word_at=spoken, track_at=spoken)
    assert await room.doubtful() == []
    other = await room.plan("Working group", date(2026, 12, 8))
    await room.records.actions.chases.open(other, spoken + timedelta(days=1))
    assert await room.doubtful() == [], "the chase of another series is not ours"
    await room.records.actions.chases.open(room.meeting, spoken + timedelta(days=1))
    assert await room.doubtful() == [], "nor is the one that goes out now"
    earlier = await room.plan("Steering group", date(2026, 12, 8))
    await room.records.actions.chases.open(earlier, spoken + timedelta(days=1))
    assert await room.doubtful() == ["on track"]


async def test_overdue_is_seen_from_the_partnerships_own_midnight(room: Room) -> None:
    room.records.partnership.zone = "Pacific/Auckland"
    await room.add("due on the 10th", due=date(2026, 12, 10))
    at = datetime(2026, 12, 10, 20, tzinfo=UTC)  # the 11th already in Auckland
    found = await room.records.actions.doubtful(room.meeting, at)
    assert [doubt.reason for doubt in found] == [OVERDUE]


async def test_numbers_count_within_the_partnership(room: Room) -> None:
    first, second = await room.add("one"), await room.add("two")
    assert (first.number, second.number) == (1, 2)
    assert await room.records.actions.numbered(2) is second


async def test_an_organisations_actions_are_those_given_to_it_and_those_of_its_people(room: Room) -> None:
    library = await room.records.organisations.add("Riverside Library")
    music = await room.records.organisations.add("Otterbridge Music")
    room.jo.organisation, room.jo.organisation_id = library, library.id
    hers = await room.add("Jo's")
    given = await room.add("given elsewhere")
    given.organisation, given.organisation_id = music, music.id
    assert list(await room.records.actions.open(organisation_id=library.id)) == [hers]
    assert list(await room.records.actions.open(organisation_id=music.id)) == [given]
