"""app.yaml, held against the code and against Slack's published schema: everything that is used is there, and no more."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.__main__ import main
from bot.errors import CannotStart
from bot.feature import Heard
from bot.grammar import Vocabulary, addressed
from bot.slack import manifest
from bot.slack.events import ENDS, EVENTS, TYPES
from handlers import all_features

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = ROOT.parent / "shared" / "schemas"
DECLARED = manifest.declared()
BASE = "https://upbeat.example.org"

READ = frozenset({"channels:read", "groups:read"})
HISTORY = frozenset({"channels:history", "groups:history", "im:history"})

METHODS: dict[str, frozenset[str]] = {
    "apps.connections.open": frozenset(),
    "auth.test": frozenset(),
    "bookmarks.add": frozenset({"bookmarks:write"}),
    "bookmarks.edit": frozenset({"bookmarks:write"}),
    "bookmarks.list": frozenset({"bookmarks:read"}),
    "bots.info": frozenset({"users:read"}),
    "canvases.access.set": frozenset({"canvases:write"}),
    "canvases.create": frozenset({"canvases:write"}),
    "canvases.edit": frozenset({"canvases:write"}),
    "chat.getPermalink": frozenset(),
    "chat.postEphemeral": frozenset({"chat:write"}),
    "chat.postMessage": frozenset({"chat:write"}),
    "chat.update": frozenset({"chat:write"}),
    "conversations.history": HISTORY,
    "conversations.info": READ,
    "conversations.members": READ,
    "conversations.open": frozenset({"im:write"}),
    "conversations.replies": HISTORY,
    "files.completeUploadExternal": frozenset({"files:write"}),
    "files.getUploadURLExternal": frozenset({"files:write"}),
    "files.info": frozenset({"files:read"}),
    "reactions.add": frozenset({"reactions:write"}),
    "users.info": frozenset({"users:read"}),
    "views.open": frozenset(),
    "views.publish": frozenset(),
}
"""The methods of Slack's that the door calls, and the scopes that each needs for the conversations that we are in."""

HEARD: dict[str, frozenset[str]] = {
    "app_home_opened": frozenset(),
    "app_mention": frozenset({"app_mentions:read"}),
    "app_uninstalled": frozenset(),
    "channel_id_changed": READ,
    "channel_left": frozenset({"channels:read"}),
    "group_left": frozenset({"groups:read"}),
    "member_joined_channel": READ,
    "member_left_channel": READ,
    "message.channels": frozenset({"channels:history"}),
    "message.groups": frozenset({"groups:history"}),
    "message.im": frozenset({"im:history"}),
    "reaction_added": frozenset({"reactions:read"}),
    "tokens_revoked": frozenset(),
}
"""The events that the door takes in, and the scopes without which Slack does not send them."""

DECLARING = frozenset({"commands"})
"""What commands and shortcuts need."""


def published(name: str) -> Any:
    """A schema from outside the project."""
    path = SCHEMAS / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    return json.loads(path.read_text(encoding="utf-8"))


def asked() -> set[str]:
    needed, optional = manifest.scopes()
    return {*needed, *optional}


# What stands in it


@pytest.mark.published
@pytest.mark.parametrize(
    ("address", "oauth"),
    [("", False), (BASE, False), (BASE, True)],
    ids=["as it is", "over HTTP", "several workspaces"],
)
def test_slack_would_take_it(address: str, oauth: bool) -> None:
    content = yaml.safe_load(manifest.text(address, oauth))
    jsonschema.validate(content, published("slack-manifest-2.0.0.json"))


@pytest.mark.published
def test_slack_would_not_take_one_with_a_mistake_in_it() -> None:
    content = manifest.declared()
    content["features"]["slash_commands"][0]["command"] = "agenda"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, published("slack-manifest-2.0.0.json"))


def test_its_words_are_as_short_as_slack_wants_them() -> None:
    about, features = DECLARED["display_information"], DECLARED["features"]
    assert len(about["name"]) <= 35 and len(about["description"]) <= 140
    assert 175 <= len(about["long_description"]) <= 4000
    for command in features["slash_commands"]:
        assert len(command["command"]) <= 32 and len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000 and command["should_escape"] is True
    for shortcut in features["shortcuts"]:
        assert len(shortcut["name"]) <= 24 and len(shortcut["description"]) <= 150
    assert len(features["slash_commands"]) <= 50 and len(features["shortcuts"]) <= 10


def test_the_commands_are_those_of_the_features() -> None:
    declared = [command["command"] for command in DECLARED["features"]["slash_commands"]]
    assert sorted(declared) == sorted({feature.command for feature in all_features() if feature.command})


