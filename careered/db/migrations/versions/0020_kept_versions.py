"""A class keeps its pack version until its teacher accepts another one; a status knows what it was carried over from.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("school_class", sa.Column("kept_version", sa.String(), nullable=False, server_default=""))
    op.add_column("requirement_status", sa.Column("carried", sa.JSON(), nullable=True))
