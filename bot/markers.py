"""The marks by which people say, in the middle of a chat, that a line is an action or belongs on the agenda.

Features declare them (`@feature.verb("add", markers=ACTION)`) and `bot/grammar.py` looks for them. Each is a regular
expression, in any case, matched at the start of a line from which bullets, numbers and bold are taken off; what it
matches goes, what follows is the text. A mark after which nothing follows is a heading for the bullets below it.
The words come from bot/languages/, so that a further language is a further file; what stands here beside them are forms
that only English has been seen to have. Groups inside a mark must not capture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.languages import Language, Words, every, languages

_BOLD = r"[*_]{0,6}"
_COLON = rf"{_BOLD}\s*{_BOLD}(?::|=>|→){_BOLD}\s*"
_THEN = rf"{_BOLD}\s*{_BOLD}(?::(?:[-–—]+(?=\s))?|[-–—]+>?(?=\s)|(?<=\s)[-–—](?=\w)|=>|→|>{{1,2}}(?=\s)){_BOLD}\s*"
"""What ends a mark: a colon, or a dash with a space on a side of it ("action-packed" has none), bold or not."""

AT = r"(?:\ue000[^\ue001\n]{1,64}\ue001|@[\w.'’-]{1,40})"
NAME = r"(?-i:[A-ZÀ-ÖØ-Þ][\w.'’|-]{0,30})"
_PERSON = rf"(?:{AT}|{NAME}(?:\s{NAME})?)"
PEOPLE = rf"{_PERSON}(?:(?:\s*[,/&+]\s*|\s+and\s+){_PERSON}){{0,5}}"
_OWNER_NEXT = rf"(?={PEOPLE}(?:\s+(?:to|will)\s|\s*:|\s+[-–—]\s|\s*/\s))"
_DOER_NEXT = rf"(?=(?:{PEOPLE}|all|everyone)\s+(?:to|will)\s)"

_NOT_A_NAME = (
    r"(?!(?:plan|plans|planning|research|song|songs|group|groups|learning|list|lists|log|logs|point|points|item|items|"
    r"tracker|man|figure|figures|film|films|shot|shots|stations|needed|required|taken|aid|for|on|by|to|from|of|in|is|"
    r"was|the|this|that|(?-i:will)|add|edit|done|drop|show|help|undo|update|updates|summary|review|total|count|status|verb|verbs|"
    r"\w+ing|note|notes|deadline|date|dates|owner|owners|we|you|they|he|she|it|i|seeks|aims|helps|has|had|how|who|when|what|agreed|arising|due|still|also|must|should|can|could|(?-i:may)|might|would|and|or|"
    r"but|if|as|at|not|so|than|here|there|now|today|next|last|set|sets|team|day|days|week|points|sequence|sheet|word|words)\b)"
)
"""After "action" without a colon: what makes it another word, a charity or a lesson."""

COMPOUNDS = {"action": _NOT_A_NAME}
"""For a feature's word: what must follow it, so that "action plan …" said to Upbeat is not taken for an action."""


