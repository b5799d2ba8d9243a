"""Erases a person: deletes, unlinks or keeps each table's rows as the table's data policy says.

Runs in the caller's transaction: all or nothing. With its end the words are gone from SQLite's files too, and from what
this process keeps of pages. No tombstone is left: a later launch creates a new person.
"""

from functools import partial

from sqlalchemy import Connection, delete, update

from careered.db.traces import after_commit, leave_no_trace
from careered.privacy.inventory import StoredRows, stored_about
from careered.privacy.registry import personal_tables
from careered.web import people_cache
from careered.web.session_end import end_sessions_of


def erase_person(db: Connection, organisation_id: str, person_id: str) -> list[StoredRows]:
    """Erase a person. Returns the rows that each table had before; their `erase` says what happened to them."""
    stored = stored_about(db, organisation_id, person_id)
    # The person's own row first: a concurrent launch of the same person waits for it, and then creates a new one.
    for table in personal_tables():
        if table.data_policy.erase == "delete":
            db.execute(delete(table.table).where(table.rows_of(organisation_id, person_id)))
        elif table.data_policy.erase == "end":
            end_sessions_of(db, organisation_id, person_id)
        elif table.data_policy.erase == "set_null":
            condition = table.rows_of(organisation_id, person_id)
            db.execute(update(table.table).where(condition).values({table.data_policy.person_column: None}))
    leave_no_trace(db)
    after_commit(db, partial(people_cache.forget, organisation_id))
    return stored
