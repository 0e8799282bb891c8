"""The bot's answers to what people did: on the acknowledgement, or at the response_url; or none at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox import typed
from sandbox.api import chat
from sandbox.core import Answerable
from sandbox.errors import ApiError
from sandbox.socket import Unanswered
from sandbox.state import Conversation, Message, Person

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]


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


def silence(slack: Slack, person: Person, where: Conversation) -> None:
    """Say privately that the bot did not answer."""
    notice(slack, person, where, f"{slack.world.bot.name} did not respond")


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
    chat.post(slack, to.bot, where, content, thread, to=to.person.id if private else "")
