"""School terms and closed days"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "terms",
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("half_term_start", sa.Date(), nullable=True),
        sa.Column("half_term_end", sa.Date(), nullable=True),
        *_scoped("terms"),
    )
    op.create_table(
        "closed_days",
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        *_scoped("closed_days"),
    )
    op.create_table(
        "term_drafts",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("read", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_term_drafts_member_id"), ondelete="CASCADE"
        ),
        sa.UniqueConstraint("member_id", name=op.f("uq_term_drafts_member_id")),
        *_scoped("term_drafts"),
    )
    for name in ("terms", "closed_days", "term_drafts"):
        op.create_index(op.f(f"ix_{name}_partnership_id"), name, ["partnership_id"])
    for name in ("terms", "closed_days"):
        op.create_index(op.f(f"ix_{name}_organisation_id"), name, ["organisation_id"])
    op.execute("ALTER TABLE partnerships ADD COLUMN school JSON DEFAULT '{}' NOT NULL")


def _scoped(name: str) -> list[sa.schema.SchemaItem]:
    """What every table has whose rows belong to one partnership, and may belong to one of its organisations."""
    return [
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f(f"fk_{name}_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnerships.id"],
            name=op.f(f"fk_{name}_partnership_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    ]
