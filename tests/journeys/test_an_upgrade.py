"""A new national version comes: 500 pupils are in the middle of a lesson, and nobody loses anything."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from sqlalchemy import insert, select

from careered.clock import new_id, now
from careered.packs.models import Lesson, Pack
from careered.progress import events
from careered.progress.events import StepDone
from careered.progress.tables import Answer, Event, RequirementStatus, ScoreDelivery
from careered.roster.scope import PupilScope
from careered.roster.tables import Enrolment, Person
from careered.statistics.pack_impact import pack_impact
from tests.journeys.scenario import FINLAND, Scenario
from tests.journeys.test_a_new_pack import Changes, changed_files, load_changed_pack

PUPILS, LESSON = 500, "fi-3"
STRICTER: Changes = {
    "requirements.yaml": ("all: [fi-3], min_check: 0.6", "all: [fi-3, fi-4]"),
    "lessons/fi-3.yaml": ("fi-3-check", "fi-3-check-again"),
    "lessons/fi-4.yaml": ("fi-4-check", "fi-4-check-again"),
}
RANK = {"not_started": 0, "in_progress": 1, "done": 2, "confirmed": 3}
WRITTEN = [model.__table__ for model in (Answer, Event, RequirementStatus, ScoreDelivery)]
Rows = Sequence[Any]


class LargeClass:
    """A class of 500 that works without browsers: its facts are written as the pages write them."""

    def __init__(self, scenario: Scenario) -> None:
        scenario.teacher(FINLAND)
        self.town, self.pack = scenario, scenario.pack(FINLAND)
        class_row = next(
            class_row
            for class_row in scenario.class_rows()
            if class_row["title"] and class_row["pack_id"] == self.pack.id
        )
        self.organisation_id, self.class_id = class_row["organisation_id"], class_row["id"]
        self.people = [f"pupil-{number}" for number in range(PUPILS)]

    def scope(self, person: str, pack: Pack) -> PupilScope:
        return PupilScope(self.organisation_id, self.class_id, person, pack, 8)

    def enrol(self) -> None:
        tenant = {"organisation_id": self.organisation_id}
        names = [
            {"id": person_id, "platform_id": "", "sub": person_id, "name": "", "blocked": False}
            for person_id in self.people
        ]
        enrolment = {"class_id": self.class_id, "role": "learner", "role_source": "launch", "status": "active"}
        with self.town.school.database.transaction() as db:
            db.execute(insert(Person.__table__), [{**tenant, **person, "created_at": now()} for person in names])
            rows = [{**tenant, **enrolment, "person_id": person_id, "updated_at": now()} for person_id in self.people]
            db.execute(insert(Enrolment.__table__), rows)

    def start_lessons(self) -> None:
        """One pupil has only opened the lesson, the next has done a step, the next two, and so on to all of it.

        From then on it repeats itself: the rows of the first are those of the others, but for the words of the answer.
        """
        lesson = self.lesson(self.pack)
        stages = len(lesson.steps) + 1
        with self.town.school.database.transaction() as db:
            for number, person in enumerate(self.people[:stages]):
                where = self.scope(person, self.pack)
                events.record_lesson_start(db, where, lesson.id)
                events.store_answer(db, where, lesson.id, lesson.steps[0].id, {"text": f"löysin {number}"}, revision=1)
                for step in lesson.steps[:number]:
                    self.complete_step(db, where, lesson, step, self.pack.version)
            for table in WRITTEN:
                db.execute(insert(table), list(self._repeated(db, table, stages)))

    def _repeated(self, db: Any, table: Any, stages: int) -> Iterator[dict[str, Any]]:
        """The rows of the pupils after the first few, each as those of the pupil at the same stage."""
        rows = [dict(row) for row in db.execute(select(table).where(table.c.class_id == self.class_id)).mappings()]
        for number, person in enumerate(self.people[stages:], stages):
            own = {"person_id": person, "values": {"text": f"löysin {number}"}}
            for row in (row for row in rows if row["person_id"] == self.people[number % stages]):
                new = {**row, **own, "id": new_id()}
                yield {name: new[name] for name in row}

    def continue_lessons(self, new: Pack) -> None:
        """Each pupil finishes the lesson in the version that was begun."""
        lesson = self.lesson(self.pack)
        with self.town.school.database.transaction() as db:
            for person in self.people:
                for step in lesson.steps:
                    self.complete_step(db, self.scope(person, new), lesson, step, self.pack.version)

    @staticmethod
    def complete_step(db: Any, scope: PupilScope, lesson: Lesson, step: Any, version: str) -> None:
        right = len(getattr(step, "questions", ()))
        done = StepDone(lesson.id, step.id, step.kind, right, right, version)
        events.record_step_done(db, scope, done, completes_lesson=step == lesson.steps[-1])

    def lesson(self, pack: Pack) -> Lesson:
        lesson = pack.lesson(LESSON)
        assert lesson
        return lesson

    def rows(self, table: Any, *columns: str) -> Rows:
        with self.town.school.database.reading() as db:
            where = table.c.class_id == self.class_id
            return db.execute(select(*(table.c[name] for name in columns)).where(where)).all()

    def states(self) -> dict[tuple[str, str], str]:
        rows = self.rows(RequirementStatus.__table__, "person_id", "requirement_id", "state")
        return {(person, requirement): state for person, requirement, state in rows}


@pytest.fixture
def large_class(scenario: Scenario) -> LargeClass:
    large_class = LargeClass(scenario)
    large_class.enrol()
    large_class.start_lessons()
    return large_class


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
