"""Answers to cards keep the first answer, the number of tries and the verdict (docs/decisions/0022).

Answers to steps have none of them: what is stored stays as it is.

Revision ID: 0018
Revises: 0017
"""

import careered.db.types
import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("answer", sa.Column("first_values", sa.JSON(), nullable=True))
    op.add_column("answer", sa.Column("first_at", careered.db.types.UtcDateTime(timezone=True), nullable=True))
    op.add_column("answer", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("answer", sa.Column("verdict", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))
    op.add_column("answer", sa.Column("activity_version", sa.Integer(), nullable=False, server_default="0"))
