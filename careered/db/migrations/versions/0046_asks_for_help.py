"""Who asks for help in a class is found without looking at all its answers.

Revision ID: 0046
Revises: 0045
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    columns, asks = ["organisation_id", "class_id", "saved_at"], sa.text("help_reason != ''")
    op.create_index("ix_answer_asks_for_help", "answer", columns, sqlite_where=asks, postgresql_where=asks)
