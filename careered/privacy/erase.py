"""Erasing a person: each table's rows go, are unlinked or stay as the table declares. Figures are read from the rows.

Runs inside one transaction of the caller: all or nothing. No tombstone is left: whoever comes again is somebody new.
"""

from sqlalchemy import Connection, delete, update

from careered.privacy.inventory import StoredRows, stored_about
from careered.privacy.registry import personal_tables


def erase_person(db: Connection, organisation_id: str, person_id: str) -> list[StoredRows]:
    """Erase a person; what there was in each table, and so what has gone and what is kept."""
    stored = stored_about(db, organisation_id, person_id)
    # The person's own row first: a launch of the same person waits for it, and then begins anew.
    for table in personal_tables():
        if table.data_policy.erase == "delete":
            db.execute(delete(table.table).where(table.rows_of(organisation_id, person_id)))
        elif table.data_policy.erase == "unlink":
            condition = table.rows_of(organisation_id, person_id)
            db.execute(update(table.table).where(condition).values({table.data_policy.person_column: None}))
    return stored
