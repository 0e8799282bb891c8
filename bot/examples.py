"""The examples that stand beside the prompts, in examples.yaml of each folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml


@dataclass(frozen=True)
class Example:
    """Words that show a prompt at work. `public`: said in a channel, where only `names` may hold people.

    `allow` exempts from rules of the tact lint: rule -> reason.
    """

    prompt: str
    name: str
    words: Mapping[str, Any]
    public: bool = False
    names: tuple[str, ...] = ()
    allow: Mapping[str, str] = field(default_factory=dict)


def read(folder: Path, prompt: str) -> Iterator[Example]:
    """The examples of `prompt` ("agenda/added") below the folder of prompts."""
    feature, _, name = prompt.partition("/")
    entry = entries(folder, feature).get(name) or {}
    about = (bool(entry.get("public")), tuple(entry.get("names", ())), entry.get("allow", {}))
    for example, words in entry.get("examples", {}).items():
        yield Example(
            prompt, str(example), {key: _value(value) for key, value in (words or {}).items()}, *about
        )


def entries(folder: Path, feature: str) -> dict[str, Any]:
    """All that examples.yaml of a feature holds, by the name of the prompt."""
    path = folder / feature / "examples.yaml"
    return _parsed(path, path.stat().st_mtime_ns) if path.exists() else {}


@lru_cache(maxsize=64)
def _parsed(path: Path, _changed: int) -> dict[str, Any]:
    """A file read once until it changes: YAML is slow, and there is an example for every card."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER) or {}


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Thing(SimpleNamespace):
    """A thing in an example: read by attribute, as records are."""

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)

    def __bool__(self) -> bool:
        return bool(vars(self))


def _value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _Thing(**{name: _value(part) for name, part in value.items()})
    return [_value(part) for part in value] if isinstance(value, list) else value
