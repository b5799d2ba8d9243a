"""What a transaction asks for is done after its own commit, never after another's."""

from contextlib import suppress

from careered.db.engine import Database
from careered.db.traces import after_commit, leave_no_trace, must_leave_no_trace


class GivenUpError(Exception):
    """Somebody's erasure fails on the way."""


def test_what_is_rolled_back_leaves_nothing_to_do_for_the_next_who_has_the_connection(database: Database) -> None:
    done: list[str] = []
    with suppress(GivenUpError), database.transaction() as db:
        driver = db.connection.driver_connection
        after_commit(db, lambda: done.append("rolled back"))
        leave_no_trace(db)
        raise GivenUpError
    with database.transaction() as db:
        assert db.connection.driver_connection is driver
        assert not must_leave_no_trace(db)
        after_commit(db, lambda: done.append("committed"))
    assert done == ["committed"]
