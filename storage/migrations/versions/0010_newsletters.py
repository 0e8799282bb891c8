"""Newsletters and briefings"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def _key(table: str, column: str, to: str, cascade: bool = False) -> sa.ForeignKeyConstraint:
    name, gone = op.f(f"fk_{table}_{column}"), "CASCADE" if cascade else None
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=gone)


def _table(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        *parts,
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _key(name, "partnership_id", "partnerships", cascade=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_partnership_id"), name, ["partnership_id"])


def upgrade() -> None:
    _table(
        "newsletter_plans",
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("briefing_months", sa.Integer(), nullable=False),
        sa.Column("lists", sa.JSON(), nullable=False),
        sa.Column("aims", sa.Text(), nullable=False),
        sa.Column("asks", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.Column("briefed_at", sa.DateTime(), nullable=True),
        sa.Column("prepared_at", sa.DateTime(), nullable=True),
        sa.UniqueConstraint("partnership_id", name=op.f("uq_newsletter_plans_partnership_id")),
    )
    _table(
        "newsletter_issues",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("last_member", sa.Integer(), nullable=False),
        _key("newsletter_issues", "by_id", "members"),
    )
    _table(
        "newsletter_pieces",
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        _key("newsletter_pieces", "issue_id", "newsletter_issues", cascade=True),
    )
    op.create_index(op.f("ix_newsletter_pieces_issue_id"), "newsletter_pieces", ["issue_id"])
    _table(
        "newsletter_votes",
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("voter", sa.String(length=200), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        _key("newsletter_votes", "issue_id", "newsletter_issues", cascade=True),
        sa.UniqueConstraint("issue_id", "voter", name=op.f("uq_newsletter_votes_issue_id_voter")),
    )
    _table(
        "newsletter_names",
        sa.Column("member_id", sa.Integer(), nullable=False),
        _key("newsletter_names", "member_id", "members", cascade=True),
        sa.UniqueConstraint("member_id", name=op.f("uq_newsletter_names_member_id")),
    )
