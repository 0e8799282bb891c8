"""What people do with the mouse: any button they see, and the forms behind them."""

from __future__ import annotations

from tests.soak.adding import kind_of, place_of
from tests.soak.ledger import ACTION, ITEM, WORD, Fact
from tests.soak.stage import Button, Stage

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
