"""Everything that is there on Slack's side, found by id or by short name."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.errors import Refused
from sandbox.ids import Mint, stable
from sandbox.installs import Install, Installs
from sandbox.state import Canvas, Conversation, Json, Message, Person, View, Workspace


class World:
    """Who and what is there, and who can see what."""

    def __init__(self, mint: Mint) -> None:
        self.mint = mint
        self.workspaces: list[Workspace] = []
        self.people: list[Person] = []
        self.others: list[Person] = []
        self.conversations: dict[str, Conversation] = {}
        self.homes: dict[tuple[str, str], View] = {}
        self.modals: dict[str, list[View]] = {}
        self.files: dict[str, Json] = {}
        self.canvases: dict[str, Canvas] = {}
        self.posted: list[Message] = []
        self.installs: Installs
        self._found: dict[str, Person] = {}

    @property
    def host(self) -> Workspace:
        """The workspace that installed the app first."""
        return self.workspaces[0]

    @property
    def bot(self) -> Person:
        """The app's bot user there."""
        return self.installs.first.bot

    def add_person(self, person: Person) -> Person:
        """Remember somebody; the app's and other bots are not among `people`."""
        (self.others if person.bot_id else self.people).append(person)
        for key in (person.id, person.bot_id, person.name.lower()):
            if key:
                self._found[key] = person
        return person

    def find_person(self, key: str) -> Person | None:
        """The person or bot of this id or short name (in any case)."""
        return self._found.get(key) or self._found.get(key.lower().lstrip("@"))

    def person(self, key: object) -> Person:
        """The same, refused when unknown."""
        found = self.find_person(key) if isinstance(key, str) and key else None
        if found is None:
            names = ", ".join(p.name for p in self.people)
            raise Refused("unknown_person", f"Nobody here is called {key!r}. There are: {names}.", 404)
        return found

    def must_be_active(self, key: object) -> None:
        """Refuse to act as somebody who has been deactivated."""
        found = self.find_person(key) if isinstance(key, str) else None
        if found and found.deleted and not found.bot_id:
            raise Refused("deactivated", f"{found.name} has been deactivated, so cannot do anything.", 403)

    def workspace(self, key: object) -> Workspace:
        """The workspace of this id or name; refused when unknown."""
        found = next((w for w in self.workspaces if key in (w.id, w.name)), None)
        if found is None:
            names = ", ".join(w.name for w in self.workspaces)
            raise Refused("unknown_workspace", f"There is no workspace {key!r}. There are: {names}.", 404)
        return found

    def external(self, person: Person) -> bool:
        """Whether somebody belongs to a workspace that has not installed the app."""
        return self.installs.of(person.workspace) is None

    def channels(self) -> list[Conversation]:
        """The channels, in the seed's order, without direct messages."""
        return [c for c in self.conversations.values() if c.kind != "im"]

    def find_conversation(self, key: str) -> Conversation | None:
        """The conversation of this id or channel name."""
        if key in self.conversations:
            return self.conversations[key]
        name = key.lower().lstrip("#")
        return next((c for c in self.channels() if c.name == name), None)

    def conversation(self, key: object, person: Person | None = None) -> Conversation:
        """The conversation of this id or name; "dm" is `person`'s with the bot. Refused when unknown."""
        if key == "dm" and person is not None:
            return self.dm(person)
        found = self.find_conversation(key) if isinstance(key, str) and key else None
        if found is None:
            names = ", ".join(c.name for c in self.channels())
            raise Refused(
                "unknown_conversation", f"There is no conversation {key!r}. There are: {names}, dm.", 404
            )
        return found

    def renumber(self, where: Conversation, id: str) -> None:
        """Give a conversation another id; nothing is found under the old one any more."""
        old = where.id
        self.conversations = {(id if c is where else key): c for key, c in self.conversations.items()}
        where.id = id
        for m in where.messages.values():
            m.channel = id
        for bookmark in where.bookmarks:
            bookmark["channel_id"] = id
        for canvas in self.canvases.values():
            canvas.channel = id if canvas.channel == old else canvas.channel

    def tabs(self, where: Conversation) -> list[Canvas]:
        """The canvases that are tabs of a conversation, the oldest first."""
        return [one for one in self.canvases.values() if one.channel == where.id]

    def serving(self, person: Person) -> Install:
        """The installation that somebody deals with: of their own workspace, else one that they meet."""
        return self.installs.serving(person, self.channels())

    def dm(self, person: Person, bot: Person | None = None) -> Conversation:
        """The direct messages of somebody with a bot of the app's (theirs if none is named), begun when needed."""
        bot = bot or self.serving(person).bot
        key = stable("D", person.id, bot.id)
        if key not in self.conversations:
            members = dict.fromkeys((person.id, bot.id))
            self.conversations[key] = Conversation("dm", key, "im", [person.workspace], members=members)
        return self.conversations[key]

    def dms(self, person: Person) -> list[Conversation]:
        """All direct messages of somebody with the app's bots."""
        own = self.dm(person)
        rooms = [c for c in self.conversations.values() if c.kind == "im" and person.id in c.members]
        return [own, *(c for c in rooms if c is not own)]

    def addressed(self, person: Person, where: Conversation) -> Person:
        """The bot that somebody means by the app's name: one who is there, best of their own workspace."""
        there = [install.bot for install in self.installs.reaching(where)]
        own = self.serving(person).bot
        return own if own in there or not there else there[0]

    def partner(self, dm: Conversation) -> Person:
        """The person in direct messages with the bot."""
        return self.person(next(iter(dm.members)))

    def meets(self, install: Install, person: Person) -> bool:
        """Whether an installation can see somebody: of its workspace, or in a channel with its bot."""
        together = (c for c in self.channels() if person.id in c.members and install.bot.id in c.members)
        return not install.external(person) or next(together, None) is not None

    def knows(self, install: Install, where: Conversation) -> bool:
        """Whether an installation can know of a conversation: it is in it, or it is public in its workspace."""
        public = where.kind == "channel" and install.workspace in where.workspaces
        return public or install.bot.id in where.members

    def visible(self, conversation: Conversation, person: Person) -> Iterator[Message]:
        """What somebody sees in a conversation, oldest first."""
        return (m for m in conversation.messages.values() if m.to in ("", person.id))

    def seen_in(self, rooms: list[Conversation], person: Person) -> list[Message]:
        """What somebody sees in several conversations at once, oldest first."""
        return sorted((m for room in rooms for m in self.visible(room, person)), key=lambda m: m.ts)

    def keep(self, message: Message) -> Message:
        """Put a new message where it belongs."""
        self.conversations[message.channel].messages[message.ts] = message
        if self.installs.ours(message.author):
            self.posted.append(message)
        return message
