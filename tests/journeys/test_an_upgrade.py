"""A new national version comes: 500 pupils are in the middle of a lesson, and nobody loses anything."""

import pytest

from careered.packs.models import Pack
from careered.progress.tables import Answer, Event
from careered.statistics.pack_impact import pack_impact
from tests.journeys.scenario import FINLAND, Scenario
from tests.journeys.test_a_new_pack import Changes, changed_files, load_changed_pack
from tests.support.large_class import PUPILS, RANK, LargeClass

LESSON = "fi-3"
STRICTER: Changes = {
    "requirements.yaml": ("all: [fi-3], min_check: 0.6", "all: [fi-3, fi-4]"),
    "lessons/fi-3.yaml": ("fi-3-check", "fi-3-check-again"),
    "lessons/fi-4.yaml": ("fi-4-check", "fi-4-check-again"),
}


@pytest.fixture
def large_class(scenario: Scenario) -> LargeClass:
    return LargeClass(scenario, FINLAND, [LESSON])


def upgrade(large_class: LargeClass) -> Pack:
    return load_changed_pack(large_class.town, STRICTER)


def test_five_hundred_pupils_in_the_middle_lose_nothing_and_sink_nowhere(large_class: LargeClass) -> None:
    before = large_class.states()
    facts = set(large_class.rows(Event.__table__, "person_id", "kind", "lesson_id", "step_id", "occurred_at"))
    answers = large_class.rows(Answer.__table__, "person_id", "step_id", "values", "saved_at")
    new = upgrade(large_class)
    assert large_class.states() == before
    large_class.continue_lessons(new)
    after = large_class.states()
    assert all(RANK[after[key]] >= RANK[state] for key, state in before.items())
    assert facts <= set(large_class.rows(Event.__table__, "person_id", "kind", "lesson_id", "step_id", "occurred_at"))
    assert large_class.rows(Answer.__table__, "person_id", "step_id", "values", "saved_at") == answers
    finished = [row for row in large_class.rows(Event.__table__, "kind", "lesson_id") if row == ("lesson_done", LESSON)]
    assert len(finished) == PUPILS


def test_the_dry_run_says_beforehand_what_then_happens(large_class: LargeClass) -> None:
    _, new = changed_files(STRICTER)
    before = large_class.states(), large_class.rows(Event.__table__, "id")
    with large_class.town.school.database.reading() as db:
        pupils_by_impact = {
            (impact.code, impact.id): impact.pupils for impact in pack_impact(db, large_class.pack, new)
        }
    assert (large_class.states(), large_class.rows(Event.__table__, "id")) == before
    done = [person for (person, key), state in large_class.states().items() if key == "FI-R3" and state == "done"]
    assert pupils_by_impact["keep", "FI-R3"] == len(done)
    assert pupils_by_impact["mid_lesson", LESSON] == PUPILS - len(done)
    begun = [state for (_, key), state in large_class.states().items() if key == "FI-R3" and state == "in_progress"]
    assert pupils_by_impact["ahead", "FI-R3"] == len(begun)
    large_class.continue_lessons(upgrade(large_class))
    later = [person for (person, key), state in large_class.states().items() if key == "FI-R3" and state == "done"]
    assert set(later) == set(done)
