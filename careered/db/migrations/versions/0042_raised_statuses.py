"""An event brings the statuses that rise with it; a trigger stores them, so that they need no statement of their own.

Revision ID: 0042
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

KEY = "organisation_id, class_id, person_id, requirement_id"
STORE = f"""
INSERT INTO requirement_status ({KEY}, state, method, pack_version, evidence, since_at, carried)
SELECT NEW.organisation_id, NEW.class_id, NEW.person_id, {{values}}, NEW.occurred_at, NULL
FROM {{rows}} WHERE true
ON CONFLICT ({KEY}) DO UPDATE SET state = excluded.state, method = excluded.method,
pack_version = excluded.pack_version, evidence = excluded.evidence, since_at = excluded.since_at, carried = NULL;
"""
TEXTS = ("requirement_id", "state", "method", "pack_version")
SQLITE = "CREATE TRIGGER event_insert_raises AFTER INSERT ON event WHEN NEW.raises IS NOT NULL BEGIN {store} END"
FUNCTION = """
CREATE FUNCTION store_raised_statuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {store} RETURN NULL; END $$
"""
TRIGGER = """
CREATE TRIGGER event_insert_raises AFTER INSERT ON event FOR EACH ROW WHEN (NEW.raises IS NOT NULL)
EXECUTE FUNCTION store_raised_statuses()
"""


def upgrade() -> None:
    op.add_column("event", sa.Column("raises", sa.JSON(none_as_null=True), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        values = ", ".join(f"json_extract(value, '$.{name}')" for name in (*TEXTS, "evidence"))
        op.execute(SQLITE.format(store=STORE.format(values=values, rows="json_each(NEW.raises)")))
    else:
        values = ", ".join([*(f"value->>'{name}'" for name in TEXTS), "value->'evidence'"])
        op.execute(FUNCTION.format(store=STORE.format(values=values, rows="json_array_elements(NEW.raises)")))
        op.execute(TRIGGER)
