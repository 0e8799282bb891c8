"""What comes in, whichever door it came through: who asks, where, in what way, and for what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any


class Way(StrEnum):
    """How a request came in, which decides how its answer goes out."""

    COMMAND = "command"
    MENTION = "mention"
    DIRECT = "direct"
    LINE = "line"
    PRESS = "press"
    FORM = "form"
    HOME = "home"
    EVENT = "event"
    JOB = "job"


MENTION = re.compile("\ue000([^\ue001]+)\ue001")
"""A person named in text by a door: the platform's id between two private characters that nobody can type."""


def mention(handle: str) -> str:
    """The person with this platform id as a token in a request's text."""
    return f"\ue000{handle}\ue001"


@dataclass(frozen=True)
class Face:
    """A person as a platform knows them. `zone` is an IANA name or empty."""

    handle: str
    workspace: str
    name: str
    zone: str = ""
    bot: bool = False
    external: bool = False
    platform: str = "slack"
    via: str = ""
    """The workspace through whose installation this person is reached directly."""

    @property
    def key(self) -> str:
        """What tells this person from all others, on any platform."""
        return f"{self.platform}/{self.workspace}/{self.handle}"


@dataclass(frozen=True)
class Place:
    """A conversation as a platform knows it. `lines`: whether lines are heard in it that are not said to Upbeat."""

    handle: str
    workspace: str
    direct: bool = False
    platform: str = "slack"
    lines: bool = True


@dataclass(frozen=True)
class Quoted:
    """A message that somebody points at: "make this an action"."""

    text: str
    message: str
    thread: str = ""
    author: Face | None = None


@dataclass(frozen=True)
class Attached:
    """A calendar file that was sent along with words to Upbeat. `text` is empty where it could not be had."""

    name: str
    text: str


@dataclass(frozen=True)
class Request:
    """One thing that a person, or the clock, asks of Upbeat; the same whichever door it came through.

    `text` holds what was typed, with people as `mention` tokens; `faces` holds everyone it names, by platform id.
    `message` is the platform id of the message typed or pressed, `thread` that of the thread it stands in.
    `version` and `index` tell edits of a message and several items in one message apart. `at` is calendar time.
    `key` is what makes it the same request when it comes twice; empty where the platform never repeats.
    `sure`: the asker was asked and meant it.
    `quoted` is the message that the asker points at, with a shortcut or by answering under it.
    `card` is the key of the delivery whose button was pressed; `trigger` lets a door open a form.
    `files` are the calendar files that came with words addressed to Upbeat.
    """

    feature: str
    verb: str
    person: Face
    place: Place
    at: datetime
    way: Way
    text: str = ""
    values: Mapping[str, str | list[str]] = field(default_factory=dict)
    message: str = ""
    thread: str = ""
    version: str = ""
    index: int = 0
    key: str = ""
    card: str = ""
    trigger: str = ""
    sure: bool = False
    partnership: int | None = None
    faces: Mapping[str, Face] = field(default_factory=dict)
    quoted: Quoted | None = None
    files: tuple[Attached, ...] = ()

    def to(self, name: str, **fields: Any) -> Request:
        """The same request, asking for `feature.verb` instead; `fields` take the place of its own."""
        feature, verb = name.split(".", 1)
        return replace(self, feature=feature, verb=verb, **fields)

    @property
    def answer_key(self) -> str:
        """The key of the delivery that answers it, where one does."""
        return f"answer/{self.key}/{self.index}"

    @property
    def at_home(self) -> bool:
        """Whether it was pressed on, or filled in from, the person's own page, which is drawn afresh upon it."""
        return self.way in (Way.PRESS, Way.FORM) and not self.place.handle

    @property
    def in_own_message(self) -> bool:
        """Whether the words stand in a message of the asker's, also where they were asked whether they meant it."""
        return bool(self.message) and (self.sure or self.way in (Way.LINE, Way.MENTION, Way.DIRECT))

    @property
    def source(self) -> str:
        """Where everybody could read the words: the channel and the message; empty for what was said elsewhere."""
        public = self.in_own_message and not self.place.direct
        return f"{self.place.handle}/{self.message}" if public else ""

    @property
    def name(self) -> str:
        """What is asked for, as `feature.verb`."""
        return f"{self.feature}.{self.verb}"


@dataclass(frozen=True)
class Heard:
    """One thing the grammar found in what somebody typed: which verb it means, with which words.

    `index` is the number of the line it stands in; `line` is that line as it was typed. `sure`: a mark says so; otherwise
    it is a promise or a request that may be offered to be noted, and no more.
    """

    feature: str
    verb: str
    text: str
    index: int = 0
    line: str = ""
    sure: bool = True
