"""The worker: delivers scores, fetches rosters, prunes. A loop with leases, so that several may run.

In the server's process on SQLite, a separate process on PostgreSQL: the same code. Each platform has at most one task
at a time, so that a platform that hangs delays only its own scores; and platforms take turns.
"""

import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from datetime import timedelta
from functools import partial

import httpx2
from sqlalchemy import Connection, RowMapping

from careered.admin.doctor.diagnose import Doctor
from careered.clock import now
from careered.db.changes import Changes
from careered.db.engine import Database
from careered.grade_sync import queue, shown_grades
from careered.grade_sync.sender import ScoreSender
from careered.housekeeping import Housekeeping, guarded
from careered.jobs import connection_check, due_work
from careered.jobs.platform_tasks import PlatformTasks, PlatformTurns
from careered.lessons.kinds import registry
from careered.lti import notice_subscriptions, roster_refresh, tool_key_store
from careered.lti.client import ServiceClient
from careered.lti.network import platform_client
from careered.packs.store import PackStore
from careered.progress.outbox.quiet import end_quiet
from careered.settings import Settings

IDLE_SECONDS = 0.5
POSTGRESQL_IDLE_SECONDS = 2.0
"""PostgreSQL does not say whether anything was stored (db/changes.py), so each look there is a statement."""
LOOK_INTERVAL = timedelta(seconds=5)
"""For what becomes due by time alone; what somebody stores is seen as soon as it looks again."""
LOW_PRIORITY_INTERVAL = timedelta(seconds=2)


