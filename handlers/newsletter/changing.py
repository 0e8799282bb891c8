"""What the chair does with a draft: drop and change pieces, add some, ask a question, then approve it or skip it."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from bot.errors import BotError, FieldError
from bot.feature import Context, Occasion, Reply, Role, reply
from bot.target import row_id
from handlers.newsletter.base import (
    LONGEST,
    MOST,
    as_it_stands,
    draft,
    feature,
    numbered,
    tidy,
    told,
)
from handlers.newsletter.naming import names_of
from storage.newsletters import APPROVED, CELEBRATE, INFORM, OWN, SKIPPED, Issue, Piece

ALIKE = 0.5
"""How much of a line has to be as it was for it to be the same piece in other words."""

ANSWERS = (2, 5)
"""How many answers a question may have."""

LONGEST_ANSWER = 30
"""Characters of an answer: it stands on a button."""

_NUMBER = re.compile(r"\s*#?(\d{1,3})(?!\w)[\s:=.,;–—-]*")
_ISSUE = re.compile(r"\b(?:newsletter|issue|month|time|one|it|this)\b", re.IGNORECASE)
_PART = re.compile(r"\s*(?:to\s+)?(?P<part>inform|information|celebrate|celebration)\b[\s:]*", re.IGNORECASE)


@feature.verb("change", form=True, least=Role.MINUTES, examples=("newsletter change",))
async def change(context: Context) -> Reply:
    """Change the pieces of the draft: one on each line."""
    issue = await draft(context)
    if "inform" not in context.request.values:
        pieces = [piece for _, piece in await numbered(context, issue)]
        texts = {part: [one.text for one in pieces if one.part == part] for part in (INFORM, CELEBRATE)}
        return reply(
            "newsletter/change",
            id=issue.id,
            inform="\n".join(texts[INFORM]),
            celebrate="\n".join(texts[CELEBRATE]),
        )
    typed = {part: _lines(context, part) for part in (INFORM, CELEBRATE)}
    for part, lines in typed.items():
        await _settle(context, issue, part, lines)
    return await as_it_stands(context, issue)


def _lines(context: Context, part: str) -> list[str]:
    """The lines typed for a part. Raises FieldError."""
    typed = str(context.request.values.get(part, "")).splitlines()
    lines = [words for one in typed if (words := tidy(one))]
    if len(lines) > MOST or any(len(one) > LONGEST for one in lines):
        raise FieldError(part, "newsletter/too_much", most=MOST, longest=LONGEST)
    return lines


async def _settle(context: Context, issue: Issue, part: str, lines: list[str]) -> None:
    """Make these lines the part; a line that was only changed stays tied to what it was made of."""
    left = [piece for _, piece in await numbered(context, issue) if piece.part == part]
    kept: list[Piece | None] = []
    for words in lines:
        same = next((one for one in left if one.text == words), None)
        kept.append(same)
        if same is not None:
            left.remove(same)
    for place, (words, same) in enumerate(zip(lines, kept, strict=True), 1):
        piece = same or _nearest(left, words)
        if piece is None:
            piece = await context.records.newsletters.add(issue, part, words)
        elif same is None:
            left.remove(piece)
        piece.text, piece.place = words, place
    for gone in left:
        await context.records.newsletters.drop(gone)


def _nearest(pieces: list[Piece], words: str) -> Piece | None:
    likeness = {one: SequenceMatcher(None, one.text, words).ratio() for one in pieces}
    best = max(likeness, key=lambda one: likeness[one], default=None)
    return best if best is not None and likeness[best] >= ALIKE else None


async def _numbered(context: Context) -> tuple[Issue, Piece, str]:
    """The piece that a typed number means, and the words behind it. Raises BotError."""
    found = _NUMBER.match(context.text)
    issue = await context.records.newsletters.draft()
    if issue is None:
        raise BotError("newsletter/none")
    number = int(found[1]) if found else 0
    piece = next((one for n, one in await numbered(context, issue) if n == number), None)
    if piece is None:
        raise BotError("newsletter/which")
    return issue, piece, context.text[found.end() :] if found else ""


@feature.verb("drop", least=Role.MINUTES, also=("remove",), examples=("newsletter drop 3",))
async def drop(context: Context) -> Reply:
    """Leave a piece out of the draft."""
    issue, piece, _ = await _numbered(context)
    await context.records.newsletters.drop(piece)
    return await as_it_stands(context, issue)


@feature.verb("edit", least=Role.MINUTES, examples=("newsletter edit 3 = Fifty children sang on Saturday",))
async def edit(context: Context) -> Reply:
    """Change the words of a piece of the draft."""
    issue, piece, words = await _numbered(context)
    piece.text = _fitting(words)
    return await as_it_stands(context, issue)


def _fitting(words: str) -> str:
    text = tidy(words)
    if not text:
        raise BotError("newsletter/which")
    if len(text) > LONGEST:
        raise BotError("dispatch/too_long", typed=text, most=LONGEST)
    return text


@feature.verb(
    "add",
    least=Role.MINUTES,
    placed=("put",),
    examples=("newsletter add celebrate: The choir sang at the station",),
)
async def add(context: Context) -> Reply:
    """Add a piece of your own to the draft: for information, or to celebrate."""
    found = _PART.match(context.text)
    part = CELEBRATE if found and found["part"].casefold().startswith("celebr") else INFORM
    text = _fitting(context.text[found.end() :] if found else context.text)
    issue = await context.records.newsletters.draft()
    if issue is None:
        raise BotError("newsletter/none")
    if sum(piece.part == part for _, piece in await numbered(context, issue)) >= MOST:
        raise BotError("newsletter/too_much", most=MOST, longest=LONGEST)
    await context.records.newsletters.add(issue, part, text, OWN)
    return await as_it_stands(context, issue)


@feature.verb(
    "ask",
    form=True,
    least=Role.MINUTES,
    also=("question", "consult"),
    examples=("newsletter ask Shall we meet in the evening? Yes / No / Now and then",),
)
async def ask(context: Context) -> Reply:
    """Ask everybody one question in the newsletter, with answers to press."""
    issue = await draft(context)
    values = context.request.values
    if "question" in values:
        question = " ".join(str(values["question"]).split())
        answers = [words for one in str(values.get("answers", "")).splitlines() if (words := tidy(one))]
    elif (words := context.text.strip()) and row_id(words) is None:
        question, _, rest = words.partition("?")
        question = " ".join(f"{question}?".split()) if rest.strip() else ""
        answers = [one for part in re.split(r"[/|\n]", rest) if (one := tidy(part))]
    else:
        return reply("newsletter/ask", id=issue.id, question=issue.question, answers="\n".join(issue.answers))
    _check(question, answers, filled="question" in values)
    names = await names_of(context)  # an answer is read on pages that know nobody, so it never holds a name
    issue.question, issue.answers = question, [names.hide(one)[:LONGEST_ANSWER] for one in answers]
    return await as_it_stands(context, issue)


def _check(question: str, answers: list[str], filled: bool) -> None:
    """Raise FieldError or BotError where a question cannot be asked so; no question at all is one way to take it back."""
    if filled and not question and not answers:
        return
    few, many = ANSWERS
    distinct = {one.casefold() for one in answers}
    fits = few <= len(answers) <= many and len(distinct) == len(answers)
    if not 0 < len(question) <= LONGEST:
        raise _unclear("question", filled)
    if not fits or any(len(one) > LONGEST_ANSWER for one in answers):
        raise _unclear("answers", filled)


def _unclear(field: str, filled: bool) -> BotError:
    if filled:
        return FieldError(
            field, "newsletter/ask_unclear", few=ANSWERS[0], many=ANSWERS[1], most=LONGEST_ANSWER
        )
    return BotError("newsletter/ask_unclear", few=ANSWERS[0], many=ANSWERS[1], most=LONGEST_ANSWER)


@feature.verb("approve", least=Role.MINUTES, also=("send",), examples=("newsletter approve",))
async def approve(context: Context) -> Reply:
    """Approve the draft: it is posted in the channel, and mailed."""
    issue = await draft(context)
    said = await told(context, issue)
    if said.empty:
        raise BotError("newsletter/empty")
    issue.settle(APPROVED, context.at)
    occasion = _goes(context, issue, "newsletter.issue")
    await context.owe(occasion)
    plan = await context.records.newsletters.plan()
    letters = await context.circulate(plan.lists if plan else (), _goes(context, issue, "newsletter.letter"))
    await context.changed(issue.about)
    said = await told(context, issue)
    return reply("newsletter/approved", issue=said, letters=letters).privately()


def _goes(context: Context, issue: Issue, card: str) -> Occasion:
    return Occasion(
        at=context.at,
        key=f"newsletter/{issue.id}",
        card=card,
        subject={"issue": issue.id},
        about=issue.about,
    )


@feature.verb("skip", least=Role.MINUTES, examples=("newsletter skip",))
async def skip(context: Context) -> Reply:
    """Send no newsletter this time."""
    words = context.text.strip()
    if words and row_id(words) is None and not _ISSUE.search(words):  # "skip 3" is about something else
        raise BotError("newsletter/which")
    issue = await draft(context)
    issue.settle(SKIPPED, context.at)
    return await as_it_stands(context, issue)
