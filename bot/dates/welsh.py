"""Welsh words of time, as data: each phrase beside the English one that means the same day.

Read as a whole phrase, or in a line behind "erbyn" (by), "cyn" (before), "ar" (on) and their like; nowhere else, since
"mai" and "sul" are other words as well.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dates.model import Family, Reader, Stretch, compiled
from bot.dates.words import trie

welsh = Family()

_DAYS = {
    "llun": "monday",
    "lun": "monday",
    "mawrth": "tuesday",
    "fawrth": "tuesday",
    "mercher": "wednesday",
    "fercher": "wednesday",
    "iau": "thursday",
    "gwener": "friday",
    "wener": "friday",
    "sadwrn": "saturday",
    "sul": "sunday",
}
_MONTHS = {
    "ionawr": "january",
    "chwefror": "february",
    "mawrth": "march",
    "fawrth": "march",
    "ebrill": "april",
    "mai": "may",
    "fai": "may",
    "mehefin": "june",
    "fehefin": "june",
    "gorffennaf": "july",
    "orffennaf": "july",
    "awst": "august",
    "medi": "september",
    "fedi": "september",
    "hydref": "october",
    "tachwedd": "november",
    "dachwedd": "november",
    "rhagfyr": "december",
    "ragfyr": "december",
}
_DAY = r"(?:d?dydd|nos|bore|prynhawn|p'?nawn) (?P<day>DAYS)"
_MONTH = r"(?:(?:mis|fis) )?(?P<month>MONTHS)"
_NUMBER = r"(?P<number>[0-9]{1,2})(?:af|il|ydd|ain|fed|ed|eg)?"
PHRASES = {
    "heddiw|heno": "today",
    "yfory|fory": "tomorrow",
    "drennydd": "the day after tomorrow",
    "(?:yr )?wythnos (?:hon|yma)": "this week",
    "(?:yr )?wythnos nesaf": "next week",
    "(?:y )?mis (?:hwn|yma)": "this month",
    "(?:y )?mis nesaf": "next month",
    "diwedd (?:y dydd|y diwrnod)": "end of today",
    "diwedd yr wythnos": "end of the week",
    "diwedd (?:yr )?wythnos nesaf": "end of next week",
    "diwedd y mis": "end of the month",
    "diwedd y flwyddyn": "end of the year",
    "diwedd y flwyddyn ariannol": "end of the financial year",
    "diwedd (?:y )?tymor": "end of term",
    "dechrau'?r? (?:y )?tymor(?: nesaf)?": "start of next term",
    "(?:y |yr )?hanner tymor": "half term",
    "(?:y |yr )?gwyliau": "the holidays",
    "(?:y )?cyfarfod(?: nesaf)?": "the next meeting",
    "(?:y )?nadolig": "christmas",
    "(?:y )?pasg": "easter",
    "(?:dydd )?g[wŵ]yl dewi": "st david's day",
    "(?:y )?calan": "new year",
    "(?:mewn|o fewn) wythnos": "in a week",
    "(?:mewn|o fewn) pythefnos": "in a fortnight",
    "(?:mewn|o fewn) (?P<number>[0-9]{1,2}) (?:wythnos|o wythnosau)": "in {number} weeks",
    "(?:mewn|o fewn) (?P<number>[0-9]{1,2}) (?:diwrnod|o ddyddiau)": "in {number} days",
    _DAY: "{day}",
    rf"{_DAY} (?:yma|hwn)": "this {day}",
    rf"{_DAY} nesaf": "next {day}",
    rf"wythnos i {_DAY}": "a week on {day}",
    rf"{_NUMBER} (?:o )?{_MONTH}": "{number} {month}",
    rf"{_NUMBER} (?:o )?{_MONTH},? (?P<year>20[0-9]{{2}})": "{number} {month} {year}",
    rf"{_DAY},? (?:y |yr )?{_NUMBER} (?:o )?{_MONTH}": "{day} {number} {month}",
    rf"diwedd {_MONTH}": "end of {month}",
    rf"canol {_MONTH}": "mid {month}",
    rf"dechrau {_MONTH}": "start of {month}",
    r"(?:y|yr) (?P<number>[0-9]{1,2})(?:af|il|ydd|ain|fed|ed|eg)(?: o'r mis)?": "the {number}th",
}
LEADS = r"erbyn|cyn|ar"
_LED = re.compile(rf"(?<!\w)(?:{LEADS}|ar ôl)\s{{1,3}}$")
_WORDS = (
    "heddiw heno yfory fory drennydd wythnos mis diwedd dechrau canol hanner gwyliau cyfarfod nadolig pasg gwyl gŵyl calan "
    "mewn o y yr dydd ddydd nos bore prynhawn pnawn p'nawn fis"
)


def _filled(pattern: str) -> re.Pattern[str]:
    return compiled(rf"(?:{pattern})(?!\w)".replace("DAYS", trie(_DAYS)).replace("MONTHS", trie(_MONTHS)))


_TABLE = [(_filled(pattern), english) for pattern, english in PHRASES.items()]


@welsh.rule(
    rf"(?:{trie(_WORDS.split())}(?!\w)|[0-9]{{1,2}}(?:af|il|ydd|ain|fed|ed|eg)? (?:o )?(?:{trie(_MONTHS)})(?!\w))"
)
def in_welsh(reader: Reader, match: re.Match[str]) -> Stretch | None:
    """The longest Welsh phrase, read as the English one beside it."""
    start = match.start()
    fits = [(m, english) for pattern, english in _TABLE if (m := pattern.match(reader.text, start))]
    if not fits:
        return None
    said, english = max(fits, key=lambda fit: fit[0].end())
    words = {"day": _DAYS, "month": _MONTHS}
    slots = {name: words.get(name, {}).get(text, text) for name, text in said.groupdict().items() if text}
    own = replace(reader, text=english.format(**slots), known={})
    told = own.stretch(0)
    plain = english in ("today", "tomorrow", "the day after tomorrow")
    loose = not plain and not _LED.search(reader.text[max(0, start - 10) : start])
    return told.but(end=said.end(), loose=loose) if told and told.end == len(own.text) else None
