"""Watches the wire: counts every message by its key, and sees at once where words stand that do not belong there."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.soak.ledger import WORD, Ledger

if TYPE_CHECKING:
    from sandbox.core import Slack
    from sandbox.state import Message

Json = dict[str, Any]
NUMBER = re.compile(r"\bAction (\d+)\b")
POSTS = ("chat.postMessage", "chat.update", "chat.postEphemeral", "files.completeUploadExternal")
PRIVATE_KEYS = ("chase/", "summary/")
FAILED = "Something went wrong on our side"


class Watch:
    """Sees each call that Slack took, also those whose answer was lost."""

    def __init__(self, slack: Slack, ledger: Ledger) -> None:
        self._slack = slack
        self._ledger = ledger
        self._note = slack.calls.note
        self.posts: Counter[str] = Counter()
        self.where: dict[str, str] = {}
        self.messages = 0
        self.wrong: list[str] = []
        """What was seen at once; the checker adds to it what only the store can tell."""
        setattr(slack.calls, "note", self._noted)  # noqa: B010

    def _noted(self, method: str, arguments: Json, answer: Json, status: int = 200) -> None:
        self._note(method, arguments, answer, status)
        if method in POSTS and answer.get("ok"):
            self._seen(method, arguments)

    def _seen(self, method: str, arguments: Json) -> None:
        channel = str(arguments.get("channel") or arguments.get("channel_id") or "")
        channel = self._direct(channel)
        shown = json.dumps(arguments, ensure_ascii=False)
        if method != "chat.postEphemeral":
            self._check_words(channel, shown)
            if FAILED in shown:
                self.wrong.append(f"a failure was said in {self._name(channel)}: {shown[:300]}")

    def _direct(self, channel: str) -> str:
        person = self._slack.world.find_person(channel) if channel.startswith(("U", "W")) else None
        return self._slack.world.dm(person).id if person else channel

    def posted(self, m: Message) -> None:
        """Count a message for everybody in its conversation, by its delivery's key."""
        self.messages += 1
        key, channel = _key(m), m.channel
        if not key:
            return
        self.posts[key] += 1
        self.where[key] = channel
        if self.posts[key] > 1:
            self.wrong.append(f"{key} was posted {self.posts[key]} times")
        if key.startswith(PRIVATE_KEYS) and not self._is_direct(channel):
            self.wrong.append(f"{key} stood in {self._name(channel)}")

    def _check_words(self, channel: str, shown: str) -> None:
        """Nothing private in a channel or with anybody else, and nothing of one partnership with another's people."""
        world = self._slack.world
        person = world.partner(world.conversations[channel]).name if self._is_direct(channel) else ""
        for word in set(WORD.findall(shown)):
            owner, fact = self._ledger.private.get(word), self._ledger.by_word.get(word)
            if owner is not None and owner != person:
                self.wrong.append(f"{owner}'s private {word} stood in {self._name(channel)}")
            if fact is not None and not self._belongs(fact.place, channel, person):
                self.wrong.append(f"{word} of {fact.place} stood in {self._name(channel)}")

    def _belongs(self, place: str, channel: str, person: str) -> bool:
        world = self._slack.world
        home = world.conversation(place)
        return world.person(person).id in home.members if person else channel == home.id

    def _is_direct(self, channel: str) -> bool:
        where = self._slack.world.conversations.get(channel)
        return where is not None and where.kind == "im"

    def _name(self, channel: str) -> str:
        where = self._slack.world.conversations.get(channel)
        return where.name if where else channel


def _key(m: Message) -> str:
    """The delivery's key that a message carries: in its metadata, or its first block."""
    if m.metadata:
        return str(m.metadata.get("event_payload", {}).get("key", ""))
    first = str(m.blocks[0].get("block_id", "")) if m.blocks else ""
    return first.removeprefix("key:") if first.startswith("key:") else ""
