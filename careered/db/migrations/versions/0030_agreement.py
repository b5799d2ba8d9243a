"""What a pupil and staff agreed in a talk.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from careered.db.types import UtcDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

KEY = ("organisation_id", "class_id", "person_id", "id")


def upgrade() -> None:
    op.create_table(
        "agreement",
        *(
            sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=False)
            for name in (*KEY, "text", "author_person_id")
        ),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(*KEY, name="pk_agreement"),
    )
    op.create_index("ix_agreement_person_id", "agreement", ["person_id"])
