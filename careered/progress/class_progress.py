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
from careered.progress import queries
from careered.progress.completion import RequirementState
from careered.progress.queries import StoredStatus
from careered.progress.tables import Answer
from careered.roster.queries import Pupil, list_pupils
from careered.roster.scope import ClassScope

_answers = Answer.__table__
_HELP_REQUESTS = (
    select(*[_answers.c[name] for name in ("person_id", "lesson_id", "step_id", "help_wanted", "saved_at")])
    .where(_answers.c.organisation_id == bindparam("organisation_id"), _answers.c.class_id == bindparam("class_id"))
    .where(_answers.c.help_wanted != "")
    .order_by(_answers.c.saved_at.desc())
)


@dataclass(frozen=True)
class PupilProgress:
    """One pupil of a class: the stored states by requirement (what is missing was not started) and the marks."""

    pupil: Pupil
    statuses: Mapping[str, StoredStatus]
    deliveries: Sequence[RowMapping]

    def states(self, requirements: Iterable[Requirement]) -> tuple[RequirementState, ...]:
        """The state of every requirement in scope, in its order."""
        return tuple(self.state(requirement.id) for requirement in requirements)

    def state(self, requirement: str) -> RequirementState:
        """The state of one requirement."""
        status = self.statuses.get(requirement)
        return status.state if status else RequirementState.NOT_STARTED


@dataclass(frozen=True)
class StepHelpRequest:
    """A pupil asked for a person in one step. why: "page_closed" or "tell_teacher"."""

    person_id: str
    lesson_id: str
    step_id: str
    reason: str
    requested_at: datetime


def evidence_title(pack: Pack, key: str, lang: str) -> str:
    """What a key among a state's evidence is called: a lesson or an offline activity; the key where it is gone."""
    lesson = pack.lesson(key)
    activity = next((candidate for candidate in pack.offline_activities if candidate.id == key), None)
    title = lesson.title if lesson else activity.title if activity else None
    return title.in_language(lang, pack.default_language) if title else key


def load_class_progress(db: Connection, scope: ClassScope) -> list[PupilProgress]:
    """Every pupil of the class, those who never came and those who left among them. Three queries."""
    organisation_id, class_id = scope.class_info.organisation_id, scope.class_info.id
    statuses_by_person = queries.load_class_statuses(db, organisation_id, class_id)
    deliveries = sorted(queries.load_deliveries(db, organisation_id, class_id), key=itemgetter("person_id"))
    by_person = {person: list(rows) for person, rows in groupby(deliveries, key=itemgetter("person_id"))}
    return [
        PupilProgress(pupil, statuses_by_person.get(pupil.id, {}), by_person.get(pupil.id, ()))
        for pupil in list_pupils(db, organisation_id, class_id)
    ]


def load_pupil_progress(db: Connection, scope: ClassScope, pupil: Pupil) -> PupilProgress:
    """One pupil of the class."""
    where = scope.pupil(pupil.id)
    deliveries = queries.load_deliveries(db, where.organisation_id, where.class_id, where.person_id)
    return PupilProgress(pupil, queries.load_statuses(db, where.key), deliveries)


def load_help_requests(db: Connection, scope: ClassScope) -> list[StepHelpRequest]:
    """Where the pupils of a class asked for a person, the newest first."""
    class_key = {"organisation_id": scope.class_info.organisation_id, "class_id": scope.class_info.id}
    return [StepHelpRequest(*row) for row in db.execute(_HELP_REQUESTS, class_key)]
