"""What people do in Slack besides writing: commands, buttons, forms, shortcuts; each answered on its acknowledgement.

Slack repeats none of them. One listener of each kind serves every feature.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.feature import Request
from bot.slack.desk import Body, Desk
from storage.deliveries import Address

ANYTHING = re.compile(".*", re.DOTALL)
Ack = Callable[..., Awaitable[Any]]


class Listeners:
    """Listens to what is done at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def listen(self, app: AsyncApp) -> None:
        """Let Bolt hand over whatever is done."""
        app.command(ANYTHING)(self._on_command)
        app.action(ANYTHING)(self._on_press)
        app.view(ANYTHING)(self._on_form)
        app.shortcut(ANYTHING)(self._on_shortcut)

    async def _on_command(self, body: dict[str, Any], ack: Ack, context: AsyncBoltContext) -> None:
        async with self._desk.hand():
            request, command = await self._desk.reader(context).command(body)
            answer = await self._desk.dispatch.handle(request, command)
            pages = await self._desk.opened(answer, request)
            await ack(**pages[0]) if pages else await ack()
            for page in pages[1:]:
                await self._desk.platform.respond(body["response_url"], page, over=False)

    async def _on_shortcut(self, body: dict[str, Any], ack: Ack, context: AsyncBoltContext) -> None:
        async with self._desk.hand():
            request = await self._desk.reader(context).shortcut(body)
            answer = await self._desk.dispatch.handle(request)
            pages = await self._desk.opened(answer, request)
            await ack()
            await self._answer(body.get("response_url"), request, pages)

    async def _answer(self, url: str | None, request: Request, pages: list[dict[str, Any]]) -> None:
        """The answer to a shortcut: where it was used, or directly where that was nowhere."""
        directly = Address("slack", request.place.workspace, person=request.person.handle)
        for page in pages:
            if url:
                await self._desk.platform.respond(url, page, over=False)
            else:
                await self._desk.platform.post(directly, page, "")

    async def _on_press(self, body: dict[str, Any], ack: Ack, context: AsyncBoltContext) -> None:
        async with self._desk.hand():
            if "value" not in body["actions"][0]:
                await ack()
                return
            reader = self._desk.reader(context)
            request = await reader.press(body)
            answer = await self._desk.dispatch.handle(request)
            pages = await self._desk.opened(answer, request)
            await ack()
            url = body.get("response_url")
            if url is None:
                await self._desk.draw_home(body["user"]["id"], reader)
                return
            over = answer is not None and answer.over
            for number, page in enumerate(pages):
                await self._desk.platform.respond(url, page, over=over and not number)

    async def _on_form(self, body: dict[str, Any], ack: Ack, context: AsyncBoltContext) -> None:
        async with self._desk.hand():
            reader = self._desk.reader(context)
            request = await reader.form(body)
            answer = await self._desk.dispatch.handle(request)
            if answer is not None and answer.errors:
                await ack(response_action="errors", errors=_beside_fields(answer.errors, body["view"]))
                return
            await ack()
            if answer is not None and answer.card is not None:
                await self._desk.tell(request, answer.card, answer.partnership)
            if request.at_home:
                await self._desk.draw_home(body["user"]["id"], reader)


def _beside_fields(errors: Mapping[str, str], view: Body) -> dict[str, str]:
    """Errors by the id of the block they stand beside; one without a field of its own stands beside the first."""
    ids = [block["block_id"] for block in view.get("blocks", []) if block.get("type") == "input"]
    return {name if name in ids or not ids else ids[0]: words for name, words in errors.items()}
