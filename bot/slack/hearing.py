"""What happens in Slack: messages, comings and goings, channels that move, workspaces that leave.

Slack repeats an event that was not acknowledged, so each is acknowledged only when it is kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot import signs
from bot.feature import Request, Way
from bot.slack.desk import Body, Desk
from bot.slack.events import ENDS, TYPES
from bot.slack.incoming import Reader
from bot.slack.installs import Install
from bot.slack.listeners import ANYTHING
from bot.slack.outgoing import key_in
from bot.slack.text import readable
from storage.database import Store
from storage.records import Registry

LEAVING = frozenset({"channel_left", "group_left", "member_left_channel"})
"""Those in which somebody leaves; where nobody is named, it is we."""


class Hearing:
    """Listens to what happens. Channels that move are written down in `store`."""

    def __init__(self, desk: Desk, store: Store) -> None:
        self._desk = desk
        self._store = store

    def listen(self, app: AsyncApp) -> None:
        """Let Bolt hand over whatever happens, the last of all being what nobody expects."""
        for name in TYPES:
            app.event(name)(self._on_end if name in ENDS else self._on_event)
        app.event(ANYTHING)(_nothing)

    async def _on_event(self, event: dict[str, Any], body: Body, context: AsyncBoltContext) -> None:
        async with self._desk.hand():
            reader, app = self._desk.reader(context), str(body.get("api_app_id") or "")
            match event["type"]:
                case "app_home_opened":
                    if event.get("tab") == "home":
                        await self._desk.draw_home(event["user"], reader)
                case "channel_id_changed":
                    await self._follow(event, context["install"])
                case "message" if self._desk.this.said(event.get("message") or event, app):
                    await self._echo(event)
                case _ if not self._empty_line(event) and not await self._still_there(
                    event, context["install"]
                ):
                    request = await reader.event(event)
                    if request is not None:
                        request = await self._with_files(request, event)
                        await self._desk.dispatch.handle(await self._told_more(request, reader, app))

    async def _echo(self, event: Body) -> None:
        """Our own message comes back: that settles what was not sure to have arrived."""
        message = event.get("message") or event
        if event.get("subtype") != "message_changed" and (key := key_in(message)):
            await self._desk.deliverer.echoed(key, str(message["ts"]))

    async def _with_files(self, request: Request, event: Body) -> Request:
        """The request with the calendar files that came along, where it was said to us."""
        if not event.get("files") or request.way not in (Way.DIRECT, Way.MENTION):
            return request
        files = await self._desk.platform.attached(event["files"], request.place.workspace)
        return replace(request, files=files)

    async def _told_more(self, request: Request, reader: Reader, app: str) -> Request:
        """The request with what only Slack knows: who is in a channel, and which message somebody points at."""
        if request.name == "partnership.invited":
            present = await self._desk.platform.present(request.place.handle, request.place.workspace)
            return replace(request, faces={face.handle: face for face in present})
        if request.name == "reactions.added" and request.values["sign"] in signs.TODO:
            meant = await self._desk.platform.message(request.place, request.message)
            return await reader.pointing(request, meant) if meant else request
        if request.way is Way.MENTION and request.thread and self._desk.dispatch.points(request.text):
            thread = await self._desk.platform.thread(request.place, request.thread, before=request.message)
            meant = reader.above(thread, app)
            return await reader.pointing(request, meant) if meant else request
        return request

    async def _still_there(self, event: Body, install: Install) -> bool:
        """Whether one of us has left a channel in which another of us remains, which speaks there from now on."""
        if event["type"] not in LEAVING or event.get("user", install.user) not in self._desk.this.users:
            return False
        other = await self._desk.platform.inside(str(event["channel"]), besides=install)
        if other is not None:
            async with self._store.transaction() as session:
                await Registry(session).speaks("slack", other.team, str(event["channel"]))
        return other is not None

    async def _follow(self, event: Body, install: Install) -> None:
        """A channel has another id, for example because it is shared from now on: its partnership goes with it.

        Where another of us is still in it under the old id, only one workspace's end of a shared channel was cut off: the
        partnership stays, and no organisation takes it along by leaving.
        """
        old, new = str(event["old_channel_id"]), str(event["new_channel_id"])
        stays = await self._desk.platform.inside(old, besides=install)
        async with self._store.transaction() as session:
            if stays is not None:
                await Registry(session).speaks("slack", stays.team, old)
                return
            await Registry(session).moved("slack", old, new)
        self._desk.platform.follow(old, new)

    async def _on_end(self, event: dict[str, Any], body: Body) -> None:
        """A workspace has uninstalled Upbeat, or taken its token back; that may be long ago, and it installed anew."""
        async with self._desk.hand():
            install = await self._desk.platform.installs.find(str(body.get("team_id") or ""))
            ends = event["type"] == "app_uninstalled" or (event.get("tokens") or {}).get("bot")
            if install is not None and ends and await self._desk.platform.locked_out(install):
                await self._desk.platform.installs.remove(install)

    def _empty_line(self, event: Body) -> bool:
        """Whether a message holds nothing for us, found out before anybody is asked who its author is."""
        if event.get("type") != "message" or event.get("subtype") not in (
            None,
            "thread_broadcast",
            "file_share",
        ):
            return False
        text = str(event.get("text") or "")
        direct = event.get("channel_type") == "im" or str(event.get("channel")).startswith("D")
        if direct or self._desk.this.named(text):
            return False
        return not self._desk.dispatch.understands(readable(text))


async def _nothing() -> None:
    """What nobody takes in is acknowledged all the same, so that Slack does not send it again."""
