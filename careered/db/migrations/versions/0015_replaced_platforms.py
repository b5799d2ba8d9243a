"""Which platform took another connection instead of this one, so that it can be undone.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import careered.db.types

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString(), careered.db.types.UtcDateTime(timezone=True)
    op.add_column("platform", sa.Column("replaced_by", text, nullable=False, server_default=""))
    op.add_column("platform", sa.Column("replaced_at", moment, nullable=True))
