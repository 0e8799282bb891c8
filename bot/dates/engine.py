"""The way to dateparser, for phrases that our own rules do not know. Nothing else imports it.

It takes half a second to import, so it is imported when it is first needed, or by `warm_up` in a thread once the doors
are open. One lock holds the import and every parse: dateparser keeps state of its own while it reads.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from bot.dates.words import MONTH, WEEKDAY

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

LONGEST = 60  # longer than any date; a parse costs more the longer it is
_LOCK = Lock()
_TIMELY = re.compile(
    rf"(?<![a-z])(?:{MONTH}|{WEEKDAY}|(?:day|week|month|year|hour|decade)s?(?!\w)|(?:19|20)[0-9][0-9](?!\w)|to(?:day|morrow))"
    r"|[0-9] ?d(?!\w)|[0-9]{1,2} ?[-/.] ?[0-9]{1,2}"
)

_NOT_A_DATE = re.compile(
    r"[%£$€]|^[0-9./ -]{1,7}\Z|[0-9] ?/ ?[0-9] (?:of|an?|hour|day)|ago(?!\w)|[0-9]s(?!\w)"
    r"|(?:h(?:ou)?rs?|days?|times|mins?) (?:an?|per|each|every) "
    r"|(?<!\w)(?:version|v|item|page|room|part|form|act|class|grade|number|no|nr|step|phase|stage|release|draft"
    r"|years?|yrs?)s? ?[0-9]{1,2}(?![0-9])"
)


def parse(phrase: str, now: datetime) -> datetime | None:
    """What dateparser makes of the folded phrase, day first and looking ahead from the naive `now`."""
    if len(phrase) > LONGEST or not _TIMELY.search(phrase) or _NOT_A_DATE.search(phrase):
        return None
    try:
        with _LOCK:
            found = _parser(now).get_date_data(phrase).date_obj
    except Exception:  # it raises many kinds on odd input, and none of them is worth more than "not read"
        return None
    return found if found is None or isinstance(found, datetime) else None


def warm_up() -> None:
    """Imports dateparser and has it read a first phrase, so that nobody waits for that. Blocks for about a second."""
    parse("3 may 2027", datetime(2027, 1, 1, tzinfo=UTC).replace(tzinfo=None))


@lru_cache(maxsize=8)
def _parser(now: datetime) -> DateDataParser:
    from dateparser.date import DateDataParser

    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": now,
        "REQUIRE_PARTS": ["day"],
        "NORMALIZE": False,
    }
    return DateDataParser(languages=["en"], settings=settings)
