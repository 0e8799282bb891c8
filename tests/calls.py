"""Which prompts the code names, and the words it gives them, read from the source with ast."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROMPT = re.compile(r"[a-z][a-z_]*/[a-z][a-z0-9_]*")
# who names a prompt -> keywords that are not words of the prompt
SAYS = {
    "reply": frozenset[str](),
    "ask": frozenset[str](),
    "card": frozenset[str](),
    "tell": frozenset({"key", "about"}),
}


@dataclass(frozen=True)
class Said:
    """One call that names a prompt, through `how`. `whole`: all its words can be seen, no ** among them."""

    prompt: str
    words: frozenset[str]
    whole: bool
    where: str
    how: str


def sources(root: Path = ROOT) -> Iterator[tuple[str, ast.Module]]:
    """The parsed files of handlers/ and bot/."""
    for path in sorted((*root.glob("handlers/**/*.py"), *root.glob("bot/**/*.py"))):
        yield path.relative_to(root).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def said_in(name: str, tree: ast.Module, errors: frozenset[str]) -> Iterator[Said]:
    """Each call in the file that names a prompt with words of its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (said := _said(name, node, errors)):
            yield said


def named_in(tree: ast.Module) -> Iterator[str]:
    """Every string that looks like a prompt's name, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and PROMPT.fullmatch(node.value):
            yield node.value


def error_names(trees: Iterator[tuple[str, ast.Module]]) -> frozenset[str]:
    """BotError and every class that descends from it."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for _, tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"BotError"}
    while more := {name for name, parents in bases.items() if parents & found} - found:
        found |= more
    return frozenset(found)


def _said(where: str, call: ast.Call, errors: frozenset[str]) -> Said | None:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if name not in SAYS and name not in errors:
        return None
    place = next((n for n, argument in enumerate(call.args) if _names_prompt(argument)), None)
    if place is None:
        return None
    mapped, seen = _mapped(call.args[place + 1 :])
    words = mapped | {keyword.arg for keyword in call.keywords if keyword.arg} - SAYS.get(name, frozenset())
    whole = seen and all(keyword.arg for keyword in call.keywords)
    prompt = ast.literal_eval(call.args[place])
    return Said(prompt, frozenset(words), whole, f"{where}:{call.lineno}", name)


def _mapped(rest: list[ast.expr]) -> tuple[set[str], bool]:
    """The words given as a mapping behind the prompt, and whether all of them can be seen."""
    keys = [key for argument in rest for key in getattr(argument, "keys", [None])]
    return {str(key.value) for key in keys if isinstance(key, ast.Constant)}, all(
        isinstance(key, ast.Constant) for key in keys
    )


def _names_prompt(argument: ast.expr) -> bool:
    return (
        isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
        and PROMPT.fullmatch(argument.value) is not None
    )
