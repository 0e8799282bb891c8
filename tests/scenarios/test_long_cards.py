"""Long lists go out within Slack's limits, and nothing is dropped from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from tests.bot.slack.checks import check_message
from tests.scenarios.conftest import PLAN, Talk

pytestmark = pytest.mark.only_on("sqlite")


def by_twenties(lines: Iterable[str]) -> Iterator[str]:
    """Lines as messages of twenty."""
    rows = list(lines)
    for start in range(0, len(rows), 20):
        yield "\n".join(rows[start : start + 20])


async def test_an_agenda_of_sixty_items_and_a_list_of_120_actions_go_out_whole(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    items = [
        f"Item {number} on what the children of class {number} would like to sing" for number in range(60)
    ]
    actions = [
        f"{('Otto', 'Priya', 'Sam')[number % 3]} to call school {number} about its songs"
        for number in range(120)
    ]
    for message in by_twenties(f"agenda+ {item} 2m" for item in items):
        await slack.say("jo", message)
    for message in by_twenties(f"ACTION: {action} by 14 December 2026" for action in actions):
        await slack.say("jo", message)

    agenda = await slack.asks("mina", "/agenda")
    assert [item for item in items if f"{item} \N{MIDDLE DOT} 2 minutes" not in agenda] == []
    assert "120 minutes" in agenda or "30 minutes" in agenda
    agenda = await slack.asks("otto", "@Upbeat agenda")
    assert [item for item in items if item not in agenda] == []

    everything = await slack.asks("mina", "/action list all")
    assert [number for number in range(120) if f"call school {number} about" not in everything] == []
    mine = await slack.asks("otto", "action list mine", "dm")
    assert [number for number in range(0, 120, 3) if f"call school {number} about" not in mine] == []

    await slack.clock(to="2026-12-14T12:00:00+00:00")
    posted = "\n".join(await slack.seen("jo"))
    posted = posted[posted.rindex("this is what we will talk about") :]
    assert [item for item in items if item not in posted] == []
    asked = [text for text in await slack.told("priya") if "Thank you for what you do" in text]
    assert len(asked) == 1 and "35 more" in asked[0]
    await slack.press("priya", "Show the other actions", "dm")
    told = "\n".join(await slack.told("priya"))
    assert [number for number in range(1, 120, 3) if f"call school {number} about" not in told] == []

    for message in await slack.sent("chat.postMessage", "chat.update", "chat.postEphemeral", "response_url"):
        check_message(message)
    refused = [row for row in (await slack.calls())["calls"] if not row["answer"].get("ok", True)]
    assert refused == []
