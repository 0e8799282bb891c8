"""The tact lint: what Upbeat's voice asks of every prompt, as rules that a machine can read.

A rule looks at one prompt, its source and its examples as cards, and yields what it finds. Exemptions stand in
examples.yaml under `allow:` by the rule's name, each with its reason; one that is not needed is a finding too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.card import Buttons, Card, Image, plain
from bot.gallery import as_text
from bot.wording import Example, Wording

BLAME = (
    r"late|lateness|fail|failed|failing|failure|overdue by|still (?:have not|haven['’]t|not)|reminder no"
    r"|final reminder|must|asap|as soon as possible|you have(?: not|n['’]t)|you did(?: not|n['’]t)|you forgot|forgotten"
    r"|you (?:should|ought)|should have|missed|neglect\w*|urgent\w*|immediately|no excuse|your fault|to blame"
    r"|behind schedule|chas(?:e|ed|ing) you|nag\w*|again and again|yet again|required to|obliged|demand\w*"
)
JARGON = (
    r"ephemeral|invalid|payload|actionees?|RAG|deep dive|deliverables?|stakeholders?|touch base|circle back"
    r"|synerg\w+|leverage\w*|bandwidth|low-hanging|going forward|reach(?:ing)? out|action(?:able)? insights?|KPIs?"
    r"|modal|dialog(?:ue box)?|callback|webhook|token|timestamp|UTC|JSON|API|parameters?|arguments?|syntax|parse\w*"
    r"|exception|traceback|null|undefined|True|False|server|bot|user|users|username|room|wizard|whisper\w*|nick"
    r"|utilise\w*|facilitate\w*|prior to|in order to|aforementioned|hereby|terminate\w*|submit\w*|database|click\w*"
)
THEATRE = (
    r"oops|whoops|uh-oh|sorry|apologise\w*|our apologies|unfortunately|i['’]m afraid|regret\w*|great job|good job|awesome"
    r"|amazing|yay|hooray|woohoo|fantastic|rock ?star|superstar|kudos|excited|delighted|happy to|nudge"
)
AMERICAN = (
    r"organiz\w+|color\w*|center|canceled|canceling|favorite|program|recogniz\w+|apologiz\w+|summariz\w+|gotten|calendar invite"
    r"|fulfill|enroll|schedule[ds]? for (?:January|February|March) \d+,"
)
VAGUE = frozenset(
    {"ok", "okay", "yes", "no", "here", "more", "submit", "go", "click here", "this", "press here", "next"}
)
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\u2b00-\u2bff\U0001f1e6-\U0001f1ff]")
CODE = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]*:(?![\w:])")
_NAMES = (
    "Mina Sam Jo Priya Frank Ade Aled Amir Ana Beth Carys Chris Dev Ella Fatima Grace Hana Idris Ines Jamal Kit Leah"
    " Lena Maya Nadia Noor Owen Rosa Ruth Tom Zara"
)
PEOPLE = frozenset(_NAMES.split())
PERSON_KEYS = frozenset(
    {"lead", "owner", "person", "people", "presenter", "helpers", "who", "chair", "deputy", "by"}
)

CHASE_WORDS, SENTENCE_WORDS, AGE = 60, 26, 12
HEADING, LABEL, TITLE, SUBMIT = 60, 30, 24, 24
# words of the subject that partners use every day: long, but not hard
_EVERYDAY = (
    "upbeat partnership partnerships organisation organisations agenda action actions meeting meetings minutes partner"
    " partners deputy everyone anyone somebody anybody nobody information apologies decision channel message january"
    " february september october november december saturday settings another"
)
FAMILIAR = frozenset(_EVERYDAY.split())


@dataclass(frozen=True)
class Page:
    """One prompt: its name, its source, and each example with the card it makes."""

    prompt: str
    source: str
    examples: tuple[tuple[Example, Card], ...] = ()

    @property
    def literal(self) -> str:
        """Our own words alone, block by block; what stands in {{ }} is gone."""
        return literal(self.source)

    @property
    def spoken(self) -> str:
        """Our words and those of every example."""
        return "\n".join([self.literal, *(_without_values(card) for _, card in self.examples)])


Rule = Callable[[Page], Iterator[str]]


def page(wording: Wording, prompt: str) -> Page:
    """The prompt as the rules see it."""
    examples = wording.examples(prompt)
    return Page(
        prompt, wording.source(prompt), tuple((one, wording.card(prompt, one.words)) for one in examples)
    )


def findings(page: Page) -> list[str]:
    """Everything that breaks a rule, "rule: words" each, exemptions taken into account."""
    allowed = {rule: reason for example, _ in page.examples for rule, reason in example.allow.items()}
    found = {name: list(rule(page)) for name, rule in RULES.items()}
    return [
        *(f"{name}: {words}" for name, several in found.items() for words in several if name not in allowed),
        *(f"allow: no rule is called {name}" for name in allowed if name not in RULES),
        *(f"allow: {name} is not needed" for name in allowed if name in found and not found[name]),
        *(
            f"allow: {name} wants a reason"
            for name, reason in allowed.items()
            if not str(reason or "").strip()
        ),
    ]


def literal(source: str) -> str:
    """The words of a prompt's source without tags, values, verbs and addresses; one block or label on each line."""
    text = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    text = re.sub(r"\{\{(.*?)\}\}", _phrases, text, flags=re.DOTALL)
    text = re.sub(r"^[ \t]*\{%.*?%\}[ \t]*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"\{%.*?%\}", "", text, flags=re.DOTALL)
    text = re.sub(r"\[\[\*?(.*?)\]\]\([^)]*\)", r"\n\n\1\n\n", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"^form: (.*?) -> [^|\n]*(?:\|(.*))?$", r"\1\n\n\2\n", text, flags=re.MULTILINE)
    text = re.sub(r"^\? (.*) \([a-z0-9_]+: [^)]*\)$", r"\n\1\n", text, flags=re.MULTILINE)
    text = re.sub(r"^[ ]*- [^:\n\s]+: (?=\S)", r"\n", text, flags=re.MULTILINE) if "\n?" in source else text
    text = re.sub(
        r"(?:^> .*\n)+", lambda rows: f"> {' '.join(rows[0].split('> '))}\n", text, flags=re.MULTILINE
    )
    text = re.sub(r"^[ ]*(?:#|-|>|=|---)(?: (.*)|)$", r"\n\1\n", text, flags=re.MULTILINE)
    blocks = (" ".join(block.split()) for block in re.split(r"\n\s*\n", text.replace("**", "")))
    return "\n".join(block for block in blocks if re.search(r"\w", block))


def reading_age(text: str) -> float:
    """The age at which the words can be read (Flesch-Kincaid grade and five), each line a block of its own."""
    sentences = [
        s for line in text.split("\n") for s in re.split(r"[.?!:;]+(?:\s|$)", line) if re.search(r"\w", s)
    ]
    words = [word for sentence in sentences for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", sentence)]
    if not words:
        return 0.0
    syllables = sum(_syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59 + 5


def blame(page: Page) -> Iterator[str]:
    yield from _matches(BLAME, page.spoken)


def jargon(page: Page) -> Iterator[str]:
    yield from _matches(JARGON, page.literal, exactly=("RAG", "True", "False", "API", "UTC", "JSON"))


def theatre(page: Page) -> Iterator[str]:
    yield from _matches(THEATRE, page.literal)


def british(page: Page) -> Iterator[str]:
    yield from _matches(AMERICAN, page.literal)
    yield from re.findall(r"\w+\(e?s\)", page.literal)


def exclamation(page: Page) -> Iterator[str]:
    yield from (line for line in page.literal.split("\n") if "!" in line)


def emoji(page: Page) -> Iterator[str]:
    yield from (f"write the sign itself, not {code}" for code in CODE.findall(page.literal))
    for _, card in page.examples:
        if len(EMOJI.findall(as_text(card))) > 1:
            yield "more than one emoji"
        for line in plain(card).split("\n"):
            if EMOJI.search(line) and not re.search(r"[^\W\d_]{2}", line):
                yield f"an emoji without words: {line}"


def chase_length(page: Page) -> Iterator[str]:
    if page.prompt.partition("/")[0] not in ("chase", "chases"):
        return
    for example, card in page.examples:
        before = words_before_buttons(card)
        if before > CHASE_WORDS and any(card.buttons()):
            yield f"{before} words before the first button in “{example.name}”"


def long_sentences(page: Page) -> Iterator[str]:
    for line in page.literal.split("\n"):
        for sentence in re.split(r"[.?!:;](?:\s|$)", line):
            if len(sentence.split()) > SENTENCE_WORDS:
                yield sentence


def reading(page: Page) -> Iterator[str]:
    words = len(page.literal.split())
    if words >= 12 and (age := reading_age(page.literal)) > AGE:
        yield f"reads like something for the age of {age:.1f}"


def dates_in_full(page: Page) -> Iterator[str]:
    for _, card in page.examples:
        yield from re.findall(
            r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b\d\d:\d\d:\d\d\b", plain(card)
        )


def lengths(page: Page) -> Iterator[str]:
    for line in re.findall(r"^# (.*)$", page.source, re.MULTILINE):
        if len(literal(line)) > HEADING:
            yield f"a heading of more than {HEADING} characters: {line}"
    for label in re.findall(r"\[\[\*?(.*?)\]\]", page.source):
        if len(literal(label)) > LABEL:
            yield f"a button of more than {LABEL} characters: {label}"
    for _, card in page.examples:
        if card.form and (len(card.form.title) > TITLE or len(card.form.submit) > SUBMIT):
            yield f"a form's title or button of more than {TITLE} characters: {card.form.title}, {card.form.submit}"


def vague_buttons(page: Page) -> Iterator[str]:
    for _, card in page.examples:
        yield from (
            f"a button that says nothing: {b.label}" for b in card.buttons() if b.label.lower() in VAGUE
        )
        yield from (
            f"a picture without words: {b.url}"
            for b in card.blocks
            if isinstance(b, Image) and not b.alt.strip()
        )


def one_ask(page: Page) -> Iterator[str]:
    for _, card in page.examples:
        mains = [button.label for button in card.buttons() if button.main]
        if len(mains) > 1:
            yield f"more than one main button: {', '.join(mains)}"


def named_in_public(page: Page) -> Iterator[str]:
    """Names in public prompts, but where examples.yaml says that they may stand."""
    if not any(example.public for example, _ in page.examples):
        return
    yield from (f"{name} in our own words" for name in _people_in(page.literal))
    for example, card in page.examples:
        shown = as_text(card)
        for path, value in _leaves(example.words):
            named = _people_in(value) or ([value] if path.rpartition(".")[2] in PERSON_KEYS and value else [])
            if named and path not in example.names and value in shown:
                yield f"{named[0]} through {path}"


RULES: Mapping[str, Rule] = {
    rule.__name__: rule
    for rule in (
        blame,
        jargon,
        theatre,
        british,
        exclamation,
        emoji,
        chase_length,
        long_sentences,
        reading,
        dates_in_full,
        lengths,
        vague_buttons,
        one_ask,
        named_in_public,
    )
}


def words_before_buttons(card: Card) -> int:
    """How many words stand before the first row of buttons."""
    first = next((n for n, block in enumerate(card.blocks) if isinstance(block, Buttons)), len(card.blocks))
    return len(re.findall(r"\w+(?:['’]\w+)*", plain(Card(card.blocks[:first]))))


def _phrases(found: re.Match[str]) -> str:
    """What a value says of our own: the phrases written inside it, else one short word in its place."""
    phrases = re.findall(r'"([^"]*\s[^"]*)"', found[1])
    return " ".join(phrases).replace("{}", "two") if phrases else "it"


def _matches(words: str, text: str, exactly: tuple[str, ...] = ()) -> Iterator[str]:
    for found in re.finditer(rf"(?<![\w-])(?:{words})(?![\w-])", text, re.IGNORECASE):
        if found[0].upper() not in {word.upper() for word in exactly} or found[0] in exactly:
            start, end = max(0, found.start() - 20), found.end() + 20
            yield f"“{found[0]}” in “{' '.join(text[start:end].split())}”"


def _without_values(card: Card) -> str:
    form = card.form
    asked = [f"{field.label}\n{field.hint}" for field in form.fields] if form else []
    return "\n".join([plain(card), *(button.label for button in card.buttons()), *asked])


def _syllables(word: str) -> int:
    word = word.lower()
    if word in FAMILIAR:
        return min(2, _sounds(word))
    return _sounds(word)


def _sounds(word: str) -> int:
    bare = re.sub(r"(?:[^laeiouy]es|(?<![td])ed|(?<!l)e)$", "", word)
    return max(1, len(re.findall(r"[aeiouy]+", bare)))


def _people_in(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", text) if word in PEOPLE]


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _leaves(part, path)
    elif parts := (value if isinstance(value, Mapping) else getattr(value, "__dict__", {})):
        for name, part in parts.items():
            yield from _leaves(part, f"{path}.{name}" if path else name)
