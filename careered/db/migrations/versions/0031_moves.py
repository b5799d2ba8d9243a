"""When a list brought or lost a member; and who is no pupil has no role of staff by it.

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

from careered.db.types import UtcDateTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("enrolment", sa.Column("moved_at", UtcDateTime(timezone=True), nullable=True))
    op.execute("UPDATE enrolment SET role = 'guest' WHERE role = 'assistant' AND role_source = 'teacher'")
