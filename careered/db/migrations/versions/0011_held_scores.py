"""Scores below what the platform has wait until staff of the class say that they may be sent.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("score_delivery", sa.Column("may_lower", sa.Boolean(), nullable=False, server_default=sa.false()))
