"""What a pack version's dropped requirements count as is kept, for classes that take it over later.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pack_version", sa.Column("successors", sa.JSON(), nullable=True))
