"""What staff do about pupils is kept as acts, undone or not; attestations and acts of the desk become such.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from careered.clock import new_id
from careered.db.types import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

TEXT, TIME = sqlmodel.sql.sqltypes.AutoString(), UtcDateTime(timezone=True)
KEY = ("organisation_id", "class_id", "person_id", "act_id")
TEXTS = (
    *KEY,
    *("kind", "target_id", "reason", "activity_date", "activity_end_date", "author_person_id", "undone_by_person_id"),
)
NONE = {"reason": "", "activity_date": "", "activity_end_date": "", "until": None, "previous_statuses": {}}


def upgrade() -> None:
    staff_act = op.create_table(
        "staff_act",
        *(sa.Column(name, TEXT, nullable=False) for name in TEXTS),
        *(sa.Column(name, TIME, nullable=True) for name in ("until", "undone_at")),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("previous_statuses", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint(*KEY, name="pk_staff_act"),
    )
    op.create_index("ix_staff_act_person_id", "staff_act", ["person_id"])
    rows = [*_rows("attestation", previous_statuses=sa.JSON()), *map(_named, _rows("desk_act", until=TIME))]
    acts = [{**NONE, **row, "act_id": new_id(), "undone_at": None, "undone_by_person_id": ""} for row in rows]
    if acts:
        op.get_bind().execute(staff_act.insert(), acts)
    for name in ("attestation", "desk_act"):
        op.drop_index(f"ix_{name}_person_id", table_name=name)
        op.drop_table(name)


def _rows(name: str, **typed: sa.types.TypeEngine) -> list[dict[str, object]]:
    """The rows of a table; who did what together is not known of them: each becomes an act of its own."""
    texts = ("organisation_id", "class_id", "person_id", "kind", "target_id", "reason", "author_person_id")
    columns = [*texts, *(["activity_date"] if name == "attestation" else [])]
    table = sa.table(
        name,
        *(sa.column(column, TEXT) for column in columns),
        *(sa.column(column, kind) for column, kind in {"created_at": TIME, **typed}.items()),
    )
    return [dict(row) for row in op.get_bind().execute(sa.select(table)).mappings()]


def _named(row: dict[str, object]) -> dict[str, object]:
    """An act of the desk: that somebody has talked with a pupil has its own name now."""
    return row | ({"kind": "talked"} if (row["kind"], row["reason"]) == ("handled", "talk") else {})
