"""Meetings as they are held, and what organisations say to a decision"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


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
        "sittings",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("good", sa.Integer(), nullable=False),
        sa.Column("partly", sa.Integer(), nullable=False),
        sa.Column("poor", sa.Integer(), nullable=False),
        sa.Column("smallest", sa.Integer(), nullable=False),
        _key("sittings", "meeting_id", "meetings"),
        _key("sittings", "started_by_id", "members"),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_sittings_meeting_id")),
    )
    _table(
        "sitting_turns",
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("extra", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=200), nullable=False),
        _key("sitting_turns", "sitting_id", "sittings", cascade=True),
        _key("sitting_turns", "item_id", "agenda_items"),
    )
    op.create_index(op.f("ix_sitting_turns_sitting_id"), "sitting_turns", ["sitting_id"])
    _table(
        "sitting_presences",
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.Column("for_name", sa.String(length=200), nullable=False),
        _key("sitting_presences", "sitting_id", "sittings", cascade=True),
        _key("sitting_presences", "member_id", "members"),
        _key("sitting_presences", "for_id", "members"),
    )
    op.create_index(op.f("ix_sitting_presences_sitting_id"), "sitting_presences", ["sitting_id"])
    _table(
        "sitting_captures",
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        _key("sitting_captures", "sitting_id", "sittings", cascade=True),
        _key("sitting_captures", "item_id", "agenda_items"),
        sa.UniqueConstraint("kind", "record_id", name=op.f("uq_sitting_captures_kind_record_id")),
    )
    op.create_index(op.f("ix_sitting_captures_sitting_id"), "sitting_captures", ["sitting_id"])
    _table(
        "sitting_pressed",
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        _key("sitting_pressed", "sitting_id", "sittings", cascade=True),
        _key("sitting_pressed", "member_id", "members"),
        sa.UniqueConstraint("sitting_id", "member_id", name=op.f("uq_sitting_pressed_sitting_id_member_id")),
    )
    _table(
        "decision_questions",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        _key("decision_questions", "note_id", "notes"),
        _key("decision_questions", "asked_by_id", "members"),
        sa.UniqueConstraint("note_id", name=op.f("uq_decision_questions_note_id")),
    )
    _table(
        "decision_positions",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        _key("decision_positions", "question_id", "decision_questions", cascade=True),
        _key("decision_positions", "organisation_id", "organisations"),
        _key("decision_positions", "member_id", "members"),
        sa.UniqueConstraint(
            "question_id",
            "organisation_id",
            name=op.f("uq_decision_positions_question_id_organisation_id"),
        ),
    )
    # one by one: as a batch SQLite would build the tables anew, to whose rows others refer
    op.add_column("meetings", sa.Column("opened_at", sa.DateTime(), nullable=True))
    op.add_column("meetings", sa.Column("closed_at", sa.DateTime(), nullable=True))
    op.add_column("meetings", sa.Column("settled", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("members", sa.Column("decides", sa.Boolean(), nullable=False, server_default=sa.false()))
