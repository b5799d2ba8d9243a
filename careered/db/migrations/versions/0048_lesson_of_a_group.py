"""The group of its class that a live lesson is for.

Revision ID: 0048
Revises: 0047
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("live_lesson", sa.Column("group_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
