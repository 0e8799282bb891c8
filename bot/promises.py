"""What may be offered to be noted, though no mark says so: promises ("I'll ring …"), requests, what somebody has agreed to.

Far more is promised in talk than anybody minutes, so quiet is worth more than finding: only what is to be done later, by
somebody, to something; nothing conditional, past, immediate or trivial. Where the verb leaves a doubt, a deadline decides.
A line that holds nothing costs one pattern. English only: in other languages a mark is needed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dates.words import TIMELY
from bot.languages import every, languages
from bot.markers import AT, NAME, TASK, any_of

LONGEST = 300
"""Promises are short; a longer line is an account of something."""

_PERSON = rf"(?:{AT}|{NAME}(?: {NAME})?)"
_PEOPLE = rf"{_PERSON}(?:(?:\s?[,/&+]\s?|\s+and\s+){_PERSON}){{0,4}}"
_THE_GROUP = r"the [a-z'’-]{3,20}(?: [a-z'’-]{3,20})?"

_IDLE = any_of(every("idle", languages()))
"""What is said in passing, done at once, or no task of anybody's, whatever the deadline. Some of it is a task under a mark."""

_NOW = re.compile(
    r"(?:have|need|want|got) to\b|(?:share|open|show|paste|post|drop|put|type|add|find) (?:my screen|(?:it|that|this|the "
    r"link|a link)(?: in(?:to)?| to)? (?:here|the chat|chat|irc)\b)|call (?:it|that|this)\b|check out\b|find (?:it|that|this) "
    r"(?:hard|odd|strange|difficult)|make (?:sense|it|sure we|a difference)\b|sort (?:itself|themselves) out|work out\b|"
    r"(?:do|make|get|take) (?:so|me|you|us|them)\b|give (?:it|you|him|her|them) a\b",
    re.IGNORECASE,
)
"""Tasks that are done while one speaks, or none in these words."""

