"""Every form of a line that people expect to work, with what its receipt has to say: one list for every door.

The lines are our own, and so are the people in them; the forms are those in which minute-takers write.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """What is typed, and words that stand in the receipt of it, one of each row for every thing that is noted."""

    typed: str
    said: tuple[str, ...]
    owner: str = ""


def _action(typed: str, owner: str, *said: str) -> Form:
    return Form(typed, said, owner)


FRANK, SAM, JO, PRIYA = "Frank Osei", "Sam Whitlock", "Jo Penrose", "Priya Raman"
WILL, OTTO, GRACE, MINA = "Will Carter", "Otto Lindqvist", "Grace Abara", "Mina Achebe"

ACTIONS = (
    _action("ACTION: Frank to order lunch by 5pm Thursday", FRANK, "order lunch", "by Thu 26 November, 5pm"),
    _action("Action - Sam to tune two harps before Friday week", SAM, "tune two harps", "by Thu 3 December"),
    _action("#action priya count the recorders", PRIYA, "count the recorders"),
    _action("ACTION @otto to find the big keys by 10/12", OTTO, "find the big keys", "by Thu 10 December"),
    _action("AP3: me to ring the caretaker", JO, "ring the caretaker"),
    _action("todo: print the song sheets (Grace)", GRACE, "print the song sheets"),
    _action("- [ ] @will mend the music stands", WILL, "mend the music stands"),
    _action(
        "Owner: Mina. Task: chase the grant letter. Due: 4 December",
        MINA,
        "chase the grant letter",
        "by Fri 4 December",
    ),
    _action("ACTION: Sam/Priya to write to the mill", SAM, "write to the mill", "Priya Raman will help"),
    _action("ACTION: Grace and Otto to choose stories", GRACE, "choose stories", "Otto Lindqvist will help"),
    _action("• **Action:** Will to find a minibus", WILL, "find a minibus"),
    _action(
        "2. Action: Frank to learn the new tune next Monday", FRANK, "by Mon 30 November (“next Monday”)"
    ),
    _action("GWEITHREDU: Priya i archebu'r neuadd", PRIYA, "archebu'r neuadd"),
    _action("ACTION: Sam to ask Jo and Grace about cushions", SAM, "ask Jo and Grace about cushions"),
    _action("Action: bring name labels", "", "bring name labels", "Who will take it on?"),
    _action("ACTION: Tomasz to paint the sign", "", "paint the sign", "Nobody here is called Tomasz"),
    _action("ACTION: Otto to sing by 31 November", OTTO, "“by 31 November” is not in the calendar"),
    _action("ACTION: Mina to thank the mayor asap", MINA, "No date yet: “asap”"),
)
"""One action each, seen from Wednesday 25 November 2026, typed by Jo."""

HEADED = "Actions agreed:\n- Sam to sweep the stage\n- Grace to count chairs by Tuesday week"
HEADED_SAID = (SAM, "sweep the stage", GRACE, "count chairs, by Tue 8 December")
"""Bullets under a heading."""

AGENDA = (
    Form("agenda+ Summer concert (15 min)", ("Summer concert", "15 minutes")),
    Form("Agenda: New drums for advice", ("New drums", "for advice")),
    Form("agenda+ [decide] Which hall", ("Which hall", "for decision")),
    Form("agenda item - FYI: the van is mended", ("the van is mended", "for information")),
)

NOTES = (
    Form("#agreed the concert is on 20 June", ("Decision noted: the concert is on 20 June",)),
    Form("AGREED: two rehearsals a week", ("Decision noted: two rehearsals a week",)),
    Form("DECISION: we sing in the mill", ("Decision noted: we sing in the mill",)),
    Form("RESOLVED: everybody gets a songbook", ("Decision noted: everybody gets a songbook",)),
    Form("PENDERFYNIAD: canu yn y felin", ("Decision noted: canu yn y felin",)),
    Form("#info the side door opens at nine", ("Noted: the side door opens at nine",)),
    Form("#idea a choir for parents", ("Idea noted: a choir for parents",)),
    Form("#link the songs are at https://songs.example/all", ("Link noted: the songs are at",)),
    Form("#help somebody with a van in May", ("Help wanted: somebody with a van in May",)),
    Form("#celebrate forty children sang", ("To celebrate: forty children sang",)),
    Form("shout-out to the caretaker for the heating", ("To celebrate: the caretaker for the heating",)),
    Form("WIN: the grant came through", ("To celebrate: the grant came through",)),
)

LEFT_ALONE = (
    "> ACTION: Sam to be quoted",
    "```\nACTION: Sam to be in code\n```",
    "\\Action: Sam to be escaped",
    "[off] ACTION: Sam to be off the record",
    "Any actions from last time?",
    "Our action plan is in the drive",
    "Action songs: Reception loved them",
    "Action for Children join us in June",
    "No actions for anybody, well done",
    "ACTION: Sam to post the flyer (done)",
    "I will be late, sorry",
    "See you on Friday",
)
"""Lines that only look so."""