def test_the_shortcuts_are_those_verbs_that_are_about_a_message() -> None:
    shortcuts = DECLARED["features"]["shortcuts"]
    verbs = {
        f"{feature.name}.{name}"
        for feature in all_features()
        for name, verb in feature.verbs.items()
        if verb.quotes
    }
    assert {one["callback_id"] for one in shortcuts if one["type"] == "message"} == verbs
    assert {one["type"] for one in shortcuts} == {"message"}


def test_what_the_usage_hints_show_is_understood() -> None:
    vocabulary = Vocabulary(all_features())
    for command in DECLARED["features"]["slash_commands"]:
        heard = addressed(command["usage_hint"], vocabulary, command["command"])
        assert isinstance(heard, Heard), command["command"]


# Events


def test_the_events_are_those_that_the_door_takes_in() -> None:
    assert DECLARED["settings"]["event_subscriptions"]["bot_events"] == sorted(EVENTS)
    assert set(EVENTS) == set(HEARD)
    assert ENDS <= TYPES == {name.partition(".")[0] for name in EVENTS}


def test_a_scope_lets_each_event_come() -> None:
    assert {name: scopes - asked() for name, scopes in HEARD.items() if scopes - asked()} == {}


# Methods and scopes


def called() -> set[str]:
    """The Web API methods that the code of the door names, by the client's method or by their own name."""
    known = {name.replace(".", "_"): name for name in METHODS}
    found: set[str] = set()
    for path in sorted((ROOT / "bot" / "slack").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in known:
                found.add(known[node.attr])
            elif isinstance(node, ast.Constant) and node.value in METHODS:
                found.add(str(node.value))
    return found


def test_the_door_calls_these_methods_and_a_scope_allows_each() -> None:
    assert called() == set(METHODS)
    assert {name: scopes - asked() for name, scopes in METHODS.items() if scopes - asked()} == {}


@pytest.mark.published
def test_the_door_calls_no_other_method() -> None:
    names = {name.replace(".", "_"): name for name in published("slack-methods.json")}
    used = {
        names[node.attr]
        for path in (ROOT / "bot" / "slack").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in names
    }
    assert used <= set(METHODS)


@pytest.mark.published
@pytest.mark.parametrize("name", METHODS)
def test_the_scopes_of_a_method_are_as_slack_publishes_them(name: str) -> None:
    scopes = {row["name"] for row in published("slack-methods.json")[name]["scopes"].get("bot", [])}
    assert METHODS[name] <= scopes and bool(scopes) == bool(METHODS[name])


def test_every_scope_that_is_asked_for_is_needed_by_something() -> None:
    needed = DECLARING.union(*METHODS.values(), *HEARD.values())
    assert asked() == needed


def test_what_may_be_declined_is_asked_for_too_and_says_what_goes_without_it() -> None:
    scopes = DECLARED["oauth_config"]["scopes"]
    assert set(scopes["bot_optional"]) < set(scopes["bot"])
    assert set(scopes["bot_optional"]) == set(manifest.WITHOUT)
    assert scopes["bot"] == sorted(scopes["bot"])


# Over HTTP


def test_over_http_everything_comes_to_one_address() -> None:
    content = yaml.safe_load(manifest.text(f"{BASE}/"))
    url = f"{BASE}/slack/events"
    assert {command["url"] for command in content["features"]["slash_commands"]} == {url}
    assert content["settings"]["event_subscriptions"]["request_url"] == url
    assert content["settings"]["interactivity"]["request_url"] == url
    assert content["settings"]["socket_mode_enabled"] is False
    assert "redirect_urls" not in content["oauth_config"]


def test_for_several_workspaces_browsers_come_back_to_where_it_is_installed() -> None:
    content = yaml.safe_load(manifest.text(BASE, oauth=True))
    assert content["oauth_config"]["redirect_urls"] == [f"{BASE}/slack/oauth_redirect"]
    assert content["oauth_config"]["scopes"] == DECLARED["oauth_config"]["scopes"]


@pytest.mark.parametrize(
    "address", ["http://upbeat.example.org", "upbeat.example.org", "https://", f"{BASE}?a=b"]
)
def test_an_address_that_slack_would_not_take_is_refused(address: str) -> None:
    with pytest.raises(CannotStart, match="--http https://"):
        manifest.text(address)


def test_the_command_prints_the_file_as_it_is_or_says_what_it_lacks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["manifest", "slack"]) == 0
    assert capsys.readouterr().out == (ROOT / "app.yaml").read_text(encoding="utf-8")
    assert main(["manifest", "slack", "--http", BASE, "--oauth"]) == 0
    assert capsys.readouterr().out == manifest.text(BASE, oauth=True)
    assert main(["manifest", "slack", "--oauth"]) == 2
    assert "--http https://" in capsys.readouterr().err
