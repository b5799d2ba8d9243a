"""A deployment that takes the place of a former one says which: platforms of several schools that come again.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deployment", sa.Column("replaces", sa.String(), nullable=False, server_default=""))
