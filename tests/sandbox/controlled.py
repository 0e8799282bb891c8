"""A tiny bot with a control connection, started as a child process by the tests of clock and process.

It keeps what it must remember in the file that UPBEAT_DATABASE_URL names: what falls due, and which events it has
answered; several processes have a file each. `remind ISO words` falls due and is posted, `look ISO` falls due in
silence, `keep words` is posted at once. An ordered crash happens where a step of that name is reached.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

NUMBER = os.environ["UPBEAT_CONTROL_URL"].partition("?bot=")[2]
FILE = Path(os.environ["UPBEAT_DATABASE_URL"].partition("///")[2] + ("" if NUMBER == "1" else NUMBER))
client = AsyncWebClient(os.environ["UPBEAT_SLACK_BOT_TOKEN"], base_url=os.environ["UPBEAT_SLACK_BASE_URL"])
app = AsyncApp(client=client, ignoring_self_events_enabled=False, process_before_response=True)
memory: dict[str, Any] = {"due": [], "done": [], "clock": []}
at_step = ""
in_hand: set[asyncio.Task[Any]] = set()
orders: set[asyncio.Task[None]] = set()


def save() -> None:
    """Write the memory down."""
    FILE.write_text(json.dumps(memory), encoding="utf-8")


def reach(step: str) -> None:
    """Crash here if that was ordered."""
    if step == at_step:
        os.kill(os.getpid(), signal.SIGKILL)


@app.event("message")
async def on_message(body: dict[str, Any]) -> None:
    """Remember reminders, answer each event once."""
    event = body["event"]
    if "bot_id" in event or body["event_id"] in memory["done"]:
        return
    task = asyncio.current_task()
    assert task is not None
    in_hand.add(task)
    task.add_done_callback(in_hand.discard)
    reach("heard")
    what, _, rest = event.get("text", "").partition(" ")
    if what == "remind":
        moment, _, words = rest.partition(" ")
        memory["due"].append([moment, event["channel"], words])
    if what == "look":
        memory["due"].append([rest, event["channel"], ""])
    memory["done"].append(body["event_id"])
    save()
    if what == "keep":
        await client.chat_postMessage(channel=event["channel"], text=f"kept {rest}")
    reach("answered")


@app.event(re.compile(".*"))
async def on_anything() -> None:
    """Every event is acknowledged."""


@app.command("/note")
async def on_note(ack: Any) -> None:
    """A command that fails where a crash was ordered."""
    reach("command")
    await ack(text="noted")


async def sweep(now: str) -> str | None:
    """Post what is due by now, in order; answers what is due next."""
    here = datetime.fromisoformat(now)
    memory["clock"].append(now)
    for row in sorted(memory["due"]):
        if datetime.fromisoformat(row[0]) <= here:
            memory["due"].remove(row)
            if row[2]:
                await client.chat_postMessage(channel=row[1], text=row[2])
    save()
    return min((row[0] for row in memory["due"]), default=None)


async def obey(socket: aiohttp.ClientWebSocketResponse, asked: dict[str, Any]) -> None:
    """Do what the sandbox asks."""
    global at_step
    answer: dict[str, Any] = {"id": asked["id"], "done": True}
    if asked["do"] == "settle":
        await asyncio.wait(in_hand) if in_hand else None
    elif asked["do"] == "crash":
        at_step = asked["at"]
    elif asked["do"] == "gallery":
        answer["gallery"] = [{"prompt": "a/b", "example": "one", "slack": {"text": "hi"}, "text": "hi"}]
    elif "fail" in [row[2] for row in memory["due"]]:
        answer = {"id": asked["id"], "error": "the sweep failed"}
    else:
        answer["next"] = await sweep(asked["now"])
    await socket.send_json(answer)


def recall() -> bool:
    """Read what was written down; whether there was nothing."""
    if not FILE.exists():
        return True
    memory.update(json.loads(FILE.read_text(encoding="utf-8")))
    return False


async def main() -> None:
    """Say hello, take the time, open the socket, obey."""
    empty = recall()
    handler = AsyncSocketModeHandler(app, os.environ["UPBEAT_SLACK_APP_TOKEN"])
    async with aiohttp.ClientSession() as session:
        socket = await session.ws_connect(os.environ["UPBEAT_CONTROL_URL"])
        await socket.send_json({"hello": True, "empty": empty})
        first = await socket.receive_json()
        memory["began"] = [*memory.get("began", []), first["now"]]
        save()
        await handler.connect_async()  # type: ignore[no-untyped-call]
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, lambda: os._exit(0))
        async for frame in socket:
            if frame.type is aiohttp.WSMsgType.TEXT:
                obeying = asyncio.create_task(obey(socket, frame.json()))
                orders.add(obeying)
                obeying.add_done_callback(orders.discard)


if __name__ == "__main__":
    print(f"a bot began at {datetime.now(UTC):%H:%M:%S}", flush=True)
    asyncio.run(main())
