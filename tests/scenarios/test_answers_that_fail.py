"""The answer to a form that Slack does not take just now still reaches whoever filled it in."""

from __future__ import annotations

import pytest

from tests.scenarios.conftest import PLAN, Talk

pytestmark = pytest.mark.only_on("sqlite")


async def test_an_answer_to_a_form_that_slack_refuses_for_a_while_comes_directly(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.press("jo", "Add an item")
    await slack.refuse("chat.postEphemeral", "ratelimited", count=1)
    await slack.submit("jo", {"text": "Otter funding"})
    assert "Otter funding" in (await slack.told("jo"))[-1]
    assert not any("Otter funding" in row["text"] for row in await slack.rows("jo") if row["ephemeral"])


async def test_an_answer_that_slack_takes_comes_once_and_where_the_form_was_opened(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    await slack.press("jo", "Add an item")
    await slack.submit("jo", {"text": "Otter funding"})
    assert not any("Otter funding" in text for text in await slack.told("jo"))
    assert any("Otter funding" in row["text"] for row in await slack.rows("jo") if row["ephemeral"])
