"""Circulation lists, who is on them, and what the letters of a partnership have in common"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "circulation_lists",
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        *_scoped("circulation_lists"),
        sa.UniqueConstraint("partnership_id", "name", name=op.f("uq_circulation_lists_partnership_id_name")),
    )
    op.create_table(
        "subscribers",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("same", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        *_scoped("subscribers"),
        sa.ForeignKeyConstraint(
            ["list_id"], ["circulation_lists.id"], name=op.f("fk_subscribers_list_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["members.id"], name=op.f("fk_subscribers_added_by_id")),
        sa.UniqueConstraint("list_id", "same", name=op.f("uq_subscribers_list_id_same")),
        sa.UniqueConstraint("ref", name=op.f("uq_subscribers_ref")),
    )
    op.create_table(
        "letterheads",
        sa.Column("reply_to", sa.String(length=200), nullable=False),
        *_scoped("letterheads"),
        sa.UniqueConstraint("partnership_id", name=op.f("uq_letterheads_partnership_id")),
    )
    for name in ("circulation_lists", "subscribers", "letterheads"):
        op.create_index(op.f(f"ix_{name}_partnership_id"), name, ["partnership_id"])


def _scoped(name: str) -> list[sa.schema.SchemaItem]:
    """What every table has whose rows belong to one partnership."""
    return [
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnerships.id"],
            name=op.f(f"fk_{name}_partnership_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    ]
