"""Erasing a person: each table's rows go, are unlinked or stay as the table declares. Figures are read from the rows.

Runs inside one transaction of the caller: all or nothing. No tombstone is left: whoever comes again is somebody new.
"""

from sqlalchemy import Connection, delete, update

from careered.privacy.declarations import personal_tables
from careered.privacy.stored import Stored, stored_about


def erase_person(db: Connection, organisation_id: str, person_id: str) -> list[Stored]:
    """Erase a person; what there was in each table, and so what has gone and what is kept."""
    before = stored_about(db, organisation_id, person_id)
    # The person's own row first: a launch of the same person waits for it, and then begins anew.
    for one in personal_tables():
        if one.holds.erase == "delete":
            db.execute(delete(one.table).where(one.of(organisation_id, person_id)))
        elif one.holds.erase == "unlink":
            where = one.of(organisation_id, person_id)
            db.execute(update(one.table).where(where).values({one.holds.column: None}))
    return before
