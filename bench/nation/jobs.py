"""What is no page: taking scores from a long queue, a new grade for a school's classes, retention, a backup.

Milliseconds of wall clock in this process, with PostgreSQL's; each is asked in both databases.
"""

import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text

from bench.nation.first_school import SCHOOL
from careered.clock import now
from careered.db.engine import Database
from careered.grade_sync import queue
from careered.jobs.retention import erasure_preview
from careered.packs.store import PackStore
from careered.privacy.erase import erase_person
from careered.privacy.retention import RetentionPeriods
from careered.progress.outbox.class_scores import schedule_class
from careered.roster import year_rollover
from careered.roster.scope import load_class_scope

WAIT = """
UPDATE score_delivery SET next_attempt_at = now() - interval '1 hour', state = 'waiting'
WHERE ctid = ANY (ARRAY(SELECT ctid FROM score_delivery WHERE next_attempt_at IS NULL LIMIT :number))
"""
SENT = "UPDATE score_delivery SET next_attempt_at = NULL, state = 'delivered' WHERE next_attempt_at IS NOT NULL"
PERIODS = RetentionPeriods(texts_months=12, records_months=24, access_log_months=12)


class _UndoneError(Exception):
    """Ends a transaction so that nothing of it stays."""


class Jobs:
    """The jobs of one database. long: how many scores wait in a long queue there."""

    def __init__(self, database: Database, packs: PackStore, organisation_id: str) -> None:
        self._database, self._packs, self._organisation_id = database, packs, organisation_id

    def wait(self, number: int) -> None:
        """So many scores wait; all others are sent."""
        with self._database.transaction() as db:
            db.execute(text(SENT))
            db.execute(text(WAIT), {"number": number})
        with self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            db.exec_driver_sql("VACUUM (ANALYZE) score_delivery")

    def take(self) -> float:
        """What the worker does to find 20 scores to send: is any due, then lease them."""
        return self._undone(self._take)

    def _take(self) -> None:
        with self._database.reading() as db:
            assert queue.is_any_due(db, now())
        with self._database.transaction() as db:
            assert queue.lease_due(db, busy_platforms=())
            raise _UndoneError

    def count(self) -> float:
        """How many scores are on their way, as an operator asks."""
        with self._database.reading() as db:
            return _ms(lambda: queue.count_undelivered(db))

    def year(self) -> float:
        """Every class of a school moves up a grade, and its scores are computed again."""
        return self._undone(self._move_up)

    def _move_up(self) -> None:
        with self._database.transaction() as db:
            ids = db.execute(text("SELECT id FROM school_class WHERE school_id = :id"), {"id": SCHOOL}).scalars().all()
            for class_id in ids:
                year_rollover.set_grade(db, self._organisation_id, class_id, "9", now())
                scope = load_class_scope(db, self._packs, self._organisation_id, class_id)
                assert scope
                schedule_class(db, scope)
            raise _UndoneError

    def preview(self) -> float:
        """What retention looks for each hour."""
        with self._database.reading() as db:
            return _ms(lambda: erasure_preview(db, self._organisation_id, PERIODS))

    def erase(self) -> float:
        """One pupil is erased."""
        return self._undone(self._erase)

    def _erase(self) -> None:
        with self._database.transaction() as db:
            person_id = db.execute(text("SELECT person_id FROM score_delivery LIMIT 1")).scalar_one()
            erase_person(db, self._organisation_id, person_id)
            raise _UndoneError

    def _undone(self, work: Callable[[], None]) -> float:
        begun = time.perf_counter()
        try:
            work()
        except _UndoneError:
            return (time.perf_counter() - begun) * 1000
        raise AssertionError

    def by_name(self) -> Mapping[str, Callable[[], float]]:
        """All that are asked in each round."""
        return {
            "a school moves up a grade": self.year,
            "retention looks": self.preview,
            "a pupil is erased": self.erase,
        }


def dump(program: Path, url: str) -> tuple[float, float, float]:
    """PostgreSQL's own backup (`pg_dump -Fc`): seconds, MB of the file, MB of the database."""
    database = Database(url.replace("postgresql://", "postgresql+psycopg://"))
    with database.reading() as db:
        size = db.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
    database.engine.dispose()
    with TemporaryDirectory(prefix="careered-bench-") as folder:
        begun, file = time.perf_counter(), Path(folder) / "nation.dump"
        subprocess.run([program, "-Fc", "-f", file, url], check=True)
        return time.perf_counter() - begun, file.stat().st_size / 1e6, size / 1e6


def _ms(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000
