"""What the desk reads of each class: prefetched with the classes themselves, in one statement for all of them."""

from typing import Any

from sqlalchemy import Select, case, select

from careered.db.prefetch import SelectPrefetch, TablePrefetch, Value
from careered.db.queries import one_of, where_equal
from careered.progress.acts import DESK_KINDS, IS_EFFECTIVE, acts
from careered.progress.completion import RequirementState
from careered.progress.help_requests import LESSON_REQUESTS, STEP_REQUESTS
from careered.progress.tables import RequirementStatus
from careered.questions.store import ANSWERED, WAITING_QUESTIONS
from careered.questions.tables import AnonymousQuestion
from careered.roster.tables import Enrolment, Person

_enrolments, _people, _statuses = Enrolment.__table__, Person.__table__, RequirementStatus.__table__
_anonymous = AnonymousQuestion.__table__
_authors = _people.alias("author")
_CLASS = (("organisation_id", "organisation_id"), ("class_id", "class_id"))
_DONE_AT = case((_statuses.c.state == RequirementState.DONE.value, _statuses.c.since_at))


def _pupils(value: Value) -> Select[Any]:
    is_same = (_people.c.organisation_id == _enrolments.c.organisation_id) & (_people.c.id == _enrolments.c.person_id)
    columns = select(*_people.c["id", "sub", "name"], *_enrolments.c["status", "launched_at"])
    is_pupil = _enrolments.c.role == "pupil"
    return columns.select_from(_enrolments.join(_people, is_same)).where(_of_class(_enrolments, value), is_pupil)


def _states(value: Value) -> Select[Any]:
    columns = select(*_statuses.c["person_id", "requirement_id", "state"], _DONE_AT)
    return columns.where(_of_class(_statuses, value))


def _acts(value: Value) -> Select[Any]:
    is_same = (_authors.c.organisation_id == acts.c.organisation_id) & (_authors.c.id == acts.c.author_person_id)
    columns = select(*acts.c[_OF_ACT], _authors.c.name).select_from(acts.outerjoin(_authors, is_same))
    return columns.where(_of_class(acts, value), one_of(acts.c.kind, DESK_KINDS) & IS_EFFECTIVE)


def _of_class(table: Any, value: Value) -> Any:
    return where_equal(table, **{column: value(name) for column, name in _CLASS})


_OF_ACT = ("act_id", "reason", "target_id", "person_id", "kind", "until", "created_at")
PUPILS = SelectPrefetch("desk_pupils", ("id", "sub", "name", "status", "launched_at"), (_enrolments, _people), _pupils)
STATUSES = SelectPrefetch("desk_statuses", ("person_id", "requirement_id", "state", "done_at"), (_statuses,), _states)
"""done_at: since when it is done; None where it is not, or confirmed."""
ACTS = SelectPrefetch("desk_acts", (*_OF_ACT, "author"), (acts, _authors), _acts)
ANONYMOUS_QUESTIONS = TablePrefetch(
    _anonymous, ("id", "text"), _CLASS, _anonymous.c.state != ANSWERED, "desk_anonymous_questions"
)
"""Those that wait."""
PREFETCHES = (PUPILS, STATUSES, ACTS, WAITING_QUESTIONS, ANONYMOUS_QUESTIONS, STEP_REQUESTS, LESSON_REQUESTS)
