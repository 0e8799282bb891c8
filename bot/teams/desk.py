"""Where what Teams sends is in hand: read, handed to the house, and answered on the response or by a message.

Teams repeats what is not answered in time, so everything carries a key; what was done for it is saved before it is
answered. What goes to one person besides the response is sent afterwards.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import Any

from bot.card import Card, plain
from bot.delivery import Deliverer
from bot.dispatch import Answer, Dispatch
from bot.in_hand import InHand
from bot.request import Quoted, Request, Way
from bot.teams import attached, dialogs, forms
from bot.teams.activity import place_of, thread_of
from bot.teams.incoming import Reader
from bot.teams.outgoing import Teams
from bot.teams.overheard import Overheard
from bot.teams.shown import Shown
from bot.teams.text import mentions, readable

log = logging.getLogger(__name__)

Json = dict[str, Any]
Result = tuple[int, Json | None]

NOT_TAKEN = 501
"""The answer to an invoke that we never asked for."""


class Desk(InHand):
    """Takes in activities. `idle` is set while nothing is in hand."""

    def __init__(self, platform: Teams, reader: Reader, dispatch: Dispatch, deliverer: Deliverer) -> None:
        super().__init__(deliverer.wake)
        self._platform = platform
        self._reader = reader
        self._dispatch = dispatch
        self._overheard = Overheard()
        self._shown = Shown(platform, dispatch)
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, activity: Json) -> Result:
        """Do what an activity asks for; returns the status and the body of the response."""
        async with self.hand():
            if activity.get("type") == "invoke":
                return await self._invoked(activity)
            await self._heard(activity)
            return 200, None

    # What happens

    async def _heard(self, activity: Json) -> None:
        if self._reader.is_line(activity):
            self._keep_in_mind(activity, ours=False)
            if not self._dispatch.understands(_words(activity)):
                await self._reader.note(activity)
                await self._reader.overheard(activity)
                return
        elif activity.get("type") == "message":
            self._keep_in_mind(activity, ours=True)
        elif activity.get("type") == "messageUpdate":
            self._overheard.amend(place_of(activity).handle, activity)
        elif activity.get("type") == "messageDelete":
            self._overheard.forget(place_of(activity).handle, str(activity.get("id")))
        for request in await self._reader.read(activity):
            await self._do(request, activity)

    async def _do(self, request: Request, activity: Json) -> None:
        if request.name.startswith("meeting.") and self._dispatch.verb(request.name) is None:
            return
        request = await self._with_files(request, activity)
        answer = await self._dispatch.handle(await self._told_more(request, activity))
        if answer is not None and answer.card is not None:
            self._later(self._tell(request, answer.card, answer.partnership))

    async def _with_files(self, request: Request, activity: Json) -> Request:
        """The request with the calendar files that came along, where it was said to us directly."""
        files = attached.calendars(activity.get("attachments")) if request.way is Way.DIRECT else []
        return replace(request, files=await self._platform.attached(files)) if files else request

    async def _told_more(self, request: Request, activity: Json) -> Request:
        """The request with what only Teams knows: who is in a conversation, and which message somebody points at."""
        if request.name == "partnership.invited":
            present = await self._platform.present(request.place)
            return replace(request, faces={face.handle: face for face in present})
        if request.name == "reactions.added":
            said = self._overheard.said(request.place.handle, request.message)
            return await self._quoting(request, said) if said is not None else request
        if request.feature or request.way not in (Way.MENTION, Way.DIRECT):
            return request
        if not self._dispatch.points(request.text):
            return replace(request, quoted=None)
        return await self._pointing(request, activity)

    async def _pointing(self, request: Request, activity: Json) -> Request:
        """A request that points at a message: the one it quotes, else the last that was heard above it."""
        if request.quoted is not None:
            return request
        above = self._overheard.above(request.place.handle, thread_of(activity), request.message)
        return await self._quoting(request, above) if above is not None else request

    async def _quoting(self, request: Request, line: Mapping[str, Any]) -> Request:
        """A request that points at a line that was heard."""
        read = await self._reader.pointed(line)
        quoted = Quoted(read.text, read.message, request.thread or read.thread, read.person)
        return replace(request, quoted=quoted, faces={**read.faces, **request.faces})

    def _keep_in_mind(self, activity: Json, ours: bool) -> None:
        self._overheard.note(place_of(activity).handle, thread_of(activity), activity, ours)

    # What people press and fill in

    async def _invoked(self, activity: Json) -> Result:
        value = activity.get("value")
        value = value if isinstance(value, Mapping) else {}
        await self._reader.note(activity)
        match activity.get("name"):
            case "adaptiveCard/action":
                action = value.get("action")
                return 200, await self._pressed(activity, action if isinstance(action, Mapping) else {})
            case "task/fetch":
                return 200, await self._opened(activity, _data(value))
            case "task/submit":
                return 200, await self._filled_in(activity, _data(value))
            case _:
                return NOT_TAKEN, None

    async def _pressed(self, activity: Json, action: Mapping[str, Any]) -> Json:
        data = {"action": action.get("verb"), **_data(action)}
        if not isinstance(data["action"], str):
            return dialogs.refused("BadRequest", "This button says nothing.")
        request = await self._reader.press(activity, data)
        answer = await self._dispatch.handle(request)
        if answer is not None and answer.card is not None:
            if answer.over:
                return await self._in_its_place(request, answer.card, answer.partnership)
            self._later(self._tell(request, answer.card, answer.partnership))
        shown = await self._shown.now(request)
        return dialogs.card(shown["card"]) if shown else dialogs.words(self._said("dispatch/taken"))

    async def _in_its_place(self, request: Request, card: Card, partnership: int | None) -> Json:
        first, *others = self._platform.pages(card, "", partnership)
        if others:
            self._later(self._send(request, others))
        return dialogs.card(first["card"])

    async def _opened(self, activity: Json, data: Mapping[str, Any]) -> Json:
        request = await self._reader.press(activity, data, opened=True)
        answer = await self._dispatch.handle(request)
        if answer is None or answer.card is None:
            return dialogs.said(self._said("dispatch/taken"))
        if answer.card.form is None:
            self._later(self._tell(request, answer.card, answer.partnership))
            return dialogs.said(plain(answer.card))
        shown = forms.form(answer.card, answer.partnership, request.card)
        kept = {
            "dialog": secrets.token_hex(8),
            "message": request.quoted.message if request.quoted else request.message,
            "thread": request.thread,
        }
        return dialogs.dialog(shown, kept)

    async def _filled_in(self, activity: Json, data: Mapping[str, Any]) -> Json | None:
        """What was filled in; None closes the dialog."""
        request = await self._reader.form(activity, data)
        answer = await self._dispatch.handle(request)
        if answer is None:
            return None
        if answer.errors:
            return self._mended(data, answer)
        if answer.card is not None:
            self._later(self._tell(request, answer.card, answer.partnership))
        return None

    def _mended(self, data: Mapping[str, Any], answer: Answer) -> Json:
        """The dialog once more, with what was wrong beside what was typed; where it cannot be, what was wrong."""
        shown = forms.again(data, answer.errors)
        if shown is None:
            return dialogs.said("\n".join(answer.errors.values()))
        return dialogs.dialog(shown, {name: data.get(name) for name in ("dialog", "message", "thread")})

    # What goes out besides

    async def _tell(self, request: Request, card: Card, partnership: int | None) -> None:
        """The answer to somebody, to them alone, where they asked."""
        await self._send(request, self._platform.pages(card, "", partnership))

    async def _send(self, request: Request, pages: Any) -> None:
        thread = request.thread or request.message
        for page in pages:
            await self._platform.tell(request.place, request.person, page, thread)

    def _later(self, sending: Coroutine[Any, Any, None]) -> None:
        """Send something after the response is out; it counts as in hand until then."""
        task = asyncio.create_task(self._sent(sending))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _sent(self, sending: Coroutine[Any, Any, None]) -> None:
        async with self.hand():
            try:
                await sending
            except Exception:
                log.exception("an answer was not sent")

    def _said(self, prompt: str) -> str:
        return plain(self._dispatch.wording.card(prompt, {}))


def _data(part: Mapping[str, Any]) -> Mapping[str, Any]:
    found = part.get("data")
    return found if isinstance(found, Mapping) else {}


def _words(activity: Json) -> str:
    return readable(activity.get("text"), mentions(activity.get("entities")), frozenset(), {})
