"""Several workers, a slow platform, pupils who finish together: never two columns for one thing."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import select, update

from careered.clock import now
from careered.grade_sync.queue import LEASE_DURATION
from careered.progress.tables import LineItem, ScoreDelivery
from careered.worker import Worker
from tests.journeys.scenario import FINLAND, Scenario
from tests.journeys.test_scores_that_wait import line_items

CREATION = r"POST [^?]*/lineitems(\?|$)"
_line_items, _deliveries = LineItem.__table__, ScoreDelivery.__table__


class Interrupted(httpx2.BaseTransport):
    """The network, where something happens once while an answer that matches is on its way."""

    def __init__(self, scenario: Scenario, pattern: str, happens: Callable[[], object]) -> None:
        self._network, self._pattern, self._happens = scenario.network, pattern, [happens]

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Pass a request on; before its answer comes back, let it happen."""
        response = self._network.handle_request(request)
        if self._happens and re.search(self._pattern, f"{request.method} {request.url}"):
            self._happens.pop()()
        return response


def _another_worker(scenario: Scenario, transport: httpx2.BaseTransport) -> Worker:
    return Worker(scenario.school.settings, scenario.school.database, httpx2.Client(transport=transport))


def _lease_of_column(scenario: Scenario, **values: Any) -> None:
    with scenario.school.database.transaction() as db:
        db.execute(update(_line_items).values(**values))


@pytest.mark.parametrize("moment", [r"GET .*/lineitems", CREATION])
def test_two_workers_whose_pupils_finish_together_make_one_column(scenario: Scenario, moment: str) -> None:
    scenario.platform.remove_line_item("1")
    first, *others = scenario.people(FINLAND)[:4]
    scenario.finishes(first, FINLAND)

    def others_finish() -> None:
        for person in others:
            scenario.finishes(person, FINLAND)
        scenario.run_worker()

    _another_worker(scenario, Interrupted(scenario, moment, others_finish)).run_once()
    assert scenario.run_worker_until_idle(timedelta(minutes=1)) == 0
    (column,) = line_items(scenario)
    assert set(scenario.platform.gradebook[column.id]) == {first, *others}
    assert scenario.network.calls(CREATION) == 1


def test_waiting_for_another_worker_is_no_failed_attempt(scenario: Scenario) -> None:
    scenario.platform.remove_line_item("1")
    scenario.finishes(scenario.people(FINLAND)[0], FINLAND)
    _lease_of_column(scenario, leased_until=now() + LEASE_DURATION)
    assert scenario.run_worker() == 1
    with scenario.school.database.reading() as db:
        delivery = db.execute(select(_deliveries)).mappings().one()
    assert (delivery["attempts"], delivery["state"], delivery["leased_until"]) == (0, "waiting", None)


def test_the_lease_of_a_worker_that_was_killed_is_taken_over_when_it_ends(scenario: Scenario) -> None:
    scenario.platform.remove_line_item("1")
    scenario.finishes(scenario.people(FINLAND)[0], FINLAND)
    _lease_of_column(scenario, leased_until=now() + LEASE_DURATION)
    for _ in range(9):
        assert scenario.run_worker() == 1
        scenario.advance(seconds=10)
    assert scenario.network.calls("lineitems") == 0
    scenario.advance(seconds=1)
    assert scenario.run_worker() == 0
    assert len(line_items(scenario)) == 1


def test_a_platform_that_makes_the_column_after_we_hung_up_is_not_asked_for_a_second(scenario: Scenario) -> None:
    scenario.platform.remove_line_item("1")
    person = scenario.people(FINLAND)[0]
    scenario.finishes(person, FINLAND)

    def hang_up() -> None:
        column = line_items(scenario)[0]
        unfinished.append(scenario.platform.line_items.pop(column.id))
        raise httpx2.ReadTimeout("too slow")

    unfinished: list[Any] = []
    worker = _another_worker(scenario, Interrupted(scenario, CREATION, hang_up))
    worker.run_once()
    for _ in range(6):
        scenario.advance(seconds=10)
        worker.run_once()
    scenario.platform.line_items[unfinished[0].id] = unfinished[0]
    assert scenario.run_worker_until_idle() == 0
    assert [column.id for column in line_items(scenario)] == [unfinished[0].id]
    assert scenario.network.calls(CREATION) == 1


def test_a_list_that_fails_gives_the_lease_back_at_once(scenario: Scenario) -> None:
    scenario.platform.remove_line_item("1")
    scenario.finishes(scenario.people(FINLAND)[0], FINLAND)
    scenario.network.respond_with("GET .*/lineitems", httpx2.Response(503))
    assert scenario.run_worker() == 1
    scenario.advance(seconds=6)
    assert scenario.run_worker() == 0
