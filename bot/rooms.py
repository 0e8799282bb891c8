"""The plan of the house as it stands, made from what each file says about itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

INTRODUCTION = """# The house

This page is made from the files themselves (`make docs`): each says in its first line why it exists.

**Folders are layers, file names are features.** The address of anything is (what kind, which feature), so
`git ls-files '*chase*'` prints a whole feature.

    app -> handlers -> bot's types -> storage -> nothing of ours
    doors and ticker -> dispatch; delivery -> doors and mail; prompts are files, imported by nobody
    the sandbox imports nothing of ours (it is Slack's side of the wire)

Handlers never import each other; they meet in the records, or hand on by name. Only `bot/app.py` imports them. A library
has one door. `tests/test_house_rules.py` keeps all of this, and shows that each of its rules can fail.
"""

FOLDERS = {
    "bot": "What is the same for every feature: the runtime and its doors",
    "handlers": "What each feature does when asked, and when nobody asks",
    "storage": "What it remembers",
    "sandbox": "Slack's side of the wire, for newcomers and for every test",
    "bench": "Measurements, each against a named baseline in the same run",
}


def rooms(root: Path) -> str:
    """The page docs/house.md for the checkout at `root`."""
    return "\n".join(
        [INTRODUCTION, *(line for name, about in FOLDERS.items() for line in _folder(root, name, about))]
    )


def _folder(root: Path, name: str, about: str) -> Iterator[str]:
    yield from (f"## {name}/", "", f"{about}.", "", "| file | it is |", "|---|---|")
    for path in sorted((root / name).rglob("*.py")):
        if first := _first_line(path):
            yield f"| `{path.relative_to(root / name).as_posix()}` | {first} |"
    yield ""


def _first_line(path: Path) -> str:
    """The first sentence of a module's docstring, on one line; nothing for migrations and empty files."""
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return "" if "versions" in path.parts else " ".join(said.split("\n\n")[0].split()).replace("|", "\\|")
