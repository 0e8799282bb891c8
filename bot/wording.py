"""A prompt and its words become a card. The only file that knows the template engine.

Whatever a template prints is taken for something typed and sealed (bot/typed.py), unless it was made by the
templates themselves: macros and `set` blocks. Expressions that could glue the two together are refused when
the template is compiled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NoReturn

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
    meta,
    nodes,
    pass_eval_context,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.nodes import EvalContext
from markupsafe import Markup

from bot import dialect, examples
from bot.card import Card
from bot.examples import Example
from bot.phrases import FILTERS, full_date
from bot.typed import seal, seal_list

__all__ = ["PROMPTS", "Example", "Wording", "WordingError"]

PROMPTS = Path(__file__).resolve().parent.parent / "prompts"


_TAGS_ALONE = re.compile(r"^[ \t]*((?:\{%.*?%\}[ \t]*|\{#.*?#\}[ \t]*)+)\n", re.MULTILINE)


class WordingError(Exception):
    """A prompt that is missing, cannot be read, or was not given its words."""


def _where(error: Exception) -> str:
    if isinstance(error, TemplateSyntaxError):
        return f"{error.name} line {error.lineno}: {error.message}"
    return str(error)


class Wording:
    """Every word the bot says, read from a folder of prompts."""

    def __init__(self, folder: Path = PROMPTS) -> None:
        self._folder = folder
        self._environment = _environment(folder)

    def card(self, prompt: str, words: Mapping[str, Any]) -> Card:
        """The card that `prompt` ("agenda/added") makes of `words`. Raises WordingError."""
        try:
            return dialect.parse(self._template(prompt).render(words))
        except (TemplateError, ValueError, TypeError, AttributeError, LookupError) as error:
            raise WordingError(f"{prompt}: {_where(error)}") from error

    def prompts(self) -> list[str]:
        """The name of every prompt. Files and folders that begin with _ hold parts shared by prompts."""
        paths = (path.relative_to(self._folder).with_suffix("") for path in self._folder.glob("*/**/*.md"))
        return sorted(path.as_posix() for path in paths if not any(part[0] == "_" for part in path.parts))

    def source(self, prompt: str) -> str:
        """The prompt as it is written."""
        return (self._folder / f"{prompt}.md").read_text(encoding="utf-8")

    def uses(self, prompt: str) -> frozenset[str]:
        """The words that `prompt` takes, those of the parts it includes among them."""
        return self._uses(f"{prompt}.md")

    def examples(self, prompt: str) -> list[Example]:
        """The examples of `prompt`, from examples.yaml beside it."""
        return list(examples.read(self._folder, prompt))

    def named_examples(self, feature: str) -> frozenset[str]:
        """The prompts of a feature for which examples are given."""
        return frozenset(examples.entries(self._folder, feature))

    def _template(self, prompt: str) -> Template:
        return self._environment.get_template(f"{prompt}.md")

    def _uses(self, name: str) -> frozenset[str]:
        tree = self._environment.parse((self._folder / name).read_text(encoding="utf-8"))
        own = meta.find_undeclared_variables(tree)
        set_here = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
        parts = (self._uses(part) for part in _included(tree))
        return frozenset(own).union(*(part - set_here for part in parts))


def _included(tree: nodes.Template) -> Iterable[str]:
    parts: list[nodes.Include | nodes.Extends] = [
        *tree.find_all(nodes.Include),
        *tree.find_all(nodes.Extends),
    ]
    return (part.template.value for part in parts if isinstance(part.template, nodes.Const))


def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,  # marks what macros make as theirs; nothing is left to be escaped
        finalize=_sealed,
        undefined=StrictUndefined,
        lstrip_blocks=True,
        extensions=[_Tidy],
        cache_size=-1,
        auto_reload=False,
    )
    environment.code_generator_class = _Guard
    environment.globals.clear()
    environment.filters.clear()
    environment.filters.update(FILTERS)
    return environment


class _Tidy(Extension):
    """A line that holds only tags leaves no empty line behind; a tag at the end of a line leaves the line its end."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _TAGS_ALONE.sub(r"\1{#\n#}", source)


@pass_eval_context
def _sealed(_: EvalContext, value: Any) -> Any:
    """Each printed value as the template engine hands it over: ours as it is, everything else sealed."""
    if isinstance(value, Markup):
        return value
    return Markup(_seal(value))


def _seal(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime():
            raise ValueError("a moment is said with day(zone) or time(zone)")
        case date():
            return seal(value.isoformat(), full_date(value))
        case time():
            return seal(f"{value:%H:%M}")
        case list() | tuple():
            return seal_list([_choice(item) for item in value])
        case _:
            return seal(str(value))


def _choice(item: Any) -> Any:
    if isinstance(item, str | int):
        return str(item)
    if isinstance(item, Mapping):
        return {name: str(value) for name, value in item.items()}
    return {name: str(getattr(item, name, "") or "") for name in ("value", "label", "group")}


class _Guard(CodeGenerator):
    """Refuses what would let typed words become part of the markup, and sentences glued from pieces."""

    def _refused(self, node: nodes.Node, frame: Frame) -> NoReturn:
        self.fail(f"{type(node).__name__} is not part of the dialect: see prompts/README.md", node.lineno)

    visit_Add = visit_Mod = visit_Concat = visit_FilterBlock = _refused
    visit_ScopedEvalContextModifier = visit_MarkSafe = visit_MarkSafeIfAutoescape = _refused

    def visit_AssignBlock(self, node: nodes.AssignBlock, frame: Frame) -> None:
        if node.filter is not None:
            self._refused(node, frame)
        super().visit_AssignBlock(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if hasattr(Markup, node.attr) and node.attr not in ("count", "index", "title"):
            self._refused(node, frame)
        super().visit_Getattr(node, frame)
