"""Platforms ring a pupil's phone for every score: at the end of a lesson, or after quiet minutes, twice at most."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import pytest

from careered.clock import now
from careered.packs.store import PackStore
from careered.progress.outbox import deliveries
from careered.progress.outbox.quiet import AT_ONCE, QUIET, due_at
from careered.roster.scope import PupilScope, load_class_scope
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario
from tests.journeys.test_at_the_same_moment import until_the_source_step
from tests.journeys.test_scores_that_wait import gradebook_page

NINE_STEADILY = [3.0 * number for number in range(9)]  # minutes of the lesson at which a requirement is reached
Minutes = Sequence[float]


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many requirements the pupil has reached, set by the test."""
    count = [0]
    monkeypatch.setattr(deliveries, "score_of", lambda *_: (count[0], 9))
    return count


def _scope(scenario: Scenario, person: str) -> PupilScope:
    (row,) = scenario.class_rows()
    kinds = scenario.school.tool.state.careered.singletons[PackStore]
    with scenario.school.database.reading() as db:
        scope = load_class_scope(db, kinds, row["organisation_id"], row["id"])
    assert scope
    return scope.pupil(scenario.person_id(person))


def _reaches(scenario: Scenario, scope: PupilScope, wait: timedelta) -> None:
    with scenario.school.database.transaction() as db:
        deliveries.schedule_scores(db, scope, wait=wait)


def _work_until(scenario: Scenario, minute: float, began: float) -> None:
    """The worker works every half minute until a minute of the lesson."""
    while now().timestamp() < began + minute * 60:
        scenario.run_worker()
        scenario.advance(seconds=30)


def _reaches_one_by_one(
    scenario: Scenario, reached: list[int], minutes: Minutes, length: float
) -> tuple[str, PupilScope]:
    """A pupil reaches another requirement in each of these minutes of a lesson, which then goes on to its end."""
    person = scenario.people(FINLAND)[0]
    scenario.opens(person, WHOLE_PROGRAMME[FINLAND])
    scope, began = _scope(scenario, person), now().timestamp()
    for minute in minutes:
        _work_until(scenario, minute, began)
        reached[0] += 1
        _reaches(scenario, scope, QUIET)
    _work_until(scenario, length, began)
    return person, scope


@pytest.mark.parametrize(
    ("minutes", "sent_in_lesson"),
    [
        (NINE_STEADILY, 0),
        ([0, 1, 2, 3, 14, 15, 16, 17, 18], 1),
        ([0, 0.5, 1, 1.5, 2, 3, 3.5, 4, 24], 1),
        ([0] * 9, 1),
        ([15, 16, 17, 18, 19, 20, 21, 22, 23], 0),
        ([9.5, 19, 20, 21, 22, 23, 24, 24.5, 25], 0),
        ([0, 11, 12, 13, 14, 15, 16, 17, 18], 1),
        ([0, 1, 11.5, 12, 13, 23, 24, 24.5, 25], 1),
        ([0, 10.5, 11, 11.5, 12, 12.5, 13, 14, 24.5], 1),
    ],
)
def test_nine_requirements_in_a_lesson_of_twenty_five_minutes(
    scenario: Scenario, reached: list[int], minutes: Minutes, sent_in_lesson: int
) -> None:
    person, scope = _reaches_one_by_one(scenario, reached, minutes, 25)
    assert scenario.request_count("score") == sent_in_lesson
    _reaches(scenario, scope, AT_ONCE)
    assert scenario.run_worker() == 0
    cell = scenario.gradebook_cell(person, WHOLE_PROGRAMME[FINLAND])
    assert cell
    assert cell.score == 100
    assert scenario.request_count("score") <= 2


@pytest.mark.parametrize(
    ("length", "minutes"),
    [
        (40, [0, 11]),
        (45, [0, 10.5, 11, 41]),
        (60, [0, 11, 22, 33, 44, 55]),
        (90, [0, 15, 30, 45, 60, 75, 80, 85, 89]),
    ],
)
def test_a_long_lesson_with_pauses_sends_two_scores_at_most(
    scenario: Scenario, reached: list[int], length: float, minutes: Minutes
) -> None:
    person, scope = _reaches_one_by_one(scenario, reached, minutes, length)
    reached[0] = 9
    _reaches(scenario, scope, AT_ONCE)
    assert scenario.run_worker() == 0
    cell = scenario.gradebook_cell(person, WHOLE_PROGRAMME[FINLAND])
    assert (cell and cell.score, scenario.request_count("score")) == (100, 2)


