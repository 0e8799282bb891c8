"""What people do, one move a step: each draws from the same dice, writes down what it wants kept, and does it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from sandbox import people
from sandbox.settle import settle
from tests.soak.ledger import ACTION, ITEM, NOTE, WORD, Fact
from tests.soak.stage import PLACES, Button, Stage

Move = Callable[[Stage], Awaitable[str]]

WHEN = (
    "by Friday",
    "by the next meeting",
    "by next Tuesday",
    "within a fortnight",
    "",
    "by the end of the month",
)
HARMLESS = (
    "action.",
    "agenda.",
    "chase.",
    "ask.",
    "captures.",
    "help.",
    "meeting.coming",
    "meeting.apologies",
)
"""Which buttons are pressed at random: those after which everybody is still there."""
ADDING = {"Add an action": ACTION, "Add an item": ITEM}
EDITING = {"Edit an action": ACTION, "Edit an item": ITEM}
OPEN_AT_MOST = 25
"""Beyond so many actions that are not finished, people finish some before they think of more."""


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


async def fill_form(stage: Stage) -> str:
    """A form, opened by a command or by a button on somebody's list."""
    place, kind = place_of(stage), kind_of(stage)
    who = stage.person(place, host=True)
    if kind == ITEM:
        found = [b for b in stage.buttons(who, place) if b.label == "Add an item"]
        if not found:
            return "no button to add an item"
        await stage.press(found[-1])
    else:
        await stage.say(who, "/action add", place)
    return await answer_form(stage, who, place)


async def answer_form(stage: Stage, who: str, place: str) -> str:
    """Fill in whatever form has opened: adding and editing are done, everything else is closed."""
    form = stage.form(who)
    if form is None:
        return f"{who} got no form"
    title, said = form["title"], "closed"
    if title in ADDING:
        fact = stage.ledger.fact(ADDING[title], place, who, "form", stage.step)
        said = await _sent(stage, who, fact, f"sort out {fact.words[0]}")
    elif title in EDITING:
        said = await _edited(stage, who, form)
    if stage.form(who) is not None:
        await stage.act("close-form", **{"as": who})
    return f"{who} in {place}: form {title}: {said}"


async def _sent(stage: Stage, who: str, fact: Fact, text: str) -> str:
    """Send it, and once more where nobody answered: the same form is taken once."""
    for _ in range(2):
        if await stage.submit(who, {"text": text}):
            fact.certain = True
            return f"{text}, accepted"
        if stage.form(who) is None:
            break
    return f"{text}, not accepted"


async def _edited(stage: Stage, who: str, form: dict) -> str:  # type: ignore[type-arg]
    value = next((str(row["value"] or "") for row in form["fields"] if row["name"] == "text"), "")
    found = WORD.search(value)
    fact = stage.ledger.by_word.get(found[0]) if found else None
    if fact is None or found is None:
        return "closed"
    new = stage.ledger.reword(fact)
    went = await stage.submit(who, {"text": value.replace(found[0], new)})
    return f"{found[0]} becomes {new}, {'accepted' if went else 'not accepted'}"


async def press(stage: Stage) -> str:
    """Any button that somebody sees, wherever they look."""
    place = stage.rng.choice(("steering", "library-link", "dm", "dm"))
    who = stage.person("steering" if place == "dm" else place)
    seen = stage.buttons(who, place)
    found = [b for b in seen if b.action_id.startswith(HARMLESS) and b.action_id != "chase.pause"]
    if not found:
        return f"{who} sees no button in {place}"
    return await pressed(stage, stage.rng.choice(found))


async def pressed(stage: Stage, button: Button) -> str:
    """Press it, and fill in what opens."""
    went = await stage.press(button)
    said = f"{button.person} presses {button.label} in {button.conversation}: {went}"
    if stage.form(button.person) is not None:
        home = _home(stage, button)
        if home:
            said += "; " + await answer_form(stage, button.person, home)
        else:
            await stage.act("close-form", **{"as": button.person})
    return said


def _home(stage: Stage, button: Button) -> str:
    """Which partnership a button is about: its channel's, or what its value says."""
    if button.conversation != "dm":
        return button.conversation
    number = button.value.partition(":")[0]
    return {"1": "steering", "2": "library-link"}.get(number, "")


async def home(stage: Stage) -> str:
    """A look at the Home tab, and a press there."""
    who = stage.person("steering", host=True)
    await stage.act("home-opened", **{"as": who})
    return f"{who} looks at Home"


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


