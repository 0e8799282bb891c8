"""Promises that are offered to be noted, and which signs mean what"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "suggestions",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("whole", sa.Text(), nullable=False),
        sa.Column("conversation", sa.String(length=200), nullable=False),
        sa.Column("message", sa.String(length=200), nullable=False),
        sa.Column("thread", sa.String(length=200), nullable=False),
        sa.Column("index", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=200), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_suggestions_author_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_suggestions_member_id")),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnerships.id"],
            name=op.f("fk_suggestions_partnership_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
    )
    op.create_index(op.f("ix_suggestions_partnership_id"), "suggestions", ["partnership_id"])
    op.create_index(op.f("ix_suggestions_member_id"), "suggestions", ["member_id"])
    op.create_index("ix_suggestions_conversation_message", "suggestions", ["conversation", "message"])
    # one by one: as a batch SQLite would build the tables anew, to whose rows others refer
    op.add_column("members", sa.Column("offers_off", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("members", sa.Column("offers_asked_at", sa.DateTime(), nullable=True))
    op.add_column("partnerships", sa.Column("offers", sa.Boolean(), nullable=False, server_default=sa.true()))
    for name, signs in (
        ("todo_signs", "pushpin round_pushpin memo clipboard"),
        ("done_signs", "white_check_mark heavy_check_mark ballot_box_with_check"),
    ):
        column = sa.Column(name, sa.String(length=200), nullable=False, server_default=signs)
        op.add_column("partnerships", column)
