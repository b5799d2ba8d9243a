"""A post knows what was chosen on the lesson's card that it comes from.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("post", sa.Column("choice", sa.String(), nullable=False, server_default=""))
