"""Erasing a person: each table's rows go, are unlinked or stay as the table declares, and sums count them out.

Runs inside one transaction of the caller: all or nothing. No tombstone is left: whoever comes again is somebody new.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, delete, update
from sqlalchemy import Table as SqlTable

from careered.db.tables import Counts
from careered.db.upsert import same
from careered.privacy.declarations import Personal, declared_tables, personal_tables
from careered.privacy.stored import Stored, stored_about


def erase_person(db: Connection, organisation_id: str, person_id: str) -> list[Stored]:
    """Erase a person; what there was in each table, and so what has gone and what is kept."""
    before = stored_about(db, organisation_id, person_id)
    # The person's own row first: a launch of the same person waits for it, and then begins anew.
    for one in personal_tables():
        if one.holds.erase == "delete":
            _delete(db, one, organisation_id, person_id)
        elif one.holds.erase == "unlink":
            where = one.of(organisation_id, person_id)
            db.execute(update(one.table).where(where).values({one.holds.column: None}))
    return before


def _delete(db: Connection, one: Personal, organisation_id: str, person_id: str) -> None:
    statement = delete(one.table).where(one.of(organisation_id, person_id)).returning(*one.table.columns)
    gone = db.execute(statement).mappings().all()
    for declared in declared_tables():
        if declared.counts and declared.counts.of == one.table.name:
            _count_out(db, declared.table, declared.counts, gone)


def _count_out(db: Connection, sums: SqlTable, counts: Counts, gone: Sequence[RowMapping]) -> None:
    """Take the rows that went out of the sums, in one order, so that two who are erased at once do not block."""
    for row in sorted(gone, key=lambda row: [row[name] for name in counts.by]):
        where = same(sums, **{name: row[name] for name in counts.by})
        for column, values in counts.groups.items():
            if row[counts.column] in values:
                db.execute(update(sums).where(where).values({column: sums.c[column] - 1}))
