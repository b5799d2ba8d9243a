"""Note which classes have rosters with names.

Whoever never launched has their name from a roster, so such a class has had one with names.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

CLASSES_WITH_NAMES = """UPDATE school_class SET roster_has_names = true WHERE EXISTS (
    SELECT 1 FROM enrolment JOIN person
    ON person.organisation_id = enrolment.organisation_id AND person.id = enrolment.person_id
    WHERE enrolment.organisation_id = school_class.organisation_id AND enrolment.class_id = school_class.id
    AND enrolment.launched_at IS NULL AND person.name <> '')"""


def upgrade() -> None:
    op.add_column("school_class", sa.Column("roster_has_names", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(CLASSES_WITH_NAMES)
