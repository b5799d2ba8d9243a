"""When a membership list last named somebody: whom one has named, and a later one does not, has left.

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
