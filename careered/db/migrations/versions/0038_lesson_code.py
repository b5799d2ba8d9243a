"""The code of a live lesson on the wall, and the address of a class's course on its platform.

Revision ID: 0038
Revises: 0035
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0038"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, name in (("school_class", "course_address"), ("live_lesson", "code")):
        column = sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="")
        op.add_column(table, column)
    op.create_index("ix_live_lesson_code", "live_lesson", ["code"])
