"""A lower score than the platform has waits: only staff of the class lower a gradebook."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, update

from careered.clock import now
from careered.db.engine import Database
from careered.grade_sync import outcome
from careered.lessons.kinds import registry
from careered.packs.store import PackStore
from careered.progress.outbox import held
from careered.progress.outbox.deliveries import schedule_scores
from careered.progress.outbox.labels import delivery_state
from careered.progress.tables import ScoreDelivery
from careered.roster import year_rollover
from careered.roster.enrol import EnrolmentResult
from careered.roster.members import list_pupils
from careered.roster.scope import load_class_scope
from tests.grade_sync.test_queue import SchoolDatabase
from tests.journeys.scenario import CONTEXT, FINLAND, FIRST_LESSON, MONDAY, WHOLE_PROGRAMME, Scenario, open_scenario

_deliveries = ScoreDelivery.__table__


@pytest.fixture
def school_database(database_url: str) -> Iterator[SchoolDatabase]:
    database = Database(database_url.replace("postgresql://", "postgresql+psycopg://"))
    with time_machine.travel(MONDAY, tick=False):
        yield SchoolDatabase(database)
    database.engine.dispose()


@pytest.fixture
def aino(school_database: SchoolDatabase) -> EnrolmentResult:
    member = school_database.pupil("aino")
    school_database.line_item(member.class_id)
    return member


def delivered(score: int, maximum: int) -> dict[str, Any]:
    return {"delivered_score": score, "delivered_maximum": maximum, "delivered_at": now()}


@pytest.mark.parametrize(
    ("before", "desired", "is_sent"),
    [
        ((4, 5), (4, 9), False),
        ((4, 5), (7, 9), False),
        ((4, 5), (3, 5), False),
        ((1, 1), (0, 1), False),
        ((5, 5), (8, 9), False),
        ((4, 5), (8, 10), True),
        ((4, 5), (5, 5), True),
        ((3, 9), (3, 8), True),
        ((0, 5), (0, 9), True),
    ],
)
def test_only_a_share_that_is_not_lower_leaves_by_itself(
    school_database: SchoolDatabase,
    aino: EnrolmentResult,
    before: tuple[int, int],
    desired: tuple[int, int],
    is_sent: bool,
) -> None:
    school_database.add_delivery(aino, desired_score=desired[0], score_maximum=desired[1], **delivered(*before))
    assert delivery_state(school_database.row()) == ("waiting" if is_sent else "held")
    assert bool(school_database.lease()) is is_sent


def test_a_first_score_is_sent_whatever_it_is(school_database: SchoolDatabase, aino: EnrolmentResult) -> None:
    school_database.add_delivery(aino, desired_score=0)
    assert len(school_database.lease()) == 1


def test_what_was_lowered_while_the_higher_score_was_on_its_way_is_held_too(
    school_database: SchoolDatabase, aino: EnrolmentResult
) -> None:
    school_database.add_delivery(aino, desired_score=4, score_maximum=5)
    (pending,) = school_database.lease()
    with school_database.database.transaction() as db:
        db.execute(update(_deliveries).values(score_maximum=9))
    school_database.record_outcome(pending, outcome.delivered())
    assert school_database.lease() == []
    assert delivery_state(school_database.row()) == "held"


def test_the_teacher_of_one_class_lowers_that_class_only_and_only_this_time(
    school_database: SchoolDatabase, aino: EnrolmentResult
) -> None:
    neighbour = school_database.pupil("eero", "8c")
    school_database.line_item(neighbour.class_id, "other")
    school_database.add_delivery(aino, desired_score=4, score_maximum=9, next_attempt_at=None, **delivered(4, 5))
    school_database.add_delivery(
        neighbour, line_item_id="other", desired_score=4, score_maximum=9, next_attempt_at=None, **delivered(4, 5)
    )
    with school_database.database.transaction() as db:
        assert held.allow_lower(db, "town", aino.class_id) == 1
    (pending,) = school_database.lease()
    assert pending.person_id == aino.person_id
    school_database.record_outcome(pending, outcome.delivered())
    with school_database.database.reading() as db:
        allowed = db.execute(select(_deliveries.c.may_lower).where(_deliveries.c.person_id == aino.person_id))
        assert allowed.scalar_one() is False


def set_grade(scenario: Scenario, grade: int) -> None:
    """An administrator says which grade the class is of; scores are counted again."""
    (school_class,) = [row for row in scenario.class_rows() if row["context_id"] == CONTEXT[FINLAND]]
    organisation_id, class_id = school_class["organisation_id"], school_class["id"]
    with scenario.school.database.transaction() as db:
        year_rollover.set_grade(db, organisation_id, class_id, str(grade), now())
        scope = load_class_scope(db, PackStore(registry()), organisation_id, class_id)
        assert scope
        for pupil in list_pupils(db, organisation_id, class_id):
            schedule_scores(db, scope.pupil(pupil.id))


def more_is_required(scenario: Scenario) -> tuple[str, float]:
    """A pupil with a score, and their share of it; then their class goes up to a grade that requires more."""
    pupil = scenario.people(FINLAND)[0]
    scenario.opens(pupil, "1")
    set_grade(scenario, 8)
    scenario.finishes(pupil, FINLAND)
    scenario.run_worker_until_idle()
    before = share(scenario, pupil)
    set_grade(scenario, 9)
    return pupil, before


@pytest.fixture
def scenario(database_url: str) -> Iterator[Scenario]:
    with open_scenario(database_url) as town:
        yield town


def test_the_gradebook_keeps_the_higher_score_until_the_classs_teacher_says_so(scenario: Scenario) -> None:
    pupil, before = more_is_required(scenario)
    assert scenario.run_worker_until_idle() == 0
    assert share(scenario, pupil) == before > 0
    assert scenario.delivery(pupil, FINLAND)["state"] == "held"
    browser, page = scenario.teacher(FINLAND)
    page = browser.get(f"{page.path}/gradebook")
    assert "Oppimisalustan (Moodle) merkintä on suurempi: 1 / 5" in page.main_text
    assert not page.all("form[action$='/retry']")
    browser.submit(page.form("form#lower"))
    scenario.run_worker_until_idle()
    assert 0 < share(scenario, pupil) < before


def test_the_pupils_next_lesson_is_sent_once_it_is_more_than_before(scenario: Scenario) -> None:
    pupil, before = more_is_required(scenario)
    browser, _ = scenario.opens(pupil, "1")
    assert "näyttää aiemman merkintäsi" in browser.get(f"/lessons/{FIRST_LESSON[FINLAND]}/done").main_text
    scenario.finishes(pupil, FINLAND, "fi-3")
    scenario.run_worker_until_idle()
    assert share(scenario, pupil) > before


def test_what_a_teacher_takes_back_leaves_at_once(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND)
    browser, page = scenario.teacher(FINLAND)
    form = browser.get(f"{page.path}/attestations").form("form#mark")
    page = browser.submit(form, what="confirmed:FI-R3", everybody="yes")
    scenario.run_worker_until_idle()
    before = share(scenario, pupil)
    browser.submit(page.form(".toast form"))
    scenario.run_worker_until_idle()
    assert share(scenario, pupil) < before
    assert scenario.delivery(pupil, FINLAND)["state"] == "delivered"


def share(scenario: Scenario, pupil: str) -> float:
    """What the platform's gradebook shows, of 100."""
    cell = scenario.gradebook_cell(pupil, WHOLE_PROGRAMME[FINLAND])
    return (cell.score or 0) if cell else 0
