"""Rounds as data: the questions that a partnership asks itself, read from prompts/rounds/ or written by a chair."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent.parent / "prompts" / "rounds"

MOST = 5
"""So many questions, the one for feedback among them; more is an examination."""

LONGEST = 200
"""How long a question may be, in characters; a name is a third of it at most."""

ORGANISATION, PERSON = "organisation", "person"


@dataclass(frozen=True)
class Round:
    """A set of questions. `by`: whether organisations answer, or people; `feedback` is empty where none is asked for."""

    key: str
    name: str
    about: str
    by: str
    questions: tuple[str, ...]
    feedback: str = ""

    @property
    def script(self) -> dict[str, Any]:
        """What is kept of it with each time it is held, so that a later change of the file changes nothing."""
        questions = [{"key": f"q{place}", "text": text} for place, text in enumerate(self.questions, start=1)]
        return {"by": self.by, "questions": questions, "feedback": self.feedback}


@cache
def read() -> Sequence[Round]:
    """The rounds of prompts/rounds/, by name. Raises ValueError for a file that is none."""
    found = [_round(path.stem, yaml.safe_load(path.read_text(encoding="utf-8"))) for path in _files()]
    return sorted(found, key=lambda one: (one.by != ORGANISATION, one.name))


def _files() -> list[Path]:
    return sorted(FOLDER.glob("*.yaml"))


def _round(key: str, data: Any) -> Round:
    if not isinstance(data, Mapping):
        raise ValueError(f"{key}: a round has a name, and questions")
    questions = tuple(str(one).strip() for one in data.get("questions") or ())
    row = Round(
        key,
        str(data.get("name") or "").strip(),
        str(data.get("about") or "").strip(),
        str(data.get("by") or PERSON),
        questions,
        str(data.get("feedback") or "").strip(),
    )
    if wrong := problem(row):
        raise ValueError(f"{key}: {wrong}")
    return row


def problem(row: Round) -> str:
    """What is wrong with a round, as one word: "name", "questions", "by", "feedback"; empty where nothing is."""
    questions = [*row.questions, *([row.feedback] if row.feedback else [])]
    if not 0 < len(row.name) <= LONGEST // 3:
        return "name"
    if not row.questions or len(questions) > MOST or any(not 0 < len(one) <= LONGEST for one in questions):
        return "questions"
    if row.by not in (ORGANISATION, PERSON):
        return "by"
    return "feedback" if row.feedback and row.by != ORGANISATION else ""


def written(text: str, by: str = PERSON) -> Round:
    """A round as somebody types it: its name, then its questions, each on a line of its own or ending in "?".

    "Looking ahead: What is next? What do we need?" Whether it is one, `problem` says.
    """
    name, _, rest = text.strip().partition("\n" if "\n" in text.split(":")[0] else ":")
    pieces = [piece for line in rest.splitlines() for piece in re.split(r"(?<=\?)\s+", line.strip())]
    questions = tuple(re.sub(r"^\s*(?:[-*•]|\d+[.)])\s*", "", piece).strip() for piece in pieces)
    return Round("", " ".join(name.split()), "", by, tuple(one for one in questions if one))
