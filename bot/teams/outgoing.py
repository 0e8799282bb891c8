"""The Teams door's way out: messages in channels, threads and chats, changes in their place, marks, and answers for one.

Teams shows a bot no history, so what may or may not have arrived cannot be looked for (docs/decisions/0013).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.card import Card
from bot.errors import TryLater, Undeliverable, Unsure
from bot.platform import Page
from bot.request import Attached, Face, Place
from bot.teams import attached, cards
from bot.teams.people import MOST_PRESENT, People
from bot.teams.reaches import PLATFORM, Details, Known
from bot.teams.wire import Json, Wire
from storage.deliveries import Address

log = logging.getLogger(__name__)

SERVICE = "https://smba.trafficmanager.net/teams"
"""Where Teams is spoken to before it has said so itself."""

PATH = "/api/messages"
"""Where Teams finds us."""

CARD = "application/vnd.microsoft.card.adaptive"

REACTIONS = {"white_check_mark": "2705_whiteheavycheckmark", "writing_hand": "like", "envelope": "1f440_eyes"}
"""What our marks are called here. Teams is not known to take a hand that writes, nor an envelope."""


class Teams:
    """Speaks in every tenant where the app is installed. Implements bot.platform.Platform."""

    name = PLATFORM

    def __init__(
        self, wire: Wire, known: Known, bot: str, opens_form: Callable[[str], bool], service: str = SERVICE
    ) -> None:
        """`bot` is our own id; `opens_form` says which verbs answer with a form; `service` is where to begin."""
        self.wire = wire
        self.known = known
        self.bot = bot
        self.opens_form = opens_form
        self.people = People(wire, known)
        self._service = service

    async def attached(self, files: Sequence[Mapping[str, Any]]) -> tuple[Attached, ...]:
        """These calendar files of a message, with their text where it could be had."""
        return await attached.fetched(files, self._service)

    def pages(self, card: Card, key: str, partnership: int | None) -> Sequence[Page]:
        if card.sheet is not None:  # no page of ours can stand in a channel here
            return []
        return [dict(message) for message in cards.pages(card, key, partnership, self.opens_form)]

    async def post(self, to: Address, page: Page, key: str) -> str:
        if to.person:
            url, chat = await self._chat(to)
            return await self.wire.post(url, chat, self._activity(page))
        about = await self.known.of(to.conversation)
        url = await self._url(about, to.workspace)
        if not _threaded(about, to.conversation):
            return await self.wire.post(url, to.conversation, self._activity(page))
        if to.thread:
            return await self.wire.post(url, in_thread(to.conversation, to.thread), self._activity(page))
        return await self._begin_thread(url, to, page)

    async def _begin_thread(self, url: str, to: Address, page: Page) -> str:
        answer = await self.wire.create(
            url,
            {
                "isGroup": True,
                "bot": {"id": self.bot},
                "tenantId": to.workspace,
                "channelData": {"channel": {"id": to.conversation}, "tenant": {"id": to.workspace}},
                "activity": self._activity(page),
            },
        )
        return str(answer.get("activityId") or str(answer.get("id")).partition(";messageid=")[2])

    async def update(self, to: Address, message: str, page: Page) -> None:
        if to.person:
            url, where = await self._chat(to)
        else:
            about, where = await self.known.of(to.conversation), to.conversation
            url = await self._url(about, to.workspace)
            if _threaded(about, to.conversation):
                where = in_thread(to.conversation, to.thread or message)
        await self.wire.put(url, where, message, {**self._activity(page), "id": message})

    async def react(self, to: Address, message: str, reaction: str) -> None:
        """A mark that cannot stand where it belongs is nothing to worry about."""
        try:
            if to.person:
                url, where = await self._chat(to)
            else:
                url, where = (
                    await self._url(await self.known.of(to.conversation), to.workspace),
                    to.conversation,
                )
            await self.wire.react(url, where, message, REACTIONS.get(reaction, "like"))
        except Undeliverable as error:
            log.info("a mark was not left: %s", error)

    async def bookmark(self, to: Address, message: str, title: str) -> None:
        """Apps can keep nothing at the top of a conversation."""

    async def find(self, to: Address, key: str) -> str | None:
        """Teams shows no history to apps."""
        return None

    async def home(self, person: Face, cards: Sequence[tuple[int | None, Card]]) -> None:
        """There is no such page: "me" says the same."""

    async def who(self, handle: str) -> Face:
        return await self.people.face(handle)

    async def present(self, place: Place) -> list[Face]:
        """The people of a conversation, as many as are looked at; none where Teams does not say."""
        about = await self.known.of(place.handle)
        url = await self._url(about, place.workspace)
        try:
            members = await self.wire.members(url, place.handle, MOST_PRESENT)
        except (TryLater, Undeliverable, Unsure) as error:
            log.warning("nobody said who is in a conversation: %s", error)
            return []
        faces = [await self.people.member(one, place, url) for one in members]
        return [face for face in faces if face.name and not face.bot]

    async def tell(self, place: Place, person: Face, page: Page, thread: str = "") -> None:
        """Answer one person: privately where they asked, in their own chat where that is not possible; never kept."""
        directly = Address(self.name, person.workspace, person=person.handle)
        try:
            if place.direct:
                await self.post(directly, page, "")
            else:
                await self._privately(place, person, page, thread)
        except Unsure as error:
            log.warning("an answer may be lost: %s", error)
        except (Undeliverable, TryLater) as error:
            log.info("an answer goes directly: %s", error)
            await self._at_last(directly, page)

    async def _privately(self, place: Place, person: Face, page: Page, thread: str) -> None:
        """A targeted message: only its recipient sees it, for a day."""
        about = await self.known.of(place.handle)
        url = await self._url(about, place.workspace)
        known = await self.known.of(person.handle)
        recipient = {"id": known.get("id") or person.handle, "name": person.name, "isTargeted": True}
        where = in_thread(place.handle, thread) if thread and _threaded(about, place.handle) else place.handle
        await self.wire.post(url, where, {**self._activity(page), "recipient": recipient}, targeted=True)

    async def _at_last(self, to: Address, page: Page) -> None:
        try:
            await self.post(to, page, "")
        except (Undeliverable, Unsure, TryLater) as error:
            log.warning("an answer may be lost: %s", error)

    def _activity(self, page: Page) -> Json:
        """A message: the card, and its plain words for where notifications are shown."""
        activity: Json = {
            "type": "message",
            "from": {"id": self.bot},
            "summary": page["text"],
            "attachments": [{"contentType": CARD, "content": page["card"]}],
        }
        return {**activity, "entities": page["mentions"]} if page.get("mentions") else activity

    async def _chat(self, to: Address) -> tuple[str, str]:
        """The personal chat of somebody, and the service that has it; opened where it was never heard of."""
        about = await self.known.of(to.person)
        url = await self._url(about, to.workspace)
        if about.get("chat"):
            return url, str(about["chat"])
        tenant = str(about.get("workspace") or to.workspace)
        chat: dict[str, Any] = {
            "isGroup": False,
            "bot": {"id": self.bot},
            "members": [{"id": about.get("id") or to.person}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        opened = str((await self.wire.create(url, chat)).get("id") or "")
        if not opened:
            raise Unsure("no chat")
        await self.known.learn(to.person, tenant, chat=opened, url=url)
        return url, opened

    async def _url(self, about: Details, workspace: str) -> str:
        return str(about.get("url") or "") or await self.known.service(workspace) or self._service


def in_thread(conversation: str, root: str) -> str:
    """The id of a thread in a channel: that of the channel, and the message with which the thread begins."""
    return f"{conversation};messageid={root}"


def _threaded(about: Details, conversation: str) -> bool:
    """Whether a conversation has threads: channels have, chats have not."""
    kind = about.get("kind")
    return kind == "channel" if kind else conversation.endswith(("@thread.tacv2", "@thread.skype"))
