"""What goes well and less well, and rounds"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


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
        "reflections",
        sa.Column("occasion", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("script", sa.JSON(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("everybody", sa.Boolean(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("smallest", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("released_at", sa.DateTime(), nullable=True),
        _key("reflections", "meeting_id", "meetings"),
        _key("reflections", "conversation_id", "conversations"),
        _key("reflections", "host_id", "organisations"),
        sa.UniqueConstraint(
            "partnership_id", "occasion", name=op.f("uq_reflections_partnership_id_occasion")
        ),
    )
    _table(
        "reflection_answers",
        sa.Column("reflection_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shown", sa.String(length=200), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("smallest", sa.Integer(), nullable=False),
        _key("reflection_answers", "reflection_id", "reflections"),
        _key("reflection_answers", "member_id", "members"),
        sa.UniqueConstraint(
            "reflection_id",
            "member_id",
            "question",
            name=op.f("uq_reflection_answers_reflection_id_member_id_question"),
        ),
    )
    _table(
        "reflection_voices",
        sa.Column("reflection_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        _key("reflection_voices", "reflection_id", "reflections"),
        _key("reflection_voices", "member_id", "members"),
        _key("reflection_voices", "organisation_id", "organisations"),
        _key("reflection_voices", "action_id", "actions"),
        _key("reflection_voices", "item_id", "agenda_items"),
    )
    op.create_index(op.f("ix_reflection_voices_reflection_id"), "reflection_voices", ["reflection_id"])
    _table(
        "reflection_feedback",
        sa.Column("reflection_id", sa.Integer(), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        _key("reflection_feedback", "reflection_id", "reflections"),
        _key("reflection_feedback", "for_id", "organisations"),
        _key("reflection_feedback", "from_id", "organisations"),
        sa.UniqueConstraint(
            "reflection_id",
            "for_id",
            "from_id",
            name=op.f("uq_reflection_feedback_reflection_id_for_id_from_id"),
        ),
    )
    _table(
        "reflection_silences",
        sa.Column("member_id", sa.Integer(), nullable=False),
        _key("reflection_silences", "member_id", "members"),
        sa.UniqueConstraint("member_id", name=op.f("uq_reflection_silences_member_id")),
    )
    _table(
        "rounds",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("script", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
    )
    # one by one: as a batch SQLite would build the table anew, to whose rows others refer
    for name, kind, usual in (
        ("reflect_days", sa.Integer(), "5"),
        ("reflect_monthly", sa.Boolean(), sa.false()),
        ("reflect_named", sa.Boolean(), sa.false()),
        ("reflect_smallest", sa.Integer(), "4"),
    ):
        op.add_column("partnerships", sa.Column(name, kind, nullable=False, server_default=usual))
