"""Who may do what in which partnership: one table, put together from what each verb declares."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import NotAllowed
from bot.feature import Feature, Verb
from storage.people import Member, Role

NAMES = {
    Role.MEMBER: "everybody in the partnership",
    Role.MINUTES: "the chair, the deputy or the minute-taker",
    Role.DEPUTY: "the chair or the deputy",
    Role.CHAIR: "the chair",
}


def table(features: Sequence[Feature]) -> dict[str, Role]:
    """The least role for every verb, by `feature.verb`."""
    return {
        f"{feature.name}.{name}": verb.least for feature in features for name, verb in feature.verbs.items()
    }


def check(verb: Verb, member: Member | None, chair: Member | None) -> None:
    """Raise NotAllowed, naming who can do it, where the member's role does not reach."""
    if verb.least <= Role.GUEST or (member is not None and member.role >= verb.least):
        return
    raise NotAllowed("dispatch/not_allowed", who=NAMES[verb.least], chair=chair.name if chair else "")
