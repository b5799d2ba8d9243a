"""What is done now and then, whatever else is due: expired rows, retention, evening figures, kept counts."""

from collections.abc import Callable
from datetime import timedelta

import careered.all_tables
from careered.clock import now
from careered.db.engine import Database
from careered.db.faults import StorageFault
from careered.db.shuffle import rewrite_in_random_order
from careered.jobs import figures_check, retention
from careered.live.tables import ExitTicketCount
from careered.lti import tool_key_store
from careered.lti.deep_linking import picker_session
from careered.packs.store import PackStore
from careered.questions import anonymous
from careered.questions.tables import AnonymousQuestion
from careered.statistics import class_counts
from careered.statistics.figures_basis import MAX_COUNTED_BY_READERS
from careered.web import one_time
from careered.web.logs import log, where
from careered.web.session_end import prune_expired

PRUNE_INTERVAL = timedelta(minutes=10)
RETENTION_INTERVAL = timedelta(hours=1)
SHUFFLE_INTERVAL = timedelta(hours=1)
FIGURES_INTERVAL = timedelta(minutes=10)
COUNTS_INTERVAL, BUSY_COUNTS_INTERVAL = timedelta(seconds=10), timedelta(seconds=2)
FEW_STALE = MAX_COUNTED_BY_READERS * BUSY_COUNTS_INTERVAL // COUNTS_INTERVAL
"""At this pace or a slower one, what waits for COUNTS_INTERVAL is not more than readers count themselves."""
UNDATED_TABLES = (AnonymousQuestion.__table__, ExitTicketCount.__table__)
"""Promised to tell nobody when, and so by whom, they were written."""


def guarded(work: Callable[[], object]) -> object:
    """Do work of the worker; a fault of ours or of the storage is logged and ends nothing. Returns None for it."""
    try:
        return work()
    except StorageFault as error:
        log.warning("worker_storage", reason=error.code, **where(error))
    except Exception as error:
        log.error("worker_fault", **where(error))
    return None


class Housekeeping:
    """Each job has an interval of its own, and is due from the first turn on, but for expired rows."""

    def __init__(self, database: Database, packs: PackStore) -> None:
        self._db, self._packs = database, packs
        start = self._begun_at = now()
        self._due_at = dict.fromkeys((self.run_retention, self.check_figures, self.shuffle_questions), start)
        self._due_at[self.prune] = start + PRUNE_INTERVAL
        self._counts_due_at = start

    def run_due(self) -> None:
        """Do each job that is due."""
        for job, due_at in self._due_at.items():
            if now() >= due_at:
                guarded(job)

    def prune(self) -> None:
        """Remove the rows that have expired."""
        self._due_at[self.prune] = now() + PRUNE_INTERVAL
        with self._db.transaction() as db:
            prune_expired(db)
            picker_session.prune_sessions(db)
            one_time.prune(db)
            tool_key_store.prune_keys(db)
            anonymous.prune_old(db)
        self._db.truncate_journal()

    def run_retention(self) -> None:
        """Remove what has been kept for as long as the organisation wishes."""
        self._due_at[self.run_retention] = now() + RETENTION_INTERVAL
        retention.run_retention(self._db)

    def check_figures(self) -> None:
        """A few classes at a time; where none is left, it looks again after FIGURES_INTERVAL."""
        self._due_at[self.check_figures] = now() + FIGURES_INTERVAL  # a storage that refuses is not asked all the time
        if figures_check.check_figures(self._db, self._packs, figures_check.code_release(), self._begun_at):
            self._due_at[self.check_figures] = now()

    def shuffle_questions(self) -> None:
        """Write what must tell nobody its order in a random one."""
        self._due_at[self.shuffle_questions] = now() + SHUFFLE_INTERVAL
        with self._db.transaction() as db:
            for table in UNDATED_TABLES:
                rewrite_in_random_order(db, table)
        self._db.truncate_journal()

    def keep_counts(self) -> None:
        """Count the classes again in which something has changed; where they are few, every COUNTS_INTERVAL only.

        A class that answers a question together is so counted once or twice, not after each pupil.
        """
        if now() < self._counts_due_at:
            return
        self._counts_due_at = now() + COUNTS_INTERVAL
        with self._db.reading() as db:
            is_any_stale = class_counts.is_any_stale(db)
        if is_any_stale:
            with self._db.transaction() as db:
                if class_counts.keep_stale_counts(db) > FEW_STALE:
                    self._counts_due_at = now() + BUSY_COUNTS_INTERVAL
