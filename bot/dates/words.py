"""The vocabulary of time: names, numbers and slips of the thumb, as data that every family of rules shares."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WEEKDAYS = (
    "mon monday mondy mondayy",
    "tue tues tuesday tuesdy tuesdayy",
    "wed weds wednesday wednesdy wednesdayy wensday wendsday wedsday",
    "thu thur thurs thursday thursdy thursdayy",
    "fri friday fridy fridayy",
    "sat saturday saturdy saturdayy",
    "sun sunday sundy sundayy",
)
_MONTHS = (
    "jan january januar januaryy",
    "feb february februar februaryy",
    "mar march",
    "apr april apri aprill",
    "may",
    "jun june",
    "jul july",
    "aug august augus augustt",
    "sep sept september septembe septemberr",
    "oct october octobe octoberr",
    "nov november novembe novemberr",
    "dec december decembe decemberr",
)
_TOMORROW = "tomorrow tomorow tommorow tommorrow tomorroww tomoro tmrw tmrow tmw tmr tmoz tomoz tomo 2moro 2morrow 2mrw 2moz"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third "
    "twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
)
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve"

WEEKDAYS = {name: i for i, names in enumerate(_WEEKDAYS) for name in names.split()}
MONTHS = {name: i for i, names in enumerate(_MONTHS, 1) for name in names.split()}
ORDINALS = {name: i for i, name in enumerate(_ORDINALS.split(), 1)}
NUMBERS = {name: i for i, name in enumerate(_NUMBERS.split(), 1)} | {
    "a": 1,
    "an": 1,
    "a couple of": 2,
    "couple of": 2,
    "a dozen": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "eighteen": 18,
    "twenty": 20,
    "twenty-one": 21,
    "twenty-five": 25,
    "twenty-eight": 28,
    "thirty": 30,
    "forty": 40,
    "forty-eight": 48,
    "sixty": 60,
    "ninety": 90,
}


def trie(names: Iterable[str]) -> str:
    """A pattern for any of the names that looks at each letter once, and at the longest name first."""
    by_letter: dict[str, list[str]] = {}
    for name in sorted(set(names)):
        by_letter.setdefault(name[:1], []).append(name[1:])
    ways = [
        (" " if first == " " else re.escape(first)) + (trie(rest) if rest != [""] else "")
        for first, rest in by_letter.items()
        if first
    ]
    return f"(?:{'|'.join(ways)}){'?' if '' in by_letter else ''}"


WEEKDAY = trie(WEEKDAYS) + r"(?:(?<=day)s)?(?![\w])"
MONTH = trie(MONTHS) + r"(?![\w])"
NUMBER = rf"(?:[0-9]{{1,3}}|{trie(NUMBERS)}(?![\w]))"
ORDINAL = rf"(?:[0-9]{{1,2}} ?(?:st|nd|rd|th)|{trie(ORDINALS)})(?![\w])"
TOMORROW = trie(dict.fromkeys(_TOMORROW.split(), 1)) + r"s?(?![\w])"
BEFORE = "before|b4|prior to|ahead of"
# Counted from what is not known: "within 5 days of the invoice", "a week before each meeting".
NO_ANCHOR = rf"(?! (?:of|from|following|after|{BEFORE})(?!\w))"
DAY_UNIT = r"(?:days?|d|weeks?|wks?|w|fortnights?|fornights?|fortnites?|months?|mths?|years?|yrs?)(?![\w])"

_TIMELY = (
    "day days week weeks wk wks weekend month months year years fortnight fortnights term meet meeting mtg hour hours "
    "hrs today 2day tonight 2nite 2night tonite night nights w/e yesterday noon midday "
    "midnight morning afternoon evening lunchtime lunch play business christmas xmas chrimbo easter eve nye hogmanay "
    "holiday holidays hols break breaks summer halloween valentine valentines pentecost boxing asap eow eom eoy eod "
    "eofy cop cob quarter q1 q2 q3 q4 midweek time"
)
_WELSH = (
    "heddiw heno yfory fory drennydd wythnos mis tymor gwyliau cyfarfod nadolig pasg dewi calan dydd ddydd llun lun mawrth "
    "fawrth mercher fercher iau gwener wener sadwrn sul ionawr chwefror ebrill mai fai mehefin fehefin gorffennaf orffennaf "
    "awst medi fedi hydref tachwedd dachwedd rhagfyr ragfyr"
)
_DIGITS = (
    r"[0-9]{1,2}(?:st|nd|rd|th|[/.:-][0-9]| ?[ap]m| ?h(?:rs|ours)? |h[0-9])|[0-9]{4}(?![0-9])|half[- ]term"
)
_DIGITS += r"|mid-|this [ap]m(?!\w)"


# A word without which nothing is a day; what has none of these need not be looked at further.
TIMELY = rf"(?<![\w.])(?:{trie([*WEEKDAYS, *MONTHS, *_TOMORROW.split(), *_TIMELY.split(), *_WELSH.split()])}s?(?!\w)|{_DIGITS})"

_FOLDS = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "\u00a0": " ", "İ": "i"})


def folded(text: str) -> str:
    """Lower case, plain apostrophes, dashes and spaces; every character keeps its place."""
    return text.translate(_FOLDS).lower()  # İ is the only character that would grow in lower case


def weekday(words: str) -> int:
    """ "Tues", "tuesdays" as a number, Monday being 0."""
    return WEEKDAYS[words] if words in WEEKDAYS else WEEKDAYS[words.removesuffix("s")]


def number(words: str) -> int:
    """ "12", "two", "a couple of" as a number."""
    return int(words) if words.isdigit() else NUMBERS[" ".join(words.split())]


def ordinal(words: str) -> int:
    """ "12th", "12", "twelfth" as a number."""
    digits = re.match("[0-9]+", words)
    return int(digits[0]) if digits else ORDINALS[words]
