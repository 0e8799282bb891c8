"""Server-sent events: tells each open page what may look different now."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web

from sandbox.state import Conversation, Message, Person

Json = dict[str, Any]


class Stream:
    """The open pages, each as one person."""

    def __init__(self) -> None:
        self._pages: dict[asyncio.Queue[Json | None], str] = {}

    def tell(self, kind: str, person: Person | None = None, **more: object) -> None:
        """Tell every page, or those of one person."""
        for queue, name in self._pages.items():
            if person is None or person.id == name:
                queue.put_nowait({"kind": kind, **more})

    def changed(self, conversation: Conversation, message: Message | None = None) -> None:
        """Something changed in a conversation; an ephemeral only for its reader."""
        for queue, name in self._pages.items():
            if name in conversation.members and (message is None or message.to in ("", name)):
                direct = {"dm": True} if conversation.kind == "im" else {}
                queue.put_nowait({"kind": "conversation", "conversation": conversation.id, **direct})

    async def serve(self, request: web.Request, person: Person) -> web.StreamResponse:
        """One page listens until it goes away."""
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        self._pages[queue] = person.id
        try:
            await response.write(b": here\n\n")
            while (told := await self._next(queue)) is not None:
                await response.write(
                    f"data: {json.dumps(told)}\n\n".encode() if told else b": still here\n\n"
                )
        except ConnectionError:
            pass
        finally:
            del self._pages[queue]
        return response

    async def _next(self, queue: asyncio.Queue[Json | None]) -> Json | None:
        try:
            return await asyncio.wait_for(queue.get(), 15)
        except TimeoutError:
            return {}

    def close(self) -> None:
        """Send every page away."""
        for queue in self._pages:
            queue.put_nowait(None)
