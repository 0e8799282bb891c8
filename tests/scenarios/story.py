"""A whole term as talk: what eight people of three organisations say and press, for the scenario, the page and the pictures.

Nothing is checked here. Each function is one thing that people do, and leaves the clock where it happened; who reads what is
the business of whoever tells the story.
"""

from __future__ import annotations

from sandbox.client import Sandbox

FIRST, SECOND, THIRD = "2026-12-15T14:00:00+00:00", "2027-01-26T14:00:00+00:00", "2027-03-09T14:00:00+00:00"
"""The three meetings, all on a Tuesday at two."""

DILYS, RUTH = "dilys@hartmere.example", "ruth@wren.example"
"""Two who are in no channel: a carer who reads the minutes and the news, and a head of service who gets the briefing."""

COLD = "the hall is cold, because the boiler is old"


async def begin(slack: Sandbox) -> None:
    """Meetings every six weeks, Sam to take the minutes, Jo as deputy, somebody on each list, and what there is to talk about."""
    plan = "every six weeks on a Tuesday at 2pm from 15 December 2026, 90 minutes, at the Curve"
    await slack.say("mina", f"/meeting plan Steering group {plan}")
    await slack.say("mina", "/upbeat minutes @sam")
    await slack.say("mina", "/partnership deputy @jo")
    await slack.say(
        "mina", f"/upbeat lists add Dilys Morgan {DILYS} to operational, asked at the carers' evening"
    )
    await slack.say("mina", f"/upbeat lists add Ruth Bell {RUTH} to strategic, asked on 20 November")
    await slack.say("jo", "@Upbeat agenda add Singing afternoon 20m @priya for decision")
    await slack.say("otto", "@Upbeat agenda add Songs on Saturdays 15m for advice")
    await slack.say("jo", "ACTION: Otto to post the flyer by 11 December")
    await slack.say("frank", "ACTION: me to count the chairs by 14 December")
    await slack.say("grace", "WIN: forty children sang at the library with Otto")
    for person in ("sam", "jo", "otto", "grace"):
        await slack.press(person, "Coming")
    await slack.press("frank", "Apologies")


# What is going well, and less well


async def first_answers(slack: Sandbox) -> None:
    """Everybody without a name: in the form, in plain words, and in words that say nothing of the question."""
    await slack.clock(to="2026-12-10T10:15:00+00:00")
    await slack.press("sam", "Answer privately")
    await slack.submit("sam", {"well": "the choir fills the hall", "less": "parking is a worry"})
    await slack.say("otto", f"less well: {COLD}", "dm")
    await slack.say("grace", "going well: the children ask for more", "dm")
    await slack.say("priya", "the families write back within the day", "dm")
    await slack.press("priya", "It is going well", "dm")


async def second_answers(slack: Sandbox) -> None:
    """Names are allowed by now: one signs, one speaks for an organisation, four prefer no name."""
    await slack.say("mina", "/partnership settings")
    await slack.submit("mina", {"reflect_named": "named"})
    await slack.clock(to="2027-01-21T10:15:00+00:00")
    await slack.press("sam", "Answer privately")
    await slack.submit("sam", {"well": "the new songs travel well", "shown": "person"})
    await slack.press("jo", "Answer", "dm")
    await slack.submit("jo", {"well": "schools ring us now", "shown": "organisation"})
    for person, words in (
        ("otto", "the shelves are in the way"),
        ("grace", "the bus comes once an hour"),
        ("will", "nobody knows the door code"),
        ("frank", "the kettle is broken"),
    ):
        await slack.press(person, "Answer", "dm")
        await slack.submit(person, {"less": words, "shown": "nobody"})


async def third_answers(slack: Sandbox) -> None:
    """Two write without a name, which is too few to show."""
    for person, words in (("otto", "the van is small"), ("will", "the forms are long")):
        await slack.press(person, "Answer", "dm")
        await slack.submit(person, {"less": words, "shown": "nobody"})


# The meetings


