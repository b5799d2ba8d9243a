"""The given name that a platform tells, where a name does not begin with it.

Revision ID: 0047
Revises: 0046
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("given_name", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
