"""When a membership list last named somebody, and since when a class's list is doubted.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

import careered.db.types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("enrolment", sa.Column("listed_at", careered.db.types.UtcDateTime(timezone=True), nullable=True))
    op.add_column("school_class", sa.Column("roster_doubted_at", careered.db.types.UtcDateTime(timezone=True), nullable=True))
