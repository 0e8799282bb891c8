"""The rounds that can be held: those of the files, and those that a partnership writes for itself."""

from __future__ import annotations

from bot.errors import BotError, FieldError
from bot.feature import Context, Reply, reply
from bot.rounds import Round, problem, read, written
from handlers.reflect.base import feature
from storage.people import Role
from storage.rounds import OwnRound


def _own(row: OwnRound) -> Round:
    """A round that the partnership wrote, as those of the files are."""
    script = row.script
    texts = tuple(one["text"] for one in script["questions"])
    return Round(f"own{row.id}", row.name, "", script["by"], texts, script["feedback"])


async def every(context: Context) -> list[Round]:
    """All rounds that can be held here: those of the files, then the partnership's own."""
    return [*read(), *(_own(row) for row in await context.records.rounds.own())]


@feature.verb("rounds", examples=("rounds",))
async def rounds(context: Context) -> Reply:
    """List the rounds that can be held."""
    return reply("reflect/rounds", rounds=await every(context)).privately()


@feature.verb(
    "new_round",
    form=True,
    long=True,
    least=Role.DEPUTY,
    also=("write a round",),
    examples=("new round Looking ahead: What comes next? What do we need for it?",),
)
async def new_round(context: Context) -> Reply:
    """Write a round of your own: its name, then up to five questions."""
    if not context.text.strip():
        return reply("reflect/new_round")
    made = written(context.text)
    if wrong := problem(made):
        raise BotError("reflect/no_round", wrong=wrong)
    return await _write(context, made)


@feature.verb("write", hidden=True, least=Role.DEPUTY)
async def write(context: Context) -> Reply:
    """Keep the round that a form describes."""
    values = {name: str(value).strip() for name, value in context.request.values.items()}
    text = f"{values.get('name', '')}\n{values.get('questions', '')}"
    made = written(text, values.get("by", ""))
    if wrong := problem(made):
        field = wrong if wrong in ("name", "by") else "questions"
        raise FieldError(field, "reflect/no_round", wrong=wrong)
    return await _write(context, made)


async def _write(context: Context, made: Round) -> Reply:
    await context.records.rounds.write(made.name, made.script)
    return reply("reflect/rounds", rounds=await every(context)).privately()


@feature.verb(
    "drop_round",
    least=Role.DEPUTY,
    also=("remove the round", "delete the round"),
    examples=("drop round Looking ahead",),
)
async def drop_round(context: Context) -> Reply:
    """Offer a round of your own no more; what was answered to it stays."""
    wanted = context.text.strip(" .:!\"'“”").casefold()
    row = next((one for one in await context.records.rounds.own() if one.name.casefold() == wanted), None)
    if row is not None:
        await context.records.rounds.remove(row)
    return reply("reflect/rounds", rounds=await every(context)).privately()
