"""A whole term in the sandbox: three meetings with all that stands around them, two newsletters, a briefing, and no nagging.

Three organisations, two of which have installed Upbeat; the third comes from outside. What Upbeat wrote to each person
unasked from 25 November to the end of March, over three meetings, is counted. A row that grows goes red:

| person | what | messages |
|---|---|---|
| mina   | three questions and summaries, two drafts of news and of minutes, a word about one of each that waited | 12 |
| sam    | three questions; that he takes the minutes; two drafts of them | 6 |
| frank  | three questions; a chase before each meeting, as he says nothing | 6 |
| jo     | three questions; that she is deputy | 4 |
| priya  | three questions; what she left two meetings with | 5 |
| will   | three questions; what he left a meeting with, and a chase | 5 |
| otto   | three questions; what he left a meeting with, and two chases | 6 |
| grace  | three questions | 3 |
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.scenarios import opened, story
from tests.scenarios.conftest import Talk
from tests.scenarios.test_several_workspaces import shared

pytestmark = [pytest.mark.only_on("sqlite"), pytest.mark.timeout(600)]

UNASKED = {"mina": 12, "sam": 6, "frank": 6, "jo": 4, "priya": 5, "will": 5, "otto": 6, "grace": 3}


class Term(Talk):
    """Talk in which is counted what each person was written upon something of their own, so that the rest was unasked."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.asked: Counter[str] = Counter()

    async def say(self, person: str, *given: Any, **more: Any) -> str | None:
        before = len(await self.told(person))
        ts = await super().say(person, *given, **more)
        self.asked[person] += len(await self.told(person)) - before
        return ts

    async def press(self, person: str, *given: Any, **more: Any) -> dict[str, Any]:
        before = len(await self.told(person))
        answer = await super().press(person, *given, **more)
        self.asked[person] += len(await self.told(person)) - before
        return answer

    async def submit(self, person: str, values: Mapping[str, Any] | None = None) -> dict[str, Any]:
        before = len(await self.told(person))
        answer = await super().submit(person, values)
        assert not answer.get("errors"), answer
        self.asked[person] += len(await self.told(person)) - before
        return answer

    async def unasked(self) -> dict[str, int]:
        """How many messages each person got that they had not asked for in that moment."""
        return {person: len(await self.told(person)) - self.asked[person] for person in UNASKED}

    async def file(self, person: str, kind: str) -> bytes:
        """The minutes as a file, as this person gets it directly."""
        await self.say(person, f"minutes file {kind}", "dm")
        [file] = (await self.last(person, "dm"))["files"]
        assert file["name"].endswith(f".{kind}")
        async with aiohttp.ClientSession() as session, session.get(file["url"]) as answer:
            return await answer.read()

    async def card(self, words: str) -> str:
        """The newest thing in the channel that begins with these words."""
        return [text for text in await self.seen("grace") if text.startswith(words)][-1]

    async def letters(self, to: str) -> list[dict[str, Any]]:
        return [one for one in await self.mail() if one["to"] == to]


@pytest.fixture
async def slack(tmp_path: Path) -> AsyncIterator[Term]:
    async with shared(tmp_path) as talk, Term(talk.address) as term:
        yield term


async def test_a_whole_term_is_played_and_nobody_is_nagged(slack: Term) -> None:
    await story.begin(slack)
    await before_the_first_meeting(slack)
    await the_first_meeting(slack)
    await its_minutes_in_every_format(slack)
    await the_first_newsletter(slack)
    await before_the_second_meeting(slack)
    await the_second_meeting(slack)
    await the_second_newsletter(slack)
    await the_third_meeting_and_the_briefing(slack)
    await nothing_was_said_twice(slack)
    got = await slack.unasked()
    print(f"unasked in a term of three meetings: {got}")
    assert {person: count for person, count in got.items() if count > UNASKED[person]} == {}


async def before_the_first_meeting(slack: Term) -> None:
    """Answers are shown together, and one of them becomes an action; the chase asks two."""
    await story.first_answers(slack)
    assert not [text for text in await slack.seen("mina") if story.COLD in text]
    await slack.clock(to="2026-12-11T12:00:00+00:00")
    assert "post the flyer" in (await slack.told("otto"))[-1]
    await slack.press("otto", "Done", "dm")
    await slack.clock(to="2026-12-14T12:00:00+00:00")
    agenda = await slack.card("Agenda:")
    for words in ("the choir fills the hall", "the families write back", "parking is a worry", story.COLD):
        assert words in agenda
    assert "post the flyer (1): Otto Lindqvist" in agenda.split("Done, thank you")[1]
    assert not any(name in agenda.split("What you said")[1].split("Matters")[0] for name in ("Sam", "Otto"))
    await slack.press("mina", "Action: the hall is cold…")
    await slack.say("jo", "@Upbeat take 3")


