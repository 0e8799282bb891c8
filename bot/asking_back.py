"""Questions that are asked before something is done: which partnership is meant, and whether the same was meant twice.

What was asked for is put aside meanwhile, for its asker alone, and taken up by handlers/ask.py.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict

from bot.feature import Reply, Request, Verb, Way
from storage.people import Member
from storage.records import Records, Registry

TYPED = (Way.COMMAND, Way.MENTION, Way.DIRECT, Way.LINE)
"""Ways in which words are typed afresh, so that they can be typed twice."""


async def which(request: Request, registry: Registry, members: Sequence[Member]) -> Reply:
    """Asks which partnership is meant, and puts the request aside until it is answered."""
    held = await registry.incoming.hold(request.person.key, _kept(request), request.at, None)
    names = await registry.names([member.partnership_id for member in members])
    choices = [{"value": f"{held}/{number}", "name": name} for number, name in names.items()]
    return Reply("ask/which_partnership", {"choices": choices, "typed": request.text})


async def again(request: Request, verb: Verb, registry: Registry, records: Records | None) -> Reply | None:
    """Asks back where the same person adds the same thing again within two minutes; else None."""
    prints = "" if request.sure or not request.text.strip() else fingerprint(request, verb)
    if not prints or not await registry.incoming.same_again(prints, request.at):
        return None
    partnership = records.partnership.id if records else None
    held = await registry.incoming.hold(request.person.key, _kept(request), request.at, partnership)
    return Reply("ask/again", {"held": held, "typed": request.text}, private=True)


async def overtaken(request: Request, registry: Registry, records: Records) -> bool:
    """Whether an edit of the message, or its end, came in before the message itself, so that its words stand no more."""
    said = request.way in (Way.LINE, Way.MENTION, Way.DIRECT) and request.message
    if not said or request.version or request.sure:
        return False
    if await registry.incoming.seen(f"{request.key}/gone"):
        return True
    captured = await records.captures.of(request.place.handle, request.message)
    return any(one.version for one in captured)


def fingerprint(request: Request, verb: Verb | None) -> str:
    """What makes an addition the same as another: who adds which words, and where. Empty for what adds nothing."""
    if verb is None or not verb.adds or request.way not in TYPED:
        return ""
    words = " ".join(request.text.split()).casefold()
    parts = (request.person.key, request.place.handle, request.name, words)
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _kept(request: Request) -> dict[str, object]:
    """What has to be remembered of a request to take it up again."""
    names = ("text", "message", "thread", "version", "index", "partnership", "name")
    kept = {name: getattr(request, name) for name in names} | {"values": dict(request.values)}
    kept |= {"files": [asdict(one) for one in request.files]}
    return kept | {"quoted": asdict(request.quoted) if request.quoted else None}
