"""Platforms take turns: one with thousands of scores that all fail goes before nobody twice. Counted, not timed."""

import threading
from concurrent.futures import wait
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx2
import pytest
import time_machine
from sqlalchemy import insert, select, update

from careered.clock import now
from careered.lti import tool_key_store
from careered.lti.tables import ContextService, Platform
from careered.progress.tables import LineItem, ScoreDelivery
from careered.roster.tables import Enrolment, Person, SchoolClass
from careered.settings import Settings
from careered.worker import Worker
from tests.grade_sync.test_queue import SchoolDatabase, clock, school_database

assert clock
assert school_database
_deliveries = ScoreDelivery.__table__
WAITING = 5_000
SETTINGS = Settings(base_url="https://careered.test", secret_key="for tests only: forty characters or more")


@dataclass
class Platforms(httpx2.BaseTransport):
    """ "dead" answers nothing, "well" everything. hangs: "dead" takes until "well" has had its score."""

    hangs: bool = False
    requests: list[str] = field(default_factory=list)
    well_has_its_score: threading.Event = field(default_factory=threading.Event)
    waited_in_vain: bool = False

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        host = request.url.host.partition(".")[0]
        self.requests.append(host)
        if host == "dead":
            if self.hangs and not self.well_has_its_score.wait(60):
                self.waited_in_vain = True
            raise httpx2.ConnectError("refused", request=request)
        if request.url.path.endswith("/scores"):
            self.well_has_its_score.set()
        return httpx2.Response(200, json={"access_token": "t", "token_type": "bearer", "expires_in": 3600})

    def count(self, host: str) -> int:
        """Requests to a platform so far."""
        return self.requests.count(host)


def register(school_database: SchoolDatabase, name: str) -> None:
    """A platform in use."""
    urls = {kind: f"https://{name}.test/{kind}" for kind in ("auth_url", "token_url", "jwks_url")}
    row: dict[str, Any] = {
        "organisation_id": "town",
        "id": name,
        "name": name,
        "issuer": name,
        "client_id": name,
        "country": "fi",
    }
    row |= {"family": "moodle", "status": "active", "scopes": [], "hosts": [f"{name}.test"], "created_at": now()}
    with school_database.database.transaction() as db:
        db.execute(insert(Platform.__table__), [{**row, **urls}])


def one_score(school_database: SchoolDatabase, name: str, context: str, **changes: Any) -> str:
    """A pupil whose score waits; the class's id."""
    register(school_database, name)
    member = school_database.pupil("aino", context, platform=name)
    school_database.line_item(member.class_id, f"column-{name}")
    with school_database.database.transaction() as db:
        columns = LineItem.__table__
        url = f"https://{name}.test/columns/1"
        db.execute(update(columns).where(columns.c.id == f"column-{name}").values(line_item_url=url))
    school_database.add_delivery(member, line_item_id=f"column-{name}", **changes)
    return member.class_id


def thousands_more(school_database: SchoolDatabase, class_id: str) -> None:
    """As many pupils of "dead", each with a score that has waited for longer than any other."""
    people = [f"pupil-{number}" for number in range(WAITING)]
    key = {"organisation_id": "town", "class_id": class_id}
    person: dict[str, Any] = {
        "organisation_id": "town",
        "platform_id": "dead",
        "deployment_id": "1",
        "name": "",
        "created_at": now(),
    }
    enrolled: dict[str, Any] = {
        **key,
        "role": "pupil",
        "role_source": "launch",
        "status": "active",
        "updated_at": now(),
    }
    score: dict[str, Any] = {
        **key,
        "line_item_id": "column-dead",
        "desired_score": 1,
        "score_maximum": 9,
        "state": "waiting",
    }
    score |= {"desired_at": now(), "next_attempt_at": now() - timedelta(hours=1)}
    with school_database.database.transaction() as db:
        db.execute(insert(Person.__table__), [{**person, "id": one, "sub": one} for one in people])
        db.execute(insert(Enrolment.__table__), [{**enrolled, "person_id": one} for one in people])
        db.execute(insert(_deliveries), [{**score, "person_id": one} for one in people])


@pytest.fixture
def crowd(school_database: SchoolDatabase, clock: time_machine.Traveller) -> SchoolDatabase:
    """5,001 scores for "dead"; one for "well", which failed before and so stands behind all of them."""
    thousands_more(school_database, one_score(school_database, "dead", "8b"))
    one_score(school_database, "well", "8c", attempts=1)
    with school_database.database.transaction() as db:
        tool_key_store.ensure_key(db, SETTINGS)
    return school_database


