"""How people take back or finish what they said before, sometimes faster than the wire."""

from __future__ import annotations

from sandbox import people
from sandbox.settle import settle
from tests.soak.adding import place_of, words
from tests.soak.ledger import ACTION, NOTE, Fact
from tests.soak.stage import PLACES, Stage


async def edit(stage: Stage) -> str:
    """Other words for a line of one's own."""
    fact = _own_line(stage)
    if fact is None or fact.where is None:
        return "nothing to edit"
    old, new = fact.words[-1], stage.ledger.reword(fact)
    fact.text = fact.text.replace(old, new)
    _same_text(stage, fact)
    place, ts = fact.where
    fact.edited = stage.up()
    went = await stage.act("edit", **{"as": fact.who, "conversation": place, "ts": ts, "text": fact.text})
    return f"{fact.who} in {place} edits {old} to {new}: {went}"


def _same_text(stage: Stage, fact: Fact) -> None:
    """Other facts of the same message have the same text."""
    for other in stage.ledger.facts:
        if other.where == fact.where:
            other.text = fact.text


def _own_line(stage: Stage) -> Fact | None:
    recent = [f for f in stage.ledger.facts[-60:] if f.where and f.where[1] and f.how in ("line", "mention")]
    return stage.rng.choice(recent) if recent else None


async def delete(stage: Stage) -> str:
    """A message of one's own is taken away; what was noted from it stays until somebody says otherwise."""
    fact = _own_line(stage)
    if fact is None or fact.where is None:
        return "nothing to delete"
    place, ts = fact.where
    for other in stage.ledger.facts:
        if other.where == (place, ts):
            other.where = None
    await stage.act("delete", **{"as": fact.who, "conversation": place, "ts": ts})
    return f"{fact.who} deletes {fact.words[-1]} in {place}"


async def overtaken(stage: Stage) -> str:
    """A line and its edit (or its end) at once, the first of them held back on its way."""
    place = place_of(stage)
    who = stage.person(place)
    fact = stage.ledger.fact(ACTION, place, who, "line", stage.step, certain=stage.up())
    stage.slack.faults.order({"kind": "late", "seconds": 0.2})
    slack, person = stage.slack, stage.slack.world.person(who)
    where = slack.world.conversation(place)
    text = f"ACTION: {words(stage, fact)}"
    m = people.say(slack, person, where, text)
    if gone := stage.rng.random() < 0.3:
        fact.certain = False
        people.delete(slack, m)
    else:
        old, new = fact.words[-1], stage.ledger.reword(fact)
        people.edit(slack, m, text.replace(old, new))
        fact.where, fact.text, fact.edited = (place, m.ts), text.replace(old, new), fact.certain
    await settle(slack)
    return f"{who} in {place}: {text!r} and at once {'deletes' if gone else 'edits'} it"


async def finish(stage: Stage) -> str:
    """The chair says that something is done, with a word about it that stands in the history."""
    place = stage.rng.choice(list(PLACES))
    known = stage.ledger.numbers.get(place, [])
    if not known:
        return "nothing to finish"
    number = known.pop(0)
    chair = "mina" if place == "steering" else "sam"
    fact = stage.ledger.fact(NOTE, place, chair, "command", stage.step)
    mark = stage.mark
    await stage.say(chair, f"/action done {number} thanks to {fact.words[0]}", place)
    said = [m for m in stage.posted_since(mark) if f"({number})" in str(m.blocks) and "Done" in str(m.blocks)]
    fact.certain = any(m.to for m in said) and not any("already" in str(m.blocks) for m in said)
    return f"{chair} in {place}: done {number} {fact.words[0]} -> {'answered' if fact.certain else 'not'}"
