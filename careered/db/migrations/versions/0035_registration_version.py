"""Which state the registrations are in, so that they can be kept in memory.

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "registration_version",
        *(sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=False) for name in ("name", "version")),
        sa.PrimaryKeyConstraint("name", name="pk_registration_version"),
    )
