"""Connections that explain themselves: invitations, places to approve, deep linking, notes, key rotation.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import careered.db.types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
MOMENT = careered.db.types.UtcDateTime(timezone=True)


def upgrade() -> None:
    _new_columns()
    op.create_table(
        "one_time_link",
        sa.Column("organisation_id", TEXT(), nullable=False),
        sa.Column("token_hash", TEXT(), nullable=False),
        sa.Column("kind", TEXT(), nullable=False),
        sa.Column("note", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("organisation_id", "token_hash", name="pk_one_time_link"),
    )
    op.create_index("ix_one_time_link_token_hash", "one_time_link", ["token_hash"], unique=True)
    op.create_table(
        "deep_linking",
        sa.Column("organisation_id", TEXT(), nullable=False),
        sa.Column("token_hash", TEXT(), nullable=False),
        sa.Column("platform_id", TEXT(), nullable=False),
        sa.Column("deployment_id", TEXT(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("pack_id", TEXT(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "token_hash", name="pk_deep_linking"),
    )
    op.create_index("ix_deep_linking_created_at", "deep_linking", ["created_at"])
    op.create_table(
        "connection_note",
        sa.Column("organisation_id", TEXT(), nullable=False),
        sa.Column("platform_id", TEXT(), nullable=False),
        sa.Column("step", TEXT(), nullable=False),
        sa.Column("code", TEXT(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "platform_id", "step", "code", name="pk_connection_note"),
    )


def _new_columns() -> None:
    for table, name, kind, default in (
        ("platform", "registered", TEXT(), "hand"),
        ("platform", "scopes", sa.JSON(), "[]"),
        ("platform", "hosts", sa.JSON(), "[]"),
        ("deployment", "status", TEXT(), "approved"),
        ("deployment", "notices_url", TEXT(), ""),
        ("class_service", "differences_url", TEXT(), ""),
        ("class_service", "link_id", TEXT(), ""),
        ("school_class", "roster_problem", TEXT(), ""),
        ("gradebook_column", "resource_id", TEXT(), ""),
        ("session", "sees", sa.JSON(), "[]"),
    ):
        op.add_column(table, sa.Column(name, kind, nullable=False, server_default=default))
    op.add_column("deployment", sa.Column("notices_at", MOMENT, nullable=True))
    op.add_column("class_service", sa.Column("listed_at", MOMENT, nullable=True))
    op.add_column("delivery", sa.Column("failing_since", MOMENT, nullable=True))
    op.add_column("tool_key", sa.Column("published_until", MOMENT, nullable=True))
