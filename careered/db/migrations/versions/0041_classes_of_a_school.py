"""Classes of one school, and counts since a moment, are found without reading the organisation's others.

Revision ID: 0041
Revises: 0040
"""

from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_school_class_school", "school_class", ["organisation_id", "school_id"])
    op.create_index("ix_class_counts_counted", "class_counts", ["organisation_id", "counted_at"])
