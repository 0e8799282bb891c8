"""People at their screens: they type, press, fill in dialogs, come and go; each is signed and told to the bot, as Teams does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import aiohttp

from tests.teams import activities, cards
from tests.teams.connector import Connector
from tests.teams.world import APP, NAME, Conversation, Json, Message, World

PATIENCE = 15.0
"""Seconds within which a bot has to answer, as Teams has it."""


@dataclass
class Dialog:
    """A dialog on somebody's screen, and what stands in its fields."""

    title: str
    card: Json
    conversation: Conversation
    values: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        return cards.text(self.card)


class Trouble(AssertionError):
    """The bot's answer is one that Teams would show as an error."""


class People:
    """Everybody's hands. `bot` is where the bot listens; `said` holds what Teams shows somebody in passing."""

    def __init__(self, world: World, connector: Connector, bot: str = "") -> None:
        self.world = world
        self.connector = connector
        self.bot = bot
        self.dialogs: dict[str, Dialog] = {}
        self.said: dict[str, list[str]] = {}
        self.statuses: list[int] = []

    async def install(self, person: str, where: Conversation) -> None:
        """Add the app to a conversation."""
        where.installed = True
        by = self.world.people[person]
        await self.tell(activities.members(self.world, by, where, activities.itself()))
        await self.tell(activities.installed(self.world, by, where))

    async def uninstall(self, person: str, where: Conversation) -> None:
        """Remove the app from a conversation."""
        by = self.world.people[person]
        await self.tell(activities.members(self.world, by, where, activities.itself(), gone=True))
        await self.tell(activities.installed(self.world, by, where, gone=True))
        where.installed = False

    async def come(self, person: str, where: Conversation, gone: bool = False) -> None:
        """Somebody enters a conversation, or leaves it."""
        who = self.world.people[person]
        (where.members.discard if gone else where.members.add)(person)
        if where.installed:
            await self.tell(activities.members(self.world, who, where, activities.newcomer(who), gone))

    async def send(self, person: str, name: str, text: str, words: str = "") -> Message:
        """Somebody sends the bot a file, in their own chat with it: elsewhere Teams hands no files over."""
        key = self.world.stamp()
        self.connector.files[key] = text
        url = f"{self.connector.address}/files/{key}"
        kind = "application/vnd.microsoft.teams.file.download.info"
        content = {"downloadUrl": url, "uniqueId": key, "fileType": name.rpartition(".")[2]}
        row: Json = {"contentType": kind, "contentUrl": url, "name": name, "content": content}
        return await self.type(person, words, self.world.personal(person), files=[row])

    async def type(
        self, person: str, text: str, where: Conversation, thread: str = "", files: Sequence[Json] = ()
    ) -> Message:
        """Somebody types. The bot hears of it where it is named, spoken to directly, or may read everything."""
        if where.kind == "personal" and not where.installed:
            await self.install(person, where)
        said = Message(
            self.world.stamp(),
            where.id,
            person,
            {"text": text, "files": list(files)},
            thread if where.kind == "channel" else "",
        )
        self.world.messages.append(said)
        if self._heard(said):
            await self.tell(activities.message(self.world, said, self.world.people[person]))
        return said

    async def edit(self, said: Message, text: str) -> None:
        """Somebody changes what they typed."""
        heard = self._heard(said)
        said.content = {"text": text}
        if heard or self._heard(said):
            await self.tell(activities.changed(self.world, said, self.world.people[said.sender], gone=False))

    async def delete(self, said: Message) -> None:
        """Somebody takes back what they typed."""
        said.gone = True
        if self._heard(said):
            await self.tell(activities.changed(self.world, said, self.world.people[said.sender], gone=True))

    async def react(self, person: str, said: Message, name: str) -> None:
        """Put a reaction on a message. The bot hears of it on its own, and where it may read everything on others' too.

        Of others' messages that is a guess (docs/teams.md): the documents promise it for the bot's own.
        """
        where = self.world.conversations[said.conversation]
        if where.installed and (said.ours or where.hears):
            await self.tell(activities.reaction(self.world, self.world.people[person], said, name))

    def _heard(self, said: Message) -> bool:
        where = self.world.conversations[said.conversation]
        named = f"@{NAME}" in str(said.content["text"])
        return where.installed and (where.kind == "personal" or where.hears or named)

    def card(self, person: str, said: Message) -> Json | None:
        """The card of a message as this person sees it."""
        return said.shown.get(person) or cards.of(said.content)

    def text(self, person: str, said: Message) -> str:
        """All the words of a message as this person sees it."""
        card = self.card(person, said)
        typed = str(said.content.get("text") or "")
        return "\n".join(
            part
            for part in (cards.rendered(typed) if said.ours else typed, cards.text(card) if card else "")
            if part
        )

    def labels(self, person: str, said: Message) -> list[str]:
        """The buttons of a message."""
        card = self.card(person, said)
        return [cards.title(action) for action in cards.actions(card)] if card else []

    async def press(self, person: str, label: str, said: Message) -> None:
        """Press a button: something happens at once, or a dialog opens."""
        card = self.card(person, said)
        found = [one for one in cards.actions(card or {}) if cards.title(one) == label]
        assert found, f"no button {label!r} among {self.labels(person, said)}"
        if cards.opens_form(found[0]):
            await self._open(person, said, found[0])
            return
        assert found[0]["type"] == "Action.Execute", found[0]
        await self.execute(person, said, found[0].get("data") or {}, str(found[0].get("verb") or ""))

    async def execute(self, person: str, said: Message, data: Json, verb: str = "") -> None:
        """Press something that does what its data says, which may never have been drawn."""
        action = {"type": "Action.Execute", "id": "", "verb": verb, "data": data}
        answer = await self._invoke(
            person, "adaptiveCard/action", {"action": action, "trigger": "manual"}, said
        )
        kind, value = str(answer.get("type")), answer.get("value")
        if answer.get("statusCode") != 200:
            raise Trouble(f"the card shows an error: {answer}")
        if kind == cards.CARD:
            assert isinstance(value, dict) and not cards.wrong(value), cards.wrong(value or {})
            said.shown[person] = value
        elif kind == "application/vnd.microsoft.activity.message":
            self.said.setdefault(person, []).append(str(value or ""))
        else:
            raise Trouble(f"nobody knows an answer of the type {kind}")

    async def _open(self, person: str, said: Message, action: Json) -> None:
        value = {"data": {**action["data"], "type": "task/fetch"}, "context": {"theme": "default"}}
        where = self.world.conversations[said.conversation]
        self._shown(person, where, await self._invoke(person, "task/fetch", value, said))

    async def submit(self, person: str, values: dict[str, str]) -> list[str]:
        """Fill in the open dialog by the names or labels of its fields and send it; answers what is wrong, or nothing."""
        dialog = self.dialogs[person]
        self._fill(dialog, values)
        if missing := [self._missing(one) for one in cards.inputs(dialog.card) if self._lacks(dialog, one)]:
            return missing
        before = dialog.text().splitlines()
        action = next(one for one in cards.actions(dialog.card) if one["type"] == "Action.Submit")
        data = {**(action.get("data") or {}), **dialog.values}
        value = {"data": data, "context": {"theme": "default"}}
        answer = await self._invoke(person, "task/submit", value, None, dialog.conversation)
        del self.dialogs[person]
        self._shown(person, dialog.conversation, answer)
        again = self.dialogs.get(person)
        return [line for line in again.text().splitlines() if line not in before] if again else []

    def _shown(self, person: str, where: Conversation, answer: Json) -> None:
        """What Teams does with the answer to a dialog: another one, a word in passing, or it closes."""
        task = answer.get("task") or {}
        if task.get("type") == "continue":
            content = task["value"]["card"]["content"]
            assert not cards.wrong(content), cards.wrong(content)
            held = {str(one["id"]): str(one.get("value") or "") for one in cards.inputs(content)}
            self.dialogs[person] = Dialog(str(task["value"].get("title") or ""), content, where, held)
        elif task.get("type") == "message":
            self.said.setdefault(person, []).append(str(task["value"]))
        elif task:
            raise Trouble(f"nobody knows a task of the type {task.get('type')}")

    def _fill(self, dialog: Dialog, values: dict[str, str]) -> None:
        fields = {str(one["id"]): one for one in cards.inputs(dialog.card)}
        labels = {str(one.get("label") or ""): name for name, one in fields.items()}
        for wanted, value in values.items():
            name = next((one for one in fields if one.rpartition(":")[2] == wanted), "") or labels[wanted]
            dialog.values[name] = _chosen(fields[name], value)

    def _lacks(self, dialog: Dialog, one: Json) -> bool:
        return bool(one.get("isRequired")) and not dialog.values[str(one["id"])].strip()

    def _missing(self, one: Json) -> str:
        assert one.get("errorMessage"), f"nothing says what is wrong with {one.get('label')}"
        return str(one["errorMessage"])

    async def _invoke(
        self, person: str, name: str, value: Json, said: Message | None, where: Conversation | None = None
    ) -> Json:
        """Ask the bot and wait for its answer."""
        where = where or self.world.conversations[said.conversation if said else ""]
        activity = activities.invoke(self.world, name, value, self.world.people[person], where, said)
        return await self.tell(activity)

    async def tell(self, activity: Json, token: str | None = None) -> Json:
        """Send an activity to the bot as Teams does: signed, and impatient. Answers what the bot said."""
        service = self.connector.service_url
        signed = self.connector.keys.token(APP, service) if token is None else token
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            headers = {"Authorization": f"Bearer {signed}"}
            url = f"{self.bot}/api/messages"
            async with session.post(url, json={**activity, "serviceUrl": service}, headers=headers) as answer:
                self.statuses.append(answer.status)
                body = await answer.text()
                if answer.status not in (200, 201, 202):
                    raise Trouble(f"the bot answered {answer.status}: {body[:300]}")
                found = await answer.json() if body and "json" in answer.content_type else {}
                return found if isinstance(found, dict) else {}


def _chosen(one: Json, value: str) -> str:
    """What a field holds when this is typed or chosen: a choice is found by what it says."""
    choices = {str(choice["title"]): str(choice["value"]) for choice in one.get("choices") or []}
    if not choices:
        return value
    if one.get("isMultiSelect"):
        return ",".join(choices.get(part.strip(), part.strip()) for part in value.split(",") if part.strip())
    assert not value or value in choices or value in choices.values(), f"{value!r} is none of {list(choices)}"
    return choices.get(value, value)
