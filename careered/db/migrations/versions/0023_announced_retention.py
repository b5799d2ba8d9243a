"""Retention periods have a day from which they hold: shorter ones are announced first.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

from careered.db.types import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLE, FORMER = "retention_policy", "retention_policy_before"


def upgrade() -> None:
    rowid = sa.Table(TABLE, sa.MetaData(), autoload_with=op.get_bind()).dialect_options["sqlite"]["with_rowid"]
    op.rename_table(TABLE, FORMER)
    op.create_table(
        TABLE,
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("holds_from", UtcDateTime(timezone=True), nullable=False),
        *(sa.Column(f"{name}_months", sa.Integer()) for name in ("texts", "records", "access_log")),
        sa.Column("decided_at", UtcDateTime(timezone=True), nullable=False),
        sqlite_with_rowid=rowid,
    )
    op.execute(f"""INSERT INTO {TABLE} SELECT organisation_id, decided_at, texts_months, records_months,
        access_log_months, decided_at FROM {FORMER}""")
    op.drop_table(FORMER)
    with op.batch_alter_table(TABLE, table_kwargs={"sqlite_with_rowid": rowid}) as batch:
        batch.create_primary_key("pk_retention_policy", ["organisation_id", "holds_from"])
