"""Two accounts of one pupil in a class, joined by staff.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from careered.db.types import UtcDateTime

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

KEY = ("organisation_id", "class_id", "earlier_person_id")


def upgrade() -> None:
    texts = (*KEY, "person_id", "author_person_id")
    op.create_table(
        "joined_account",
        *(sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=False) for name in texts),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("enrolment", "brought")),
        sa.Column("joined_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(*KEY, name="pk_joined_account"),
    )
    op.create_index("ix_joined_account_person_id", "joined_account", ["person_id"])
