"""What is left of a line once the words of its deadline are taken out."""

from __future__ import annotations

import re

from bot.dates.model import Found

_DANGLING = re.compile(r"[\s,;:(\[–—-]+$")


def strip(line: str, found: Found) -> str:
    """The line without the words of the deadline, and without the brackets, dashes and spaces that held them."""
    start, end = found.span
    left, right = line[:start].rstrip(), _after_marks(line[start:end], line[end:]).lstrip()
    if left[-1:] in "([<" and right[:1] in ")]>" and left and right:
        left, right = left[:-1].rstrip(), right[1:].lstrip()
    left, right = _without_marks(left, right)
    if not right or right[0] in ".;!?,)]":
        left = _DANGLING.sub("", left)
    right = right.lstrip(",;: ") if not left else right
    joined = left + ("" if not left or not right or right[0] in ".;!?,)]" else " ") + right
    return re.sub(r"[ \t]{2,}", " ", joined).strip()


def _after_marks(words: str, right: str) -> str:
    """Closes what the words opened: "by **Friday" leaves "**"."""
    marks = re.findall(r"[*_~`]{1,3}", words)
    return right.removeprefix(marks[0]) if len(marks) == 1 else right


def _without_marks(left: str, right: str) -> tuple[str, str]:
    """Bold or italic marks that were round the words and now hold nothing."""
    while left and right and left[-1] == right[0] and left[-1] in "*_~`":
        left, right = left[:-1].rstrip(), right[1:].lstrip()
    return left, right
