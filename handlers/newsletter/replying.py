"""Answers that readers give in words, by replying to the letter: whoever keeps the lists enters them, one for each reader."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot import addresses
from bot.errors import BotError
from bot.feature import MENTION, Context, Reply, Role, reply
from handlers.newsletter.base import feature
from handlers.newsletter.choice import open_issue, typed_choice
from storage.lists import Subscriber
from storage.newsletters import Issue

_FOR = re.compile(r"[\s,:]+(?:for|from)\s+", re.IGNORECASE)


def spoken_for(words: str, issue: Issue) -> tuple[int, str] | None:
    """Which answer "yes for Ben Marsh" is, and for whom; None where it is nothing like that."""
    for found in _FOR.finditer(words):
        choice, who = typed_choice(words[: found.start()], issue), words[found.end() :].strip(" .!")
        if choice is not None and who:
            return choice, who
    return None


@feature.verb("answer_for", hidden=True, least=Role.MINUTES)
async def answer_for(context: Context) -> Reply:
    """Enter the answer that a reader of the letters gave in a reply."""
    issue = await open_issue(context)
    said = spoken_for(context.text, issue)
    if said is None:
        raise BotError("newsletter/which_answer", answers=issue.answers)
    choice, who = said
    named = _meant(await _readers(context, issue), _in_words(context, who))
    if len(named) != 1:
        return reply("newsletter/which_reader", several=len(named) > 1).privately()
    await context.records.newsletters.vote(issue, f"mail:{named[0].ref}", choice)
    smallest = context.partnership.reflect_smallest
    kept = reply(
        "newsletter/voted_for", name=named[0].name, answer=issue.answers[choice], smallest=smallest
    ).privately()
    return kept.kept_right("", issue.about)  # says whose answer it is, and goes when answers are counted


async def _readers(context: Context, issue: Issue) -> list[Subscriber]:
    """To whom the letter of this issue went: each reader by the one name under which they can answer."""
    lists = context.records.lists
    everybody = [one for each in await lists.list() for one in await lists.everybody(each)]
    keys = {f"newsletter/{issue.id}/to/{one.ref}": one for one in everybody}
    owed = await context.records.deliveries.owed(list(keys))
    return [one for key, one in keys.items() if key in owed]


def _meant(readers: Sequence[Subscriber], who: str) -> list[Subscriber]:
    """Whom an address or a name means: the whole name first, then the first one alone."""
    match = addresses.found(who)
    wanted = (match[0] if match else who).casefold()
    if match:
        return [one for one in readers if one.same == wanted]
    whole = [one for one in readers if one.name.casefold() == wanted]
    return whole or [one for one in readers if one.name.casefold().split()[:1] == [wanted]]


def _in_words(context: Context, who: str) -> str:
    faces = context.request.faces
    return " ".join(MENTION.sub(lambda found: faces[found[1]].name if found[1] in faces else "", who).split())
