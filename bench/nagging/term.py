"""One simulated term in the real house: four meetings six weeks apart, a dozen actions from each, six people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bench.nagging.people import Luck
from storage.actions import DONE, Action
from tests.house import CAST, House, Said

MEETINGS = ("2026-12-01", "2027-01-12", "2027-02-23", "2027-04-06")
"""Tuesdays; the call goes out a week before, the chase on the Friday before, the agenda on the Monday."""
ACTIONS = 12
CALL, AGENDA = "what should we talk about", "this is what we will talk about"
PEOPLE = tuple(CAST)


@dataclass
class Counts:
    """What a term came to, over the meetings but the first."""

    chases: int = 0
    asked: int = 0
    known: int = 0
    matters: int = 0
    meetings: int = 0
    most: int = 0
    """The most private messages that one person had in the term."""
    _of: dict[str, int] = field(default_factory=dict)

    def chased(self, who: str) -> None:
        self.chases += 1
        self._of[who] = self._of.get(who, 0) + 1
        self.most = max(self._of.values())


class Term:
    """One term; `cards` are those posted cards whose buttons people use, by their words."""

    def __init__(self, house: House, luck: Luck, cards: tuple[str, ...]) -> None:
        self.house = house
        self.luck = luck
        self.cards = cards
        self.counts = Counts()
        self.finished: set[int] = set()

    async def play(self) -> Counts:
        for day in MEETINGS:
            await self.house.types("mina", f"/meeting plan Steering group, {day} 2pm, 60 minutes")
        await self._turn(0, timedelta(minutes=30))
        for cycle in range(1, len(MEETINGS)):
            await self._note(cycle)
            await self._cycle(cycle)
        return self.counts

    async def _cycle(self, cycle: int) -> None:
        await self._turn(cycle, timedelta(days=-21))
        await self._say_unasked(cycle)
        await self._turn(cycle, timedelta(days=-7, hours=2))
        await self._use_buttons(cycle, CALL)
        await self._turn(cycle, timedelta(days=-4, hours=2))
        await self._answer_chases(cycle)
        await self._turn(cycle, timedelta(days=-1, hours=2))
        await self._use_buttons(cycle, AGENDA)
        await self._turn(cycle, timedelta(minutes=30))
        await self._count(cycle)

    async def _turn(self, cycle: int, by: timedelta) -> None:
        at = datetime.fromisoformat(f"{MEETINGS[cycle]}T14:00") + by
        await self.house.turns(to=at.isoformat(timespec="minutes"))

    async def _note(self, cycle: int) -> None:
        """The actions that the meeting before leaves behind."""
        start = (cycle - 1) * ACTIONS
        for number in range(start + 1, start + ACTIONS + 1):
            lead = CAST[PEOPLE[self.luck.lead(number, len(PEOPLE))]][0]
            due = self.luck.days(number)
            by = f" by {self.house.clock.now() + timedelta(days=due):%d %B %Y}" if due else ""
            await self.house.types("jo", f"ACTION: {lead} to do part {number}{by}")

    async def _open(self) -> list[Action]:
        async with self.house.records() as records:
            return list(await records.actions.open())

    def _is_finished(self, number: int, cycle: int, share: float) -> bool:
        """Whether an action has in truth been finished by this part of the cycle."""
        at = self.luck.finished(number, cycle)
        if at is not None and at <= share:
            self.finished.add(number)
        return number in self.finished

    async def _say_unasked(self, cycle: int) -> None:
        for action in await self._open():
            if self._is_finished(action.number, cycle, 0.5) and self.luck.says(action.number, cycle):
                await self.house.types(_who(action), f"done {action.number}", where="dm")

    async def _use_buttons(self, cycle: int, words: str) -> None:
        if words not in self.cards:
            return
        card = [said for said in self.house.channel() if words in said.text][-1]
        for action in await self._open():
            if self.luck.uses_button(action.number, cycle, words):
                share = 0.83 if words == CALL else 0.97
                await self._press(action, card, "agenda.matter_", cycle, share)

    async def _answer_chases(self, cycle: int) -> None:
        opened = {action.number: action for action in await self._open()}
        for who in PEOPLE:
            chases = [said for said in self.house.dm(who) if said.key.startswith(f"chase/{cycle + 1}/")]
            for card in chases:
                self.counts.chased(who)
                for action in opened.values():
                    if f"({action.number})" in card.text and _who(action) == who:
                        self.counts.asked += 1
                        if self.luck.answers(action.number, cycle):
                            await self._press(action, card, "action.", cycle, 0.93)

    async def _press(self, action: Action, card: Said, prefix: str, cycle: int, share: float) -> None:
        done = self._is_finished(action.number, cycle, share)
        track = "on_track" if prefix.startswith("agenda") else "ontrack"
        name, value = f"{prefix}{'done' if done else track}", f"id={action.id}"
        assert card.card is not None
        if any((button.action, button.value) == (name, value) for button in card.card.buttons()):
            await self.house.presses_raw(_who(action), card, name, value)

    async def _count(self, cycle: int) -> None:
        """What is known at the meeting of the actions that were open at the last one or noted since."""
        async with self.house.records() as records:
            meetings = [await records.meetings.get(number) for number in (cycle, cycle + 1)]
            last, now = meetings
            assert last is not None and now is not None
            every = await records.actions.of_series(now.series_id)
            ids = [action.id for action in every if action.state == DONE]
            finished = set(await records.actions.finished(ids, last.starts_at))
            open_ones = [action for action in every if action.state != DONE]
            said = [one for one in open_ones if one.word_at is not None and one.word_at > last.starts_at]
        self.counts.known += len(finished) + len(said)
        self.counts.matters += len(finished) + len(open_ones)
        self.counts.meetings += 1


def _who(action: Action) -> str:
    assert action.lead is not None
    return action.lead.person.handle[1:].lower()
