"""How long something takes: "10m", "(15 min)", "half an hour", "1h30", "an hour and a half"."""

from __future__ import annotations

import re

from bot.dates.model import compiled
from bot.dates.words import NUMBER, folded, number

LONGEST = 24 * 60  # minutes; more than a day is no length of an item or a meeting
_HOURS = r"(?:h|hrs?|hours?)(?!\w)"
_MINUTES = r"(?:m|min|mins|minute|minutes|mn)(?!\w)\.?"
_COUNT = rf"(?<![0-9][.,:/-]){NUMBER}"
_SPOKEN = {
    r"(?P<said>three[ -]quarters of an hour)": 45,
    r"(?P<said>half[ -](?:an[ -])?hour)": 30,
    r"(?P<said>(?:a )?quarter of an hour)": 15,
    r"(?P<said>(?:an|one|1) hour and a half|(?:one and a half|1½) hours?)": 90,
    r"(?P<said>(?:two|2) and a half hours|2½ hours)": 150,
}
_COUNTED = (
    rf"(?P<hours>{_COUNT}) ?(?:h|hrs?|hours?),? ?(?:and )?(?P<minutes>[0-9]{{1,2}}) ?(?:{_MINUTES}|(?!\w))",
    rf"(?P<hours>{_COUNT}) ?{_HOURS}(?: and (?P<half>a half)(?!\w))?",
    rf"(?P<decimal>[0-9]{{1,2}}[.][0-9]{{1,2}}) ?{_HOURS}",
    rf"(?P<minutes>{_COUNT}) ?-?{_MINUTES}",
)
LENGTHS = tuple(
    (re.compile(compiled(pattern).pattern), minutes)
    for pattern, minutes in [*_SPOKEN.items(), *((p, None) for p in _COUNTED)]
)
_MAYBE = re.compile(r"hour|[0-9a-z] ?-?h(?:r|\b)|h[0-9]|[0-9a-z] ?-?m(?:in|n|\b)")


def read_minutes(text: str) -> tuple[int, tuple[int, int]] | None:
    """The first length of time in the text in minutes (1 to 1,440), and where its words stand, round brackets
    included; None if there is none. Never raises."""
    low = folded(text[:2_000])
    if not _MAYBE.search(low):
        return None
    found = [made for pattern, minutes in LENGTHS if (made := _made(pattern.search(low), minutes))]
    if not found:
        return None
    minutes, start, end = min(found, key=lambda made: (made[1], -made[2]))
    return minutes, _with_brackets(low, start, end)


def _made(match: re.Match[str] | None, minutes: int | None) -> tuple[int, int, int] | None:
    if match is None:
        return None
    total = minutes if minutes is not None else _total({k: v for k, v in match.groupdict().items() if v})
    return (total, match.start(), match.end()) if 0 < total <= LONGEST else None


def _total(said: dict[str, str]) -> int:
    if "decimal" in said:
        return round(float(said["decimal"]) * 60)
    half = 30 if "half" in said else 0
    return number(said.get("hours", "0") or "0") * 60 + number(said.get("minutes", "0") or "0") + half


def _with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    bracketed = text[start - 1 : start] in ("(", "[") and text[end : end + 1] in (")", "]")
    return (start - 1, end + 1) if bracketed else (start, end)
