"""Socket Mode, Slack's end: tickets, hello, envelopes to one connection each, acknowledgements."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from sandbox import limits
from sandbox.pulse import Pulse

Json = dict[str, Any]


class Unanswered(Exception):
    """Nobody acknowledged: `reason` is timeout or connection_failed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(eq=False)
class Connection:
    """One WebSocket of the app and the envelopes it has not acknowledged."""

    socket: web.WebSocketResponse
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)


class Hub:
    """All WebSocket connections of the app, ten at most."""

    def __init__(self, app_id: str, pulse: Pulse) -> None:
        self._app_id = app_id
        self._pulse = pulse
        self._tickets: set[str] = set()
        self._turn = itertools.count()
        self.connections: list[Connection] = []
        self.away_until = 0.0
        self.lost_at = -1e9

    def ticket(self) -> str:
        """A ticket that opens one connection."""
        made = uuid.uuid4().hex
        self._tickets.add(made)
        return made

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The bot connects here, with the ticket in the query."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=403)
        self._tickets.discard(ticket)
        connection = Connection(web.WebSocketResponse(heartbeat=15, max_msg_size=0))
        await connection.socket.prepare(request)
        await self._open(connection)
        try:
            async for frame in connection.socket:
                if frame.type == WSMsgType.TEXT:
                    self._hear(connection, frame.data)
        finally:
            self._lose(connection)
        return connection.socket

    async def _open(self, connection: Connection) -> None:
        if len(self.connections) >= limits.CONNECTIONS:
            await connection.socket.send_json(self._goodbye("too_many_websockets"))
            await connection.socket.close()
            return
        self.connections.append(connection)
        await connection.socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self.connections),
                "debug_info": {
                    "host": "applink-sandbox",
                    "build_number": 1,
                    "approximate_connection_time": 18060,
                },
                "connection_info": {"app_id": self._app_id},
            }
        )
        self._pulse.beat()

    def _hear(self, connection: Connection, data: str) -> None:
        try:
            frame = json.loads(data)
        except ValueError:
            return
        future = connection.waiting.get(frame.get("envelope_id", "")) if isinstance(frame, dict) else None
        if future and not future.done():
            payload = frame.get("payload")
            future.set_result(payload if isinstance(payload, dict) else {})
        self._pulse.beat()

    def _lose(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
            self.lost_at = time.monotonic()
        for future in connection.waiting.values():
            if not future.done():
                future.set_exception(Unanswered("connection_failed"))
        self._pulse.beat()

    async def send(self, kind: str, payload: Json, attempt: int = 0, reason: str = "") -> Json:
        """Deliver to one connection and wait for the acknowledgement; answers its payload ({} for none).

        Raises Unanswered after three seconds of real time, or when the connection breaks or there is none.
        """
        connection = self._next()
        envelope: Json = {"envelope_id": str(uuid.uuid4()), "type": kind, "payload": payload}
        envelope["accepts_response_payload"] = kind != "events_api"
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope["envelope_id"]] = future
        try:
            await connection.socket.send_json(envelope)
            self._pulse.beat()
            return await asyncio.wait_for(future, limits.ACK_SECONDS)
        except TimeoutError:
            raise Unanswered("timeout") from None
        except (ConnectionError, RuntimeError):
            raise Unanswered("connection_failed") from None
        finally:
            connection.waiting.pop(envelope["envelope_id"], None)

    def _next(self) -> Connection:
        alive = [c for c in self.connections if not c.socket.closed]
        if not alive:
            raise Unanswered("connection_failed")
        return alive[next(self._turn) % len(alive)]

    def _goodbye(self, reason: str) -> Json:
        return {
            "type": "disconnect",
            "reason": reason,
            "num_connections": len(self.connections),
            "debug_info": {"host": "applink-sandbox"},
            "connection_info": {"app_id": self._app_id},
        }

    async def disconnect(self, reason: str = "refresh_requested", seconds: float = 0.0) -> None:
        """Send every connection away; for so many seconds no new one can be opened."""
        self.away_until = time.monotonic() + seconds
        for connection in list(self.connections):
            self.connections.remove(connection)
            self.lost_at = time.monotonic()
            await connection.socket.send_json(self._goodbye(reason))
            await connection.socket.close()

    async def close(self) -> None:
        """Hang up all connections."""
        for connection in list(self.connections):
            await connection.socket.close()
