"""The deadline in a line of chat. Not every date in a line is one: "the concert on Friday" is no promise.

Words that set a deadline ("by", "before", "due") count anywhere; a date without them only where the sentence ends,
and then it is not sure. A line with nothing in it must cost next to nothing: one pattern decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from bot.dates.model import Calendar, Found, Reader, spaced
from bot.dates.pieces import Phrase, phrase_at
from bot.dates.reading import reader_for
from bot.dates.settling import no_date, settled
from bot.dates.slips import mended
from bot.dates.vague import vague_at
from bot.dates.words import BEFORE, DAY_UNIT, MONTH, NUMBER, TIMELY, WEEKDAY, folded

LONGEST = 2_000  # characters of a line that are looked at
TRIES = 12  # places of each sort at which a deadline is looked for

_STRONG = (
    rf"{BEFORE}|by|erbyn|cyn|due|until|till|no later than|not later than|deadline|within|in time for"
    r"|in advance of|target(?: date)?|eta|time ?scales?|time ?frame|completion"
    r"|w/[cbe]|w\.c\.|week (?:commencing|beginning|ending)|end of|close of"
)
_IN_SHORT = r"cop|cob|eod|eow|eom|eoy"
_SMALL = (
    r"on|in|for|after|at|a|an|the|one|two|three|four|five|six|over|next|nxt|this|first|last|early|late|mid|half|start|end"
    r"|beginning|close|new|when|[0-9]{1,3}"
)
_VAGUE = (
    r"a\.?s\.?a\.?p|tb[acd]|soon|ongoing|on-going|when|as (?:soon|quickly|and)|immediately|straight ?away|urgent|in due"
    r"|shortly|to be|whenever|at some"
)
_COUNTED_BACK = rf"(?:{NUMBER}|the) (?:\w{{1,9}} )?(?:{DAY_UNIT}|{WEEKDAY}) (?=(?:{BEFORE}|after)(?!\w))"
_AHEAD = rf"(?=[^.;!?\n]{{1,40}}?{TIMELY})"
STRONG = re.compile(
    spaced(
        rf"(?<![\w/.-])(?:(?:{_STRONG})(?!\w|-\w){_AHEAD}|(?P<counted>{_COUNTED_BACK})"
        rf"|(?:{_IN_SHORT})(?!\w))|(?<=\s)@ (?=[0-9a-z])"
    )
)
WEAK = re.compile(rf"(?<![\w/.'-])(?:(?:{_SMALL})(?!\w){_AHEAD}|(?={TIMELY}))")
VAGUE = re.compile(spaced(rf"(?<![\w/.-])(?:{_VAGUE})"))
LABEL = re.compile(
    spaced(
        r"(?<![\w/.-])(?:due(?: date| by)?|deadline|eta|target(?: date)?|time ?scales?|time ?frame|by when|when) ?:[\s*_-]{0,4}"
    )
)
MAYBE = re.compile(rf"{TIMELY}|(?<![\w/.-])(?:{_VAGUE})")
CLOSE = re.compile(r"[*_~`\"']*(?:\s*[.;!?)\]*_~`\"']|\s*$|\s*[(\[]|\s+(?:please|pls|thanks|thx|ta)\b)")
# A greeting, what is over, what repeats: a day behind these is no deadline of anybody's.
_NO_PROMISE = re.compile(
    spaced(
        r"(?<!\w)(?:(?:see|catch) (?:you|ya|u|you all|everyone|everybody|you there)|(?:thanks|thank you|thx|sorry) (?:for|about)"
        r"|(?:good|great|nice|lovely|happy|merry|restful)"
        r"|scored?|won|lost|came|went|was|were|did|had|attended|played|helped)(?!\w) ?[^.;!?\n]{0,15}$"
        r"|(?<!\w)(?:last|past|every|each|since|version|v|item|page|room|room no) (?:\w+ ){0,2}$"
        r"|(?<!\w)(?:who|whether|if (?!poss|need)) ?[^.;!?\n]{1,40}$"
        r"|(?<!\w)(?:few|several|some) (?:days|weeks|months) (?:before|after) $"
        r"|(?<!\w)(?:not|earlier|no\.?|number|ref|section|chapter|clause) $"
    )
)
_UNSAID = re.compile(
    spaced(r"(?<!\w)(?:(?:few|several|some) (?:days|weeks|months)|not|even) $")
)  # "a few days before"
_WHOLE_END = re.compile(
    spaced(
        r"\W*$|[\s]?[^\w\s]| (?:if|when|once|for|to|so|and|but|or|at|with|as|on|by|please|pls|ideally|latest|then)(?!\w)"
    )
)
_IDIOM = re.compile(spaced(r"at the end of the day(?!\w)"))
OF_ITS_OWN = re.compile(r"'s?(?= )[ ]\w+(?: meeting| session| rehearsal)?")


def find_deadline(line: str, at: datetime, calendar: Calendar) -> Found | None:
    """The deadline in a line of chat written at the aware moment `at`, or None. Never raises on any text."""
    text = mended(folded(line[:LONGEST]))
    if not MAYBE.search(text):
        return None
    reader = reader_for("", at, calendar)
    reader.text = text
    return _strong(reader, line) or _weak(reader, line) or _kept_words(reader, line)


def _places(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    return (match.start() for match in islice(pattern.finditer(text), TRIES))


def _strong(reader: Reader, line: str) -> Found | None:
    """After words that set a deadline, anywhere."""
    for match in islice(STRONG.finditer(reader.text), TRIES):
        start = match.start()
        if _UNSAID.search(reader.text, max(0, start - 20), start):
            continue
        if _IDIOM.match(reader.text, start - 7 if start > 7 else 0):
            continue
        label = LABEL.match(reader.text, start)
        phrase = (
            phrase_at(reader, label.end(), strict=False) if label else phrase_at(reader, start, strict=True)
        )
        if phrase and label:
            phrase.start = start
        if phrase and match[0].startswith("end of") and not _WHOLE_END.match(reader.text, phrase.end):
            continue  # "the end of term report"
        if phrase and match["counted"] and phrase.end <= match.end():
            continue  # "the week after that"
        if phrase and (found := settled(reader, _whole_words(reader, phrase), line)):
            return found
    return None


def _whole_words(reader: Reader, phrase: Phrase) -> Phrase:
    """ "by Friday's rehearsal" is read as by Friday, and goes out of the line as a whole."""
    owned = OF_ITS_OWN.match(reader.text, phrase.end)
    if owned:
        phrase.end = owned.end()
    return phrase


def _weak(reader: Reader, line: str) -> Found | None:
    """A date at the end of a sentence, or a day as near as tomorrow anywhere; the last one, and never sure."""
    found, end = None, 0
    for start in _places(WEAK, reader.text):
        phrase = phrase_at(reader, start, strict=True) if start >= end else None
        end = phrase.end if phrase else end
        if _NO_PROMISE.search(reader.text, max(0, start - 40), start):
            continue
        if (
            phrase
            and phrase.stretch
            and phrase.stretch.kind != "year"
            and _ends_there(reader, phrase)
            and not _of_an_event(reader, phrase)
        ):
            read = settled(reader, phrase, line, certain=bool(phrase.stretch.tied))
            found = read if read and not _past(reader, read) else found
    return found


def _past(reader: Reader, found: Found) -> bool:
    return found.date is not None and found.date < reader.today


_GOES_ON = re.compile(r"\s+(?:re|regarding|about|with)(?!\w)")  # "ring them on Tuesday about the keys"
_OPENS = re.compile(
    spaced(
        r"\s?[:,-]\s|\s(?:i'll|we'll|i will|we will)(?!\w)|\s[a-z'-]{2,20}(?: and [a-z'-]{2,20})? (?:to|will|needs to)(?!\w)"
    )
)


def _ends_there(reader: Reader, phrase: Phrase) -> bool:
    if phrase.stretch and not reader.text[: phrase.start].strip(
        " *_~-[(>•"
    ):  # "Friday: Sam to ...", "Next week I'll ..."
        return bool(_OPENS.match(reader.text, phrase.end)) or _closes(reader, phrase)
    return _closes(reader, phrase)


def _closes(reader: Reader, phrase: Phrase) -> bool:
    day = (
        phrase.stretch
        and phrase.stretch.kind in ("weekday", "date", "ordinal", "day")
        and not phrase.stretch.tied
    )
    if day and _GOES_ON.match(reader.text, phrase.end):
        return True
    near = re.match(r"(?:today|tomorrow|tmrw|tomoz|2moro|tonight)(?!\w|')", reader.text[phrase.at :])
    owned = reader.text.startswith("'s", phrase.end)
    return not owned and bool(near or CLOSE.match(reader.text, phrase.end))


_A_NAME = re.compile(MONTH)
_A_MEETING = re.compile(
    spaced(r"(?:the|our|this) (?:\w+ ){0,2}(?:meeting|mtg)")
)  # "Sam to chair the meeting"
_EVENT = re.compile(
    spaced(
        r"(?<!\w)(?:for|re|about|regarding|of|after|invit(?:e|ing) [^.;!?\n]{1,40} to)"
        r" (?:(?:the|our|their|a|an|this|next) )?(?:[\w'-]{1,20} ){0,2}"
        r"(?:concert|trip|meeting"
        r"|event|visit|workshop|performance|rehearsal|show|party|session|assembly|gig|festival|fair|fete|play|training|conference"
        r"|interview|agm|do|launch|tour|exam|lesson|day|evening|night|showcase|celebration|course|gala|tournament)s?"
        r"(?: (?:to|at|in|with|for)(?: [\w'-]{1,20}){1,3})? $"
    )
)


def _of_an_event(reader: Reader, phrase: Phrase) -> bool:
    """ "the hall for Friday", "programmes for the concert on Friday" tell when it is needed, not when it is due; "for
    next time" does."""
    said_for = reader.text.startswith("for", phrase.start)
    before = (reader.text[max(0, phrase.start - 12) : phrase.start].split() or [""])[-1]
    if (
        _A_NAME.fullmatch(reader.text, phrase.start, phrase.end) and before[-1:].isalpha()
    ):  # "Sam to ask June"
        return True
    about = (
        ((said_for and before != "aim") or before == "for")
        and phrase.stretch is not None
        and not phrase.stretch.tied
    )
    about = about or bool(_EVENT.search(reader.text, max(0, phrase.start - 60), phrase.start))
    about = about or bool(_A_MEETING.fullmatch(reader.text, phrase.start, phrase.end))
    return about or before in ("the", "of", "from", "our", "and", "to", "than", "about", "re", "dated")


def _kept_words(reader: Reader, line: str) -> Found | None:
    """ "asap" wherever it stands; other words without a day only where the sentence ends."""
    for label in islice(LABEL.finditer(reader.text), TRIES):
        if end := vague_at(reader.text, label.end()):
            return no_date(line, label.start(), end)
    for start in _places(VAGUE, reader.text):
        end = vague_at(reader.text, start)
        if end and (CLOSE.match(reader.text, end) or reader.text.startswith(("as", "a.s", "tb"), start)):
            return no_date(line, start, end)
    return None
