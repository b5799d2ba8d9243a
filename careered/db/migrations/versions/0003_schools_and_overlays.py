"""Schools of an organisation, rules that lead courses to them, local additions to packs, and administrators.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import careered.db.types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
MOMENT = careered.db.types.UtcDateTime(timezone=True)


def upgrade() -> None:
    for table, name in (
        ("organisation", "country"),
        ("organisation", "lang"),
        ("school_class", "label"),
        ("school_class", "school_code"),
        ("school_class", "school_id"),
    ):
        op.add_column(table, sa.Column(name, TEXT(), nullable=False, server_default=""))
    op.add_column("session", sa.Column("platform_admin", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "administrator",
        sa.Column("organisation_id", TEXT(), nullable=False),
        sa.Column("person_id", TEXT(), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "person_id", name="pk_administrator"),
    )
    op.create_table(
        "school",
        sa.Column("organisation_id", TEXT(), nullable=False),
        sa.Column("id", TEXT(), nullable=False),
        sa.Column("code", TEXT(), nullable=False),
        sa.Column("name", TEXT(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_school"),
        sa.UniqueConstraint("organisation_id", "code", name="uq_school_organisation_id_code"),
    )
    op.create_table(
        "school_rule",
        sa.Column("organisation_id", TEXT(), nullable=False),
        sa.Column("id", TEXT(), nullable=False),
        sa.Column("school_id", TEXT(), nullable=False),
        sa.Column("kind", TEXT(), nullable=False),
        sa.Column("pattern", TEXT(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "id", name="pk_school_rule"),
    )
    op.create_table(
        "pack_overlay",
        sa.Column("organisation_id", TEXT(), nullable=False),
        sa.Column("overlay_id", TEXT(), nullable=False),
        sa.Column("version", TEXT(), nullable=False),
        sa.Column("pack_id", TEXT(), nullable=False),
        sa.Column("content_hash", TEXT(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("loaded_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "overlay_id", "version", name="pk_pack_overlay"),
    )
    op.create_table(
        "pack_draft",
        sa.Column("organisation_id", TEXT(), nullable=False),
        sa.Column("content_hash", TEXT(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "content_hash", name="pk_pack_draft"),
    )
