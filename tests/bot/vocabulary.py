"""A small set of features for reading against, so that the grammar is tested on its own, without handlers."""

from __future__ import annotations

from typing import Any

from bot.feature import Context, Feature, Reply, silent
from bot.grammar import Vocabulary
from bot.markers import (
    ACTION,
    AGENDA,
    CELEBRATION,
    DECISION,
    DONE,
    DROP,
    EDIT,
    HELP,
    IDEA,
    INFORMATION,
    LINK,
    UNDO,
)


async def nothing(context: Context) -> Reply:
    """Do nothing."""
    return silent()


def feature(name: str, command: str, **verbs: dict[str, Any]) -> Feature:
    made = Feature(name, command=command, about=name)
    for verb, declared in verbs.items():
        made.verb(verb, **declared)(nothing)
    return made


def notes() -> list[Feature]:
    """What is noted besides actions and items, and what promises are handed to."""
    return [
        feature("decision", "/upbeat", add={"adds": True, "markers": DECISION}),
        feature(
            "note",
            "/upbeat",
            add={"adds": True, "markers": INFORMATION},
            idea={"adds": True, "markers": IDEA, "hidden": True},
            link={"adds": True, "markers": LINK, "hidden": True},
            help={"adds": True, "markers": HELP, "hidden": True},
        ),
        feature("celebration", "/upbeat", add={"adds": True, "markers": CELEBRATION}),
        feature("suggestion", "/upbeat", offer={"promises": True, "hidden": True}),
    ]


def vocabulary() -> Vocabulary:
    agenda = feature(
        "agenda",
        "/agenda",
        show={"bare": True},
        add={"adds": True, "default": True, "markers": AGENDA},
        edit={},
        remove={},
        move={"examples": ("move 3 to 1",)},
        next={},
        reread={"hidden": True},
    )
    action = feature(
        "action",
        "/action",
        add={"adds": True, "default": True, "markers": ACTION},
        list={"bare": True, "examples": ("list mine", "list all", "list organisation Riverside Library")},
        done={"markers": DONE},
        drop={"markers": DROP, "also": ("cancel", "no longer needed"), "examples": ("drop 3",)},
        edit={"markers": EDIT},
        undo={"markers": UNDO},
        ontrack={"also": ("on track",)},
        show={},
    )
    meeting = feature("meeting", "/meeting", show={"bare": True}, plan={}, cancel={}, coming={})
    partnership = feature("partnership", "/partnership", show={"bare": True}, set_up={})
    chase = feature("chase", "/upbeat", pause={}, resume={"also": ("write to me again",)})
    captures = feature("captures", "/upbeat", edited={"hidden": True}, deleted={"hidden": True})
    help_ = feature("help", "/upbeat", show={"bare": True, "greets": True, "also": ("help",)})
    return Vocabulary([agenda, action, meeting, partnership, chase, captures, help_, *notes()])
