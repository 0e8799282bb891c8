"""What people do beside typing messages: commands, presses, choices, shortcuts; and the bot's answers to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox import elements, rows, shapes, typed
from sandbox.answers import acknowledged, ask, silence
from sandbox.errors import Refused
from sandbox.finding import Source
from sandbox.state import Conversation, Message, Person, View
from sandbox.triggers import response_url, trigger

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]


# Commands


async def command(slack: Slack, person: Person, where: Conversation, text: str) -> None:
    """A slash command, already known to be allowed."""
    name, _, rest = text.partition(" ")
    declared = slack.manifest.commands[name]
    install = slack.world.serving(person)
    url = response_url(slack, person, where, install.bot)
    meant = slack.world.addressed(person, where)
    payload = {
        "token": "verification-token",
        "team_id": install.workspace.id,
        "team_domain": install.workspace.domain,
        "channel_id": where.id,
        "channel_name": "directmessage" if where.kind == "im" else where.name,
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": typed.command(slack.world, rest.strip(), declared.escape, meant),
        "api_app_id": install.bot.app_id,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": trigger(slack, person),
    }
    answer = await ask(slack, "slash_commands", payload)
    if answer is None:
        silence(slack, person, where)
    else:
        acknowledged(slack, answer, url)


# Presses and choices


async def press(slack: Slack, person: Person, source: Source, block: Json, element: Json) -> bool:
    """Press a button; says whether the bot answered."""
    row: Json = {"type": "button", "text": element["text"], "value": element.get("value", "")}
    if "value" not in element:
        del row["value"]
    return await _act(slack, person, source, block, element, row)


async def choose(
    slack: Slack, person: Person, source: Source, block: Json, element: Json, option: Any
) -> bool:
    """Choose in a menu or picker; says whether the bot answered. Inputs only keep it unless they dispatch."""
    offered = await suggestions(slack, person, source, block, element, option)
    held = elements.filled(slack.world, element, option, offered)
    if element["type"] != "overflow":
        source.chosen[elements.key(block, element)] = held
    if block["type"] == "input" and not block.get("dispatch_action"):
        return True
    if isinstance(source, Message):
        slack.stream.changed(slack.world.conversations[source.channel], source)
    return await _act(slack, person, source, block, element, held)


async def suggestions(
    slack: Slack, person: Person, source: Source, block: Json, element: Json, value: Any
) -> list[Json] | None:
    """The options of an external menu for what was typed; None for any other element."""
    if "external" not in element["type"]:
        return None
    payload = _interaction(slack, person, source, "block_suggestion")
    payload |= {"action_id": element["action_id"], "block_id": block["block_id"], "value": str(value or "")}
    answer = await ask(slack, "interactive", payload) or {}
    return [*answer.get("options", ()), *(o for g in answer.get("option_groups", ()) for o in g["options"])]


async def _act(slack: Slack, person: Person, source: Source, block: Json, element: Json, row: Json) -> bool:
    if not slack.manifest.interactive:
        raise Refused(
            "interactivity_off", "app.yaml does not switch interactivity on, so nothing arrives.", 409
        )
    bot = _behind(slack, source)
    payload = _interaction(slack, person, source, "block_actions")
    payload["trigger_id"] = trigger(slack, person)
    ids = {"action_id": element.get("action_id", ""), "block_id": block.get("block_id", "")}
    payload["actions"] = [{**ids, **row, "action_ts": slack.ts()}]
    url = ""
    if isinstance(source, Message):
        where = slack.world.conversations[source.channel]
        url = payload["response_url"] = response_url(slack, person, where, bot, source)
    answer = await ask(slack, "interactive", payload)
    if answer and url:
        acknowledged(slack, answer, url)
    if answer is None:
        silence(slack, person, slack.world.conversations[source.channel] if url else slack.world.dm(person))  # type: ignore[union-attr]
    return answer is not None


def _behind(slack: Slack, source: Source) -> Person:
    """The bot whose message or view it is; refused where its installation is over."""
    bot = source.bot if isinstance(source, View) else source.author
    if slack.world.installs.ours(bot) and slack.world.installs.whose(bot).gone:
        raise Refused("app_uninstalled", f"{bot.full_name} is not installed there any more.", 409)
    return bot


def _interaction(slack: Slack, person: Person, source: Source, kind: str) -> Json:
    world = slack.world
    payload: Json = {
        "type": kind,
        "user": shapes.person_ref(person),
        "api_app_id": world.bot.app_id,
        "token": "verification-token",
        "team": shapes.team_ref((source.bot if isinstance(source, View) else source.author).workspace),
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if isinstance(source, View):
        values = elements.state(source.content["blocks"], source.chosen)
        return payload | {
            "container": {"type": "view", "view_id": source.id},
            "view": shapes.view(source, values),
        }
    where = world.conversations[source.channel]
    container: Json = {"type": "message", "message_ts": source.ts, "channel_id": where.id}
    container["is_ephemeral"] = bool(source.to)
    if source.thread_ts:
        container["thread_ts"] = source.thread_ts
    payload |= {"container": container, "channel": channel_ref(where)}
    if not source.to:
        payload["message"] = shapes.message(world, source)
    return payload | {"state": {"values": elements.state(rows.all_blocks(source), source.chosen)}}


def channel_ref(where: Conversation) -> Json:
    """A conversation as interactive payloads name it."""
    return {"id": where.id, "name": "directmessage" if where.kind == "im" else where.name}


# Shortcuts


async def shortcut(slack: Slack, person: Person, name: str, source: Message | None) -> bool:
    """A global shortcut, or a message shortcut on `source`; says whether the bot answered."""
    world, install = slack.world, slack.world.serving(person)
    payload: Json = {
        "type": "message_action" if source else "shortcut",
        "token": "verification-token",
        "action_ts": slack.ts(),
        "team": shapes.team_ref(install.workspace),
        "user": shapes.person_ref(person),
        "is_enterprise_install": False,
        "enterprise": None,
        "callback_id": name,
        "trigger_id": trigger(slack, person),
    }
    if source:
        where = world.conversations[source.channel]
        payload |= {
            "message_ts": source.ts,
            "channel": channel_ref(where),
            "message": shapes.message(world, source),
        }
        payload["response_url"] = response_url(slack, person, where, install.bot)
    answer = await ask(slack, "interactive", payload)
    if answer is None:
        silence(slack, person, world.conversations[source.channel] if source else world.dm(person))
    return answer is not None
