"""`python -m bench.dead_platform`: 5,000 scores wait for a platform that answers nothing. How long does another's wait?

The worker as it runs beside the server. "dead" accepts each request and never answers, until the worker gives up;
"well" answers at once. Several times a score for "well" falls due; the wait is from then until "well" has it. What must
hold is ten seconds; that "dead" has no more than its turn is counted in tests/grade_sync/test_taking_turns.py.
"""

import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import httpx2
import typer
from sqlalchemy import update

from careered.clock import now
from careered.db.engine import Database
from careered.lti import tool_key_store
from careered.lti.client import TIMEOUT_SECONDS
from careered.progress.tables import ScoreDelivery
from careered.settings import Settings
from careered.worker import Worker
from tests.grade_sync.test_queue import SchoolDatabase
from tests.grade_sync.test_taking_turns import SETTINGS, one_score, thousands_more
from tests.support.databases import fresh_as_shipped

_deliveries = ScoreDelivery.__table__
PAUSE_SECONDS = 3.0  # between two scores for "well"; "dead" is being asked meanwhile


class Platforms(httpx2.BaseTransport):
    """ "dead" and "well"."""

    def __init__(self) -> None:
        self.arrived, self.closed = threading.Event(), threading.Event()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.host.startswith("dead"):
            self.closed.wait(TIMEOUT_SECONDS)
            raise httpx2.ReadTimeout("no answer", request=request)
        if request.url.path.endswith("/scores"):
            self.arrived.set()
        return httpx2.Response(200, json={"access_token": "t", "token_type": "bearer", "expires_in": 3600})


def bench(scores: Annotated[int, typer.Option(help="For the platform that is well.", min=1)] = 10) -> None:
    """Seconds of wall clock, on each database."""
    for kind in ("sqlite", "postgresql"):
        with TemporaryDirectory(prefix="careered-bench-") as folder, fresh_as_shipped(kind, Path(folder)) as url:
            database = Database(Settings(base_url="https://x.test", database_url=url).sqlalchemy_url)
            waits = sorted(delays(database, scores))
            database.engine.dispose()
        typer.echo(f"{kind}: median {waits[len(waits) // 2]:.2f} s, worst {waits[-1]:.2f} s of {scores}")


def delays(database: Database, scores: int) -> list[float]:
    """The waits of some scores for "well" while the worker is busy with "dead"."""
    school, platforms, stop = SchoolDatabase(database), Platforms(), threading.Event()
    thousands_more(school, one_score(school, "dead", "8b"))
    one_score(school, "well", "8c", next_attempt_at=None)
    with database.transaction() as db:
        tool_key_store.ensure_key(db, SETTINGS)
        db.exec_driver_sql("ANALYZE")  # as PostgreSQL does by itself within a minute
    worker = Worker(SETTINGS, database, httpx2.Client(transport=platforms))
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    waits = [wait_of_one(database, platforms) for _ in range(scores)]
    platforms.closed.set()
    stop.set()
    thread.join()
    return waits


def wait_of_one(database: Database, platforms: Platforms) -> float:
    """A score for "well" falls due; seconds until it is there."""
    time.sleep(PAUSE_SECONDS)
    platforms.arrived.clear()
    of_well = update(_deliveries).where(_deliveries.c.line_item_id == "column-well")
    with database.transaction() as db:
        db.execute(
            of_well.values(next_attempt_at=now(), state="waiting", desired_score=_deliveries.c.desired_score + 1)
        )
    begun = time.monotonic()
    assert platforms.arrived.wait(300)
    return time.monotonic() - begun


if __name__ == "__main__":
    typer.run(bench)
