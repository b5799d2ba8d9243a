"""The pages about many classes: an administrator's and a school leader's, opened by sessions put into the store."""

from collections.abc import Awaitable, Mapping

import psycopg
from sqlalchemy import Connection, insert

from bench.browser import Answer
from bench.browser import Connection as Line
from bench.exchanges import Asks, Exchange
from bench.nation.first_school import PLATFORM, SCHOOL
from bench.sessions import opened
from careered.clock import now
from careered.db.engine import Database
from careered.roster.tables import SchoolLeader
from careered.statistics.class_counts import keep_stale_counts
from careered.web.permissions import Role
from careered.web.session_cookies import COOKIE

TELLS_AGAIN = (
    "INSERT INTO stale_class SELECT organisation_id, id, 'bench' FROM school_class WHERE school_id = 's0' LIMIT 1"
)
COUNTS_IT = "UPDATE class_counts SET counted_at = now() WHERE class_id IN (SELECT class_id FROM stale_class)"
FORGETS = "DELETE FROM stale_class"


class Overviews:
    """The exchanges of an administrator and of a leader with one server. url: of its database, for libpq."""

    def __init__(self, db: Connection, url: str, organisation_id: str) -> None:
        self._db, self._url, self._organisation_id = db, url, organisation_id
        self._admin = self._visits(Role.ADMIN, "admin")
        leader = {"person_id": "leader", "school_id": SCHOOL, "approved": True, "requested_at": now()}
        db.execute(insert(SchoolLeader.__table__).values(organisation_id=organisation_id, **leader))
        self._leader = self._visits(Role.LEADER, "leader")

    def exchanges(self) -> Mapping[str, Exchange]:
        """By name. Of a class that changed, a worker has counted the pupils again."""
        return {
            "school leader's page": self._page(self._leader, "/school", 0.05),
            "town overview": self._page(self._admin, "/admin", 0.05),
            "national figures": self._page(
                self._admin, "/admin/statistics", 0.1, prepare=self._all_is_counted, once=True
            ),
            "national figures, a class changed": self._page(
                self._admin, "/admin/statistics", 0.05, prepare=self._a_class_changes
            ),
        }

    def _page(
        self, token: str, path: str, share: float, prepare: Asks | None = None, *, once: bool = False
    ) -> Exchange:
        def ask(line: Line) -> Awaitable[Answer]:
            return line.get(path, {COOKIE: token})

        return Exchange(ask, word="<html", share=share, prepare=prepare, once=once)

    async def _all_is_counted(self, line: Line) -> Answer:
        """As the worker does every two seconds; then the page is drawn once."""
        database = Database(self._url.replace("postgresql://", "postgresql+psycopg://"))
        with database.transaction() as db:
            while keep_stale_counts(db):
                pass
        database.engine.dispose()
        return await line.get("/admin/statistics", {COOKIE: self._admin})

    async def _a_class_changes(self, line: Line) -> Answer:
        with psycopg.connect(self._url, autocommit=True) as db:
            for statement in (TELLS_AGAIN, COUNTS_IT, FORGETS):
                db.execute(statement)
        return await line.get("/healthz", {})

    def _visits(self, role: Role, person_id: str) -> str:
        return opened(self._db, (self._organisation_id, PLATFORM), person_id, role).token
