"""The marks by which people say, in the middle of a chat, that a line is an action or belongs on the agenda.

Features declare them (`@feature.verb("add", markers=ACTION)`) and `bot/grammar.py` looks for them. Each is a regular
expression, in any case, matched at the start of a line from which bullets, numbers and bold are taken off; what it
matches goes, what follows is the text. A mark after which nothing follows is a heading for the bullets below it.
They are data, so that a further language is a further tuple. Groups inside a mark must not capture.
"""

from __future__ import annotations

_BOLD = r"[*_]*"
_THEN = rf"{_BOLD}\s*{_BOLD}(?::|[-–—]+>?(?=\s)|=>|→){_BOLD}\s*"
"""What ends a mark: a colon, or a dash with a space behind it ("action-packed" has none), bold or not."""

_AT = r"(?:\ue000[^\ue001\n]{1,64}\ue001|@[\w.'’-]{1,40})"
_NAME = r"(?-i:[A-Z][\w.'’-]{0,30})"
_PERSON = rf"(?:{_AT}|{_NAME}(?:\s{_NAME})?)"
_PEOPLE = rf"{_PERSON}(?:(?:\s*[,/&+]\s*|\s+and\s+){_PERSON}){{0,5}}"
_OWNER_NEXT = rf"(?={_PEOPLE}(?:\s+(?:to|will)\s|\s*:|\s+[-–—]\s|\s*/\s))"

_NOT_A_NAME = (
    r"(?!(?:plan|plans|planning|research|song|songs|group|groups|learning|list|lists|log|logs|point|points|item|items|"
    r"tracker|man|figure|figures|film|films|shot|shots|stations|needed|required|taken|aid|for|on|by|to|from|of|in|is|"
    r"was|the|this|that|will|add|edit|done|drop|show|help|undo)\b)"
)
"""After "action" without a colon: what makes it another word, a charity or a lesson."""

COMPOUNDS = {"action": _NOT_A_NAME}
"""For a feature's word: what must follow it, so that "action plan …" said to Upbeat is not taken for an action."""

_ACTION_WORD = r"(?:new |further |another )?actions?(?:[ -](?:points?|items?))?"

ACTION = (
    # "#action nick text", "#Action: …", "!action …"; but "#actionforchildren" is another tag
    rf"[#!^](?:action|ap|todo|task)s?(?![\w-])(?:{_THEN})?\s*",
    # "ACTION: …", "Action - Sam to …", "Action 3: …", "Action point: …", "**Action:** …"
    rf"{_ACTION_WORD}(?: ?#?\d{{1,3}})?{_THEN}",
    # "ACTION (Sam): …", "Action [Sam and Jo] - …": the owner stays in the text
    rf"action\s+(?=[(\[]{_PEOPLE}[)\]]\s*[:–—-])",
    # "ACTION @sam to …", "action for @sam: …": no colon after a mention
    rf"actions?\s+(?:(?:for|on)\s+)?(?={_AT})",
    # "Action Fred to …", "action Ann: …": a person and what ends the owner part
    rf"action\s+{_NOT_A_NAME}{_OWNER_NEXT}",
    # "ACTION Sam chase the letter": shouted, and a name
    rf"(?-i:ACTION)\s+{_NOT_A_NAME}(?=(?-i:[A-Z][a-z]+)\s+[a-z])",
    # "AP: …", "AP3: …", "AP 3 - …", "AP1 Jo – …"
    rf"ap ?#?\d{{0,3}}\.?\d{{0,2}}{_THEN}",
    rf"(?-i:AP) ?#?\d{{1,3}}\s+(?={_PERSON})",
    # "todo: …", "To do – Priya – …", "TODO …", "task: …"
    rf"to[ -]?do(?: list)?{_THEN}",
    r"(?-i:TODO)\s+(?=\S)",
    rf"task ?\d{{0,3}}{_THEN}",
    # "- [ ] …", "☐ …"
    r"(?:\[ ?\]|☐|⬜|🔲|:white_(?:large|medium)_square:|:ballot_box:)\s*(?=\S)",
    # "Owner: Priya. Chase the letter. Due: …": the owner stays in the text
    r"(?=(?:owner|lead)\s*:\s*[^.;|\n]{1,60}[.;|]\s*\S)",
    # "Follow up: Priya / the letter": only with somebody to follow up
    rf"follow[ -]?up{_THEN}{_OWNER_NEXT}",
    # "Jo to action: …": the owner stays in the text
    rf"(?={_PEOPLE}\s+to\s+action\s*[:–—-])",
    # the heading "Actions", "Action points:", "Actions from today"
    rf"{_ACTION_WORD}{_BOLD}(?: (?:agreed|arising|from (?:today|this meeting|the meeting)))?\s*{_BOLD}:?{_BOLD}\s*$",
    rf"to[ -]?do(?: list)?{_BOLD}\s*:?{_BOLD}\s*$",
)
"""An action, typed by anybody, with or without its owner."""

_NOT_ONLY_A_LINK = r"(?!<?(?:https?://|www\.)\S+\s*$)"
_SOMETHING = rf"(?=\S){_NOT_ONLY_A_LINK}"

AGENDA = (
    # "agenda+ Otter funding (15 min)"
    rf"#?agenda\s?\+{_BOLD}\s*:?\s*{_SOMETHING}",
    # "agenda: Budget (10 min)", "Agenda item: …", "Agenda - Budget"; a link alone is somebody's whole agenda
    rf"#?agenda(?:[ -]items?)?{_THEN}{_SOMETHING}",
    # "#agenda Budget"
    rf"#agenda\s+{_SOMETHING}",
    # "for the agenda: …", "For the next agenda - …"
    rf"for (?:the |our |next )*agenda{_THEN}{_SOMETHING}",
)
"""An item for the agenda of the next meeting."""

DONE = (r"#?done\s+(?=#?\d{1,5}\s*[.!]?\s*$)",)
"""`done 3`: an action by its number."""

DROP = (r"#?drop\s+(?=#?\d{1,5}\s*[.!]?\s*$)",)
"""`drop 3`: no longer needed."""

EDIT = (r"#?edit\s+(?=#?\d{1,5}\s*=\s*\S)",)
"""`edit 3 = the new words`."""

UNDO = (r"#undo(?=\s*$|\s+#?\d{1,5}\s*$)", r"undo(?=\s*$|\s+#?\d{1,5}\s*$)")
"""`undo`, `#undo`, `undo 3`."""

TOPIC = (rf"topic{_THEN}{_SOMETHING}",)
"""`topic: …`, an item only while a meeting is on."""

DECISION = (
    rf"(?:#(?:agreed|decision|decided)(?![\w-])(?:{_THEN})?\s*|(?:agreed|decision|decided|resolution|resolved){_THEN})",
)
"""`#agreed`, `AGREED:`, `DECISION:`, `RESOLUTION:`, `RESOLVED:`."""

INFORMATION = (rf"#info(?:rmation)?(?![\w-])(?:{_THEN})?\s*",)
IDEA = (rf"#idea(?![\w-])(?:{_THEN})?\s*",)
LINK = (rf"#link(?![\w-])(?:{_THEN})?\s*",)
HELP = (rf"#help(?![\w-])(?:{_THEN})?\s*",)
"""Notes: `#info`, `#idea`, `#link`, `#help`."""

CELEBRATION = (
    rf"(?:#celebrate(?![\w-])(?:{_THEN})?\s*|win{_THEN}|(?:a )?(?:big |huge )?shout[- ]?out to\s+(?=\S))",
)
"""`#celebrate`, `WIN:`, `shout-out to …`."""
