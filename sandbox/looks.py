"""What people, the page, tests and scripts look at in the sandbox: GET /sandbox/…"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sandbox import cards, forms, people, rows
from sandbox.errors import Refused
from sandbox.link import BotGone
from sandbox.settle import settle

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]
Look = Callable[[Json], Awaitable[Json | None]]


class Looks:
    """Each look is a function of its query and changes nothing."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self.looks: dict[str, Look] = {
            "messages": self.messages,
            "dm": self.dm,
            "home": self.home,
            "form": self.form,
            "mail": self.mail,
            "canvas": self.canvas,
            "calls": self.calls,
            "gallery": self.gallery,
            "setup": self.setup,
            "state": self.state,
        }

    async def state(self, query: Json) -> Json:
        """Now, people, conversations, and whether the bot is up. 503 until everything is ready."""
        slack, world = self._slack, self._slack.world
        if not slack.ready:
            raise Refused("starting", slack.trouble or "The sandbox is starting. Ask again in a moment.", 503)
        return {
            "now": slack.calendar.now().isoformat(),
            "people": [rows.person(world, p) for p in world.people],
            "conversations": [rows.conversation(world, c) for c in world.channels()],
            "installs": [rows.install(i) for i in world.installs.active],
            "bot": {
                "name": world.bot.name,
                "id": world.bot.id,
                "up": slack.reachable(),
                "running": len(slack.bot_process.alive) if slack.bot_process else None,
            },
            "trouble": slack.trouble,
        }

    async def messages(self, query: Json) -> Json:
        """What somebody sees in a conversation."""
        person = self._slack.world.person(query.get("as"))
        rooms = people.rooms_of(self._slack, person, query.get("conversation"))
        found = self._slack.world.seen_in(rooms, person)
        return {"messages": [rows.message(self._slack.world, m) for m in found]}

    async def dm(self, query: Json) -> Json:
        """Somebody's direct messages with the bot."""
        return await self.messages({**query, "conversation": "dm"})

    async def home(self, query: Json) -> Json:
        """Somebody's Home tab. A script's look opens it; the page says `home-opened` itself."""
        person = self._slack.world.person(query.get("as"))
        if not query.get("page"):
            people.open_home(self._slack, person)
            await settle(self._slack)
        return people.home(self._slack, person)

    async def canvas(self, query: Json) -> Json:
        """A canvas as somebody who is in its channel reads it; `access` is what the channel may do with it."""
        world, person = self._slack.world, self._slack.world.person(query.get("as"))
        found = world.canvases.get(str(query.get("id")))
        where = world.conversations.get(found.channel) if found else None
        if found is None or where is None or person.id not in where.members:
            raise Refused("unknown_canvas", "There is no such canvas for you to read.", 404)
        return {"id": found.id, "title": found.title, "markdown": found.markdown, "access": found.access}

    async def form(self, query: Json) -> Json | None:
        """The form that somebody has open, or null."""
        view = forms.top(self._slack, self._slack.world.person(query.get("as")))
        return rows.form(self._slack, view) if view else None

    async def mail(self, query: Json) -> Json:
        """Every letter that the bot sent, the oldest first; with `to` those to one address."""
        to = query.get("to")
        return {"mail": [one for one in self._slack.mailbox.letters if to in (None, one["to"])]}

    async def calls(self, query: Json) -> Json:
        """Every Web API call the bot made."""
        return self._slack.calls.report()

    async def gallery(self, query: Json) -> Json:
        """Every prompt's example as the bot draws it."""
        try:
            answer = await self._slack.link.ask("gallery")
        except BotGone:
            raise Refused("no_bot", "The bot is not running, so it cannot draw its cards.", 409) from None
        return {"gallery": answer.get("gallery", [])}

    async def setup(self, query: Json) -> Json:
        """What the page shows around it all: commands, tour, doors."""
        slack = self._slack
        commands = [
            {"command": c.command, "description": c.description, "usage_hint": c.usage_hint}
            for c in slack.manifest.commands.values()
        ]
        return {
            "title": f"{slack.manifest.name} sandbox",
            "commands": commands,
            "shortcuts": [asdict(shortcut) for shortcut in slack.manifest.shortcuts.values()],
            "tour": slack.seed.tour,
            "doors": slack.seed.doors,
            "renderer": cards.scripts(),
            "bot": {
                "name": slack.world.bot.name,
                "id": slack.world.bot.id,
                "full_name": slack.world.bot.full_name,
            },
            "home": slack.manifest.home,
        }
