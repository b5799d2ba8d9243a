"""The worker: delivers marks, fetches rosters, tidies up. A loop with leases, so that any number may run.

In the server's process on SQLite, a process of its own on PostgreSQL: the same code. One platform that hangs holds
up nobody else: while a platform is being served its other wishes wait, and those of other platforms go on.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta

import httpx2

from careered.admin import check, keeping
from careered.admin.doctor.diagnose import Doctor
from careered.clock import now
from careered.db.engine import Database
from careered.db.faults import StorageFault
from careered.gradebook import queue
from careered.gradebook.deliver import Delivery
from careered.guidance import nameless
from careered.lti import keyring, notices, rosters
from careered.lti.client import ServiceClient
from careered.lti.deeplink import arrive as deep_links
from careered.lti.launch import forget_nonces
from careered.settings import Settings
from careered.web import one_time
from careered.web.logs import log, where
from careered.web.sessions import remove_expired

PAUSE_SECONDS = 0.5
TIDY_EVERY = timedelta(minutes=10)
KEEP_EVERY = timedelta(hours=1)
PLATFORMS_AT_ONCE = 8
SELDOM = timedelta(seconds=2)


class Worker:
    """One loop. `run` until stopped, `drain` until nothing is due, `turn` once (for tests)."""

    def __init__(self, settings: Settings, database: Database, http: httpx2.Client | None = None) -> None:
        self._db = database
        line, signer = http or httpx2.Client(timeout=10), keyring.Signer(settings, database)
        self._client = ServiceClient(line, signer, now)
        self._doctor = Doctor(database, line, signer, settings.origin)
        self._delivery = Delivery(database, self._client)
        self._pool = ThreadPoolExecutor(PLATFORMS_AT_ONCE, thread_name_prefix="careered-platform")
        self._busy: dict[str, Future[None]] = {}
        self._tidied, self._kept = now(), now() - KEEP_EVERY
        self._looked = now() - SELDOM
        self._origin = settings.origin

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop; a fault of the database or of one platform never ends the loop."""
        while not stop.is_set():
            if not self._safely(self.start_work):
                stop.wait(PAUSE_SECONDS)
            self._safely(self._tidy)
            self._safely(self._keep_to_rules)
        self._pool.shutdown(wait=True)

    def drain(self, *, patience: timedelta = timedelta(seconds=10), until: timedelta = timedelta(minutes=30)) -> int:
        """Work until nothing falls due within `patience`; how many marks are still not in their platform."""
        end, stop = now() + until, threading.Event()
        while now() < end and (self._unfinished(patience) or self._busy):
            if not self.start_work():
                stop.wait(0.05)
        with self._db.read() as db:
            return queue.undelivered(db)

    def turn(self) -> int:
        """Do all that is due at this moment and wait for it; how many marks are still not in their platform."""
        while self.start_work():
            wait(self.busy())
        with self._db.read() as db:
            return queue.undelivered(db)

    def _unfinished(self, patience: timedelta) -> bool:
        with self._db.read() as db:
            paused = self._delivery.paused(now() + patience)
            return bool(queue.waiting(db, now() + patience, busy=paused) or rosters.due_classes(db, busy=paused))

    def start_work(self) -> bool:
        """Hand due work of idle platforms to the pool; whether there was any."""
        self._busy = {platform: work for platform, work in self._busy.items() if not work.done()}
        return self._start_roster() or self._start_delivery() or self._start_seldom()

    def busy(self) -> list[Future[None]]:
        """What is going on at this moment."""
        return list(self._busy.values())

    def _not_now(self) -> set[str]:
        """The platforms that are being served at this moment, and those that are to be left alone for a while."""
        return self._busy.keys() | self._delivery.paused(now())

    def _start_delivery(self) -> bool:
        busy = self._not_now()
        with self._db.read() as db:
            if not queue.waiting(db, now(), busy=busy):
                return False
        with self._db.write() as db:
            wishes = queue.take(db, busy=busy)
        if wishes:
            self._start(wishes[0].platform_id, lambda: self._delivery.send_all(wishes))
        return bool(wishes)

    def _start_roster(self) -> bool:
        with self._db.read() as db:
            wanted = rosters.due_classes(db, busy=self._not_now(), limit=1)
        for row in wanted:
            self._start(row["platform_id"], lambda: rosters.fetch(self._db, self._client, row))  # noqa: B023
        return bool(wanted)

    def _start_seldom(self) -> bool:
        """What is asked for seldom is looked for seldom: every two seconds."""
        if now() - self._looked < SELDOM:
            return False
        self._looked = now()
        return self._start_check() or self._start_notices()

    def _start_notices(self) -> bool:
        with self._db.read() as db:
            places = [one for one in notices.due(db) if one["platform_id"] not in self._not_now()]
        for place in places[:1]:
            self._start(place["platform_id"], lambda: notices.ask(self._db, self._client, self._origin, place))  # noqa: B023
        return bool(places)

    def _start_check(self) -> bool:
        """An administrator wants to know whether a connection works; even one that is left alone for a while."""
        with self._db.read() as db:
            found = [one for one in check.wanted(db) if one[0].platform_id not in self._busy]
        for platform, lang in found[:1]:
            self._start(platform.platform_id, lambda: check.run(self._db, platform, lang, self._doctor))  # noqa: B023
        return bool(found)

    def _start(self, platform_id: str, work: Callable[[], None]) -> None:
        self._busy[platform_id] = self._pool.submit(self._safely, work)  # type: ignore[arg-type]

    def _safely(self, work: Callable[[], object]) -> object:
        try:
            return work()
        except StorageFault as fault:
            log.warning("worker_storage", reason=fault.code, **where(fault))
        except Exception as fault:
            log.error("worker_fault", **where(fault))
        return None

    def _tidy(self) -> None:
        if now() - self._tidied < TIDY_EVERY:
            return
        self._tidied = now()
        with self._db.write() as db:
            forget_nonces(db)
            remove_expired(db)
            deep_links.forget_old(db)
            one_time.remove_old(db)
            keyring.forget_old(db)
            nameless.remove_old(db)

    def _keep_to_rules(self) -> None:
        if now() - self._kept >= KEEP_EVERY:
            self._kept = now()
            keeping.keep_to_rules(self._db)
