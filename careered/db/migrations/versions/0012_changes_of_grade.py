"""What an administrator's change of a class's grade replaced, so that it can be undone.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

import careered.db.types

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("changed_at", "grade_set_before", "ended_before"):
        op.add_column("school_class", sa.Column(name, careered.db.types.UtcDateTime(timezone=True), nullable=True))
    op.add_column("school_class", sa.Column("grade_before", sa.Integer(), nullable=True))
