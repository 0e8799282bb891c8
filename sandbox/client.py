"""A small client of the control API, for tests and scripts. Knows nothing else of the sandbox."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any

import aiohttp

Json = dict[str, Any]


class Refused(Exception):
    """The sandbox said no: a code for programs, words for people, the HTTP status."""

    def __init__(self, error: str, message: str, status: int = 400) -> None:
        super().__init__(f"{error}: {message}")
        self.error = error
        self.message = message
        self.status = status


class Sandbox:
    """The sandbox at an address such as http://127.0.0.1:8080. Used with `async with`, or closed by hand."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Sandbox:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Hang up."""
        if self._session is not None:
            await self._session.close()

    async def call(self, method: str, what: str, body: Mapping[str, Any]) -> Any:
        """Any call: its JSON answer. Raises Refused."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=300))
        given = {k: v for k, v in body.items() if v is not None}
        more: Json = {"params": given} if method == "GET" else {"json": given}
        async with self._session.request(method, f"{self.address}/sandbox/{what}", **more) as answer:
            content = await answer.json()
            if answer.status >= 400:
                raise Refused(content["error"], content["message"], answer.status)
            return content

    async def get(self, what: str, **query: Any) -> Any:
        """Look at something."""
        return await self.call("GET", what, query)

    async def post(self, what: str, **body: Any) -> Json:
        """Do something."""
        answer: Json = await self.call("POST", what, body)
        return answer

    async def ready(self, seconds: float = 30.0) -> Json:
        """Wait until bot and seed are ready; answers the state."""
        async with asyncio.timeout(seconds):
            while True:
                try:
                    return await self.state()
                except Refused as refused:
                    if refused.status != 503:
                        raise
                await asyncio.sleep(0.05)

    async def state(self) -> Json:
        """Now, people, conversations."""
        answer: Json = await self.get("state")
        return answer

    async def messages(self, person: str, conversation: str) -> list[Json]:
        """What somebody sees in a conversation, oldest first."""
        answer = await self.get("messages", **{"as": person, "conversation": conversation})
        found: list[Json] = answer["messages"]
        return found

    async def dm(self, person: str) -> list[Json]:
        """Somebody's direct messages with the bot."""
        found: list[Json] = (await self.get("dm", **{"as": person}))["messages"]
        return found

    async def home(self, person: str) -> Json:
        """Somebody's Home tab."""
        answer: Json = await self.get("home", **{"as": person})
        return answer

    async def form(self, person: str) -> Json | None:
        """The form that somebody has open."""
        answer: Json | None = await self.get("form", **{"as": person})
        return answer

    async def calls(self) -> Json:
        """Every Web API call the bot made."""
        answer: Json = await self.get("calls")
        return answer

    async def mail(self) -> list[Json]:
        """The mailbox."""
        found: list[Json] = (await self.get("mail"))["mail"]
        return found

    async def say(
        self,
        person: str,
        text: str,
        conversation: str = "steering",
        thread_ts: str | None = None,
        files: Mapping[str, str] | None = None,
    ) -> str | None:
        """Type a message or command; answers the message's ts (None for a command). `files` are texts by their names."""
        along = [{"name": name, "text": content} for name, content in files.items()] if files else None
        body = {
            "as": person,
            "conversation": conversation,
            "text": text,
            "thread_ts": thread_ts,
            "files": along,
        }
        ts: str | None = (await self.post("say", **body))["ts"]
        return ts

    async def edit(self, person: str, ts: str, text: str, conversation: str = "steering") -> Json:
        """Change a message of one's own."""
        return await self.post("edit", **{"as": person, "conversation": conversation, "ts": ts, "text": text})

    async def delete(self, person: str, ts: str, conversation: str = "steering") -> Json:
        """Delete a message of one's own."""
        return await self.post("delete", **{"as": person, "conversation": conversation, "ts": ts})

    async def press(
        self,
        person: str,
        label: str | None = None,
        conversation: str = "steering",
        ts: str | None = None,
        action_id: str | None = None,
        value: str | None = None,
    ) -> Json:
        """Press a button: the newest that fits, or that of the message `ts`."""
        body = {"as": person, "conversation": conversation, "label": label, "ts": ts}
        return await self.post("press", **body, action_id=action_id, value=value)

    async def choose(
        self,
        person: str,
        option: object,
        label: str | None = None,
        conversation: str = "steering",
        ts: str | None = None,
        action_id: str | None = None,
    ) -> Json:
        """Choose in a menu or date picker."""
        body = {"as": person, "conversation": conversation, "label": label, "ts": ts}
        return await self.post("choose", **body, action_id=action_id, option=option)

    async def submit(self, person: str, values: Mapping[str, Any] | None = None) -> Json:
        """Fill and send the open form; the answer's `errors` say what the bot refused."""
        return await self.post("submit", **{"as": person, "values": dict(values or {})})

    async def close_form(self, person: str) -> Json:
        """Close the open form."""
        return await self.post("close-form", **{"as": person})

    async def react(
        self, person: str, ts: str, emoji: str, conversation: str = "steering", remove: bool | None = None
    ) -> Json:
        """React to a message."""
        body = {"as": person, "conversation": conversation, "ts": ts, "emoji": emoji, "remove": remove}
        return await self.post("react", **body)

    async def shortcut(
        self, person: str, callback_id: str, conversation: str | None = None, ts: str | None = None
    ) -> Json:
        """Use a shortcut."""
        return await self.post(
            "shortcut", **{"as": person, "callback_id": callback_id, "conversation": conversation, "ts": ts}
        )

    async def join(
        self, person: str, conversation: str, by: str | None = None, workspace: str | None = None
    ) -> Json:
        """Enter a channel; `upbeat` invites the bot (of this workspace's installation)."""
        body = {"as": person, "conversation": conversation, "by": by, "workspace": workspace}
        return await self.post("join", **body)

    async def leave(self, person: str, conversation: str, workspace: str | None = None) -> Json:
        """Leave a channel."""
        return await self.post(
            "leave", **{"as": person, "conversation": conversation, "workspace": workspace}
        )

    async def clock(
        self, to: str | None = None, advance: str | None = None, next: bool | None = None
    ) -> Json:
        """Turn the calendar; answers `now` and what was `posted`."""
        return await self.post("clock", to=to, advance=advance, next=next)

    async def person(self, person: str, do: str) -> Json:
        """Deactivate somebody, or let them return."""
        return await self.post("person", **{"as": person, "do": do})

    async def archive(self, conversation: str, do: str | None = None) -> Json:
        """Archive a channel, or `unarchive` it."""
        return await self.post("archive", conversation=conversation, do=do)

    async def share(self, conversation: str, workspace: str | None = None) -> Json:
        """Share a channel: it gets a new `id`."""
        return await self.post("share", **{"conversation": conversation, "with": workspace})

    async def refuse(self, method: str, error: str | None, count: int | None = None) -> Json:
        """Let a Web API method answer with an error; without one it works again."""
        return await self.post("refuse", method=method, error=error, count=count)

    async def install(self, workspace: str, do: str = "install", declined: Sequence[str] = ()) -> Json:
        """Put the app into a workspace (its new `token` is in the answer), `uninstall` it, or `revoke` its token."""
        return await self.post("install", workspace=workspace, do=do, declined=list(declined))

    async def fault(
        self, kind: str, count: int | None = None, seconds: float | None = None, method: str | None = None
    ) -> Json:
        """Order a trouble; `method` narrows it to one Web API method."""
        return await self.post("fault", kind=kind, count=count, seconds=seconds, method=method)

    async def bot(self, do: str, at: str | None = None, which: int | None = None) -> Json:
        """Kill, stop, start or restart the bot, or process `which` of it; `at` lets it crash at a named step."""
        return await self.post("bot", do=do, at=at, which=which)