class Worker:
    """One loop. `run` until stopped, `drain` until nothing is due, `run_once` for what is due now (for tests)."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        http: httpx2.Client | None = None,
        packs: PackStore | None = None,
    ) -> None:
        """packs: those of the server, where it is the same process."""
        self._db = database
        self.housekeeping = Housekeeping(database, packs or PackStore(registry()))
        http_client = http or platform_client(allow_loopback=settings.allow_loopback)
        signer = tool_key_store.Signer(settings, database)
        self._client = ServiceClient(http_client, signer, now)
        self._doctor = Doctor(database, http_client, signer, settings.origin)
        self._sender = ScoreSender(database, self._client)
        self._tasks = PlatformTasks()
        self._delivery_turns, self._roster_turns = PlatformTurns(), PlatformTurns()
        self._low_priority_polled_at = now() - LOW_PRIORITY_INTERVAL
        self._changes, self._changed_at, self._looked_at = Changes(database), now(), now() - LOOK_INTERVAL
        self._origin = settings.origin

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; a fault of the database or of one platform never ends the loop."""
        idle_seconds = IDLE_SECONDS if self._db.is_sqlite else POSTGRESQL_IDLE_SECONDS
        while not stop.is_set():
            if not guarded(self._start_what_changed):
                stop.wait(idle_seconds)
            self.housekeeping.run_due()
        self._client.stop()
        self._tasks.shut_down()
        self._changes.close()

    def _start_what_changed(self) -> bool:
        """As `start_work`; False at once where nothing was stored, nothing is running and little time has passed."""
        moment = now()
        if self._changes.any():  # asked before looking: what is stored meanwhile is seen the next time
            self._changed_at = moment
        is_quiet = moment - self._changed_at > LOW_PRIORITY_INTERVAL  # by then what is rare has been looked for too
        if is_quiet and not self._tasks.platforms and moment - self._looked_at < LOOK_INTERVAL:
            return False
        self._looked_at = moment
        return self.start_work()

    def drain(
        self, *, horizon: timedelta = timedelta(seconds=10), time_limit: timedelta = timedelta(minutes=30)
    ) -> int:
        """Work until nothing is due within `horizon`, at most `time_limit`. Returns the count of undelivered scores.

        Scores that wait for more answers go too: whoever drains wants the gradebook as it should be.
        """
        with self._db.transaction() as db:
            end_quiet(db)
        deadline = now() + time_limit
        while now() < deadline and (self.running() or self._has_due_work(horizon)):
            if not self.start_work():
                self._wait_for_change()
        with self._db.reading() as db:
            return queue.count_undelivered(db)

    def run_once(self) -> int:
        """Do all that is due now and wait for it. Returns the number of undelivered scores."""
        while self.start_work():
            wait(self.running())
        with self._db.reading() as db:
            return queue.count_undelivered(db)

    def _has_due_work(self, horizon: timedelta) -> bool:
        with self._db.reading() as db:
            paused = self._sender.paused_platforms(now() + horizon)
            return bool(
                queue.is_any_due(db, now() + horizon, busy_platforms=paused)
                or roster_refresh.due_classes(db, excluded_platforms=paused)
            )

    def _wait_for_change(self) -> None:
        """Until a task is done; where none is running, until something may have become due."""
        if running := self.running():
            wait(running, timeout=IDLE_SECONDS, return_when=FIRST_COMPLETED)
        else:
            threading.Event().wait(0.05)

    def start_work(self) -> bool:
        """Submit due work of idle platforms to the pool. Returns whether there was any."""
        guarded(self.housekeeping.keep_counts)  # first: it must not wait until no platform has anything to get
        self._tasks.forget_done()
        with self._db.reading() as db:
            if not due_work.is_anything_due(db, now()):
                return False
            has_roster = self._tasks.has_thread and self._start_roster(db)
            has_scores = self._tasks.has_thread and self._has_due_scores(db)
        has_delivery = has_scores and self._start_delivery()  # beside a roster: neither waits for all of the other
        return has_roster or has_delivery or (self._tasks.has_thread and self._start_low_priority())

    def running(self) -> list[Future[object]]:
        """The tasks that are running."""
        return self._tasks.running

    def _unavailable_platforms(self) -> set[str]:
        """The platforms with a running task, and those that are paused after failures."""
        return self._tasks.platforms | self._sender.paused_platforms(now())

    def _has_due_scores(self, db: Connection) -> bool:
        """Whether to lease at all, which takes the write lock."""
        return queue.is_any_due(db, now(), busy_platforms=self._unavailable_platforms())

    def _start_delivery(self) -> bool:
        with self._db.transaction() as db:
            scores = self._delivery_turns.next(
                self._unavailable_platforms(), lambda excluded: queue.lease_due(db, busy_platforms=excluded)
            )
        if scores:
            self._delivery_turns.note(scores[0].platform_id)
            self._submit(scores[0].platform_id, lambda: self._sender.send_all(scores))
        return bool(scores)

    def _start_roster(self, db: Connection) -> bool:
        classes = self._roster_turns.next(
            self._unavailable_platforms(),
            lambda excluded: roster_refresh.due_classes(db, excluded_platforms=excluded, limit=1),
        )
        for row in classes:
            self._roster_turns.note(row["platform_id"])
            self._submit(row["platform_id"], partial(self._refresh_class, row))
        return bool(classes)

    def _refresh_class(self, row: RowMapping) -> None:
        roster_refresh.refresh_roster(self._db, self._client, row)
        shown_grades.compare_class(self._db, self._client, row)

    def _start_low_priority(self) -> bool:
        """Rare work is polled every LOW_PRIORITY_INTERVAL only."""
        if now() - self._low_priority_polled_at < LOW_PRIORITY_INTERVAL:
            return False
        self._low_priority_polled_at = now()
        return self._start_check() or self._start_notices()

    def _start_notices(self) -> bool:
        with self._db.reading() as db:
            deployment = notice_subscriptions.due_subscription(db, excluded_platforms=self._unavailable_platforms())
        if deployment is not None:
            subscribe = partial(notice_subscriptions.subscribe, self._db, self._client, self._origin, deployment)
            self._submit(deployment["platform_id"], subscribe)
        return deployment is not None

    def _start_check(self) -> bool:
        """Start a connection check that an administrator requested, for paused platforms too."""
        with self._db.reading() as db:
            requested = [
                platform
                for platform in connection_check.requested_checks(db)
                if platform.platform_id not in self._tasks.platforms
            ]
        for platform in requested[:1]:
            check = partial(connection_check.run_check, self._db, platform, self._doctor.in_every_language)
            self._submit(platform.platform_id, check)
        return bool(requested)

    def _submit(self, platform_id: str, work: Callable[[], None]) -> None:
        self._tasks.submit(platform_id, partial(guarded, work))
