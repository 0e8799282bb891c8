"""How people ask for something to be kept: typed, marked, said to Upbeat, or by pointing at what another has said."""

from __future__ import annotations

from tests.soak.ledger import ACTION, ITEM, Fact
from tests.soak.stage import PLACES, Stage

WHEN = (
    "by Friday",
    "by the next meeting",
    "by next Tuesday",
    "within a fortnight",
    "",
    "by the end of the month",
)
POINTING = "Make this an action"


def words(stage: Stage, fact: Fact) -> str:
    """How somebody would put it."""
    word = fact.words[-1]
    if fact.kind == ITEM:
        return f"{word} report {stage.rng.choice((5, 10, 15))}m"
    owner = stage.slack.world.person(stage.person(fact.place)).full_name.split()[0]
    said = stage.rng.choice(
        (f"{owner} to post the {word} flyer", f"{owner} will ask about {word}", f"book {word}")
    )
    return f"{said} {stage.rng.choice(WHEN)}".strip()


def kind_of(stage: Stage) -> str:
    return stage.rng.choice((ACTION, ITEM))


def place_of(stage: Stage) -> str:
    return stage.rng.choice(("steering", "steering", "library-link"))


async def command(stage: Stage) -> str:
    """A slash command that adds; sometimes typed again, which is asked about and adds nothing."""
    place, kind = place_of(stage), kind_of(stage)
    who = stage.person(place, host=True)
    fact = stage.ledger.fact(kind, place, who, "command", stage.step)
    feature = "/action" if kind == ACTION else "/agenda"
    text = f"{feature} add {words(stage, fact)}"
    for _ in range(stage.rng.choice((1, 1, 1, 2))):
        mark = stage.mark
        await stage.say(who, text, place)
        fact.certain = fact.certain or stage.answered(fact, mark)
    return f"{who} in {place}: {text} -> {'answered' if fact.certain else 'no answer'}"


async def line(stage: Stage) -> str:
    """One to three marked lines in a message to everybody."""
    place = place_of(stage)
    who = stage.person(place)
    facts = [
        stage.ledger.fact(kind_of(stage), place, who, "line", stage.step, certain=stage.up())
        for _ in range(stage.rng.choice((1, 1, 1, 2, 3)))
    ]
    text = "\n".join(_marked(stage, fact) for fact in facts)
    ts = await stage.say(who, text, place)
    for fact in facts:
        fact.where, fact.text = (place, ts), text
    return f"{who} in {place}: {text!r}"


def _marked(stage: Stage, fact: Fact) -> str:
    return f"{'ACTION' if fact.kind == ACTION else 'AGENDA'}: {words(stage, fact)}"


async def mention(stage: Stage) -> str:
    """Said to Upbeat in a channel."""
    place, kind = place_of(stage), kind_of(stage)
    who = stage.person(place)
    fact = stage.ledger.fact(kind, place, who, "mention", stage.step, certain=stage.up())
    text = f"@Upbeat {'action' if kind == ACTION else 'agenda'} add {words(stage, fact)}"
    fact.where, fact.text = (place, await stage.say(who, text, place)), text
    return f"{who} in {place}: {text}"


async def direct(stage: Stage) -> str:
    """Said to Upbeat alone; who is in both partnerships is asked which is meant."""
    kind, who = kind_of(stage), stage.person("steering")
    place = "steering" if who in stage.alone() else stage.rng.choice(list(PLACES))
    alone = who in stage.alone()
    fact = stage.ledger.fact(kind, place, who, "direct", stage.step, certain=alone and stage.up())
    text = f"{'action' if kind == ACTION else 'agenda'} add {words(stage, fact)}"
    await stage.say(who, text, "dm")
    pressed = "" if alone else await _choose_partnership(stage, fact)
    return f"{who} directly: {text} {pressed}"


async def _choose_partnership(stage: Stage, fact: Fact) -> str:
    """Press the partnership; it counts when something is said upon it."""
    name = PLACES[fact.place]
    found = [b for b in stage.buttons(fact.who, "dm") if b.label == name][-1:]
    asked = [m for m in stage.posted_since(max(0, stage.mark - 4)) if stage.holds(m, fact.words[0])]
    if not found or not any(m.ts == found[0].ts for m in asked):
        return "(was not asked)"
    mark = stage.mark
    await stage.press(found[0])
    fact.certain = stage.answered(fact, mark)
    return f"({name}{', answered' if fact.certain else ''})"


async def point(stage: Stage) -> str:
    """Somebody makes an action of what another has said, in its thread or with a shortcut."""
    place = place_of(stage)
    author, who = stage.person(place), stage.person(place, host=True)
    fact = stage.ledger.fact(ACTION, place, who, "pointed", stage.step)
    ts = await stage.say(author, f"It would be good to have {fact.words[0]} by the spring", place)
    if stage.rng.random() < 0.5:
        mark = stage.mark
        await stage.say(who, "@Upbeat make this an action", place, ts)
        fact.certain = stage.answered(fact, mark)
        return f"{who} in {place} answers {author}: make {fact.words[0]} an action"
    body = {"as": who, "callback_id": "action.from_message", "conversation": place, "ts": ts}
    await stage.act("shortcut", **body)
    form = stage.form(who)
    if form is not None and form["title"] == POINTING and fact.words[0] in str(form["fields"]):
        fact.certain = await stage.submit(who, {})
    if stage.form(who) is not None:
        await stage.act("close-form", **{"as": who})
    return f"{who} in {place} uses a shortcut on {fact.words[0]}: {fact.certain}"
