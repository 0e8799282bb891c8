"""What people, the page, tests and scripts do in the sandbox: POST /sandbox/…"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from sandbox import bots, clock, forms, interact, members, people, rows
from sandbox.errors import Refused
from sandbox.finding import Source, usable
from sandbox.settle import settle
from sandbox.state import Conversation, Message, Person

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]
Act = Callable[[Json], Awaitable[Json]]


class Control:
    """Each act is a function of its body, and returns when the bot has gone quiet."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self.acts: dict[str, Act] = {
            "say": self.say,
            "edit": self.edit,
            "delete": self.delete,
            "press": self.press,
            "choose": self.choose,
            "submit": self.submit,
            "close-form": self.close_form,
            "react": self.react,
            "shortcut": self.shortcut,
            "join": self.join,
            "leave": self.leave,
            "clock": self.clock,
            "fault": self.fault,
            "pace": self.pace,
            "bot": self.bot,
            "home-opened": self.home_opened,
        }

    async def _done(self, answer: Json) -> Json:
        """Wait until the bot is quiet, then answer."""
        if not await settle(self._slack):
            answer["settled"] = False
        return answer

    def _who(self, body: Json) -> tuple[Person, Conversation]:
        person = self._slack.world.person(body.get("as"))
        rooms = people.rooms_of(self._slack, person, body.get("conversation"))
        known = str(body.get("thread_ts") or body.get("ts"))
        return person, next((room for room in rooms if known in room.messages), rooms[0])

    async def say(self, body: Json) -> Json:
        """A message, perhaps with files, or a slash command when it starts with a slash."""
        person, where = self._who(body)
        files = people.brought(self._slack, person, body.get("files"))
        text = people.words(body.get("text"), silent=bool(files))
        thread = str(body.get("thread_ts") or "")
        if text.startswith("/"):
            people.may_command(self._slack, person, text, thread)
            await interact.command(self._slack, person, where, text)
            return await self._done({"ts": None})
        m = people.say(self._slack, person, where, text, thread, files)
        return await self._done({"ts": m.ts})

    async def edit(self, body: Json) -> Json:
        """New words for a message of one's own."""
        person, where = self._who(body)
        m = people.own(self._slack, person, where, body.get("ts"))
        people.edit(self._slack, m, people.words(body.get("text")))
        return await self._done({"ts": m.ts})

    async def delete(self, body: Json) -> Json:
        """Take a message of one's own away."""
        person, where = self._who(body)
        m = people.own(self._slack, person, where, body.get("ts"))
        people.delete(self._slack, m)
        return await self._done({"ts": m.ts})

    async def press(self, body: Json) -> Json:
        """A button in a message, on Home or in a form."""
        return await self._use(body, menu=False)

    async def choose(self, body: Json) -> Json:
        """A menu or date picker in a message, on Home or in a form."""
        if "option" not in body:
            raise Refused("no_option", "Say which `option`.")
        return await self._use(body, menu=True)

    async def _use(self, body: Json, menu: bool) -> Json:
        person = self._slack.world.person(body.get("as"))
        source, block, element = usable(self._slack, person, body, menu)
        if menu:
            went = await interact.choose(self._slack, person, source, block, element, body["option"])
        else:
            went = await interact.press(self._slack, person, source, block, element)
        return await self._done({"ok": went, **_where(source)})

    async def submit(self, body: Json) -> Json:
        """Send the open form."""
        values = body.get("values", {})
        if not isinstance(values, dict):
            raise Refused("bad_values", "`values` is an object of labels or names and what to put there.")
        person = self._slack.world.person(body.get("as"))
        answer = await forms.submit(self._slack, person, values)
        return await self._done({"ok": not answer, **answer})

    async def close_form(self, body: Json) -> Json:
        """Close the open form without sending it."""
        await forms.close(self._slack, self._slack.world.person(body.get("as")))
        return await self._done({"ok": True})

    async def react(self, body: Json) -> Json:
        """Add a reaction, or with `remove` take it back."""
        person, where = self._who(body)
        m = people.seen(self._slack, person, where, body.get("ts"))
        people.react(self._slack, person, m, body.get("emoji"), bool(body.get("remove")))
        return await self._done({"ok": True})

    async def shortcut(self, body: Json) -> Json:
        """A global shortcut, or one on a message."""
        person, m = self._slack.world.person(body.get("as")), None
        if body.get("ts"):
            m = people.seen(self._slack, *self._who(body), body["ts"])
        people.may_shortcut(self._slack, person, body.get("callback_id"), m)
        went = await interact.shortcut(self._slack, person, str(body["callback_id"]), m)
        return await self._done({"ok": went})

    async def join(self, body: Json) -> Json:
        """Enter a channel; `as` the bot invites it, by `by` (else its first member)."""
        members.join(self._slack, body)
        return await self._done({"ok": True})

    async def leave(self, body: Json) -> Json:
        """Leave a channel."""
        members.leave(self._slack, body)
        return await self._done({"ok": True})

    async def clock(self, body: Json) -> Json:
        """Turn the calendar forward, everything that falls due on the way in order."""
        slack = self._slack
        if body.get("next"):
            found = await clock.turn_to_next(slack)
        else:
            found = await clock.turn(slack, clock.goal(body, slack.calendar.now()))
        shown = [rows.posted(slack.world, m) for m in found]
        return {"now": slack.calendar.now().isoformat(), "posted": shown}

    async def fault(self, body: Json) -> Json:
        """Order a trouble for the next calls or events."""
        kind = self._slack.faults.order(body)
        if kind == "disconnect":
            await self._slack.hub.disconnect(seconds=float(body.get("seconds", 0)))
        return {"ok": True, "waiting": self._slack.faults.waiting()}

    async def pace(self, body: Json) -> Json:
        """Insist (or not) on one message a second and channel."""
        self._slack.calls.enforced = bool(body.get("on", True))
        return {"ok": True, "on": self._slack.calls.enforced}

    async def home_opened(self, body: Json) -> Json:
        """Somebody looks at the Home tab, so that the bot may draw it."""
        people.open_home(self._slack, self._slack.world.person(body.get("as")))
        return await self._done({"ok": True})

    async def bot(self, body: Json) -> Json:
        """Kill, stop, start or restart the bot's processes, on the same database."""
        return await bots.act(self._slack, body)


def _where(source: Source) -> Json:
    return {"ts": source.ts} if isinstance(source, Message) else {"view_id": source.id}