@pytest.mark.parametrize("seconds", [0.1, 1, 30])
def test_an_answer_while_the_score_is_being_sent_makes_no_second_one_in_ten_minutes(seconds: float) -> None:
    moment = now()
    being_sent = {
        "next_attempt_at": moment - timedelta(seconds=seconds),
        "leased_until": moment + timedelta(seconds=90),
        "delivered_at": None,
    }
    assert due_at(being_sent, moment, QUIET) == moment + timedelta(hours=2)
    assert due_at(being_sent, moment, AT_ONCE) == moment


def test_the_end_of_a_lesson_is_sent_at_once(scenario: Scenario) -> None:
    person = scenario.people(FINLAND)[0]
    scenario.finishes(person, FINLAND)
    assert scenario.run_worker() == 0
    assert scenario.gradebook_points(person, FINLAND)[0] == 1


def _until_one_is_reached(scenario: Scenario, person: str) -> None:
    pupil, _ = scenario.opens(person, WHOLE_PROGRAMME[FINLAND])
    for lesson in ("fi-4", "fi-3"):
        until_the_source_step(scenario, pupil, lesson)()


def test_what_is_reached_in_the_middle_of_a_lesson_goes_after_ten_minutes_and_the_teacher_reads_so(
    scenario: Scenario,
) -> None:
    person = scenario.people(FINLAND)[0]
    _until_one_is_reached(scenario, person)
    assert scenario.run_worker() == 1
    assert "viimeistään kahden tunnin päästä" in gradebook_page(scenario)[1].main_text
    scenario.advance(minutes=9, seconds=59)
    assert (scenario.run_worker(), scenario.request_count("score")) == (1, 0)
    scenario.advance(seconds=1)
    assert (scenario.run_worker(), scenario.request_count("score")) == (0, 1)
    assert "viimeistään kahden tunnin päästä" not in gradebook_page(scenario)[1].main_text


def test_a_worker_that_drains_sends_what_waits_for_more_answers(scenario: Scenario) -> None:
    person = scenario.people(FINLAND)[0]
    _until_one_is_reached(scenario, person)
    assert scenario.worker.drain() == 0
    assert scenario.gradebook_points(person, FINLAND)[0] == 1


def test_a_next_lessons_answer_does_not_delay_what_the_last_lessons_end_has_sent(
    scenario: Scenario, reached: list[int]
) -> None:
    person = scenario.people(FINLAND)[0]
    scenario.opens(person, WHOLE_PROGRAMME[FINLAND])
    go = partial(_reaches, scenario, _scope(scenario, person))
    for wait in (AT_ONCE, QUIET):
        reached[0] += 1
        go(wait)
    assert scenario.run_worker() == 0
    assert scenario.request_count("score") == 1


def test_a_pupil_who_pauses_for_long_and_never_ends_the_lesson_has_it_all_in_the_gradebook_two_hours_later(
    scenario: Scenario, reached: list[int]
) -> None:
    person = scenario.people(FINLAND)[0]
    scenario.opens(person, WHOLE_PROGRAMME[FINLAND])
    go, began = partial(_reaches, scenario, _scope(scenario, person), QUIET), now().timestamp()
    for minute in (0, 15):
        _work_until(scenario, minute, began)
        reached[0] += 1
        go()
    _work_until(scenario, 25.5, began)
    assert scenario.request_count("score") == 1
    assert "viimeistään kahden tunnin päästä" in gradebook_page(scenario)[1].main_text
    scenario.advance(minutes=103)
    assert (scenario.run_worker(), scenario.request_count("score")) == (1, 1)
    _work_until(scenario, 132, began)
    assert (scenario.run_worker(), scenario.request_count("score")) == (0, 2)
