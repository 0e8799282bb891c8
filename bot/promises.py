"""What may be offered to be noted, though no mark says so: promises ("I'll ring …"), requests, what somebody has agreed to.

Far more is promised in talk than anybody minutes, so quiet is worth more than finding: only what is to be done later, by
somebody, to something; nothing conditional, past, immediate or trivial. Where the verb leaves a doubt, a deadline decides.
A line that holds nothing costs one pattern.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dates.words import TIMELY

LONGEST = 300
"""Promises are short; a longer line is an account of something."""

_AT = r"(?:\ue000[^\ue001\n]{1,64}\ue001|@[\w.'’-]{1,40})"
_NAMED = r"(?-i:[A-Z][\w'’]{0,20}(?:-[A-Z][\w'’]{0,20})?)"
_PERSON = rf"(?:{_AT}|{_NAMED}(?: {_NAMED})?)"
_PEOPLE = rf"{_PERSON}(?:(?:\s?[,/&+]\s?|\s+and\s+){_PERSON}){{0,4}}"

_TASKS = (
    "add|amend|approach|arrange|ask|assemble|book|bring|build|buy|call|cancel|chase|check|circulate|collate|collect|"
    "compile|complete|confirm|contact|convene|coordinate|copy|correct|create|deliver|design|distribute|draft|draw up|edit|"
    "email|e-mail|fetch|file|fill in|finalise|finalize|find|finish|fix|follow up|forward|gather|get hold of|"
    "get in touch|get back to|hand over|hang|hire|host|identify|inform|install|investigate|invite|invoice|lead on|liaise|"
    "list|look into|look up|mail|make|measure|message|nudge|open|order|organise|organize|pack|pass on|pay|phone|photocopy|"
    "pick up|ping|plan|post|prepare|print|produce|propose|provide|publish|pull together|put together|put up|read through|"
    "re-?book|re-?send|recruit|register|remind|remove|repair|replace|reply|report back|request|research|reserve|review|"
    "rewrite|ring|round up|run|schedule|scan|search|send|set up|share|sort|source|speak|submit|summarise|summarize|"
    "talk to|test|text|tidy|tell|translate|type up|update|upload|verify|visit|volunteer|water|write"
)
"""What people do for one another between meetings."""

_NO_TASKS = (
    "be|see|have|go|come|try|say|pass|think|let|know|wait|stop|leave|start|hope|need|want|like|love|hate|mean|guess|"
    "stay|keep|stick|agree|vote|admit|believe|bet|miss|join|drop|hop|jump|take|never|not|just|probably|maybe|always|"
    "still|only|also|actually|happily|remember|understand|listen|hear|show up|show|point|note|mention|defer|shut|step|"
    "repeat|rejoin|give it|give you|assume|turn|hand|second|scribe|chair|wing|look forward|"
    "allow|support|require|enable|become|get|end up|cost|depend|help|work|happen|remain|include|contain|mute"
)
"""What is said in passing, done at once, or no task of anybody's."""

