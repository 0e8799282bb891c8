"""The golden files: every example of every prompt as Slack and Teams get it, and as plain words.

`python -m tests.golden --accept` writes what the prompts say now and removes what nothing says any more.
Look at the difference before you commit it; CI only compares.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from bot.gallery import as_text, on_slack, on_teams
from bot.wording import Wording
from handlers import all_features

FORMS = {
    f"{feature.name}.{name}"
    for feature in all_features()
    for name, verb in feature.verbs.items()
    if verb.form
}
"""The verbs whose buttons open a form."""

FOLDER = Path(__file__).parent / "golden"


def expected(wording: Wording) -> dict[str, str]:
    """Path below tests/golden -> content, for every example."""
    return {path: content for prompt in wording.prompts() for path, content in files(wording, prompt).items()}


def files(wording: Wording, prompt: str) -> dict[str, str]:
    """The same for one prompt."""
    found = dict[str, str]()
    for example in wording.examples(prompt):
        card = wording.card(prompt, example.words)
        name = f"{prompt}.{'-'.join(str(example.name).split())}"
        found[f"slack/{name}.json"] = _json(on_slack(card))
        found[f"teams/{name}.json"] = _json(on_teams(card, FORMS.__contains__))
        found[f"text/{name}.txt"] = as_text(card) + "\n"
    return found


def _json(drawn: list[dict[str, Any]]) -> str:
    return json.dumps(drawn, indent=1, ensure_ascii=False) + "\n"


def kept(folder: Path = FOLDER) -> dict[str, str]:
    """Path below tests/golden -> content, as accepted before."""
    paths = (
        path for kind in ("slack", "teams", "text") for path in folder.glob(f"{kind}/**/*") if path.is_file()
    )
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def differences(expected: dict[str, str], kept: dict[str, str]) -> list[str]:
    """What would have to be accepted, one line each."""
    return [
        *(f"new: {path}" for path in sorted(expected.keys() - kept.keys())),
        *(f"stale: {path}" for path in sorted(kept.keys() - expected.keys())),
        *(
            f"changed: {path}"
            for path in sorted(expected.keys() & kept.keys())
            if expected[path] != kept[path]
        ),
    ]


def accept(expected: dict[str, str], folder: Path = FOLDER) -> list[str]:
    """Write what is expected and remove the rest; gives back what changed."""
    before = kept(folder)
    for path in before.keys() - expected.keys():
        (folder / path).unlink()
    for path, content in expected.items():
        if before.get(path) != content:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(content, encoding="utf-8")
    return differences(expected, before)


def main(arguments: list[str]) -> int:
    """The command: shows the differences, and accepts them with --accept (never in CI)."""
    accepting = "--accept" in arguments
    if accepting and os.environ.get("CI"):
        print("golden files are accepted by people, not by CI", file=sys.stderr)
        return 2
    wanted = expected(Wording())
    changes = accept(wanted) if accepting else differences(wanted, kept())
    print("\n".join(changes) or "golden files are as they should be")
    return 1 if changes and not accepting else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
