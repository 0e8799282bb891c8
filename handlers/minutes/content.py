"""What stands in minutes: sections of plain lines, and the actions as rows; as it is kept, compared and written out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.documents.model import Document
from bot.documents.model import Section as Part


@dataclass(frozen=True)
class Section:
    """One section. `key` stays the same however often the draft is made; `own`: somebody has written it themselves."""

    key: str
    title: str
    lines: tuple[str, ...] = ()
    own: bool = False

    @property
    def text(self) -> str:
        """The lines as they are edited, one below the other."""
        return "\n".join(self.lines)

    @property
    def print(self) -> str:
        """A short sign of the lines, by which it is seen that somebody else has changed them meanwhile."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Content:
    """The whole of it; `about` is when and where, `actions` the rows of the action plan with their heads first."""

    title: str
    about: tuple[str, ...]
    sections: tuple[Section, ...]
    actions: tuple[tuple[str, ...], ...] = ()

    def section(self, key: str) -> Section | None:
        return next((one for one in self.sections if one.key == key), None)

    def numbered(self, number: int) -> Section | None:
        """The section that people see under this number."""
        return self.sections[number - 1] if 0 < number <= len(self.sections) else None

    def number(self, section: Section) -> int:
        return next(place for place, one in enumerate(self.sections, 1) if one.key == section.key)

    def with_lines(self, key: str, lines: Sequence[str]) -> Content:
        """The same with other lines in one section."""
        changed = (
            replace(one, lines=tuple(lines), own=True) if one.key == key else one for one in self.sections
        )
        return replace(self, sections=tuple(changed))

    def keeping(self, before: Content) -> Content:
        """Drafted anew: what somebody wrote themselves in the draft before stays as they wrote it."""
        own = {one.key: one for one in before.sections if one.own}
        fresh = [own.pop(one.key, one) for one in self.sections]
        return replace(self, sections=(*fresh, *own.values()))

    def changed_since(self, before: Content) -> list[str]:
        """The keys of the sections that say something else than in `before`, or are new."""
        was = {one.key: one.lines for one in before.sections}
        return [one.key for one in self.sections if was.get(one.key) != one.lines]

    def only(self, keys: Sequence[str]) -> Content:
        return replace(self, sections=tuple(one for one in self.sections if one.key in keys))


def kept(content: Content) -> dict[str, Any]:
    """As plain JSON."""
    sections = [
        {"key": one.key, "title": one.title, "lines": list(one.lines), "own": one.own}
        for one in content.sections
    ]
    return {
        "title": content.title,
        "about": list(content.about),
        "sections": sections,
        "actions": [list(row) for row in content.actions],
    }


def read(row: Mapping[str, Any]) -> Content:
    """What `kept` kept."""
    sections = (Section(**{**one, "lines": tuple(one["lines"])}) for one in row["sections"])
    actions = tuple(tuple(cells) for cells in row["actions"])
    return Content(row["title"], tuple(row["about"]), tuple(sections), actions)


def document(content: Content, about: Sequence[str], author: str) -> Document:
    """The document of it; `about` stands below the title, sections without a word are left out."""
    parts = tuple(Part(one.title, one.lines) for one in content.sections if one.lines)
    return Document(content.title, parts, tuple(about), author)
