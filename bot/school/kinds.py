"""What the words beside a date tell of, in the ways in which British schools and councils publish their years."""

from __future__ import annotations

import re

from bot.school.model import Kind, Season

_SEASONS: tuple[tuple[Season, str], ...] = (
    ("autumn", r"autumn|fall|michaelmas|christmas term|winter term"),
    ("spring", r"spring|lent|easter term"),
    ("summer", r"summer|trinity|whitsun term"),
)
_HALF = r"(?:half|mid)[ -]?terms?"
_BEGIN = r"(?:begin|start|open|commence|return|resume|reopen|re-open|back|first day)\w*"
_END = r"(?:end|finish|close|break|breaks up|last day|final day)\w*"
_PEOPLE = r"(?:schools?|pupils|students|children|staff|classes|lessons|teaching)"

_KINDS: tuple[tuple[Kind, str], ...] = (
    (
        "closed",
        r"\binset\b|in[- ]service|training day|staff (?:training|development|day)|professional (?:development|learning)"
        r"|\bcpd\b|(?:non[- ]pupil|pupil[- ]free|student[- ]free|planning|development|teacher|occasional|baker|data) days?\b",
    ),
    (
        "known",
        r"bank holiday|public holiday|good friday|easter (?:sunday|monday)|boxing day|new year['’]?s? (?:day|eve)"
        r"|christmas (?:day|eve)|may day|hogmanay|st\.? (?:andrew|patrick|david)",
    ),
    # "break up for half term", "last day before half term": the break begins after it
    ("half_before", rf"(?:break\w* up|{_END}|last day)\b.{{0,30}}\b(?:for|before)\b.{{0,20}}{_HALF}"),
    ("half_after", rf"{_BEGIN}\b.{{0,30}}\b(?:after|from|following)\b.{{0,20}}{_HALF}"),
    ("half_begins", rf"{_HALF}(?: (?:break|holidays?|week))?\W{{0,3}} (?:begins|starts)\b"),
    ("half_ends", rf"{_HALF}(?: (?:break|holidays?|week))?\W{{0,3}} (?:ends|finishes)\b|end of {_HALF}"),
    ("half_term", _HALF),
    ("ends", r"(?:break|breaks|breaking) up\b"),
    (
        "ends",
        rf"(?:{_END}|end)\b.{{0,25}}\b(?:of|for|before)\b.{{0,25}}(?:term|school year|year|holidays?|break)\b",
    ),
    (
        "begins",
        rf"{_BEGIN}\b.{{0,25}}\b(?:of|for|after|from|to)\b.{{0,25}}(?:term|school|year|holidays?|break|christmas|easter|summer)\b",
    ),
    ("holiday", r"\bholidays?\b|\bvacation\b|\bbreak\b|\bhols\b|\brecess\b"),
    ("closed", r"\bclosed\b|\bclosures?\b|\bday off\b|\bshut\b"),
    (
        "ends",
        rf"(?:term|{_PEOPLE})\b.{{0,25}}\b(?:end|finish|close)\w*|^\W*(?:term )?(?:ends?|finish\w*|closes?|last day|to)\b",
    ),
    (
        "begins",
        rf"(?:term|{_PEOPLE})\b.{{0,25}}\b(?:begin|start|open|commence|return|resume|back)\w*"
        r"|^\W*(?:term )?(?:begins?|starts?|opens?|commences?|returns?|first day|from|back to school)\b",
    ),
    ("ends", r"\b(?:and )?(?:ends|finishes|closes|last day)\b"),
    ("begins", r"\b(?:begins|starts|opens|first day)\b"),
    ("term", r"\bterms?\b|\b(?:first|second|1st|2nd) half\b"),
)
KINDS = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
SEASONS = tuple((season, re.compile(rf"\b(?:{pattern})\b")) for season, pattern in _SEASONS)
_MIDYEAR = re.compile(r"\b(?:october|autumn|tattie|february|mid-february|may|whit|whitsun|spring bank)\b")

_NUMBERED = re.compile(r"half[ -]?term(?= ?[1-6]\b)")
"""Some call the six parts of a year half terms, and number them."""

MOST = 200
"""Characters of the words beside a date that are looked at."""


def season_of(words: str) -> Season:
    """The season of a term that the words name, if any."""
    low = words[:MOST].casefold()
    return next((season for season, pattern in SEASONS if pattern.search(low)), "")


def kind_of(words: str) -> Kind | None:
    """What the words tell of, or None where they tell of nothing that a school year is made of."""
    low = _NUMBERED.sub("term", " ".join(words[:MOST].casefold().split()))
    found = next((kind for kind, pattern in KINDS if pattern.search(low)), None)
    if found == "holiday" and _MIDYEAR.search(low):
        return "half_term"
    if found is None and season_of(low):
        return "term"
    return found
