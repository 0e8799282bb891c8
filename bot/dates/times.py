"""Times of day: "2pm", "14:30", "half past four", "noon"; and parts of a day, which say no time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from bot.dates.model import compiled
from bot.dates.words import MONTH, NUMBERS, WEEKDAY, trie

_HOUR = rf"(?:[0-9]{{1,2}}|{trie({n: i for n, i in NUMBERS.items() if 1 <= i <= 12 and len(n) > 2 and ' ' not in n})})"
_HALF = r"(?P<half>am|pm|a\.m\.?|p\.m\.?)(?![\w])"
_CLOCKS = (
    rf"(?:between |from )?[0-9]{{1,2}}(?:[:.][0-9]{{2}})? ?(?:[ap]m)? ?(?:-|to|and) ?"
    rf"(?P<hour>[0-9]{{1,2}})(?:[:.](?P<minute>[0-9]{{2}}))? ?{_HALF}",
    r"(?:between [0-9]{1,2}(?:[:.][0-9]{2})?(?: and | ?- ?)|[0-9]{1,2}(?:[:.][0-9]{2})? ?[ap]m ?(?:-|to|until|till) ?)"
    r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?"
    r"(?=\s*$|[.,;)]| (?:on|today|tom|[mtwfs]))",
    r"(?:at |by |around |about ){0,2}(?P<hour>[0-9]{1,2})[ -]?ish(?!\w)",
    rf"(?:at |@ ?)?(?P<hour>[0-9]{{1,2}})(?:[:.](?P<minute>[0-9]{{2}}))? ?{_HALF}",
    r"(?:at |@ ?)?(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?: ?(?:h|hrs?|hours)(?!\w))?(?![\w:])",
    r"(?:at |@ ?)?(?P<hour>[0-9]{1,2})\.(?P<minute>[0-9]{2}) ?(?:h|hrs?)(?!\w)",
    r"(?P<hour>[0-9]{1,2})\.(?P<minute>00|1[3-9]|[2-5][0-9])(?![\w]|[./][0-9])",
    r"(?:at |@ ?)(?P<hour>[0-9]{1,2})\.(?P<minute>[0-9]{2})(?![\w]|[./][0-9])",
    r"(?P<hour>[0-9]{1,2})h(?P<minute>[0-9]{2})?(?!\w)",
    rf"(?:at )?(?P<hour>[0-9]{{1,2}})(?P<minute>[0-9]{{2}}) ?(?:{_HALF}|h(?:ou)?rs?(?!\w))",
    r"at (?P<hour>[0-2][0-9])(?P<minute>[0-5][0-9])(?!\w)",
    rf"(?:by|before) (?P<hour>[0-2][0-9])(?P<minute>[0-5][05])(?= (?:on|today|tomorrow|{WEEKDAY}))",
    rf"(?:at )?(?P<relation>half(?: past)?|(?:quarter|five|ten|twenty|twenty-five) (?:past|to))"
    rf" (?P<hour>{_HOUR})(?: ?{_HALF})?(?!\w)",
    rf"(?:at )?(?P<hour>{_HOUR}) ?o'?clock(?: ?{_HALF})?(?!\w)",
    rf"(?:by|before|until|till) (?P<hour>{_HOUR})(?= (?:on|today|tomorrow|tonight|this)(?!\w)| {WEEKDAY}|(?P<loose>\s*$))",
    r"(?P<hour>[0-9]{1,2})(?= tonight(?!\w))",
    rf"(?:at |@ ?)(?P<hour>{_HOUR})(?! ?[0-9:%/-]|\w| (?:of )?{MONTH}| (?:{'|'.join(['people', 'schools', 'weeks?', 'days?'])}))",
    r"(?:(?:12|twelve) )?(?P<noon>noon|midday|mid-day|mid day)(?!\w)",
    r"(?:(?:12|twelve) )?(?P<midnight>midnight)(?!\w)",
)
CLOCKS = tuple(compiled(pattern) for pattern in _CLOCKS)

PART = compiled(
    r"(?:(?:by|at|in|during|around) )?(?:the )?(?:(?:very |the )?(?:early|late|mid|later|latest|first|last) )?"
    r"(?:(?P<today>(?:cop|cob|eod|eop)(?!\w)|close(?: of)? (?:play|business)"
    r"|end of (?:the |this )?(?:(?:working |school )?(?:day|play|business)|morning|afternoon|evening|school(?! year))"
    r"|lunch ?time|lunch|dinner ?time|tea ?time|(?:break|play|home|bed) ?time|breakfast|elevenses|supper"
    rf"|close(?=\s*$|[.,;)]| (?:on )?(?:today|tomorrow|{WEEKDAY})))"
    r"|(?:start of (?:play|school|the (?:school )?day)|sob)(?!\w)"
    r"|(?:before|after|during) (?:school|work|assembly|registration|break)"
    r"|first thing|last thing|forenoon|morning|afternoon|evening|eve|night"
    rf"|(?:early|late)(?! (?:in|on|next|nxt|this|the|spring|summer|autumn|winter)(?!\w)| {MONTH})|[ap]m|[ap]\.m\.?)(?!\w)"
)


@dataclass(frozen=True)
class Clock:
    """A time of day and where its words end."""

    time: time
    end: int
    loose: bool = False  # "by 5", which in a line may be a number


def clock_at(text: str, start: int) -> Clock | None:
    """The time of day whose words begin at `start` in the folded text, the longest way of reading it."""
    read = [made for made in (_made(pattern.match(text, start)) for pattern in CLOCKS) if made]
    return max(read, key=lambda made: made.end, default=None)


def _made(match: re.Match[str] | None) -> Clock | None:
    if match is None:
        return None
    said = match.groupdict()
    if said.get("noon") or said.get("midnight"):
        return Clock(time(12) if said.get("noon") else time(23, 59), match.end())
    hour = int(said["hour"]) if said["hour"].isdigit() else NUMBERS[said["hour"]]
    minute = int(said.get("minute") or 0)
    if relation := (said.get("relation") or "").split():
        minute = {"half": 30, "quarter": 15}.get(relation[0]) or NUMBERS[relation[0]]
        minute = -minute if relation[-1] == "to" else minute
    hour = _of_day(hour, said.get("half"), spoken=said.get("minute") is None or len(said["hour"]) == 1)
    total = hour * 60 + minute
    if not 0 <= total < 1440 or minute >= 60:
        return None
    return Clock(time(total // 60, total % 60), match.end(), loose=said.get("loose") is not None)


def _of_day(hour: int, half: str | None, *, spoken: bool) -> int:
    """The hour of the day: "at 5" is the afternoon's, meetings being what they are."""
    if half and 1 <= hour <= 12:
        return hour % 12 + (12 if half[0] == "p" else 0)
    return hour + 12 if spoken and half is None and 1 <= hour <= 6 else hour