async def plan(stage: Stage) -> str:
    """A meeting is planned where none is to come."""
    place = stage.rng.choice(list(PLACES))
    now = stage.slack.calendar.now()
    coming = [day for day in stage.meetings[place] if day > now.date().isoformat()]
    if coming:
        return "a meeting is planned already"
    day = (now + timedelta(days=stage.rng.randint(4, 18))).date()
    chair = "mina" if place == "steering" else "sam"
    name = "Steering group" if place == "steering" else "Song group"
    mark = stage.mark
    await stage.say(chair, f"/meeting plan {name}, {day:%-d %B %Y} 2pm, 60 minutes", place)
    if any("Planned" in str(m.blocks) for m in stage.posted_since(mark)):
        stage.meetings[place].append(day.isoformat())
    return f"{chair} plans {name} on {day}"


async def move_meeting(stage: Stage) -> str:
    """A meeting moves, and its chases with it."""
    place = stage.rng.choice(list(PLACES))
    day = (stage.slack.calendar.now() + timedelta(days=stage.rng.randint(4, 18))).date()
    chair = "mina" if place == "steering" else "sam"
    await stage.say(chair, f"/meeting move to {day:%-d %B %Y} 3pm", place)
    return f"{chair} moves the meeting of {place} to {day}"


async def chat(stage: Stage) -> str:
    """Nothing that concerns Upbeat; or something that concerns nobody else."""
    if stage.rng.random() < 0.5:
        place = place_of(stage)
        who = stage.person(place)
        await stage.say(who, "Lovely weather, see you on Friday perhaps", place)
        return f"{who} chats in {place}"
    who = stage.rng.choice(stage.alone())
    secret = stage.ledger.secret(who)
    text = stage.rng.choice((f"I am worried about {secret}", f"need help 3 {secret} is too much for me"))
    await stage.say(who, text, "dm")
    if text.startswith("need"):
        stage.ledger.private.pop(secret)  # the chair is told, and the history has it
    return f"{who} tells Upbeat alone: {text}"


async def look(stage: Stage) -> str:
    """A list, which changes nothing."""
    place = place_of(stage)
    who = stage.person(place, host=True)
    text = stage.rng.choice(("/action list all", "/agenda", "/action list mine", "/meeting", "/upbeat help"))
    await stage.say(who, text, place)
    return f"{who} in {place}: {text}"


async def react(stage: Stage) -> str:
    """A mark on whatever was said last."""
    place = place_of(stage)
    who, where = stage.person(place), stage.slack.world.conversation(place)
    public = [m for m in list(where.messages.values())[-20:] if not m.to and not m.deleted]
    if not public:
        return "nothing to react to"
    m = stage.rng.choice(public)
    await stage.act("react", **{"as": who, "conversation": place, "ts": m.ts, "emoji": "eyes"})
    return f"{who} reacts in {place}"


async def clock(stage: Stage) -> str:
    """Time goes by: mostly hours, sometimes days or weeks."""
    unit = stage.rng.choices(("h", "d", "w"), (70, 26, 4))[0]
    most = {"h": 9, "d": 3, "w": 2}[unit]
    advance = f"{stage.rng.randint(1, most)}{unit}"
    before, up = stage.slack.calendar.now(), stage.up()
    await stage.act("clock", advance=advance)
    if not (up and stage.up()):
        stage.blind.append((before, stage.slack.calendar.now()))
    return f"the clock goes on by {advance} to {stage.slack.calendar.now():%a %-d %B %H:%M}"


async def at_once(stage: Stage) -> str:
    """Several people do something at the same moment."""
    chosen = [
        stage.rng.choice((command, line, mention, press, direct)) for _ in range(stage.rng.randint(2, 4))
    ]
    said = await asyncio.gather(*(move(stage) for move in chosen))
    return "at once: " + " | ".join(said)


MOVES: dict[Move, int] = {
    command: 10,
    line: 12,
    mention: 8,
    direct: 6,
    fill_form: 6,
    press: 18,
    home: 2,
    edit: 6,
    delete: 3,
    overtaken: 3,
    finish: 14,
    plan: 6,
    move_meeting: 1,
    chat: 5,
    look: 4,
    react: 3,
    clock: 12,
    at_once: 6,
}


async def one(stage: Stage) -> str:
    """A move drawn by the dice; where much is open already, something is finished."""
    many = sum(map(len, stage.ledger.numbers.values())) > 2 * OPEN_AT_MOST
    move = stage.rng.choices(list(MOVES), list(MOVES.values()))[0]
    return await (finish if many and move in (command, line, mention) else move)(stage)
