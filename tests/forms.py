"""Every form of a line that people expect to work, with what its receipt has to say: one list for every door.

The lines are our own, and so are the people in them; the forms are those in which minute-takers write.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """What is typed, and words that stand in its receipt; `kind` is a word for what it was taken for, in small letters."""

    typed: str
    said: tuple[str, ...]
    owner: str = ""
    kind: str = ""


def _action(typed: str, owner: str, *said: str) -> Form:
    return Form(typed, said, owner)


FRANK, SAM, JO, PRIYA = "Frank Osei", "Sam Whitlock", "Jo Penrose", "Priya Raman"
WILL, OTTO, GRACE, MINA = "Will Carter", "Otto Lindqvist", "Grace Abara", "Mina Achebe"

ACTIONS = (
    _action(
        "ACTION: Frank to order the tea by 5pm Thursday", FRANK, "order the tea", "by Thu 26 November, 5pm"
    ),
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
    Form("agenda+ Summer concert (15 min)", ("Summer concert", "15 minutes"), kind="agenda"),
    Form("Agenda: New drums for advice", ("New drums", "for advice"), kind="agenda"),
    Form("agenda+ [decide] Which hall", ("Which hall", "for decision"), kind="agenda"),
    Form("agenda item - FYI: the van is mended", ("the van is mended", "for information"), kind="agenda"),
)

NOTES = (
    Form("#agreed the concert is on 20 June", ("the concert is on 20 June",), kind="decision"),
    Form("AGREED: two rehearsals a week", ("two rehearsals a week",), kind="decision"),
    Form("DECISION: we sing in the mill", ("we sing in the mill",), kind="decision"),
    Form("RESOLVED: everybody gets a songbook", ("everybody gets a songbook",), kind="decision"),
    Form("PENDERFYNIAD: canu yn y felin", ("canu yn y felin",), kind="decision"),
    Form("#info the side door opens at nine", ("the side door opens at nine",), kind="note"),
    Form("#idea a choir for parents", ("a choir for parents",), kind="idea"),
    Form("#link the songs are at https://songs.example/all", ("the songs are at",), kind="link"),
    Form("#help somebody with a van in May", ("somebody with a van in May",), kind="help wanted"),
    Form("#celebrate forty children sang", ("forty children sang",), kind="celebrat"),
    Form("shout-out to the caretaker for the heating", ("the caretaker for the heating",), kind="celebrat"),
    Form("WIN: the grant came through", ("the grant came through",), kind="celebrat"),
)

LEFT_ALONE = (
    "> ACTION: Sam to be quoted",
    "```\nACTION: Sam to be in code\n```",
    "\\Action: Sam to be escaped",
    "[off] ACTION: Sam to be off the record",
    "Any actions since half term?",
    "Our action plan is in the drive",
    "Action songs: Reception loved them",
    "Action for Children join us in June",
    "No actions for anybody, well done",
    "ACTION: Sam to post the flyer (done)",
    "I will be late, sorry",
    "See you on Friday",
)
"""Lines that only look so."""
