"""The patterns by which the owner part of a line is found, made from the words of a language (bot/languages/)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.languages import Language
from bot.markers import TASK, any_of

_SIGNS = r"\s*:\s*|\s+[-–—]+>?\s+|\s*(?:=>|→)\s*"

FIRST = re.compile(r"(?:for|asked|assigned to|on)\s+(?=(?-i:[\ue000@A-Z]))", re.IGNORECASE)
IN_BRACKETS = re.compile(
    r"\s*[(\[](?P<names>[^()\[\]\n]{1,80}?)(?:\s+(?:to|will)\s+(?:lead(?:\s+on)?|do|action|sort|organise|arrange))?(?P<when>[,;]?\s+(?:by|due|before|on|for|w/c)\s[^()\[\]\n]{1,60})?[)\]]"
    r"(?P<after>[^()]*)$"
)
AFTER = re.compile(r"\s*[.!]?$|\s*[,–—-]?\s*(?:by|due|before|on|for|w/c|asap|until)\b", re.IGNORECASE)
_DOING = r"\s+is(?=\s+(?!being|going|having|missing|coming|getting|looking forward)[a-z]{2,}ing\b)"
"""Before what somebody is at already: "Otto is setting up the corner"."""
LAST_BEGINS = re.compile(
    r"\s+(?:[-–—]+>?\s*(?:for\s+)?|(?:=>|→|>{1,2})\s*|by\s+(?=[A-Z@\ue000])|(?=[@\ue000])|"
    r"(?<!\bthe\s)(?<!\ba\s)(?<!\ban\s)(?<!\bthis\s)(?<!\bto\s)(?<!\bof\s)(?<!\bfor\s)(?<!\bin\s)(?<!\bon\s)(?<!\band\s)"
    r"(?=[A-Z]{2,3}\.?$))|[.;]\s+|(?<=[a-z]),\s+(?=[A-Z@\ue000])"
)
"""Before a name at the end of a line: a dash, an arrow, "to be sent by", a full stop; nothing before "@sam" and "SW"."""
PLEASE = re.compile(
    r"[\s,–—-]+(?:please[,\s]+(?P<after>[^,;.:()\[\]\n]{1,40}?)|(?<=[,–—-]\s)(?P<before>[^,;.:()\[\]\n]{1,40}?),?\s+please)[.!]?$",
    re.IGNORECASE,
)
ASIDE = re.compile(r"\s*(?:\([^()]{0,40}\)|(?<=\S)\s\[[^][]{0,40}\])")
BESIDE = re.compile(
    r"\s*\((?P<more>(?:with|and|plus|supported by|helped by|[+&])\s[^()]{1,40})\)", re.IGNORECASE
)
"""Helpers in brackets: "Otto (with Grace) to …"."""
WHENCE = re.compile(r"(?<=\w)\s+(?:@|at|from)\s+(?:the\s+)?[A-Z][\w' ]{1,30}$")
"""Where somebody belongs: "Otto at Oak House to …"."""
IN_PASSING = re.compile(
    r"(?:n\.?b\.?|p\.?s\.?|fyi|note)(?:\s*[:,–—-]\s*|\s+)(?=(?-i:[A-Z@\ue000]))", re.IGNORECASE
)
"""Before an owner, and no part of the name: "NB Sam to …"."""
TO_BE_FOUND = re.compile(r"\s*[(\[](?:owner|lead|who)\s*[:–—-]?\s*(?:tbc|tba|tbd|\?+)[)\]]", re.IGNORECASE)
"""No owner yet, said behind the task; "TBC" is then no deadline."""
ASKED = re.compile(
    r"(?:please\s+)?(?:can|could|would|will)\s+(?=(?-i:[A-Z@\ue000]))(?P<rest>.+?)(?:,?\s+please)?\s*\??$",
    re.IGNORECASE | re.DOTALL,
)
"""A request in the place of a task: "could Jo book the hall please?"."""
LEADING = re.compile(
    r"(?:please\s+)?(?:(?:can|could|would|will) you\s+(?:please\s+)?|please\s+)?(?:to\s+)?(?:action\s*[:–—-]\s*)?",
    re.IGNORECASE,
)
PASSIVE = re.compile(
    r"(?:be|go|come|cost|last|happen|mean|the|a|an|all|our|my|your|his|her|their|this|that|these|those|each|every|which|"
    r"whom|us|me|you|him|them|it|fod)\b(?!\s(?:through|over|round|back|and)\b)|[A-Z\ue000@\d]|(?:follow|start|continue|include|cover|remain|stay|run|open|close)\b"
    r"(?!-)(?=\s*(?:[.,;!?]|$|\d|(?:at|on|in|from|as|until|till|for|after|before|later|soon|shortly|with|by|next|this)\b))"
)
"""After a stranger's "to": what is done to a thing, or where it leads, and nobody does. "Flyer to go out", "Link to Paper"."""

THING = re.compile(r"(?:be|the|a|an|our|my|your|his|her|their|this|that)\b")
"""After letters and "to": "PR to the main branch" is no Priya Raman."""

OBVIOUS = re.compile(
    rf"{TASK}\s+(?:the|an?|our|some|all|this|that|these|those|each|his|her|their|my|out|up)\b", re.IGNORECASE
)
"""A verb and no noun: "order the shirts" and not "order form"."""

TO_DATE = re.compile(
    r"(?:(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?)\b|\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, eq=False)
class Parts:
    """What one language has to say about owners."""

    language: Language
    ends: re.Pattern[str]
    split: re.Pattern[str]
    joined: re.Pattern[str]
    label: re.Pattern[str]
    labelled_last: re.Pattern[str]


@cache
def parts(language: Language) -> Parts:
    """The patterns of a language, made once."""
    words = [word for word in language.owner_ends if word[0] != "'"]
    short = any_of([word for word in language.owner_ends if word[0] == "'"])
    joins, labels = any_of(language.joins), any_of(language.owner_labels)
    task = any_of(language.task_labels)
    return Parts(
        language=language,
        ends=re.compile(rf"\s+{any_of(words)}(?=\s)|{short}\s+|{_SIGNS}|{_DOING}", re.IGNORECASE),
        split=re.compile(rf"\s*(?:[,/&+]|(?<!\w){joins}(?!\w))\s*", re.IGNORECASE),
        joined=re.compile(rf"[,&+]|{any_of((*language.joins, *language.either))}(?!\w)", re.IGNORECASE),
        label=re.compile(
            rf"{labels}\s*:\s*(?P<names>[^.;|:\n]{{1,80}})[.;|]\s*(?:{task}\s*:\s*)?(?=\S)", re.IGNORECASE
        ),
        labelled_last=re.compile(
            rf"[\s,.;(\[–—-]{{0,6}}(?<!\w)(?:{labels}\s*:\s*|(?:owner|lead|assigned to)\s+(?=(?-i:[A-Z@\ue000])))"
            r"(?P<names>[^.;:()\[\]\n]{1,80}?)[)\].]*$",
            re.IGNORECASE,
        ),
    )