async def the_first_meeting(slack: Term) -> None:
    """Led by buttons; people from outside are there, stand in and send apologies; each lead hears once what is theirs."""
    await story.first_meeting(slack)
    card = await slack.card("Steering group\nNow:")
    assert "Now: Singing afternoon" in card and "20 minutes left" in card
    assert "Otto Lindqvist" in card and "Grace Abara for Priya Raman" in card
    assert "Apologies: Frank Osei and Will Carter" in card
    told = {person: len(await slack.told(person)) for person in UNASKED}
    await story.first_meeting_goes_on(slack)
    assert any("2 minutes are left for Singing afternoon" in text for text in await slack.seen())
    ended = await slack.card("Steering group has ended")
    assert "the singing afternoon is on 20 January" in ended and "Priya" not in ended
    heard = {person for person in UNASKED if len(await slack.told(person)) > told[person]}
    assert heard == {"sam", "mina", "priya", "otto"}, (
        "those who keep the minutes, and those who lead an action"
    )
    assert "write to the families" in (await slack.told("priya"))[-1]
    await story.worth_it(slack)
    assert "goes to the next meeting" in await slack.card("Steering group\nThis meeting ended")


async def its_minutes_in_every_format(slack: Term) -> None:
    """Only those who keep the minutes see a draft; approved, it says the same in the channel, in each file and in a letter."""
    assert "Draft: Steering group" in (await slack.told("sam"))[-1]
    assert not [text for text in await slack.told("otto") if "Draft:" in text]
    await slack.press("sam", "Change a part", "dm")
    [third] = [label for label in await slack.labels("sam", "dm") if label.startswith("Change 3: ")]
    await slack.press("sam", third, "dm")
    await slack.submit(
        "sam", {"text": "Five of us said what goes well.\nThe choir <b>*fills*</b> the hall | all of it"}
    )
    await slack.press("sam", "Approve and post", "dm")
    minutes = await slack.card("Minutes: Steering group")
    files = {kind: await slack.file("otto", kind) for kind in ("docx", "html", "md", "csv")}
    said = opened.docx(files["docx"])
    assert said == opened.html(files["html"]) == opened.markdown(files["md"])
    assert ("li", "Grace Abara, Oak House Library, in place of Priya Raman") in said
    assert ("li", "The choir <b>*fills*</b> the hall | all of it") in said
    assert ("li", "Decision 1: the singing afternoon is on 20 January") in said
    assert all(words in minutes for kind, words in said if kind in ("h2", "li"))
    plan = {row["Number"]: row for row in opened.table(files["csv"])}
    assert plan["4"]["Lead"] == "Priya Raman" and plan["4"]["Date"] == "2027-01-08"
    assert plan["5"]["Helpers"] == "Grace Abara" and plan["5"]["Organisation"] == "Oak House Library"
    [letter] = await slack.letters(story.DILYS)
    assert all(words in letter["text"] for kind, words in said if kind in ("h2", "li"))
    assert letter["files"] == ["steering-group-2026-12-15-v1.docx"]


async def the_first_newsletter(slack: Term) -> None:
    """Drafted for Mina alone; approved, it is in the channel and in the mailbox, with a question."""
    await story.news(slack)
    await slack.clock(to="2026-12-22T12:00:00+00:00")
    assert "3 of 4 say yes, 1 partly" in await slack.reads("grace", "@Upbeat meeting worth")
    assert not [text for text in await slack.told("sam") if "when it suits you" in text], "it was approved"
    await slack.clock(to="2027-01-04T12:00:00+00:00")
    assert not [text for text in await slack.seen() if "News:" in text]
    await story.consult(slack)
    await slack.press("mina", "Approve it", "dm")
    issue = await slack.card("News: Making Music Together, issue 1")
    assert "post the flyer: done by Otto Lindqvist" in issue and "20 January" in issue
    letter = (await slack.letters(story.DILYS))[-1]
    assert (
        letter["subject"] == "News: Making Music Together, issue 1"
        and "List-Unsubscribe" in letter["headers"]
    )
    assert all(line in letter["text"] for line in ("the singing afternoon is on 20 January", "Now and then"))
    await story.answers(slack)
    assert "Yes: " not in await slack.card("News:"), "no count is seen while people answer"