def any_of(words: Sequence[str] | frozenset[str]) -> str:
    """A pattern for any of these words, the longest first; a space in them is any space, an apostrophe any apostrophe."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    either = "|".join(re.escape(word).replace("\\ ", r"\s").replace("'", "['’]") for word in longest_first)
    return f"(?:{either})" if either else "(?!)"


TASK = any_of(every("tasks", languages()))
"""A word with which a task begins."""

_ACTION_WORD = r"(?:new |further |another |agreed )?actions?(?:[ -](?:points?|items?))?"

_ENGLISH_ACTION = (
    # the heading "Actions", "Action points:", "Actions from today"; first, since it is the quickest to tell
    rf"(?:so,? |our |my |(?:summary|list) of )?{_ACTION_WORD}{_BOLD}"
    r"(?: (?:list|summary|agreed|arising|from (?:today|me|us|this meeting|the meeting|today's meeting)))?"
    rf"\s*{_BOLD}:?{_BOLD}\s*$",
    # "#action nick text", "#Action: …", "!action …", "^action …"; but "#actionforchildren" is another tag
    rf"[#!^](?:action|ap|todo|task)s?(?![\w-])(?:{_THEN})?\s*",
    # "ACTION: …", "Action - Sam to …", "Action 3: …", "Action point: …", "**Action:** …"
    rf"{_ACTION_WORD}(?: ?#?\d{{1,3}}(?:\.\d{{1,2}})?\)?)?{_THEN}",
    # "ACTION (Sam): …", "Action [Sam and Jo] - …": the owner stays in the text
    rf"action\s+(?=[(\[](?:{PEOPLE}[)\]]|[^()\[\]\n]{{1,60}}[)\]]\s*[:–—-]))",
    # "**ACTION** Sam to …", "[Action] Sam to …": what closes is the sign
    r"action(?:\*{1,3}|__?|\])\s+(?=\w)",
    # "Action on Sam to find …", "Action for Sam: find …"; a charity for children finds nothing
    rf"(?:(?:for |new |further )?actions?|task|ap)\s+(?:on\s+(?=(?:{PEOPLE}|me)\s+to\s+{TASK}\b)|"
    rf"(?:for|to|by|on)\s+(?=(?:{PEOPLE}|me|all)\s*[:–—-]\s+{TASK}\b))",
    # "Action by Friday: Sam to …", "Action (by Friday): …": the deadline stays in the text
    rf"action\s+(?=[(\[]?(?:by|before|due)\s[^:\n]{{2,30}}:\s*{PEOPLE}\s+to\s+{TASK}\b)",
    # "ACTION. Sam to …", "Action; Sam to …"
    rf"action[.;,!]+\s*{_DOER_NEXT}",
    # "A4: Sam to …", "Action 4 Sam to …"
    rf"(?-i:A)\d{{1,2}}{_THEN}{_DOER_NEXT}",
    rf"action ?#?\d{{1,3}}(?:\.\d{{1,2}})?\)?\s+{_DOER_NEXT}",
    # "ACTION ALL: …"
    r"(?-i:ACTION)\s+(?=(?-i:ALL)\b)",
    # "Sam (action): …": the owner stays in the text
    rf"(?={PEOPLE}\s+\(action\)\s*[:–—-])",
    # "ACTION @sam to …", "action for @sam: …": no colon after a mention
    rf"actions?\s+(?:(?:for|on)\s+)?(?={AT})",
    # "Action Fred to …", "action Ann: …": a person and what ends the owner part
    rf"action\s+{_NOT_A_NAME}{_OWNER_NEXT}",
    # "action sam: …", "action sam chase the letter": a name in small letters, only before a task
    rf"action\s+{_NOT_A_NAME}(?=[a-z][\w|-]{{1,20}}(?:\s*:\s*{TASK}|\s+(?:to\s+)?{TASK})\s)",
    # "Action Sam and Jo chase the letter": people and a task
    rf"action\s+{_NOT_A_NAME}(?={PEOPLE}\s+{TASK}\s)",
    # "ACTION Sam chase the letter": shouted, and a name
    rf"(?-i:ACTION)\s+{_NOT_A_NAME}(?=(?-i:[A-Z][a-z]+)\s+[a-z])",
    # "AP: …", "AP3: …", "AP 3 - …", "AP1 Jo – …"
    rf"ap ?#?\d{{1,3}}\.?\d{{0,2}}\)?{_THEN}",
    rf"ap{_THEN}(?={TASK}\b|{AT}|all\b|everyone\b|[(\[]|{PEOPLE}\s*(?:[:–—/-]|to\b|will\b))",
    rf"(?-i:AP)\s+{_OWNER_NEXT}",
    rf"\(?(?-i:AP) ?#?\d{{1,3}}[.)]?\d{{0,2}}\)?\s+(?={_PERSON})",
    # "todo: …", "To do – Priya – …", "TODO …", "task: …"
    rf"to[ -]?do(?: list)?{_THEN}",
    r"(?-i:TODO)\s+(?=\S)",
    rf"(?:todo|to-do|(?-i:TO DO))\s+{_OWNER_NEXT}",
    rf"task ?\d{{0,3}}{_THEN}",
    r"(?:to[ -]?do|task)\s?(?=[(\[][^()\[\]\n]{1,60}[)\]]\s*[:–—-])",
    rf"todo\s+(?!list)(?=[a-z][\w|-]{{1,20}}\s*[:–—-]\s+{TASK}\b)",
    # "- [ ] …", "☐ …"
    r"(?:\[ ?\]|☐|⬜|🔲|:white_(?:large|medium)_square:|:ballot_box:)\s*(?=\S)",
    # "Owner: Priya. Chase the letter. Due: …": the owner stays in the text
    r"(?=(?:owner|lead)\s*:\s*[^.;|\n]{1,60}[.;|]\s*\S)",
    # "Follow up: Priya / the letter": only with somebody to follow up
    rf"(?:follow[ -]?ups?|next steps?){_THEN}{_OWNER_NEXT}",
    # "Jo to action: …": the owner stays in the text
    rf"(?!call\b)(?={PEOPLE}\s+to\s+action\s*[:–—-])",
    # "➡️ Priya to chase the letter": the arrow is the mark, and is gone already with what stands in front
    rf"(?:(?<=➡\ufe0f )|(?<=[➡→►▶👉] )|(?<=▶\ufe0f ))(?={PEOPLE}\s+to\s+{TASK}\b)",
    # "Actions arising: Sam to …"
    rf"(?:for |follow[ -]?up )?{_ACTION_WORD}(?: (?:agreed|arising|required|needed|from today))?{_THEN}",
    # the headings "Next steps", "To do"
    rf"next steps?{_BOLD}\s*{_BOLD}:?{_BOLD}\s*$",
    rf"to[ -]?do(?: list)?{_BOLD}\s*:?{_BOLD}\s*$",
)
_NOT_ONLY_A_LINK = r"(?!<?(?:https?://|www\.)\S+\s*$)"
_SOMETHING = rf"(?=\S){_NOT_ONLY_A_LINK}"

_ENGLISH_AGENDA = (
    # "for the agenda: …", "For the next agenda - …", "Please add to the agenda: …"
    rf"(?:(?:an )?items? )?for (?:the |our |next )*agenda{_THEN}{_SOMETHING}",
    rf"agenda (?:please|request){_THEN}{_SOMETHING}",
    rf"(?:please )?(?:add(?: this)? to (?:the |our |next )*|next )agenda{_THEN}{_SOMETHING}",
)

_ENGLISH_DECISION = (
    # "RESOLVED that …", "Resolved: that …", and shouted in bold: "**AGREED** free for the little ones"
    r"(?=(?-i:[A-Z]{4}))(?:agreed|resolved|decided)\s+that\s+(?=\S)",
    r"(?=(?-i:[A-Z]{4}))(?:agreed|resolved|decision|resolution)(?:\*{1,3}|__?)\s+(?=\w)",
    # "AGREED Jo and Otto to meet the architect"
    rf"(?=(?-i:[A-Z]{{4}}))(?:agreed|resolved)\s+(?={PEOPLE}\s+to\s+{TASK}\b)",
)

_ENGLISH = {"action": _ENGLISH_ACTION, "agenda": _ENGLISH_AGENDA, "decision": _ENGLISH_DECISION}

_BEHIND = {"agenda": _SOMETHING, "topic": _SOMETHING}
"""What must follow the marks of a kind: an agenda item is said in the same line, and a link alone is a whole agenda."""


def marks(kind: str, of: Sequence[Language] | None = None) -> tuple[str, ...]:
    """The marks of one kind (bot/languages: KINDS) in the given languages; in all that Upbeat reads if none are given."""
    chosen = languages() if of is None else of
    words = [word for language in chosen for word in language.marks.get(kind, ())]
    slips = [word for language in chosen for word in language.slips.get(kind, ())]
    openings = [word for language in chosen for word in language.openings.get(kind, ())]
    return (*_ENGLISH.get(kind, ()), *_of_words(kind, tuple(words), slips, openings))


def _of_words(kind: str, words: Words, slips: Sequence[str], openings: Sequence[str]) -> tuple[str, ...]:
    """The forms that every language has."""
    behind = _BEHIND.get(kind, "")
    tags = any_of([word.strip("#:") for word in words])
    named = any_of([word for word in words if word[0] != "#" and word[-1] != ":"])
    firm = any_of([word[:-1] for word in words if word[-1] == ":"])
    forms = (
        # "#idea …", "#agreed: …"
        rf"#{tags}(?![\w-])(?:{_THEN}|\s+|$){behind}",
        # "Decision: …", "Penderfyniad 2 - …", "Action / Gweithredu: …"
        rf"{named}(?:\s?/\s?{named})?(?: ?#?\d{{1,3}})?{_THEN}{behind}",
        # "agreed: …", which is a mark with a colon, or where it is shouted
        rf"{firm}{_COLON}{behind}",
        rf"(?=(?-i:[A-Z]{{3}})){firm}{_THEN}{behind}",
        # "Acton: …"
        rf"{any_of(slips)}{_THEN}{behind}",
        # "shout-out to …"
        rf"{any_of(openings)}\s+(?=\S)",
    )
    if kind == "action":
        return forms + _as_actions(named)
    return forms + _as_agenda(named) if kind == "agenda" else forms


def _as_actions(named: str) -> tuple[str, ...]:
    return (
        # "Gweithredu @sam …": no colon after a mention
        rf"{named}\s+(?={AT})",
        # a heading without a colon
        rf"{named}{_BOLD}\s*$",
    )


def _as_agenda(named: str) -> tuple[str, ...]:
    # "agenda+ Otter funding (15 min)"
    return (rf"#?{named}\s?\+{_BOLD}\s*:?\s*{_SOMETHING}",)


ACTION = marks("action")
"""An action, typed by anybody, with or without its owner."""

AGENDA = marks("agenda")
"""An item for the agenda of the next meeting."""

TOPIC = marks("topic")
"""`topic: …`, an item only while a meeting is on."""

DECISION = marks("decision")
"""`#agreed`, `AGREED:`, `DECISION:`, `RESOLUTION:`, `RESOLVED:`."""

INFORMATION, IDEA, LINK, HELP = (marks(kind) for kind in ("information", "idea", "link", "help"))
"""Notes: `#info`, `#idea`, `#link`, `#help`."""

CELEBRATION = marks("celebration")
"""`#celebrate`, `WIN:`, `shout-out to …`."""

ALSO = {"decision": "action"}
"""A line marked as one may hold the other too: "agreed: Priya to chase the letter" is a decision and an action."""

WHO_DOES = re.compile(rf"{PEOPLE}\s+to\s+{TASK}\b", re.IGNORECASE)
"""Somebody is to do something: what makes an action of a decision."""

WHO_HAS = re.compile(rf"{PEOPLE}(?:\s*:\s+|\s+[-–—]+\s+)(?=\w)")
"""Somebody has something to do, in the way of a list: "Jo - consent forms; Will - rota"."""

_NO_TITLE = "".join(
    rf"(?<!\b{title})" for title in ("mr", "mrs", "ms", "mx", "dr", "prof", "rev", "cllr", "st")
)
NEXT_ACTION = re.compile(
    rf"(?:\s*;\s*|{_NO_TITLE}\.\s+)(?:and\s+|then\s+)?(?={PEOPLE}\s+(?:to|will)\s+{TASK}\b)"
    rf"|(?<=[a-z]),\s+(?:and\s+)?(?={_PERSON}\s+to\s+{TASK}\b)",
    re.IGNORECASE,
)
"""Where a second action begins in a line whose first one says who: "Sam to book the hall; Jo to send the form"."""

DONE = (r"#?done\s+(?=#?\d{1,5}\s*[.!]?\s*$)",)
"""`done 3`: an action by its number."""

DROP = (r"#?drop\s+(?=#?\d{1,5}\s*[.!]?\s*$)",)
"""`drop 3`: no longer needed."""

EDIT = (r"#?edit\s+(?=#?\d{1,5}\s*=\s*\S)",)
"""`edit 3 = the new words`."""

UNDO = (r"#undo(?=\s*$|\s+#?\d{1,5}\s*$)", r"undo(?=\s*$|\s+#?\d{1,5}\s*$)")
"""`undo`, `#undo`, `undo 3`."""
