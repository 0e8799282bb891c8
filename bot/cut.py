"""What is too long in pieces that fit: words between words where there are any, cards between their parts; nothing lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import TypeVar

from bot.card import Line, Span
from bot.typed import END_ISOLATE, ISOLATE

T = TypeVar("T")

_JOINERS = frozenset("\u200d\ufe0e\ufe0f\u20e3")


def size(text: str) -> int:
    """How long a platform may take the text to be: characters outside the basic plane count twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def fitting(text: str, room: int) -> int:
    """How many characters of the text fit into `room`, ending at a space where there is one. At least 1."""
    if size(text) <= room:
        return len(text)
    end = _within(text, room)
    space = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end)) + 1
    return max(1, space if space > end // 2 else _whole(text, end))


def shortened(text: str, room: int) -> str:
    """The text in one row, with … where it had to be cut."""
    row = " ".join(text.split()) or "…"
    return row if size(row) <= room else f"{first(row, room - 1)[0].rstrip()}…"


def first(text: str, room: int) -> tuple[str, str]:
    """As much of the text as fits into `room`, and the rest; right-to-left words stay apart in both."""
    if size(text) <= room:
        return text, ""
    end = fitting(text, room - 1)
    return _balanced(text[:end], text[end:])


def lines(line: Line, room: int) -> Iterator[Line]:
    """The line in lines of at most `room` each, every span in its style, right-to-left words still apart."""
    row, left = list[Span](), room - 2
    for span in line:
        text = span.text
        while text:
            end = fitting(text, left) if size(text) > left and (left > 100 or not row) else len(text)
            if row and size(text[:end]) > left:
                yield tuple(row)
                row, left = [], room - 2
                continue
            head, text = _balanced(text[:end], text[end:])
            row.append(Span(head, span.style, span.url))
            left -= size(head)
    if row:
        yield tuple(row)


def messages(
    parts: Sequence[T], room: int, weight: Callable[[T], int], tidy: Callable[[T, T], bool], most: int
) -> Iterator[list[T]]:
    """The parts of a card in messages of at most `room`, each part taking its `weight`, and of at most `most` parts.

    A message is as long as fits, but ends only where it is `tidy` between the last part and the next one, unless there is no
    such place. A part that is too long by itself stands alone.
    """
    start = 0
    while start < len(parts):
        full = max(_full(parts[start : start + most], room, weight), 1) + start
        seams = (n for n in range(full, start, -1) if n == len(parts) or tidy(parts[n - 1], parts[n]))
        end = next(seams, full)
        yield list(parts[start:end])
        start = end


def _full(parts: Sequence[T], room: int, weight: Callable[[T], int]) -> int:
    """How many of the parts fit."""
    taken = accumulate(weight(part) for part in parts)
    return next((n for n, sum_so_far in enumerate(taken) if sum_so_far > room), len(parts))


def _within(text: str, room: int) -> int:
    sizes = accumulate(1 + (char > "\uffff") for char in text)
    return next((n for n, taken in enumerate(sizes) if taken > room), len(text))


def _whole(text: str, end: int) -> int:
    """A place at or before `end` that does not tear a drawn character (an emoji of several parts) apart."""
    place = end
    while place > 1 and end - place < 20 and (text[place] in _JOINERS or text[place - 1] == "\u200d"):
        place -= 1
    return place


def _balanced(head: str, rest: str) -> tuple[str, str]:
    if head.count(ISOLATE) > head.count(END_ISOLATE):
        return head + END_ISOLATE, ISOLATE + rest if rest else rest
    return head, rest
