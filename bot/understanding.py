"""What the `read` command does: show how Upbeat understands dates and lines of chat, for people and for measuring.

It is a filter: each line that comes in gives one JSON object, at once. A line that cannot be read says so on its own
line and the rest goes on. Nothing is stored and nobody is told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, BinaryIO

from bot import dates
from bot.request import MENTION, mention
from bot.seen_from import Row, Unreadable, View

if TYPE_CHECKING:
    from bot.reading import Item
    from bot.vocabulary import Vocabulary
    from storage.people import Member

Answer = Callable[[Row], Row]

_SLACK = re.compile(r"<@([\w.-]{1,64})(?:\|([^<>|\n]{1,80}))?>")


def dates_answer(base: View) -> Answer:
    """Reads `phrase` of each row, seen from `base` or from what the row says."""

    def answer(row: Row) -> Row:
        phrase = _words_of(row, "phrase")
        return {"phrase": phrase, **_told(_date_in(phrase, base.of(row)))}

    return answer


def _date_in(phrase: str, seen: View) -> dates.Found | None:
    """A whole phrase that is a date; or else the deadline of a whole line, where one stands in it."""
    found = dates.read(phrase, seen.at, seen.calendar)
    if found and found.words.strip(" .,!?") == phrase.strip(" .,!?"):
        return found
    inside = dates.find_deadline(phrase, seen.at, seen.calendar)
    return inside if inside and (inside.sure or not found) else found


def _told(found: dates.Found | None) -> Row:
    return {
        "date": found.date.isoformat() if found and found.date else None,
        "time": found.time.isoformat("minutes") if found and found.time else None,
        "sure": bool(found and found.sure),
        "read": found.words.strip() if found else "",
        "ask": found.ask if found else None,
    }


def _words_of(row: Row, name: str) -> str:
    words = row.get(name)
    if not isinstance(words, str) or not words.strip():
        raise Unreadable(f'There is nothing to read: "{name}" has to hold some words.')
    return words


def lines_answer(base: View, people: Sequence[Member], vocabulary: Vocabulary) -> Answer:
    """Reads `line` of each row, which may hold several lines; "I" in it is the row's `speaker`."""
    from bot.reading import read_line

    def answer(row: Row) -> Row:
        line, seen = _words_of(row, "line"), base.of(row)
        speaker = _speaker(row.get("speaker"), people)
        items = read_line(_with_mentions(line), seen.at, seen.calendar, people, speaker, vocabulary)
        return {"line": line, "items": [_item(item, line, seen) for item in items]}

    return answer


def members(people: Iterable[Row]) -> list[Member]:
    """Members of a partnership that nothing keeps, for people as `people_in` gives them."""
    from storage.partnerships import Organisation
    from storage.people import Member, Person

    def member(number: int, row: Row) -> Member:
        handle = str(row.get("handle") or f"read-{number}")
        person = Person(platform="read", workspace="read", handle=handle, name=str(row["name"]))
        name = row.get("organisation")
        return Member(person=person, organisation=Organisation(name=str(name)) if name else None)

    return [member(number, row) for number, row in enumerate(people)]


def _speaker(name: object, people: Sequence[Member]) -> Member | None:
    """Who speaks: one of `people` where the name fits one of them, or else somebody of that name."""
    from bot.names import who

    if not isinstance(name, str) or not name.strip():
        return None
    fits = who(name, people)
    return fits[0] if len(fits) == 1 else members([{"name": name.strip(), "handle": "speaker"}])[0]


def _with_mentions(line: str) -> str:
    """The line as a door gives it on: Slack's way of naming somebody is a mention, or "@sam" where it says a name."""
    plain = re.sub("[\ue000\ue001]", "", line)
    return _SLACK.sub(lambda found: f"@{found[2]}" if found[2] else mention(found[1]), plain)


def _item(item: Item, line: str, seen: View) -> Row:
    day = _day(item.due, line, seen) if item.due else None
    return {
        "kind": item.kind,
        "text": _without_mentions(item.text),
        "owners": [_without_mentions(owner) for owner in item.owners],
        "due": item.due,
        "date": day.isoformat() if day else None,
        "sure": item.sure,
    }


def _day(due: str, line: str, seen: View) -> date | None:
    """The day that words of time in a line mean there: "the 14th" in "before the 14th" is the 13th."""
    near = next((one for one in line.splitlines() if due in one), due)
    found = dates.find_deadline(near, seen.at, seen.calendar)
    if found is None or due not in found.words:
        found = dates.read(due, seen.at, seen.calendar)
    return found.date if found else None


def _without_mentions(words: str) -> str:
    """With the mentions of people whom nobody listed as they were written."""
    return MENTION.sub(r"<@\1>", words)


def read_through(name: str, answer: Answer, lines: Iterable[bytes], out: BinaryIO) -> int:
    """Answers each line with one line of JSON, both UTF-8. Words without JSON are the field `name` of a row of their own.

    Returns the exit code: 1 where a line could not be read.
    """
    code = 0
    for number, raw in enumerate(lines):
        text = raw.decode("utf-8", errors="replace").removeprefix("" if number else "\ufeff").strip()
        if not text:
            continue
        said = _answered(name, answer, text)
        code = 1 if "error" in said else code
        out.write(_written(said))
        out.flush()
    return code


_BREAKS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "\x85\u2028\u2029"}
"""Signs at which some readers of lines would break one; JSON leaves them as they are."""


def _written(said: Row) -> bytes:
    """One line of JSON; a lone surrogate cannot be UTF-8, and stands there as its escape."""
    text = json.dumps(said, ensure_ascii=False).translate(_BREAKS)
    return text.encode("utf-8", errors="backslashreplace") + b"\n"


def _answered(name: str, answer: Answer, text: str) -> Row:
    row: Row = {}
    try:
        row = _row(name, text)
        return answer(row)
    except Unreadable as error:
        words = row.get(name)
        return {name: words if isinstance(words, str) else text, "error": str(error)}


def _row(name: str, text: str) -> Row:
    if not text.startswith("{"):
        return {name: text}
    try:
        row: Row = json.loads(text)
    except (ValueError, RecursionError) as error:
        example = json.dumps({name: "..."})
        raise Unreadable(
            f"This begins as JSON does and is none. A line is plain words, or {example}."
        ) from error
    return row
