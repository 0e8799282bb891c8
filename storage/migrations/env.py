"""Alembic's entry: runs on the connection it is handed, inside that connection's transaction."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

import storage.records  # noqa: F401  (brings every table into the metadata)
from storage.base import Row, UTCDateTime


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Migrations stand for ever, so they name plain types and not ours."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UTCDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=_render,
)
with context.begin_transaction():
    context.run_migrations()
