"""The stand-in for a database sees every change and keeps none."""

import pytest
from sqlalchemy import Executable

from careered.clock import now
from careered.db.engine import Database
from careered.roster.tables import Organisation
from careered.settings import Settings
from tests.access.rehearsal import Rehearsal
from tests.support.school import SECRET, TOOL

TABLE = Organisation.__table__
ROW = {"name": "A town", "created_at": now()}


@pytest.mark.parametrize(
    ("statement", "rows"),
    [
        (TABLE.insert().values(organisation_id="village", **{**ROW, "name": "A town too"}), 1),
        (TABLE.update().values(name="A town with another name"), 2),
        (TABLE.delete(), 1),
        (TABLE.select(), 0),
    ],
)
def test_whatever_changes_a_row_is_noticed_and_undone(database_url: str, statement: Executable, rows: int) -> None:
    real = Database(Settings(base_url=TOOL, database_url=database_url, secret_key=SECRET).sqlalchemy_url)
    with real.transaction() as db:
        db.execute(TABLE.insert().values(organisation_id="town", **ROW))
    rehearsal = Rehearsal(real)
    rehearsal.watch(["A town"], "")
    for _ in range(2):
        with rehearsal.transaction() as db:
            db.execute(statement)
        assert len(rehearsal.take_changes()) == rows
    real.engine.dispose()
