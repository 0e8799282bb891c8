"""A second door: how people are reached through it, channels that stand beside one another, and codes that link them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "reaches",
        sa.Column("platform", sa.String(length=200), nullable=False),
        sa.Column("workspace", sa.String(length=200), nullable=False),
        sa.Column("handle", sa.String(length=200), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("heard_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reaches")),
        sa.UniqueConstraint(
            "platform", "workspace", "handle", name=op.f("uq_reaches_platform_workspace_handle")
        ),
    )
    # in words: as a batch SQLite would build the table anew, to whose rows others refer
    op.execute(
        "ALTER TABLE conversations ADD COLUMN beside_id INTEGER"
        " CONSTRAINT fk_conversations_beside_id REFERENCES conversations (id)"
    )
    op.create_index(op.f("ix_conversations_beside_id"), "conversations", ["beside_id"])
    op.create_table(
        "link_codes",
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_link_codes_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnerships.id"],
            name=op.f("fk_link_codes_partnership_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_link_codes_code")),
    )
    with op.batch_alter_table("link_codes") as codes:
        codes.create_index(op.f("ix_link_codes_partnership_id"), ["partnership_id"])
