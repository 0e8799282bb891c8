"""What people do, one move a step: each draws from the same dice, writes down what it wants kept, and does it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from tests.soak.adding import command, direct, line, mention, place_of, point
from tests.soak.changing import delete, edit, finish, overtaken
from tests.soak.pressing import fill_form, press
from tests.soak.stage import PLACES, Stage

Move = Callable[[Stage], Awaitable[str]]

OPEN_AT_MOST = 25
"""Beyond so many actions that are not finished, people finish some before they think of more."""


async def home(stage: Stage) -> str:
    """A look at the Home tab."""
    who = stage.person("steering", host=True)
    await stage.act("home-opened", **{"as": who})
    return f"{who} looks at Home"


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
    if stage.rng.random() < 0.5:  # the chair is told of it, so it is no secret
        text = f"need help 3 {stage.ledger.fresh()} is too much for me"
    else:
        text = f"I am worried about {stage.ledger.secret(who)}"
    await stage.say(who, text, "dm")
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
    point: 4,
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
