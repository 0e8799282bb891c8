"""The checker of the soak sees what it is there to see: each kind of wrong, made by hand."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from sandbox.calendar import Calendar
from sandbox.core import Slack
from sandbox.ids import Mint
from sandbox.manifest import load
from sandbox.seed import build
from sandbox.seed import load as planted
from sandbox.state import Message
from storage.actions import OPEN, Action, Entry
from storage.agenda import AgendaItem
from storage.chases import Asked
from storage.deliveries import CLAIMED, DROPPED, DUE, FAILED, SENT, UNSURE, Delivery
from storage.meetings import PLANNED, Meeting
from storage.people import Member
from tests.soak.checker import Found, compare
from tests.soak.due import Near
from tests.soak.ledger import ACTION, ITEM, Fact, word
from tests.soak.stage import Stage

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def stage() -> Stage:
    """A stage on which nobody has done anything, without a bot."""
    seed, mint = planted(None), Mint()
    slack = Slack(seed, load(ROOT / "app.yaml"), Calendar(NOON), mint, build(seed, mint))
    return Stage(slack, random.Random(1))


def tables(
    actions: list[Action] | None = None,
    items: list[AgendaItem] | None = None,
    deliveries: list[Delivery] | None = None,
    entries: list[Entry] | None = None,
    near: Near | None = None,
) -> Found:
    """What stands in the store; partnership 1 is that of the steering group."""
    homes = {1: "steering", 2: "library-link"}
    standing = {"What is going well"}
    return Found(actions or [], items or [], entries or [], deliveries or [], homes, standing, near or Near())


def said(stage: Stage, kind: str = ACTION, certain: bool = True) -> Fact:
    return stage.ledger.fact(kind, "steering", "jo", "line", 1, certain=certain)


def action(number: int, text: str, home: int = 1) -> Action:
    return Action(id=number, number=number, text=text, partnership_id=home, state=OPEN)


def wrong(stage: Stage, found: Found) -> list[str]:
    return compare(found, stage, NOON)


def test_what_is_stored_once_is_right(stage: Stage) -> None:
    fact, item = said(stage), said(stage, ITEM)
    rows = [AgendaItem(id=1, text=f"{item.words[0]} report", partnership_id=1)]
    standing = AgendaItem(id=2, text="What is going well", partnership_id=1)
    assert wrong(stage, tables([action(1, f"post {fact.words[0]}")], [*rows, standing])) == []


def test_what_was_acknowledged_and_is_not_there_is_lost(stage: Stage) -> None:
    said(stage)
    said(stage, certain=False)
    [one] = wrong(stage, tables())
    assert one.startswith("lost: ") and "certain=True" in one


def test_what_is_stored_twice_is_seen_though_nobody_was_told_that_it_is_there(stage: Stage) -> None:
    fact = said(stage, certain=False)
    rows = [action(1, f"post {fact.words[0]}"), action(2, f"post {fact.words[0]}")]
    assert [one[:14] for one in wrong(stage, tables(rows))] == ["stored 2 times"]


def test_what_is_stored_in_another_partnership_is_seen(stage: Stage) -> None:
    fact = said(stage)
    found = wrong(stage, tables([action(1, f"post {fact.words[0]}", home=2)]))
    assert [one[:22] for one in found] == ["stored in library-link"]


def test_what_nobody_said_and_a_number_given_twice_are_seen(stage: Stage) -> None:
    fact, other = said(stage), said(stage)
    rows = [action(1, fact.words[0]), action(1, other.words[0]), action(3, f"post {word(99)}")]
    rows[1].id = 2
    assert [one[:11] for one in wrong(stage, tables(rows))] == ["nobody said", "action 1 of"]


def test_an_edit_that_was_heard_and_changed_nothing_is_seen(stage: Stage) -> None:
    fact = said(stage)
    stage.ledger.reword(fact)
    row = action(1, f"post {fact.words[0]}")
    assert wrong(stage, tables([row])) == []
    fact.edited = True
    assert [one[:16] for one in wrong(stage, tables([row]))] == ["an edit was lost"]
    finished = Entry(id=1, action_id=1, kind="done", note="", partnership_id=1)
    assert wrong(stage, tables([row], entries=[finished])) == []


def delivery(state: str, pages: int = 0, **more: object) -> Delivery:
    given = {"person": "", "reaction": "", "error": "", "not_before": NOON, **more}
    return Delivery(key="receipt/1", state=state, pages=[str(n) for n in range(pages)], **given)


def post(stage: Stage, key: str, place: str = "steering", text: str = "") -> None:
    """Upbeat posts something for everybody in a place."""
    world = stage.slack.world
    where = world.dm(world.person(place[3:])) if place.startswith("dm ") else world.conversation(place)
    m = Message(stage.slack.ts(), where.id, world.bot, text=text, metadata={"event_payload": {"key": key}})
    stage.slack.world.posted.append(m)
    stage.slack.calls.note("chat.postMessage", {"channel": where.id, "text": text}, {"ok": True})
    stage.learn()


def test_a_message_that_was_sent_once_is_right_and_one_that_never_was_is_not(stage: Stage) -> None:
    found = tables(deliveries=[delivery(SENT, 1)])
    assert wrong(stage, found) == ["receipt/1 is sent and was posted [0] times"]
    post(stage, "receipt/1")
    assert wrong(stage, found) == []


def test_a_message_that_was_posted_twice_is_seen(stage: Stage) -> None:
    post(stage, "receipt/1")
    post(stage, "receipt/1")
    assert "receipt/1 was posted 2 times" in wrong(stage, tables(deliveries=[delivery(SENT, 1)]))


@pytest.mark.parametrize("state", [DUE, CLAIMED, UNSURE, FAILED])
def test_what_is_not_sent_when_all_is_quiet_is_seen(stage: Stage, state: str) -> None:
    [one] = wrong(stage, tables(deliveries=[delivery(state)]))
    assert one.startswith("receipt/1 ")


def test_what_is_due_later_or_was_dropped_is_right_and_what_nobody_owed_is_not(stage: Stage) -> None:
    later = delivery(DUE, not_before=datetime(2026, 12, 2, tzinfo=UTC))
    assert wrong(stage, tables(deliveries=[later])) == []
    assert wrong(stage, tables(deliveries=[delivery(DROPPED)])) == []
    post(stage, "planned/9")
    assert wrong(stage, tables()) == ["planned/9 was posted and nobody owed it"]


def test_a_chase_in_a_channel_and_a_private_message_in_public_are_seen(stage: Stage) -> None:
    post(stage, "chase/1/2")
    assert "chase/1/2 stood in steering" in stage.watch.wrong
    post(stage, "receipt/1")
    assert any("alone" in one for one in wrong(stage, tables(deliveries=[delivery(SENT, 1, person="U1")])))


def test_private_words_and_words_of_another_partnership_are_seen_at_once(stage: Stage) -> None:
    secret, fact = stage.ledger.secret("jo"), said(stage)
    post(stage, "a", "dm jo", f"you said {secret} and {fact.words[0]}")
    assert stage.watch.wrong == []
    post(stage, "b", "steering", f"jo said {secret}")
    post(stage, "c", "library-link", f"they said {fact.words[0]}")
    assert [one.split(" stood")[0] for one in stage.watch.wrong] == [
        f"jo's private {secret}",
        f"{fact.words[0]} of steering",
    ]


def meeting(begins: datetime, planned: datetime) -> Meeting:
    return Meeting(
        id=1, series_id=1, partnership_id=1, starts_at=begins, minutes=60, state=PLANNED, planned_at=planned
    )


def test_a_meeting_before_which_nothing_was_said_is_seen_where_a_process_ran(stage: Stage) -> None:
    known = meeting(NOON - timedelta(days=1), NOON - timedelta(days=20))
    assert len(wrong(stage, tables(near=Near([known])))) == 2
    late = meeting(NOON - timedelta(days=1), NOON - timedelta(days=3))
    assert wrong(stage, tables(near=Near([late]))) == []
    blind = [(NOON - timedelta(days=4), NOON - timedelta(days=3))]
    assert wrong(stage, tables(near=Near([known], blind=blind))) == []


def test_a_lead_whom_nobody_asked_is_seen(stage: Stage) -> None:
    fact, known = said(stage), meeting(NOON - timedelta(days=1), NOON - timedelta(days=20))
    lead = Member(id=5, partnership_id=1)
    row = action(1, f"post {fact.words[0]}")
    row.series_id, row.lead_id, row.lead = 1, 5, lead
    row.added_at, row.due = NOON - timedelta(days=15), date(2026, 11, 20)
    keys = ("summary/1", "agenda/1/20261130", "chase/1/5")
    owed = [Delivery(key=key, state=DROPPED, pages=[], person="", reaction="") for key in keys]
    found = tables([row], deliveries=owed, near=Near([known]))
    assert [one[:18] for one in wrong(stage, found)] == ["nobody asked about"]
    asked = Asked(id=1, meeting_id=1, action_id=1, member_id=5, at=NOON - timedelta(days=4))
    assert wrong(stage, tables([row], deliveries=owed, near=Near([known], [asked]))) == []
    assert len(wrong(stage, tables([row], deliveries=owed[:2], near=Near([known], [asked])))) == 1
    asked = Asked(id=1, meeting_id=1, action_id=2, member_id=5, at=NOON - timedelta(days=16))
    moved = tables([row], deliveries=owed, near=Near([known], [asked]))
    assert wrong(stage, moved) == []  # asked before the meeting moved, and before this came up
    asked.at = NOON - timedelta(days=14)
    assert [one[:18] for one in wrong(stage, moved)] == ["nobody asked about"]
