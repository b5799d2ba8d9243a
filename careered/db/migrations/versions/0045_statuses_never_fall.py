"""What rises with an event lowers nothing that is stored: the load of a pack may have raised that further meanwhile.

Revision ID: 0045
Revises: 0042
"""

from alembic import op

revision = "0045"
down_revision = "0042"
branch_labels = None
depends_on = None

KEY = "organisation_id, class_id, person_id, requirement_id"
RANK = """
CASE {0}.state WHEN 'not_started' THEN 0 WHEN 'in_progress' THEN 1 WHEN 'done' THEN 2 WHEN 'confirmed' THEN 3 ELSE 4 END
"""
STORE = f"""
INSERT INTO requirement_status ({KEY}, state, method, pack_version, evidence, since_at, carried)
SELECT NEW.organisation_id, NEW.class_id, NEW.person_id, {{values}}, NEW.occurred_at, NULL
FROM {{rows}} WHERE true
ON CONFLICT ({KEY}) DO UPDATE SET state = excluded.state, method = excluded.method,
pack_version = excluded.pack_version, evidence = excluded.evidence, since_at = excluded.since_at, carried = NULL
WHERE {RANK.format("excluded")} > {RANK.format("requirement_status")};
"""
TEXTS = ("requirement_id", "state", "method", "pack_version")
SQLITE = "CREATE TRIGGER event_insert_raises AFTER INSERT ON event WHEN NEW.raises IS NOT NULL BEGIN {store} END"
FUNCTION = """
CREATE OR REPLACE FUNCTION store_raised_statuses() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN {store} RETURN NULL; END $$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        values = ", ".join(f"json_extract(value, '$.{name}')" for name in (*TEXTS, "evidence"))
        op.execute("DROP TRIGGER event_insert_raises")
        op.execute(SQLITE.format(store=STORE.format(values=values, rows="json_each(NEW.raises)")))
    else:
        values = ", ".join([*(f"value->>'{name}'" for name in TEXTS), "value->'evidence'"])
        op.execute(FUNCTION.format(store=STORE.format(values=values, rows="json_array_elements(NEW.raises)")))