_GREETINGS = (
    "yes|yep|yeah|yup|ok|okay|sure|right|great|good|fine|no problem|np|thanks|thank you|many thanks|cheers|ta|perfect|"
    "lovely|brilliant|sounds good|good idea|good point|agreed|noted|will do|of course|absolutely|no worries|and|so|then|"
    "but|also|meanwhile|ps|hi|hello|hey|hi all|hello all|hi everyone|morning|good morning|afternoon|good afternoon|all|"
    "folks|everyone|in the meantime|after that|oh|ah|well|actually|if that helps"
)
_BEGINS = rf"(?:(?:{_GREETINGS})\b[\s,.!:–—-]*){{0,4}}"
_SPEAKER = (
    r"(?:i['’]?ll(?: also| then| happily| gladly)?|i will(?: also)?|i shall|i can|i['’]m going to|i am going to|i['’]m gonna|"
    r"(?:i['’]m |i am )?(?:very |more than )?(?:happy|glad) to|i['’]d be (?:happy|glad) to|i['’]m able to|"
    r"i(?:['’]ve| have)? (?:agreed|promised|offered|volunteered|undertaken) to|i plan to|i intend to|let me)"
)
_ASKS = r"(?:(?:please\s+)?(?:can|could|would|will) you(?: please| possibly| kindly)?|please)"
_STATES = (
    r"(?:will(?: also)?|(?:has|have|had) (?:kindly )?(?:agreed|offered|promised|volunteered|undertaken) to|"
    r"(?:is|are) (?:going|happy) to|['’]s (?:going|agreed|offered|happy) to|['’]ll|(?:kindly )?(?:agreed|offered|volunteered|"
    r"promised) to|(?:has )?said (?:she|he|they)(?:['’]d|['’]ll| will| would)|(?:are |is )?to)"
)
_MAY_HOLD = re.compile(
    r"['’](?:ll|d)\b|\b(?:i will|i can|i shall|let me|with me|to|will|you|please|can|could)\b", re.IGNORECASE
)
_SAYS = re.compile(
    rf"{_BEGINS}(?:(?:{_PERSON}\s?[,–—-]\s*)?(?P<speaker>{_SPEAKER})|(?P<we>we['’]ll|we will)|"
    rf"(?P<asked>{_PERSON})(?:\s*[,:–—-]\s*|\s+){_ASKS}|(?P<you>{_ASKS})|"
    rf"(?P<kindly>please )?(?:can|could) (?:please )?(?P<can>{_PEOPLE}|everyone|everybody|you all|all of you)(?: please)?|"
    rf"(?P<others>{_PEOPLE})\s*{_STATES}|(?P<group>{_THE_GROUP}) {_STATES})\s+(?P<task>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_KINDS = ("speaker", "we", "asked", "you", "can", "others", "group")
_SENTENCE = re.compile(
    r"(?<=[.!?;])\s+|,\s+(?=(?:and |so |but )?i['’]ll\b)|\s+[-–—]\s+(?=i['’]ll\b|i can\b)", re.IGNORECASE
)
_STARTS_A_TASK = re.compile(rf"(?:{TASK}|confirm|do|sort|hang on to)\b", re.IGNORECASE)
_STARTS_IDLY = re.compile(rf"{_IDLE}\b", re.IGNORECASE)
_OBJECT = re.compile(
    rf"\S+\s+(?:(?:up|out|in|on|off|over|round|around|back|by|for|at)\s+)*(?!{TIMELY}|(?:on|by|at|in)\b)\S",
    re.IGNORECASE,
)
_SCRIBED = re.compile(r"[\w|.'’@-]{1,24}:\s|\.{2,}|…")
_ASKED_BY_COLON = re.compile(rf"{_PERSON}:\s+(?:please|{_ASKS})\b", re.IGNORECASE)
_DOUBT = re.compile(
    r"\b(?:unless|otherwise|might|(?-i:may)|maybe|perhaps|probably|possibly|hopefully|would(?! you)|should|"
    r"(?:would|did|do|does|wo|ca)n['’]t|cannot|not|never|right now|now|already|earlier|yesterday|"
    r"last (?:week|month|year|time)|in a (?:sec|second|minute|moment|bit|mo|while)|again)\b"
    r"|(?<!check )(?<!ask )(?<!find out )(?<!confirm )\bif\b",
    re.IGNORECASE,
)
_LATE_NAME = re.compile(rf",\s*(?P<name>{_PERSON})\s*\??$")
_LEADING_TO = r"\s+(?:(?:the|this|next|a|end of|[0-9]+)\s+)*"
_DATED = re.compile(
    rf"\b(?:by|before|until|till|due|for|on|w/c|within|no later than|in time for|ahead of){_LEADING_TO}{TIMELY}"
    r"|\b(?:today|tomorrow|tonight|asap|this (?:week|afternoon|evening|weekend)|next (?:week|time|month|meeting))\b",
    re.IGNORECASE,
)
_FIRM = re.compile(
    rf"\b(?:by|before|in time for|ahead of|no later than|within){_LEADING_TO}{TIMELY}", re.IGNORECASE
)
_STRANGERS = every("not_names", languages())


@dataclass(frozen=True)
class Promise:
    """`owner` as it was written ("I", "@jo", "Priya and Sam"), empty where nobody in particular is asked; `task` with its
    deadline, as it stands in an action ("send the form by Tuesday")."""

    owner: str
    task: str

    @property
    def text(self) -> str:
        """A line that reads as the action would."""
        return f"{self.owner} to {self.task}" if self.owner else self.task


def find(line: str) -> Promise | None:
    """The first promise or request in a line of chat that bears no mark. Never raises."""
    if len(line) > LONGEST or not _MAY_HOLD.search(line):
        return None
    if _SCRIBED.match(line) and not _ASKED_BY_COLON.match(line):
        return None
    for sentence in _SENTENCE.split(line.strip()):
        if promise := _in(sentence):
            return promise
    return None


def _in(sentence: str) -> Promise | None:
    """What one sentence promises or asks for."""
    found = _SAYS.match(sentence)
    if found is None or _DOUBT.search(sentence):
        return None
    kind = next(name for name in _KINDS if found[name])
    task, asks = found["task"].strip(" .!?"), sentence.rstrip().endswith("?")
    if asks and kind in ("speaker", "we", "others", "group"):
        return None
    owner = {"speaker": "I", "we": "we", "you": ""}.get(kind, found[kind])
    if kind == "you" and (late := _LATE_NAME.search(task)):
        owner, task, kind = late["name"], task[: late.start()], "asked"
    if kind in ("asked", "can", "others") and _is_nobody(owner):
        return None
    certain = kind in ("speaker", "asked", "others") or bool(found["kindly"])
    return Promise(owner, task) if _worth(task, certain, kind) else None


def _is_nobody(owner: str) -> bool:
    return owner.split()[0].casefold() in _STRANGERS - {"all"}


def _worth(task: str, certain: bool, kind: str) -> bool:
    """Whether the task is one: a known verb with an object, or, with a firm deadline, any verb that is not idle."""
    if not _OBJECT.match(task) or _STARTS_IDLY.match(task) or _NOW.match(task):
        return False
    if _STARTS_A_TASK.match(task):
        return certain or bool(_DATED.search(task))
    firm = _FIRM if kind != "speaker" else _DATED
    return kind not in ("you", "group") and task[:1].islower() and bool(firm.search(task))
