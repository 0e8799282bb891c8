"""What may be offered to be noted, though no mark says so: promises ("I'll ring …"), requests, what somebody has agreed to.

Far more is promised in talk than anybody minutes, so quiet is worth more than finding: only what is to be done later, by
somebody, to something; nothing conditional, past, immediate or trivial. Where the verb leaves a doubt, a deadline decides.
A line that holds nothing costs one pattern. English only: in other languages a mark is needed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dates.words import TIMELY, trie
from bot.languages import every, languages
from bot.markers import AT, NAME, TASK, any_of
from bot.names import is_a_word

LONGEST = 300
"""Promises are short; a longer line is an account of something."""

_PERSON = rf"(?:{AT}|{NAME}(?: {NAME})?)"
_PEOPLE = rf"{_PERSON}(?:(?:\s?[,/&+]\s?|\s+and\s+){_PERSON}){{0,4}}"
_THE_GROUP = r"the [a-z'’-]{3,20}(?: [a-z'’-]{3,20})?"

_IDLE = trie(every("idle", languages()))
"""What is said in passing, done at once, or no task of anybody's, whatever the deadline. Some of it is a task under a mark."""

_NOW = re.compile(
    r"(?:and|or|you|not)\b|(?:have|need|want|got) to\b|"
    r"share (?:my|your|the|a) screen\b|check out\b|work out\b|sort (?:itself|themselves) out|"
    r"(?:share|open|show|paste|post|drop|put|type|add|find) (?:it|that|this|the link|a link)"
    r"(?: in(?:to)?| to)? (?:here|the chat|chat|irc)\b|(?:share|find|get|drop) (?:the|a|you the) link\b|"
    r"find (?:it|that|this) (?:hard|odd|strange|difficult)|make (?:sense|it|sure we|a difference)\b|call (?:it|that|this)\b|"
    r"(?:do|make|get|take) (?:so|me|you|us|them)\b|give (?:it|you|him|her|them) a\b|"
    r"get back to (?:you|him|her|them)[.!]?$|"
    r"(?:speak|talk) to (?:it|that|this)\b|(?:tell|ask|remind) (?:you|me|us)\b|read (?:it|that|this|out|aloud)\b|"
    r"(?:speak|talk|meet|chat)(?: to| with)? (?:you|everyone|all)\b|confirm (?:that|it|this)\b|"
    r"add (?:you|me|myself)\b|open (?:the|a) (?:window|door)\b|type (?:it|that|this|an?)\b",
    re.IGNORECASE,
)
"""Tasks that are done while one speaks, or none in these words."""

_GREETINGS = (
    "yes|yep|yeah|yup|ok|okay|sure|right|great|good|fine|no problem|np|thanks|thank you|many thanks|cheers|ta|perfect|"
    "lovely|brilliant|sounds good|good idea|good point|agreed|noted|will do|of course|absolutely|no worries|and|so|then|"
    "but|also|meanwhile|ps|hi|hello|hey|hi all|hello all|hi everyone|morning|good morning|afternoon|good afternoon|all|"
    "folks|everyone|in the meantime|after that|oh|ah|well|actually|if that helps"
)
_BEGINS = rf"(?:{trie(_GREETINGS.split('|'))}\b[\s,.!:–—-]*){{0,4}}"
_ANYBODY = "everyone|everybody|all of you|someone|somebody|anyone|anybody|one of you"
_TRIES = r"(?: (?:try|aim|make sure) (?:to|and))?"
_SPEAKER = (
    rf"(?:i['’]?ll(?: also| then| happily| gladly)?{_TRIES}|i will(?: also)?{_TRIES}|i shall|i can|"
    r"i['’]m going to|i am going to|i['’]m gonna|"
    r"(?:i['’]m |i am )?(?:very |more than )?(?:happy|glad) to|i['’]d be (?:happy|glad) to|i['’]m able to|"
    r"i(?:['’]ve| have)? (?:agreed|promised|offered|volunteered|undertaken) to|i plan to|i intend to|let me|"
    r"i(?:['’]ve| have)? said (?:that )?i(?:['’]ll|['’]d| will| would))"
)
_ASKS = (
    r"(?:(?:please\s+)?(?:can|could|would|will) you(?: all)?(?: please| possibly| kindly)?|"
    r"please(?! (?:can|could|would|will)\b))"
)
_STATES = (
    r"(?:will(?: also)?|(?:has|have|had) (?:kindly )?(?:agreed|offered|promised|volunteered|undertaken) to|"
    r"(?:is|are) (?:going|happy) to|['’]s (?:going|agreed|offered|happy) to|['’]ll|(?:kindly )?(?:agreed|offered|volunteered|"
    r"promised) to|(?:has )?sa(?:id|ys) (?:she|he|they)(?:['’]d|['’]ll| will| would)|(?:was|were|has been|have been) asked to|"
    r"(?:are |is )?to)"
)
_HOLDS = (
    " to ",
    "'ll ",
    "’ll ",
    "'d ",
    "’d ",
    "ill ",
    "Ill ",
    "will ",
    "can ",
    "Can ",
    "ould ",
    "lease",
    "et me ",
    "hall ",
    "onna ",
    " must ",
)
"""The cheapest look: one of these is in every promise, and the quickest way to know is to ask one after the other."""

