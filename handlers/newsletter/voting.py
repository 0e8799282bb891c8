"""Answering the question of an issue: anybody in the channel, once each, changed as often as they like until it is closed."""

from __future__ import annotations

from bot.errors import BotError
from bot.feature import Context, Reply, reply
from bot.target import row_id
from handlers.newsletter.base import feature
from handlers.newsletter.choice import open_issue, pressed_choice, typed_choice
from handlers.newsletter.replying import spoken_for


@feature.verb("answer", also=("vote",), examples=("newsletter answer yes",))
async def answer(context: Context) -> Reply:
    """Answer the question in the newsletter."""
    issue, words = await open_issue(context), context.text
    pressed = row_id(words) is not None
    choice = pressed_choice(words, issue) if pressed else typed_choice(words, issue)
    if choice is None and not pressed and spoken_for(words, issue):
        return reply().then("newsletter.answer_for", words)
    if choice is None:
        raise BotError("newsletter/which_answer", answers=issue.answers)
    await context.records.newsletters.vote(issue, f"member:{context.member.id}", choice)
    smallest = context.partnership.reflect_smallest
    said = reply("newsletter/voted", answer=issue.answers[choice], smallest=smallest).privately()
    # the receipt says whose answer it is, and goes when answers are counted
    return said.kept_right("", issue.about)
