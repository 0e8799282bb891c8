"""The part of the prompts' dialect that makes forms: a first line, and questions with what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from bot.card import Field, FieldKind, Form, Option
from bot.typed import SEAL, exact, listed, said, seal

VERB = rf"[a-z][a-z0-9_-]*\.[a-z][a-z0-9_-]*|{SEAL}"
_FORM = re.compile(
    rf"form: (?P<title>.+?) -> (?P<action>{VERB})(?:\?(?P<value>\S*))?(?: *\| *(?P<submit>.+))?"
)
_FIELD = re.compile(
    r"\? (?P<label>.+?) \((?P<name>[a-z][a-z0-9_]*): (?P<kind>text|long|date|time|person|one|many)"
    r"(?P<optional>, optional)?\)"
)
_CHOICE = re.compile(r"(?P<value>[^:]*?): (?P<label>.+)")


def form(first: str, rows: Sequence[str]) -> Form:
    """The form whose first line and questions these are. Raises ValueError for a line that cannot be read."""
    found = _FORM.fullmatch(first)
    if found is None:
        raise ValueError(f"not a form's first line: {exact(first)}")
    fields = list[Field]()
    for row in rows:
        if row.startswith("? "):
            fields.append(_field(row))
        elif fields:
            fields[-1] = _more(fields[-1], row.strip())
    title, submit = said(found["title"]).strip(), said(found["submit"] or "Save").strip()
    return Form(title, exact(found["action"]), tuple(fields), exact(found["value"] or ""), submit)


def _field(row: str) -> Field:
    found = _FIELD.fullmatch(row)
    if found is None:
        raise ValueError(f"not a field that can be read: {exact(row)}")
    kind = cast(FieldKind, found["kind"])
    return Field(found["name"], said(found["label"]), kind, bool(found["optional"]))


def _more(field: Field, row: str) -> Field:
    sign, _, rest = row.partition(" ")
    match sign:
        case "=":
            return replace(field, value=_initial(rest))
        case ">":
            return replace(field, hint=" ".join(filter(None, [field.hint, said(rest)])))
        case "-":
            return replace(field, options=(*field.options, *_choices(rest)))
    raise ValueError(f"after a field come = value, - choices or > hint, not: {exact(row)}")


def _initial(text: str) -> str:
    values = listed(text)
    return exact(text) if values is None else ",".join(str(value) for value in values)


def _choices(text: str) -> Iterator[Option]:
    values = listed(text)
    if values is not None:
        yield from (_option(value) for value in values)
    elif found := _CHOICE.fullmatch(text):
        yield Option(exact(found["value"]), said(found["label"]))
    else:
        raise ValueError(f"a choice is written - value: label, not: {exact(text)}")


def _option(value: Mapping[str, Any]) -> Option:
    return Option(value["value"], said(seal(value["label"])), said(seal(value.get("group") or "")))