def rounds_until_delivered(worker: Worker, platforms: Platforms) -> int:
    """How often the worker must look for work until "well" has its score."""
    for number in range(1, 400):
        assert worker.start_work()
        if not platforms.hangs or number > 1:
            wait(worker.running())
        if platforms.well_has_its_score.is_set():
            return number
    raise AssertionError(platforms.count("dead"))


@pytest.mark.parametrize("hangs", [False, True], ids=["refuses at once", "hangs"])
def test_five_thousand_scores_for_a_dead_platform_let_another_ones_pass(crowd: SchoolDatabase, hangs: bool) -> None:
    platforms = Platforms(hangs)
    worker = Worker(SETTINGS, crowd.database, httpx2.Client(transport=platforms))
    assert rounds_until_delivered(worker, platforms) <= 2
    assert platforms.count("dead") <= 2
    assert not platforms.waited_in_vain
    assert crowd.undelivered() == WAITING + 1


def lists_due(crowd: SchoolDatabase, **courses: int) -> None:
    """So many courses of a platform whose list of members is to be fetched."""
    for name, id_of in [(name, f"{name}-{number}") for name, many in courses.items() for number in range(many)]:
        place = {"organisation_id": "town", "platform_id": name, "deployment_id": "1"}
        row: dict[str, Any] = {**place, "id": id_of, "context_id": id_of, "platform_name": name, "title": ""}
        row |= {"pack_id": "valley-7-9", "created_at": now()}
        row |= {"roster_due_at": now() - timedelta(hours=1 if name == "dead" else 0)}
        service: dict[str, Any] = {**place, "class_id": id_of, "roster_url": f"https://{name}.test/members"}
        service |= {"scopes": [], "line_items_url": "", "updated_at": now()}
        with crowd.database.transaction() as db:
            db.execute(insert(SchoolClass.__table__), [row])
            db.execute(insert(ContextService.__table__), [service])


def test_hundreds_of_lists_of_a_dead_platform_hold_up_neither_scores_nor_another_ones_list(
    crowd: SchoolDatabase,
) -> None:
    lists_due(crowd, dead=300, well=1)
    platforms = Platforms()
    worker = Worker(SETTINGS, crowd.database, httpx2.Client(transport=platforms))
    assert rounds_until_delivered(worker, platforms) <= 3
    for _ in range(3):
        worker.start_work()
        wait(worker.running())
    with crowd.database.reading() as db:
        (well,) = [row for row in db.execute(SchoolClass.__table__.select()).mappings() if row["id"] == "well-0"]
    assert well["roster_state"] != "unknown" or well["roster_error"]
    assert platforms.count("dead") < 20


def test_nothing_is_leased_for_a_thread_that_is_not_free(
    crowd: SchoolDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list of "dead" takes the last thread in the round in which a score for "well" is due."""
    monkeypatch.setattr("careered.jobs.platform_tasks.MAX_PLATFORMS_AT_ONCE", 1)
    lists_due(crowd, dead=1)
    platforms = Platforms(hangs=True)
    worker = Worker(SETTINGS, crowd.database, httpx2.Client(transport=platforms))
    assert worker.start_work()
    assert len(worker.running()) == 1
    with crowd.database.reading() as db:
        assert [row for row in db.execute(select(_deliveries.c.leased_until)).scalars() if row] == []
    platforms.well_has_its_score.set()  # "dead" stops hanging
    wait(worker.running())


def test_a_score_behind_hundreds_that_go_nowhere_is_found(school_database: SchoolDatabase) -> None:
    """Those of somebody who has left stay due; more of them than the head of the queue has."""
    thousands_more(school_database, one_score(school_database, "dead", "8b"))
    one_score(school_database, "well", "8c")
    left = {"status": "left", "listed_at": now(), "role": "pupil"}
    with school_database.database.transaction() as db:
        db.execute(update(Enrolment.__table__).where(Enrolment.__table__.c.person_id.like("pupil-%")).values(**left))
    found = [school_database.lease(), school_database.lease()]
    assert sorted(score.platform_id for scores in found for score in scores) == ["dead", "well"]


def test_a_turn_takes_as_many_scores_of_one_platform_as_a_turn_has(school_database: SchoolDatabase) -> None:
    """In a nation the scores of many platforms lie one behind the other."""
    class_id = one_score(school_database, "dead", "8b")
    one_score(school_database, "well", "8c", next_attempt_at=now() - timedelta(minutes=59))
    thousands_more(school_database, class_id)
    with school_database.database.transaction() as db:
        every_second = _deliveries.c.person_id.like("pupil-%2")
        db.execute(update(_deliveries).where(every_second).values(next_attempt_at=now() - timedelta(minutes=58)))
    taken = school_database.lease(limit=20)
    assert [score.platform_id for score in taken] == ["dead"] * 20
