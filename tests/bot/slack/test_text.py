"""What Slack's markup means when people type."""

from __future__ import annotations

from bot.feature import mention
from bot.slack.text import addressed_to, named, readable, typed


def test_entities_become_signs_again() -> None:
    assert readable("Fish &amp; chips &lt;3") == "Fish & chips <3"


def test_people_become_tokens_with_or_without_a_label() -> None:
    assert readable("<@U12|sam> and <@W34>") == f"{mention('U12')} and {mention('W34')}"
    assert named("<@U12|sam> and <@W34> and <@U12>") == ["U12", "W34"]


def test_nobody_can_type_a_token() -> None:
    assert readable("\ue000U12\ue001") == "U12"


def test_what_no_store_takes_and_nobody_sees_is_left_out() -> None:
    assert readable("Bud\x00get\ud83d 10m\x1b\n2") == "Budget 10m\n2"
    assert typed({"text": "a\x00b", "many": ["\ud800", "1"]}) == {"text": "ab", "many": ["", "1"]}


def test_typed_angle_brackets_are_no_mention() -> None:
    assert named("&lt;@U12&gt;") == []
    assert readable("&lt;@U12&gt;") == "<@U12>"


def test_channels_links_and_calls_to_all_become_words() -> None:
    assert readable("<#C1|steering>") == "#steering"
    assert readable("<!channel> and <!here|here>") == "@channel and here"
    assert readable("<https://example.org|the form>") == "the form (https://example.org)"
    assert readable("<https://example.org>") == "https://example.org"


def test_only_a_mention_at_the_beginning_addresses_the_bot() -> None:
    assert addressed_to(f"{mention('UBOT')}: agenda", ["U1", "UBOT"]) == "agenda"
    assert addressed_to(f"  {mention('UBOT')}", ["UBOT"]) == ""
    assert addressed_to(f"thanks {mention('UBOT')}", ["UBOT"]) is None
    assert addressed_to("agenda", ["UBOT"]) is None
