"""A class at a glance: every pupil with every state and mark. Grid, pupil page and report all read this, so that
their figures cannot differ; `tally` is the one denominator, the same as in the gradebook (`wishes.mark`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection, RowMapping, bindparam, select

from careered.packs.models import Pack, Requirement
from careered.progress import read
from careered.progress.completion import State
from careered.progress.read import Reached
from careered.progress.tables import Answer
from careered.roster.read import Pupil, pupils
from careered.roster.scope import Course

_answers = Answer.__table__
_CALLS = (
    select(*[_answers.c[name] for name in ("person_id", "lesson_id", "step_id", "help_wanted", "saved_at")])
    .where(_answers.c.organisation_id == bindparam("organisation_id"), _answers.c.class_id == bindparam("class_id"))
    .where(_answers.c.help_wanted != "")
    .order_by(_answers.c.saved_at.desc())
)


@dataclass(frozen=True)
class PupilProgress:
    """One pupil of a class: the stored states by requirement (what is missing was not started) and the marks."""

    pupil: Pupil
    reached: Mapping[str, Reached]
    deliveries: Sequence[RowMapping]

    def states(self, scope: Iterable[Requirement]) -> tuple[State, ...]:
        """The state of every requirement in scope, in its order."""
        return tuple(self.state(requirement.id) for requirement in scope)

    def state(self, requirement: str) -> State:
        """The state of one requirement."""
        found = self.reached.get(requirement)
        return found.state if found else State.NOT_STARTED


@dataclass(frozen=True)
class HelpWanted:
    """A pupil asked for a person in one step. why: "page_closed" or "tell_teacher"."""

    person_id: str
    lesson_id: str
    step_id: str
    why: str
    at: datetime


def proof_title(pack: Pack, key: str, lang: str) -> str:
    """What a key among a state's evidence is called: a lesson or an offline activity; the key where it is gone."""
    lesson = pack.lesson(key)
    activity = next((one for one in pack.offline_activities if one.id == key), None)
    title = lesson.title if lesson else activity.title if activity else None
    return title.in_language(lang, pack.default_language) if title else key


def overview(db: Connection, course: Course) -> list[PupilProgress]:
    """Every pupil of the class, those who never came and those who left among them. Three queries."""
    organisation_id, class_id = course.room.organisation_id, course.room.id
    reached = read.statuses(db, organisation_id, class_id)
    marks = sorted(read.deliveries(db, organisation_id, class_id), key=itemgetter("person_id"))
    by_person = {person: list(rows) for person, rows in groupby(marks, key=itemgetter("person_id"))}
    return [
        PupilProgress(pupil, reached.get(pupil.id, {}), by_person.get(pupil.id, ()))
        for pupil in pupils(db, organisation_id, class_id)
    ]


def overview_of(db: Connection, course: Course, pupil: Pupil) -> PupilProgress:
    """One pupil of the class."""
    where = course.where(pupil.id)
    marks = read.deliveries(db, where.organisation_id, where.class_id, where.person_id)
    return PupilProgress(pupil, read.statuses_of(db, where.keys), marks)


def help_wanted(db: Connection, course: Course) -> list[HelpWanted]:
    """Where the pupils of a class asked for a person, the newest first."""
    here = {"organisation_id": course.room.organisation_id, "class_id": course.room.id}
    return [HelpWanted(*row) for row in db.execute(_CALLS, here)]