_BEGINS = (
    r"(?:(?:yes|yep|yeah|yup|ok|okay|sure|right|great|good|fine|no problem|np|thanks|thank you|cheers|ta|perfect|lovely|"
    r"brilliant|sounds good|agreed|noted|will do|of course|absolutely|happy to help|and|so|then|but|also|meanwhile|ps|"
    r"hi|hello|hey|hi all|hello all|hi everyone|morning|good morning|afternoon|all|folks|everyone|"
    r"in the meantime|after that)\b[\s,.!:–—-]*){0,4}"
)
_SPEAKER = (
    r"(?:i['’]?ll|i will|i shall|i can|i['’]m going to|i am going to|i['’]m gonna|i['’]m happy to|i am happy to|"
    r"(?:i['’]d be |i would be )?(?:happy|glad) to|i['’]m able to|i['’]ve agreed to|i have agreed to|"
    r"i['’]ve said i['’]ll|i promise(?:d)? to|i['’]ve promised to|i['’]ve offered to|let me)"
)
_ASKS = r"(?:(?:please\s+)?(?:can|could|would|will) you(?: please| possibly| kindly)?|please)"
_STATES = (
    r"(?:will|(?:has|have|had) (?:kindly )?(?:agreed|offered|promised|volunteered|undertaken) to|(?:is|are) going to|"
    r"(?:is|are) to|['’]s going to|['’]s agreed to|['’]s offered to|['’]ll|agreed to|offered to|volunteered to|"
    r"promised to|(?:has )?said (?:she|he|they)(?:['’]d|['’]ll| would| will)|to)"
)
_MAY_HOLD = re.compile(
    r"['’]ll\b|\b(?:i will|i can|i shall|let me|with me|to|will|you|going to|gonna|please|(?:agreed|offered) to)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(
    rf"{_BEGINS}(?:(?P<speaker>{_SPEAKER})|(?P<we>we['’]ll|we will)|"
    rf"(?P<asked>{_PERSON})(?:\s*[,:–—-]\s*|\s+){_ASKS}|(?P<you>{_ASKS})|"
    rf"(?:please )?(?:can|could) (?P<can>{_PEOPLE}|everyone|everybody)(?: please)?|"
    rf"(?P<others>{_PEOPLE})\s*{_STATES})\s+(?P<task>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_TASK = re.compile(rf"(?:{_TASKS})\b", re.IGNORECASE)
_NO_TASK = re.compile(rf"(?:{_NO_TASKS})\b", re.IGNORECASE)
_OBJECT = re.compile(r"\S+\s+\S")
_SCRIBED = re.compile(r"[\w|.'’@-]{1,24}:\s|\.{2,}|…")
_DOUBT = re.compile(
    r"\b(?:unless|otherwise|might|may|maybe|perhaps|probably|hopefully|would|should|wouldn['’]t|won['’]t|can['’]t|don['’]t|"
    r"doesn['’]t|not|never|right now|now|in a (?:sec|second|minute|moment|bit|mo)|tonight['’]s call)\b"
    r"|(?<!check )(?<!ask )(?<!find out )(?<!confirm )\bif\b",
    re.IGNORECASE,
)
_NOT_NAMES = (
    "a an the this that these those it its there here he she they we you i what which who whom whose when where why how "
    "if but and or so then also maybe perhaps please thanks thank yes no not nothing everything something anything "
    "someone somebody anyone anybody nobody people things hi hello hey ok okay each all some any most many more one two "
    "next last first another other both either neither only just now today tomorrow yesterday monday tuesday wednesday "
    "thursday friday saturday sunday january february march april june july august september october november december "
    "welcome back due need needs able going ready happy up down in on at by for from to of with as want wants wanted "
    "according prior subject link links similar related compared looking moving trying time good great"
)
_STRANGERS = frozenset(_NOT_NAMES.split())
_LEFT_WITH_ME = re.compile(r"leave (?P<what>it|that|this|the [\w' -]{2,40}) (?:with|to) me\b", re.IGNORECASE)
_DATED = re.compile(
    rf"\b(?:by|before|until|till|due|for|on|w/c)\s+(?:the |this |next )?(?:{TIMELY})", re.IGNORECASE
)
_SOON = re.compile(
    r"\b(?:today|tomorrow|tonight|this (?:week|afternoon|evening|weekend)|next week|by \w+)\b", re.IGNORECASE
)


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
    if len(line) > LONGEST or not _MAY_HOLD.search(line) or _SCRIBED.match(line):
        return None
    for sentence in _SENTENCE.split(line.strip()):
        if promise := _in(sentence):
            return promise
    return None


def _in(sentence: str) -> Promise | None:
    found = _FIRST.match(sentence)
    if found is None or _DOUBT.search(sentence):
        return None
    kind = str(
        found.lastgroup
        and next(name for name in ("speaker", "we", "asked", "you", "can", "others") if found[name])
    )
    task, asks = found["task"].strip(), sentence.rstrip().endswith("?")
    if asks and kind in ("speaker", "we", "others"):
        return None
    owner = {"speaker": "I", "we": "we", "you": ""}.get(kind) or ("" if kind == "you" else found[kind])
    if _is_nobody(owner) or not _worth(task, sure=kind not in ("we", "you")):
        return None
    return Promise(owner, task.rstrip(" .?!"))


def _is_nobody(owner: str) -> bool:
    first = owner.split(" ")[0].casefold() if owner else ""
    return first in _STRANGERS and first not in ("i", "we")


def _worth(task: str, sure: bool) -> bool:
    """Whether the task is one: a known verb and an object, or any verb that is not idle, with a deadline."""
    if not _OBJECT.match(task):
        return False
    dated = bool(_DATED.search(task) or _SOON.search(task))
    if _TASK.match(task):
        return sure or dated
    return dated and not _NO_TASK.match(task) and task[:1].islower()
