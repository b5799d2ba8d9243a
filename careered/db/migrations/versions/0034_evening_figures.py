"""The figures of the evening before, to notice what an update of careered changes.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from careered.db.types import UtcDateTime

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

KEY = ("organisation_id", "class_id", "person_id")


def upgrade() -> None:
    op.create_table(
        "evening_figures",
        *(sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=False) for name in KEY),
        sa.Column("states", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint(*KEY, name="pk_evening_figures"),
    )
    op.create_index("ix_evening_figures_person_id", "evening_figures", ["person_id"])
    for name in ("figures_kept_at", "figures_differ_at"):
        op.add_column("school_class", sa.Column(name, UtcDateTime(timezone=True), nullable=True))
    release = sa.Column("figures_release", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="")
    op.add_column("school_class", release)
    op.add_column("school_class", sa.Column("figures_differ", sa.Integer(), nullable=False, server_default="0"))