async def first_meeting(slack: Sandbox) -> None:
    """Sam leads it by the buttons; two organisations come from outside, and Grace stands in for Priya."""
    await slack.clock(to=FIRST)
    await slack.say("sam", "/meeting start")
    for person in ("otto", "jo", "mina"):
        await slack.press(person, "I am here")
    await slack.say("grace", "@Upbeat standing in for Priya")
    await slack.say("sam", "@Upbeat apologies from Will")
    await slack.press("sam", "Next item")
    await slack.say("frank", "#info the boiler is looked at in January")
    await slack.press("sam", "Next item")


async def first_meeting_goes_on(slack: Sandbox) -> None:
    """What comes of it, until it ends before its last item."""
    await slack.say("jo", "AGREED: the singing afternoon is on 20 January")
    await slack.say("sam", "ACTION: Priya to write to the families by 8 January")
    await slack.say("sam", "ACTION: Otto and Grace to bring the drums by 20 January")
    await slack.clock(advance="18m")
    await slack.press("sam", "5 minutes more")
    await slack.press("sam", "Next item")
    await slack.press("sam", "Park this item")
    await slack.press("sam", "End the meeting")


async def second_meeting(slack: Sandbox) -> None:
    """Mina leads it in words, and everybody is asked about a decision."""
    await slack.say("frank", "@Upbeat agenda add A second singing afternoon 20m for decision")
    await slack.clock(to=SECOND)
    await slack.say("mina", "/meeting start")
    for person in ("sam", "frank", "priya", "will", "otto"):
        await slack.press(person, "I am here")
    await slack.say("grace", "@Upbeat apologies")
    for _ in range(3):
        await slack.say("mina", "next")
    await slack.say("otto", "DECISION: a second singing afternoon is on 20 May")
    await slack.say("mina", "/upbeat decision ask 2")
    await slack.press("mina", "Agree")
    await slack.press("jo", "Agree")
    await slack.press("otto", "Stand aside")
    await slack.say("will", "ACTION: me to print the songs by 1 March")
    await slack.say("mina", "/meeting end")


async def third_meeting(slack: Sandbox) -> None:
    """Jo, the deputy, leads it."""
    await slack.clock(to=THIRD)
    await slack.say("jo", "@Upbeat meeting start")
    for person in ("mina", "sam", "otto", "priya", "frank"):
        await slack.press(person, "I am here")
    await slack.say("jo", "next")
    await slack.say("priya", "ACTION: me to thank the drivers by 20 April")
    await slack.press("jo", "End the meeting")


async def worth_it(slack: Sandbox) -> None:
    """Four say what they think of the hour."""
    for person in ("otto", "jo", "mina"):
        await slack.press(person, "A good use of time")
    await slack.press("sam", "Partly")


# News


async def news(slack: Sandbox) -> None:
    """Every two months from January on, with those on the operational list; Otto may be named."""
    await slack.say("mina", "/upbeat newsletter settings")
    await slack.submit("mina", {"months": "2", "lists": ["operational"]})
    await slack.say("otto", "newsletter name me", "dm")


async def consult(slack: Sandbox) -> None:
    """Mina asks everybody one question in the draft that she has."""
    await slack.press("mina", "Ask a question", "dm")
    await slack.submit(
        "mina", {"question": "Shall we meet in the evening?", "answers": "Yes\nNo\nNow and then"}
    )


async def answers(slack: Sandbox) -> None:
    """Five answer in the channel; one changes their mind."""
    for person, words in (("sam", "Yes"), ("jo", "No"), ("otto", "No"), ("grace", "No"), ("will", "Yes")):
        await slack.press(person, words)
    await slack.press("will", "Now and then")


async def briefing(slack: Sandbox) -> None:
    """Mina says what the partnership is for and what it asks, and sends the page the next day."""
    await slack.clock(advance="1d")
    await slack.say("mina", "/upbeat briefing change")
    asks = "May we have the hall until July?"
    await slack.submit("mina", {"aims": "Music for every child who is looked after.", "asks": asks})
    await slack.press("mina", "Send it")