async def before_the_second_meeting(slack: Term) -> None:
    """What was pressed in the channel is asked no more; what went less well comes back with what was done about it."""
    await slack.say("jo", "@Upbeat done 3")
    await slack.clock(to="2027-01-20T12:00:00+00:00")
    assert not [text for text in await slack.told("mina") if "newsletter 1 waits" in text], "it was approved"
    await slack.press("priya", "Action 4: done")
    await story.second_answers(slack)
    question = await slack.card("For your thoughts, before Steering group meets on Tue 26 January")
    assert f"{story.COLD} · became action 3, which is done" in question
    await slack.clock(to="2027-01-25T12:00:00+00:00")
    asked = {person for person in UNASKED if "How does this action stand?" in (await slack.told(person))[-1]}
    assert asked == {"frank", "otto"}, "Priya and Jo have said how theirs stand"
    agenda = await slack.card("Agenda:")
    assert "the new songs travel well · Sam Whitlock" in agenda
    assert "schools ring us now · Hartmere Council Virtual School" in agenda and "Jo Penrose ·" not in agenda
    assert "the kettle is broken" in agenda and "the kettle is broken ·" not in agenda
    await slack.press("otto", "On track", "dm")


async def the_second_meeting(slack: Term) -> None:
    """Led in words; every organisation says what it thinks of a decision; the draft waits, is mentioned once, and is approved."""
    await story.second_meeting(slack)
    decided = await slack.card("What we say to decision 2")
    assert (
        "Hartmere Council Virtual School: agrees" in decided and "Oak House Library: stands aside" in decided
    )
    await slack.clock(to="2027-01-29T12:00:00+00:00")
    assert "when it suits you" in (await slack.told("mina"))[-1]
    await slack.press("mina", "Approve and post", "dm")
    assert "Decision 2: a second singing afternoon is on 20 May" in await slack.card(
        "Minutes: Steering group"
    )


async def the_second_newsletter(slack: Term) -> None:
    """It waits, is mentioned once, is approved, and opens with what was said to the question."""
    await slack.clock(to="2027-03-04T10:15:00+00:00")
    assert any("the draft of newsletter 2 waits" in text for text in (await slack.told("mina"))[-2:])
    await slack.press("mina", "Approve it", "dm")
    issue = await slack.card("News: Making Music Together, issue 2")
    assert (
        issue.splitlines()[1]
        == "Last time we asked: Shall we meet in the evening? Yes: 1, No: 3, Now and then: 1"
    )
    assert "somebody at Hartmere Council Virtual School" in issue and "Jo" not in issue
    letter = (await slack.letters(story.DILYS))[-1]
    assert "Yes: 1, No: 3, Now and then: 1" in letter["text"] and "issue 2" in letter["subject"]


async def the_third_meeting_and_the_briefing(slack: Term) -> None:
    """Two answers without a name stay unseen; a correction is a second version; the strategic list gets its page."""
    await story.third_answers(slack)
    await slack.clock(to="2027-03-08T12:00:00+00:00")
    agenda = await slack.card("Agenda:")
    assert "the van is small" not in agenda and "the forms are long" not in agenda
    await story.third_meeting(slack)
    await slack.press("jo", "Approve and post", "dm")
    await slack.say("sam", "minutes 2: Will Carter, Hartmere Council Virtual School", "dm")
    await slack.press("sam", "Approve and post", "dm")
    assert "version 2 changes Apologies" in await slack.card("Minutes: Steering group")
    assert ("li", "Will Carter, Hartmere Council Virtual School") in opened.docx(
        await slack.file("grace", "docx")
    )
    await story.briefing(slack)
    [page] = await slack.letters(story.RUTH)
    assert "May we have the hall until July?" in page["text"] and page["files"] == [
        "briefing-2027-03-10.docx"
    ]
    assert "2 meetings were held" in page["text"]
    before = await slack.unasked()
    await slack.clock(to="2027-03-31T12:00:00+00:00")
    assert await slack.unasked() == before, "all is settled, so nothing more is said"


async def nothing_was_said_twice(slack: Term) -> None:
    """No two messages to one place say the same, and Slack took every call."""
    posts = Counter((str(one["channel"]), str(one["text"])) for one in await slack.sent("chat.postMessage"))
    assert {post: times for post, times in posts.items() if times > 1} == {}
    letters = Counter((one["to"], one["subject"], one["text"]) for one in await slack.mail())
    assert set(letters.values()) == {1}
    refused = [row for row in (await slack.calls())["calls"] if not row["answer"].get("ok", True)]
    assert refused == []
