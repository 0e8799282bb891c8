"""The page as a card, for whoever asks and for the chair when it is due; and what the chair says for it."""

from __future__ import annotations

from bot.card import Card
from bot.errors import FieldError
from bot.feature import Context, Reply, Role, reply
from handlers.newsletter.briefing.base import brief, feature, period
from storage.lists import STRATEGIC

LONGEST = 1000
"""Characters of the aims, and of what is asked."""

MONTHS = {0: "Never", 2: "Every two months", 3: "Every three months"}


@feature.verb(
    "show",
    bare=True,
    default=True,
    also=("draft",),
    placed=("prepare", "write", "make"),
    examples=("briefing",),
)
async def show(context: Context) -> Reply:
    """Show the briefing as it would go out today."""
    return await _shown(context)


async def _shown(context: Context) -> Reply:
    readers = len(await context.records.lists.of(STRATEGIC)) if context.mails else 0
    said = await brief(context, *await period(context))
    keeps = context.member.role >= Role.MINUTES
    return reply("briefing/page", brief=said, readers=readers, keeps=keeps).privately()


@feature.draws("ready")
async def ready(context: Context) -> Card | None:
    """The briefing that was prepared by itself, for the chair."""
    readers = len(await context.records.lists.of(STRATEGIC)) if context.mails else 0
    said = await brief(context, *await period(context))
    return context.card("briefing/page", brief=said, readers=readers, keeps=True)


@feature.verb(
    "change", form=True, least=Role.MINUTES, also=("aims", "settings"), examples=("briefing change",)
)
async def change(context: Context) -> Reply:
    """Say what the partnership is for, what is asked of the readers, and how often a briefing is prepared."""
    values, newsletters = context.request.values, context.records.newsletters
    if "months" not in values:
        plan = await newsletters.plan()
        return reply(
            "briefing/change",
            aims=plan.aims if plan else "",
            asks=plan.asks if plan else "",
            months=str(plan.briefing_months if plan else 0),
            choices=[{"value": str(number), "label": label} for number, label in MONTHS.items()],
        )
    months = next((number for number in MONTHS if str(number) == str(values["months"])), None)
    if months is None:
        raise FieldError("months", "partnership/no_choice")
    aims, asks = _long(context, "aims"), _long(context, "asks")
    plan = await newsletters.planned(context.at)
    if months != plan.briefing_months:
        plan.prepared_at = context.at
    plan.aims, plan.asks, plan.briefing_months = aims, asks, months
    return await _shown(context)


def _long(context: Context, field: str) -> str:
    """What a form says in a field. Raises FieldError where it is too long."""
    text = str(context.request.values.get(field, "")).strip()
    if len(text) > LONGEST:
        raise FieldError(field, "briefing/too_long", most=LONGEST)
    return text
