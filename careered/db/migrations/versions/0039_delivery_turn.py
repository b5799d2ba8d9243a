"""The queue of scores by turn, so that the first ones are found however many wait.

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    waits = sa.text("next_attempt_at IS NOT NULL")
    op.create_index(
        "ix_score_delivery_turn",
        "score_delivery",
        ["attempts", "next_attempt_at"],
        postgresql_where=waits,
        sqlite_where=waits,
    )
