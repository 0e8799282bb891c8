"""What Teams tells a bot, as activities: the shapes of messages, invokes and events, with the traps that the real ones have."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

from tests.teams.world import BOT, NAME, Conversation, Json, Message, Person, World


def base(world: World, kind: str, person: Person, where: Conversation, thread: str = "") -> Json:
    """What every activity has. In a channel the id of its conversation names the thread too."""
    address = f"{where.id};messageid={thread}" if thread and where.kind == "channel" else where.id
    conversation: Json = {"id": address, "conversationType": where.kind, "tenantId": where.tenant}
    if where.kind != "personal":
        conversation |= {"isGroup": True, "name": where.name}
    data: Json = {"tenant": {"id": where.tenant}, "source": {"name": "message"}}
    if where.kind == "channel":
        data |= {"teamsChannelId": where.id, "teamsTeamId": where.team}
        data |= {"channel": {"id": where.id}, "team": {"id": where.team}}
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {
        "type": kind,
        "id": world.stamp(),
        "timestamp": now,
        "channelId": "msteams",
        "from": person.account(),
        "recipient": {"id": BOT, "name": NAME},
        "conversation": conversation,
        "channelData": data,
        "locale": "en-GB",
    }


def message(world: World, said: Message, person: Person) -> Json:
    """A message that somebody typed: raw words with `<at>` where people are named, and the same as HTML."""
    where = world.conversations[said.conversation]
    activity = base(world, "message", person, where, said.thread or said.id)
    text, entities = named(world, str(said.content["text"]))
    mark = f"<div>{html.escape(text).replace('&lt;at&gt;', '<at>').replace('&lt;/at&gt;', '</at>')}</div>"
    activity |= {"id": said.id, "text": text, "textFormat": "plain"}
    files = said.content.get("files") or []
    activity["attachments"] = [{"contentType": "text/html", "content": mark}, *files]
    activity["entities"] = [
        *entities,
        {"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Web"},
    ]
    if said.thread:
        activity["replyToId"] = said.thread
    return activity


def changed(world: World, said: Message, person: Person, gone: bool) -> Json:
    """The news that somebody has edited or deleted their message."""
    activity = message(world, said, person)
    activity["type"] = "messageDelete" if gone else "messageUpdate"
    activity["channelData"]["eventType"] = "softDeleteMessage" if gone else "editMessage"
    if gone:
        for part in ("text", "attachments", "entities", "textFormat"):
            activity.pop(part)
    return activity


def reaction(world: World, person: Person, said: Message, name: str) -> Json:
    """The news that somebody put a reaction on a message: by its id alone, without its thread, and with no name."""
    activity = base(world, "messageReaction", person, world.conversations[said.conversation])
    del activity["from"]["name"]
    return activity | {"reactionsAdded": [{"type": name}], "replyToId": said.id}


def invoke(
    world: World, name: str, value: Json, person: Person, where: Conversation, said: Message | None
) -> Json:
    """Something that waits for its answer: a button, a dialog that opens or is sent."""
    activity = base(world, "invoke", person, where, (said.thread or said.id) if said else "")
    activity |= {"name": name, "value": value}
    if said is not None:
        activity["replyToId"] = said.id
    return activity


def installed(world: World, person: Person, where: Conversation, gone: bool = False) -> Json:
    """The app was added to a conversation, or removed from it, by somebody."""
    activity = base(world, "installationUpdate", person, where)
    del activity["from"]["name"]
    return activity | {"action": "remove" if gone else "add"}


def members(world: World, by: Person, where: Conversation, who: Json, gone: bool = False) -> Json:
    """Somebody came, or went; Teams gives no names with the news."""
    activity = base(world, "conversationUpdate", by, where)
    del activity["from"]["name"]
    activity["membersRemoved" if gone else "membersAdded"] = [who]
    if where.kind == "channel":
        activity["channelData"]["eventType"] = "teamMemberRemoved" if gone else "teamMemberAdded"
    return activity


def itself() -> Json:
    """The bot as a member."""
    return {"id": BOT}


def newcomer(person: Person) -> Json:
    """Somebody as a member who came or went."""
    return {"id": person.id, "aadObjectId": person.aad}


def named(world: World, text: str) -> tuple[str, list[Json]]:
    """Typed words with `@name` of those who are known made into mentions, and the entities that say who they are.

    Teams names them by its own id there, never by that of their directory.
    """
    people = {
        one.name: (one.full_name, {"id": one.id, "name": one.full_name}) for one in world.people.values()
    }
    people[NAME] = (NAME, {"id": BOT, "name": NAME})
    entities: list[Json] = []

    def marked(found: re.Match[str]) -> str:
        full, account = people[found[1] if found[1] in people else NAME]
        mark = f"<at>{html.escape(full)}</at>"
        entities.append({"type": "mention", "mentioned": account, "text": mark})
        return mark

    names = "|".join(map(re.escape, people))
    return re.sub(rf"@({names})\b", marked, text), entities
