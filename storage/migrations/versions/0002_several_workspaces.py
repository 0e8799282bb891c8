"""Several workspaces; meetings that calendars follow; people who cannot be reached"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "installs",
        sa.Column("platform", sa.String(length=200), nullable=False),
        sa.Column("workspace", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("bot", sa.String(length=200), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("installed_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installs")),
        sa.UniqueConstraint("platform", "workspace", name=op.f("uq_installs_platform_workspace")),
    )
    op.create_table(
        "install_states",
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_install_states")),
        sa.UniqueConstraint("state", name=op.f("uq_install_states_state")),
    )
    with op.batch_alter_table("people") as people:
        people.add_column(sa.Column("via", sa.String(length=200), nullable=False, server_default=""))
    with op.batch_alter_table("members") as members:
        members.add_column(sa.Column("unreachable_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("meetings") as meetings:
        meetings.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.add_column(sa.Column("bookmark", sa.String(length=200), nullable=False, server_default=""))