_SAYS = re.compile(
    rf"{_BEGINS}(?:(?:{_PERSON}\s?[,–—-]\s*)?(?P<speaker>{_SPEAKER})|(?P<elided>(?-i:will))|"
    rf"(?P<we>we['’]ll|we will)|"
    rf"(?P<you>{_ASKS})|(?P<asked>{AT}(?:\s{AT})+|{_PERSON})(?:\s*[,:–—-]\s*|\s+){_ASKS}|"
    rf"(?P<kindly>please )?(?:can|could) (?:please )?(?P<can>{_PEOPLE}|{_ANYBODY})(?P<kindly2> please)?|"
    rf"(?P<others>{_PEOPLE})\s*{_STATES}|"
    rf"(?:it was |we(?:['’]ve| have)? )?agreed (?:that )?(?P<agreed>{_PEOPLE}) (?:would|will|to|should)|"
    rf"(?:i['’]ve |i have |have |we )?asked (?P<told>{_PEOPLE}) to|(?P<needs>{_PEOPLE}) (?:needs? to|has to|have to|must)|"
    rf"(?P<group>{_THE_GROUP}) {_STATES})\s+(?P<task>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_KINDS = ("speaker", "elided", "we", "asked", "you", "can", "others", "agreed", "told", "needs", "group")
_CERTAIN = ("speaker", "asked", "others", "agreed", "told")
_STATED = ("speaker", "elided", "we", "others", "agreed", "told", "needs", "group")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_MINE = ("'ll ", "’ll ", "I can ", "i can ", "will ")
_CLAUSE = re.compile(r"(?:,\s+(?:and |so |but )?|\s+[-–—]\s+)(?=i(?:['’]ll| can| will)\b)", re.IGNORECASE)
_STARTS_A_TASK = re.compile(rf"(?:{TASK}|do|sort)\b", re.IGNORECASE)
_IT = r"(?:it|that|this|so|one|both|either|any|all|most|them|these|those|him|her|you)"
_DOES_IT = re.compile(
    rf"(?:do {_IT}\b|take (?:that|this|it)(?: action| one)?$|take a look(?: at {_IT})?$|make a note of {_IT}$|(?!draft|organi|"
    rf"book|order|chase|print|arrange|circulate|sort|prepare)\S+(?: into| at| after| with)? {_IT}"
    r"(?: (?:up|down|in|back|on|off|out|over|too|offline|later))?$)",
    re.IGNORECASE,
)
"""What says little about what is to be done: worth offering only with a deadline."""

_LETS_KNOW = re.compile(r"let (?!me\b|us\b|you\b|it\b)\S+(?: \S+){0,3} know\b", re.IGNORECASE)
_STARTS_IDLY = re.compile(
    rf"(?!{any_of([task for task in every('tasks', languages()) if ' ' in task])}\b){_IDLE}\b", re.IGNORECASE
)
_OBJECT = re.compile(
    rf"\S+\s+(?:(?:up|out|in|on|off|over|round|around|back|by|for|at)\s+)*(?!{TIMELY}|(?:on|by|at|in)\b)\S",
    re.IGNORECASE,
)
_SCRIBED = re.compile(r"[\w|.'’@-]{1,24}:\s|\.{2,}|…")
_ASKED_BY_COLON = re.compile(rf"{_PERSON}:\s+(?:please|{_ASKS})\b", re.IGNORECASE)
_DOUBT = re.compile(
    r"\b(?:unless|otherwise|might|(?-i:may)|maybe|perhaps|probably|possibly|hopefully|would(?! you)|should|"
    r"(?:would|did|do|does|wo|ca)n['’]t|cannot|not|never|right now|now|already|earlier|yesterday|"
    r"last (?:week|month|year|time)|in a (?:sec|second|minute|moment|bit|mo|while)|again|doubt)\b"
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
_NOBODY = every("nobody", languages())
_THINGS = every("not_owners", languages())
_OWNERS = {"speaker": "I", "elided": "I", "we": "we", "you": ""}


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
    """The promise or request in a line of chat that bears no mark: of several the first with a day, else the first.

    Never raises.
    """
    if len(line) > LONGEST or not any(map(line.__contains__, _HOLDS)):
        return None
    if _SCRIBED.match(line) and not _ASKED_BY_COLON.match(line):
        return None
    found = [promise for sentence in _sentences(line.strip()) if (promise := _in(sentence))]
    dated = (promise for promise in found if _DATED.search(promise.task))
    return next(dated, None) or next(iter(found), None)


def _sentences(line: str) -> list[str]:
    """The line in pieces that may each begin with a promise; the patterns are asked only where they may find something."""
    sentences = _SENTENCE.split(line) if any(map(line.__contains__, (". ", "! ", "? ", "; "))) else [line]
    if not any(map(line.__contains__, _MINE)):
        return sentences
    return [clause for sentence in sentences for clause in _CLAUSE.split(sentence)]


def _in(sentence: str) -> Promise | None:
    """What one sentence promises or asks for."""
    found = _SAYS.match(sentence)
    if found is None:
        return None
    kind = next(name for name in _KINDS if found[name])
    owner, task = _OWNERS.get(kind, found[kind]), found["task"].strip(" .!?")
    if kind == "you" and (late := _LATE_NAME.search(task)):
        owner, task, kind = late["name"], task[: late.start()], "asked"
    if _is_no_owner(owner) or (kind in _STATED and sentence.rstrip().endswith("?")):
        return None
    kindly = kind == "can" and task.endswith(" please")
    task = task.removesuffix(" please")
    certain = kindly or kind in _CERTAIN or bool(found["kindly"] or found["kindly2"])
    if not _worth(task, certain, kind) or _DOUBT.search(task):
        return None
    return Promise("" if owner.casefold() in _NOBODY else owner, task)


def _is_no_owner(owner: str) -> bool:
    """Whether the words begin like a sentence and not like a name; "I", "we" and "someone" are owners of their kind."""
    first, *more = owner.casefold().split() or [""]
    if not more and first in _THINGS and first not in ("", "i", "we") and not is_a_word(first):
        return first not in _NOBODY
    return (
        first in _STRANGERS
        and first not in ("i", "we")
        and owner.casefold() not in _NOBODY
        and not (first == "the" and more and more[-1] not in _THINGS)
    )


def _worth(task: str, certain: bool, kind: str) -> bool:
    """Whether the task is one: a known verb with an object, or, with a firm deadline, any verb that is not idle."""
    if _DOES_IT.match(task):
        return bool(_DATED.search(task))
    if _LETS_KNOW.match(task):
        return kind in _STATED
    if not _OBJECT.match(task) or _STARTS_IDLY.match(task) or _NOW.match(task):
        return False
    if _STARTS_A_TASK.match(task):
        return certain or bool(_DATED.search(task))
    firm = _FIRM if kind != "speaker" else _DATED
    return kind not in ("you", "group", "elided") and task[:1].islower() and bool(firm.search(task))
