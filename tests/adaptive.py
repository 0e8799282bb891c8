"""Microsoft's published schema of Adaptive Cards 1.5, held against a card; it stands outside the project and may be missing.

The schema says "one of these thirty" at every element. Only those of the element's own type are tried, which comes to
the same, takes a hundredth of the time, and says what is wrong instead of showing the whole card.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

SCHEMA = Path(__file__).resolve().parents[2] / "shared" / "schemas" / "adaptive-card-1.5.json"


def check(card: dict[str, Any]) -> None:
    """Fails where Microsoft's schema would not take the card. Skips the test where the schema is not here."""
    found = problems(card)
    assert not found, "\n".join(found)


def problems(card: dict[str, Any]) -> list[str]:
    """What the schema finds wrong with a card, one line each."""
    if not SCHEMA.exists():
        pytest.skip("the schema of Adaptive Cards is not here")
    return [f"{error.json_path}: {error.message[:300]}" for error in _validator().iter_errors(card)]


@cache
def _validator() -> Any:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    base = jsonschema.Draft6Validator
    any_of = base.VALIDATORS["anyOf"]

    def of_its_type(validator: Any, options: list[Any], instance: Any, within: Any) -> Iterator[Any]:
        names = {_named(option): option for option in options}
        if not isinstance(instance, dict) or "type" not in instance or "" in names:
            yield from any_of(validator, options, instance, within)
        elif instance["type"] in names:
            yield from validator.descend(instance, names[instance["type"]])
        else:
            yield jsonschema.ValidationError(f"{instance['type']} does not belong here")

    return jsonschema.validators.extend(base, {"anyOf": of_its_type})(schema)


def _named(option: Any) -> str:
    """The definition that an option refers to, where it does nothing else."""
    parts = option.get("allOf", []) if isinstance(option, dict) else []
    name = parts[0].get("$ref", "").rpartition("/")[2] if len(parts) == 1 else ""
    return "" if name.startswith("Implementations") else name
