"""What typed words mean: the requests that a message stands for. One that names its verb already is itself."""

from __future__ import annotations

from collections.abc import Iterable

from bot import grammar
from bot.feature import Feature, Heard, Request, Way

MOST_LINES = 30
"""So many lines of one message are taken down; for more, people are asked to send a second one."""


def requests(
    request: Request, command: str, vocabulary: grammar.Vocabulary, features: Iterable[Feature]
) -> list[Request]:
    """The requests that `request` stands for, in the order of its lines; `command` is the slash command it followed."""
    if request.feature:
        return [request]
    if request.way is Way.LINE:
        return _marked(request, vocabulary)
    if request.quoted and not command and (meant := grammar.pointing(request.text, vocabulary)):
        return [_heard(request, meant)]
    takes = _takes_files(features) if request.files else ""
    if takes and not request.text.strip():
        return [request.to(takes)]
    heard = grammar.addressed(request.text, vocabulary, command)
    if isinstance(heard, Heard):
        return [_heard(request, heard)]
    if not command and (marked := _marked(request, vocabulary)):
        return marked
    if takes:
        return [request.to(takes)]
    values = {"nearest": heard.nearest or "", "feature": heard.feature or ""}
    return [request.to("help.unknown", text=heard.words, values=values)]


def _takes_files(features: Iterable[Feature]) -> str:
    """The verb for calendar files that come without words that mean something else, or none."""
    every = ((one, name) for one in features for name, verb in one.verbs.items() if verb.files)
    return next((f"{feature.name}.{name}" for feature, name in every), "")


def _marked(request: Request, vocabulary: grammar.Vocabulary) -> list[Request]:
    """The marked lines; of a message that nobody addressed to us, also the promises in it."""
    read = grammar.lines if request.way is Way.LINE else grammar.marked
    found = read(request.text, vocabulary)
    if len(found) > MOST_LINES:
        # what nobody asked to be noted takes no room, and is not sent again either
        found = [heard for heard in found if heard.sure]
    return [_heard(request, heard) for heard in found]


def _heard(request: Request, heard: Heard) -> Request:
    return request.to(f"{heard.feature}.{heard.verb}", text=heard.text, index=heard.index)
