"""One worker at a time finds or creates a line item.

Revision ID: 0016
Revises: 0015
"""

import careered.db.types
import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("line_item", sa.Column("leased_until", careered.db.types.UtcDateTime(timezone=True), nullable=True))
