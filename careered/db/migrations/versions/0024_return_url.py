"""Where a session's person is sent back to: the platform's own address of the course.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("session", sa.Column("return_url", sa.String(), nullable=False, server_default=""))
