"""What goes out: what a verb answers, and what falls due without being asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from storage.people import Member


@dataclass(frozen=True)
class Reply:
    """What a verb answers: a prompt with its words, and how it wants to be heard.

    `private`: for the asker alone, also when asked in public. `over`: take the place of the pressed card.
    `quiet`: nothing to say at all (a redrawn card says it). `reaction`: a mark on the message that was read.
    `onward`: another verb finishes, in the same transaction and with the same checks.
    `live` and `about` keep a posted answer right: it is drawn again by the card function `live` (with `subject`)
    whenever `about` changes. `together`: in one card with whatever else its message came to (bot/together.py).
    """

    prompt: str = ""
    words: Mapping[str, Any] = field(default_factory=dict)
    private: bool = False
    over: bool = False
    quiet: bool = False
    reaction: str = ""
    onward: str = ""
    onward_with: Mapping[str, Any] = field(default_factory=dict)
    live: str = ""
    subject: Mapping[str, Any] = field(default_factory=dict)
    about: str = ""
    together: bool = False

    def privately(self) -> Reply:
        return replace(self, private=True)

    def in_place(self) -> Reply:
        return replace(self, over=True)

    def marked(self, reaction: str) -> Reply:
        return replace(self, reaction=reaction)

    def kept_right(self, live: str, about: str, together: bool = False, **subject: Any) -> Reply:
        """A posted answer that is drawn again by the card `live` whenever something about `about` changes.

        With `together` it stands in one card with all else that was read from its message; `live` is then also given
        `several`: whether it stands beside others there, so that each of its buttons has to say what it is about.
        """
        return replace(self, live=live, about=about, subject=subject, together=together)

    def then(self, name: str, text: str, **fields: Any) -> Reply:
        """Hand on to another feature's verb by name; `fields` take the place of the request's own."""
        return replace(self, onward=name, onward_with={**fields, "text": text})


def reply(prompt: str = "", **words: Any) -> Reply:
    """Answer with a prompt of prompts/, for example `reply("agenda/added", item=item)`."""
    return Reply(prompt=prompt, words=words)


def silent() -> Reply:
    """Nothing to say, because a card that the person is looking at says it."""
    return Reply(quiet=True)


@dataclass(frozen=True)
class Occasion:
    """One message that falls due: `card` is the name of the card function that draws it when it is sent.

    `at` and `until` are calendar time; after `until` it is no longer worth sending. `to` is a member, None the
    channel (`conversation`, the id of a row, or else the partnership's first). `key` is what makes it the same message for
    ever. `decent`: it waits for a decent hour of a working day. `bookmark` is the title under which it is kept at the top of
    its channel, in the place of what stood there under this title before. `insist`: it is tried also where `to` cannot be
    reached for now. `under`: the key of a posted message in whose thread it is said.
    """

    at: datetime
    key: str
    card: str
    subject: Mapping[str, Any]
    to: Member | None = None
    conversation: int | None = None
    until: datetime | None = None
    about: str = ""
    decent: bool = True
    bookmark: str = ""
    insist: bool = False
    under: str = ""
