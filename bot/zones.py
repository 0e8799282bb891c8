"""What people write for a time zone ("London", "UK time") becomes its proper name."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

_ALSO = {
    "": "Europe/London",
    "uk": "Europe/London",
    "uk time": "Europe/London",
    "british time": "Europe/London",
    "bst": "Europe/London",
    "gmt": "Europe/London",
    "england": "Europe/London",
    "scotland": "Europe/London",
    "wales": "Europe/London",
    "edinburgh": "Europe/London",
    "cardiff": "Europe/London",
    "belfast": "Europe/Belfast",
    "ireland": "Europe/Dublin",
    "utc": "UTC",
}
"""British partners who write GMT mean the clock on their wall, summer time and all."""


def read_zone(words: str) -> str | None:
    """The IANA name that these words mean, or None. No words mean London."""
    plain = " ".join(words.replace("_", " ").split()).casefold()
    return _ALSO.get(plain) or _known().get(plain) or _cities().get(plain)


def near_zone(words: str) -> str:
    """The city whose name is most like these words, or an empty string."""
    plain = " ".join(words.replace("_", " ").split()).casefold().rpartition("/")[2]
    found = get_close_matches(plain, list(_cities()), n=1, cutoff=0.7)
    return _cities()[found[0]].rpartition("/")[2].replace("_", " ") if found else ""


@cache
def _known() -> dict[str, str]:
    return {name.replace("_", " ").casefold(): name for name in sorted(available_timezones())}


@cache
def _cities() -> dict[str, str]:
    """City names of the world's regions; Europe's first where a name stands twice."""
    regions = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Indian/", "Pacific/", "Europe/")
    names = [name for region in regions for name in sorted(available_timezones()) if name.startswith(region)]
    return {name.rpartition("/")[2].replace("_", " ").casefold(): name for name in names}
