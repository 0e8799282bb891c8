"""Who and what is there in the pretend Teams: tenants, people, channels and chats, and what was said in them."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
Kind = Literal["channel", "groupChat", "personal"]

APP = "00000000-0000-0000-0000-0000000000b0"
BOT = f"28:{APP}"
NAME = "Upbeat"


def identity(words: str) -> str:
    """An id that is always the same for the same words."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, words))


@dataclass(frozen=True)
class Person:
    """Somebody with an account in one tenant."""

    name: str
    full_name: str
    tenant: str

    @property
    def id(self) -> str:
        """How a bot knows them."""
        return f"29:{identity(self.name + self.tenant)}"

    @property
    def aad(self) -> str:
        """How their directory knows them."""
        return identity(f"directory/{self.name}")

    def account(self) -> Json:
        """They as the sender of something, or as one who is mentioned."""
        return {"id": self.id, "name": self.full_name, "aadObjectId": self.aad}

    def member(self) -> Json:
        """They in a list of members."""
        given, _, family = self.full_name.partition(" ")
        more = {"objectId": self.aad, "givenName": given, "surname": family, "tenantId": self.tenant}
        mail = f"{self.name}@{self.tenant[:8]}.example"
        return {**self.account(), **more, "email": mail, "userPrincipalName": mail, "userRole": "user"}


@dataclass
class Message:
    """What stands in a conversation. `content` is an activity; `to` is who alone sees it; `shown` is what one person sees
    in its place since they pressed something on it. A message that is gone still begins its thread."""

    id: str
    conversation: str
    sender: str
    content: Json
    thread: str = ""
    to: str = ""
    shown: dict[str, Json] = field(default_factory=dict)
    reactions: list[str] = field(default_factory=list)
    gone: bool = False

    @property
    def ours(self) -> bool:
        return self.sender == BOT


@dataclass
class Conversation:
    """A channel, a group chat or a personal chat. `hears`: the app may read every line that is written in it."""

    name: str
    id: str
    kind: Kind
    tenant: str
    members: set[str] = field(default_factory=set)
    team: str = ""
    installed: bool = False
    hears: bool = False


class World:
    """Everything that is there, by id; people and conversations by name too."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.conversations: dict[str, Conversation] = {}
        self.messages: list[Message] = []
        self.closed: set[str] = set()
        """Those to whom the app may not write, because they blocked it or their account is gone."""
        self._stamps = itertools.count(1_795_600_000_000)

    def stamp(self) -> str:
        """The next id of a message: Teams takes its milliseconds."""
        return str(next(self._stamps))

    def join(self, person: Person) -> None:
        self.people[person.name] = person

    def open(self, name: str, kind: Kind, tenant: str, *people: str, hears: bool = False) -> Conversation:
        """Open a channel or a group chat with these people in it; the app is not installed there yet."""
        tail = "@thread.tacv2" if kind == "channel" else "@thread.v2"
        one = Conversation(
            name, f"19:{identity(name).replace('-', '')}{tail}", kind, tenant, set(people), hears=hears
        )
        one.team = one.id if kind == "channel" else ""  # the first channel of a team has its id
        self.conversations[one.id] = one
        return one

    def personal(self, person: str) -> Conversation:
        """The chat of one person and the bot. The app is installed there only where the person did that."""
        name = f"personal/{person}"
        found = next((one for one in self.conversations.values() if one.name == name), None)
        if found is None:
            who = self.people[person]
            found = Conversation(name, f"a:{identity(name)}", "personal", who.tenant, {person})
            self.conversations[found.id] = found
        return found

    def at(self, name: str, person: str) -> Conversation:
        """The conversation of this name; `dm` is the personal chat of `person`."""
        if name == "dm":
            return self.personal(person)
        return next(one for one in self.conversations.values() if one.name == name)

    def who(self, key: str) -> Person | None:
        """The person with this id, whichever kind it is of."""
        return next((one for one in self.people.values() if key in (one.id, one.aad)), None)

    def message(self, key: str) -> Message | None:
        return next((one for one in self.messages if one.id == key), None)

    def seen(self, person: str, conversation: Conversation) -> list[Message]:
        """What somebody sees in a conversation, oldest first."""
        return [
            one for one in self.messages if one.conversation == conversation.id and one.to in ("", person)
        ]

    def may_write_to(self, person: Person) -> bool:
        """Whether the app is there for somebody: in their own chat, or in any conversation they are in."""
        return person.name not in self.closed and any(
            one.installed and person.name in one.members for one in self.conversations.values()
        )
