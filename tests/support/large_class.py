"""A class of 500 that works without browsers: its facts are written as the pages write them."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from careered.clock import new_id, now
from careered.packs.models import Lesson, Pack, StepContent
from careered.progress import events
from careered.progress.events import StepDone
from careered.progress.tables import Answer, Event, RequirementStatus, ScoreDelivery
from careered.roster.scope import PupilScope
from careered.roster.tables import Enrolment, Person
from tests.journeys.scenario import Scenario

PUPILS = 500
RANK = {"not_started": 0, "in_progress": 1, "done": 2, "confirmed": 3}
"""The states from the lowest on."""
WRITTEN = [model.__table__ for model in (Answer, Event, RequirementStatus, ScoreDelivery)]
Rows = Sequence[Any]


class LargeClass:
    """500 pupils of a course, each in the middle of one of some lessons: one at each step of each, and again.

    The pack is the one that the town had when this was made.
    """

    def __init__(self, scenario: Scenario, course: str, lessons: Sequence[str]) -> None:
        scenario.teacher(course)
        self.town, self.pack = scenario, scenario.pack(course)
        self.grade = int(scenario.platform.courses[course].grade)
        class_row = next(row for row in scenario.class_rows() if row["title"] and row["pack_id"] == self.pack.id)
        self.organisation_id, self.class_id = class_row["organisation_id"], class_row["id"]
        self.people = [f"pupil-{number}" for number in range(PUPILS)]
        begun = [lesson for key in lessons if (lesson := self.pack.lesson(key))]
        self.stages = [(lesson, done) for lesson in begun for done in range(len(lesson.steps) + 1)]
        self._enrol()
        self._begin()

    def lesson_of(self, number: int) -> Lesson:
        """The lesson that a pupil is in."""
        return self.stages[number % len(self.stages)][0]

    def _scope(self, person: str, pack: Pack) -> PupilScope:
        return PupilScope(self.organisation_id, self.class_id, person, pack, self.grade)

    def _enrol(self) -> None:
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

    def _begin(self) -> None:
        """The first of a lesson has only opened it, the next has done a step, the next two, and so on to all of it.

        From then on it repeats itself: the rows of the first are those of the others, but for the words of the answer.
        """
        with self.town.school.database.transaction() as db:
            for number, (person, (lesson, done)) in enumerate(zip(self.people, self.stages, strict=False)):
                where = self._scope(person, self.pack)
                events.record_lesson_start(db, where, lesson.id)
                events.store_answer(db, where, lesson.id, lesson.steps[0].id, {"text": f"löysin {number}"}, revision=1)
                for step in lesson.steps[:done]:
                    self._complete_step(db, where, lesson, step)
            for table in WRITTEN:
                if rows := list(self._repeated(db, table)):
                    db.execute(insert(table), rows)

    def _repeated(self, db: Connection, table: Table) -> Iterator[dict[str, Any]]:
        """The rows of the pupils after the first few, each as those of the pupil at the same stage."""
        stages = len(self.stages)
        rows = [dict(row) for row in db.execute(select(table).where(table.c.class_id == self.class_id)).mappings()]
        for number, person in enumerate(self.people[stages:], stages):
            own = {"person_id": person, "values": {"text": f"löysin {number}"}, "raises": None}
            for row in (row for row in rows if row["person_id"] == self.people[number % stages]):
                new = {**row, **own, "id": new_id()}
                yield {name: new[name] for name in row}

    def continue_lessons(self, new: Pack) -> None:
        """Each pupil finishes the lesson in the version that was begun."""
        with self.town.school.database.transaction() as db:
            for number, person in enumerate(self.people):
                lesson = self.lesson_of(number)
                for step in lesson.steps:
                    self._complete_step(db, self._scope(person, new), lesson, step)

    def _complete_step(self, db: Connection, scope: PupilScope, lesson: Lesson, step: StepContent) -> None:
        right = len(getattr(step, "questions", ()))
        done = StepDone(lesson.id, step.id, step.kind, right, right, self.pack.version)
        events.record_step_done(db, scope, done, completes_lesson=step == lesson.steps[-1])

    def rows(self, table: Table, *columns: str) -> Rows:
        """Some columns of all rows of the class in a table."""
        with self.town.school.database.reading() as db:
            where = table.c.class_id == self.class_id
            return db.execute(select(*(table.c[name] for name in columns)).where(where)).all()

    def states(self) -> dict[tuple[str, str], str]:
        """By pupil and requirement."""
        rows = self.rows(RequirementStatus.__table__, "person_id", "requirement_id", "state")
        return {(person, requirement): state for person, requirement, state in rows}
