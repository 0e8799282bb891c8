"""What a partnership chooses: how often an issue is drafted, and which circulation lists get the letter."""

from __future__ import annotations

from bot.errors import FieldError
from bot.feature import Context, Reply, Role, reply
from handlers.newsletter.base import feature

MONTHS = {0: "Never", 1: "Every month", 2: "Every two months"}


@feature.verb(
    "settings",
    form=True,
    least=Role.DEPUTY,
    also=("setting",),
    placed=("every", "how often"),
    examples=("newsletter settings", "newsletter every two months"),
)
async def settings(context: Context) -> Reply:
    """Choose how often I draft a newsletter, and who gets it by mail."""
    values, newsletters = context.request.values, context.records.newsletters
    lists = [one.name for one in await context.records.lists.list()]
    if "months" not in values:
        plan = await newsletters.plan()
        return reply(
            "newsletter/settings",
            months=str(plan.months if plan else 0),
            choices=[{"value": str(number), "label": label} for number, label in MONTHS.items()],
            lists=[{"value": name, "label": name} for name in lists],
            chosen=[name for name in plan.lists if name in lists] if plan else [],
        )
    months = next((number for number in MONTHS if str(number) == str(values["months"])), None)
    if months is None:
        raise FieldError("months", "partnership/no_choice")
    given = values.get("lists", [])
    chosen = set(given if isinstance(given, list) else [one for one in given.split(",") if one.strip()])
    if not chosen <= set(lists):
        raise FieldError("lists", "partnership/no_choice")
    plan = await newsletters.planned(context.at)
    if months != plan.months:
        plan.set_at = context.at
    plan.months, plan.lists = months, [name for name in lists if name in chosen]
    replies = bool(await context.records.lists.reply_to())
    said = reply("newsletter/chosen", months=months, lists=plan.lists, mails=context.mails, replies=replies)
    return said.privately()
