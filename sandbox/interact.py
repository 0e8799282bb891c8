"""What people do beside typing messages: commands, presses, choices, shortcuts; and the bot's answers to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox import elements, rows, shapes, typed, words
from sandbox.api import chat
from sandbox.core import Answerable
from sandbox.errors import ApiError, Refused
from sandbox.socket import Unanswered
from sandbox.state import Conversation, Message, Person, View
from sandbox.triggers import response_url, trigger

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]
Source = Message | View


async def ask(slack: Slack, kind: str, payload: Json) -> Json | None:
    """Send a command or interaction; None when it stayed unanswered. These are never sent twice."""
    slack.pulse.beat()
    if not await slack.connection(min(3.0, slack.patience())):
        return None
    try:
        return await slack.way().send(kind, payload)
    except Unanswered:
        return None


def notice(slack: Slack, person: Person, where: Conversation, text: str, thread: str = "") -> None:
    """A private line of Slack's own to one person."""
    bot = slack.world.person("slackbot")
    m = Message(slack.ts(), where.id, bot, text=typed.escape(text), to=person.id, thread_ts=thread)
    slack.world.keep(m)
    slack.events.posted(m)


def _silence(slack: Slack, person: Person, where: Conversation) -> None:
    notice(slack, person, where, f"{slack.world.bot.name} did not respond")


# Commands


async def command(slack: Slack, person: Person, where: Conversation, text: str) -> None:
    """A slash command, already known to be allowed."""
    name, _, rest = text.partition(" ")
    declared = slack.manifest.commands[name]
    url = response_url(slack, person, where)
    payload = {
        "token": "verification-token",
        "team_id": slack.world.host.id,
        "team_domain": slack.world.host.domain,
        "channel_id": where.id,
        "channel_name": "directmessage" if where.kind == "im" else where.name,
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": typed.command(slack.world, rest.strip(), declared.escape),
        "api_app_id": slack.world.bot.app_id,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": trigger(slack, person),
    }
    answer = await ask(slack, "slash_commands", payload)
    if answer is None:
        _silence(slack, person, where)
    else:
        acknowledged(slack, answer, url)


def acknowledged(slack: Slack, answer: Json, url: str) -> None:
    """An answer that rode on the acknowledgement: shown as one sent to the response_url."""
    if not (answer.get("text") or answer.get("blocks") or answer.get("delete_original")):
        return
    found = slack.answerables[url.rpartition("/")[2]]
    try:
        respond(slack, found, answer)
    except ApiError as error:
        slack.calls.note(
            "acknowledgement", answer, {"ok": False, "error": error.code, "messages": error.messages}
        )
        why = " ".join([error.code, *error.messages])
        notice(
            slack, found.person, slack.world.conversations[found.channel], f"The answer was refused: {why}"
        )


def respond(slack: Slack, to: Answerable, body: Json) -> None:
    """Do what a response_url was told: a new message (private by default), a replacement, or a deletion."""
    original = to.message
    if body.get("delete_original") and original:
        chat.remove(slack, original)
        return
    content = chat.check_content(body)
    if body.get("replace_original") and original:
        chat.change(slack, original, content)
        return
    where = slack.world.conversations[to.channel]
    private = body.get("response_type") != "in_channel"
    thread = chat.thread_of(where, body.get("thread_ts"))
    chat.post(slack, where, content, thread, to=to.person.id if private else "")


# Presses and choices


def find(slack: Slack, source: Source, body: Json, menu: bool) -> tuple[Json, Json] | None:
    """The button (or menu) that `label`, `action_id`, `block_id` and `value` mean, with its block."""
    for fits in (same, alike):
        for block, element in elements.in_blocks(blocks_of(source)):
            if (element["type"] == "button") != menu and _means(slack, block, element, body, fits):
                return block, element
    return None


def blocks_of(source: Source) -> list[Json]:
    """The blocks of a message or view."""
    return rows.all_blocks(source) if isinstance(source, Message) else source.content["blocks"]


def same(one: str, other: str) -> bool:
    """Whether two names are the same."""
    return one == other


def alike(one: str, other: str) -> bool:
    """Whether two names differ in nothing but capitals and spaces around them."""
    return one.strip().casefold() == other.strip().casefold()


def _means(slack: Slack, block: Json, element: Json, body: Json, fits: Any) -> bool:
    for name, have in (("action_id", element.get("action_id")), ("block_id", block.get("block_id"))):
        if body.get(name) and body[name] != have:
            return False
    if (
        body.get("value") is not None
        and element["type"] == "button"
        and str(body["value"]) != element.get("value", "")
    ):
        return False
    if body.get("label"):
        return any(fits(str(body["label"]), words.unescape(name)) for name in _labels(slack, block, element))
    return bool(body.get("action_id")) or (
        element["type"] != "button" and _offers(slack, element, body.get("option"))
    )


def _labels(slack: Slack, block: Json, element: Json) -> list[str]:
    if element["type"] == "button":
        return [element["text"]["text"]]
    texts = [element.get("placeholder"), block.get("label"), block.get("text")]
    return [t["text"] for t in texts if t] + [
        elements.label_of(slack.world, o) for o in elements.options_of(element)
    ]


def _offers(slack: Slack, element: Json, option: object) -> bool:
    offered = elements.options_of(element)
    return any(str(option) in (o["value"], elements.label_of(slack.world, o)) for o in offered)


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
    payload = _interaction(slack, person, source, "block_actions")
    payload["trigger_id"] = trigger(slack, person)
    ids = {"action_id": element.get("action_id", ""), "block_id": block.get("block_id", "")}
    payload["actions"] = [{**ids, **row, "action_ts": slack.ts()}]
    url = ""
    if isinstance(source, Message):
        where = slack.world.conversations[source.channel]
        url = payload["response_url"] = response_url(slack, person, where, source)
    answer = await ask(slack, "interactive", payload)
    if answer and url:
        acknowledged(slack, answer, url)
    if answer is None:
        _silence(slack, person, slack.world.conversations[source.channel] if url else slack.world.dm(person))  # type: ignore[union-attr]
    return answer is not None


def _interaction(slack: Slack, person: Person, source: Source, kind: str) -> Json:
    world = slack.world
    payload: Json = {
        "type": kind,
        "user": shapes.person_ref(person),
        "api_app_id": world.bot.app_id,
        "token": "verification-token",
        "team": shapes.team_ref(world),
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if isinstance(source, View):
        values = elements.state(source.content["blocks"], source.chosen)
        return payload | {
            "container": {"type": "view", "view_id": source.id},
            "view": shapes.view(world, source, values),
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
    world = slack.world
    payload: Json = {
        "type": "message_action" if source else "shortcut",
        "token": "verification-token",
        "action_ts": slack.ts(),
        "team": shapes.team_ref(world),
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
        payload["response_url"] = response_url(slack, person, where, None)
    answer = await ask(slack, "interactive", payload)
    if answer is None:
        _silence(slack, person, world.conversations[source.channel] if source else world.dm(person))
    return answer is not None
