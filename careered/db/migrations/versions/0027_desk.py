"""What staff did with the rows of their desk.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from careered.db.types import UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

KEY = ("organisation_id", "class_id", "reason", "target_id")


def upgrade() -> None:
    texts = (*KEY, "person_id", "kind", "author_person_id")
    op.create_table(
        "desk_act",
        *(sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=False) for name in texts),
        sa.Column("until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(*KEY, name="pk_desk_act"),
    )
    op.create_index("ix_desk_act_person_id", "desk_act", ["person_id"])
