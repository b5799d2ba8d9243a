"""A backup written while people work is of one moment: what was acknowledged before is in it, nothing by half."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from careered.db import backup
from careered.db.engine import Database
from careered.privacy.tables import AccessLog
from careered.progress.tables import TransferCode
from tests.db.test_backup_of_everything import TABLES, database, everything, opened, row_of
from tests.support.databases import fresh

assert database
WRITERS = 4
READ_FIRST, READ_LAST = AccessLog.__table__, TransferCode.__table__  # by a backup, with all others between


@dataclass
class Load:
    """Several people: each press of a button stores something in two tables, in one transaction."""

    database: Database
    stop: threading.Event = field(default_factory=threading.Event)
    acknowledged: set[str] = field(default_factory=set)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def work(self, writer: int) -> None:
        """One person, who presses until the end."""
        while not self.stop.is_set():
            press = f"press {writer}-{len(self.acknowledged)}"
            with self.database.transaction() as db:
                db.execute(
                    insert(READ_LAST), [row_of(READ_LAST, 3, full=True) | {"person_id": press, "code_hash": press}]
                )
                db.execute(insert(READ_FIRST), [row_of(READ_FIRST, 3, full=True) | {"id": press}])
            with self.changed:
                self.acknowledged.add(press)
                self.changed.notify_all()

    def wait_for_another(self) -> None:
        """Until something more is stored."""
        with self.changed:
            before = len(self.acknowledged)
            assert self.changed.wait_for(lambda: len(self.acknowledged) > before, timeout=60)


@contextmanager
def under_load(database: Database) -> Iterator[Load]:
    """People at work."""
    load = Load(database)
    threads = [threading.Thread(target=load.work, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        load.stop.set()
        for thread in threads:
            thread.join()


def presses(rows: list[tuple[Any, ...]]) -> set[str]:
    """The presses in a table's rows."""
    return {value for row in rows for value in row if str(value).startswith("press ")}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_under_load_comes_back_as_of_one_moment(
    database: Database, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two rows are in every table before; between any two tables of the backup something more is stored."""
    before, write_table = everything(database), backup._write_table

    with under_load(database) as load:

        def with_another_press(*arguments: Any) -> Any:
            result = write_table(*arguments)
            load.wait_for_another()
            return result

        load.wait_for_another()
        monkeypatch.setattr(backup, "_write_table", with_another_press)
        at_the_beginning = set(load.acknowledged)
        written = backup.write_backup(database, tmp_path / "busy.zip")
        assert len(load.acknowledged - at_the_beginning) >= len(TABLES)
    with fresh(kind, tmp_path) as url:
        new = opened(url)
        assert backup.restore_backup(new, tmp_path / "busy.zip") == written
        after = everything(new)
        new.engine.dispose()
    kept = presses(after[READ_FIRST.name])
    assert at_the_beginning <= kept < load.acknowledged
    assert presses(after[READ_LAST.name]) == kept
    for name, rows in before.items():
        assert [row for row in after[name] if not presses([row])] == rows, name
