"""What the desk reads: the same statements, however many classes there are."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    RowMapping,
    Select,
    bindparam,
    case,
    cast,
    literal,
    null,
    select,
    union_all,
)

from careered.db.rows_beside import json_rows
from careered.db.types import UtcDateTime
from careered.progress.acts import DESK_KINDS, IS_EFFECTIVE, acts
from careered.progress.class_progress import help_requests
from careered.progress.completion import RequirementState
from careered.progress.tables import RequirementStatus
from careered.questions.store import ANSWERED
from careered.questions.tables import AnonymousQuestion, Question
from careered.roster.tables import Enrolment, Person

_enrolments, _people, _statuses = Enrolment.__table__, Person.__table__, RequirementStatus.__table__
_questions, _anonymous = Question.__table__, AnonymousQuestion.__table__
_authors = _people.alias("author")
ByClass = Mapping[str, Sequence[RowMapping]]


def _of_classes(table: Any) -> ColumnElement[bool]:
    is_one_of_them = table.c.class_id.in_(bindparam("class_ids", expanding=True))
    condition: ColumnElement[bool] = (table.c.organisation_id == bindparam("organisation_id")) & is_one_of_them
    return condition


def _columns(table: Any, *names: str) -> Select[Any]:
    return select(table.c.class_id, *[table.c[name] for name in names]).where(_of_classes(table))


PUPILS = (
    _columns(_enrolments, "status", "launched_at")
    .add_columns(_people.c.id, _people.c.sub, _people.c.name)
    .join(
        _people,
        (_people.c.organisation_id == _enrolments.c.organisation_id) & (_people.c.id == _enrolments.c.person_id),
    )
    .where(_enrolments.c.role == "pupil")
)
_DONE_AT = case((_statuses.c.state == RequirementState.DONE.value, _statuses.c.since_at))
STATUSES = (
    _columns(_statuses)
    .add_columns(json_rows(*_statuses.c["person_id", "requirement_id", "state"], _DONE_AT).label("rows"))
    .group_by(_statuses.c.class_id)
)
"""Of each class one JSON array of (person, requirement, state, since when it is done): there are thousands."""
QUESTIONS = union_all(
    _columns(_questions, "id", "text", "person_id", "asked_at").where(_questions.c.state != ANSWERED),
    _columns(_anonymous, "id", "text")
    .add_columns(literal(""), cast(null(), UtcDateTime))
    .where(_anonymous.c.state != ANSWERED),
)
"""Those that wait, named and anonymous; the latter have no person ("") and no time."""
HELP_REQUESTS = help_requests(_of_classes)
ACTS = (
    _columns(acts, *("act_id", "reason", "target_id", "person_id", "kind", "until", "created_at"))
    .add_columns(_authors.c.name.label("author"))
    .outerjoin(
        _authors,
        (_authors.c.organisation_id == acts.c.organisation_id) & (_authors.c.id == acts.c.author_person_id),
    )
    .where(acts.c.kind.in_(DESK_KINDS) & IS_EFFECTIVE)
    .order_by(acts.c.created_at)
)


def rows(db: Connection, statement: Any, organisation_id: str, class_ids: Sequence[str]) -> CursorResult[Any]:
    """The rows of a statement of this module."""
    return db.execute(statement, {"organisation_id": organisation_id, "class_ids": list(class_ids)})


def rows_by_class(db: Connection, statement: Any, organisation_id: str, class_ids: Sequence[str]) -> ByClass:
    """The rows of a statement of this module, by class."""
    found = rows(db, statement, organisation_id, class_ids).mappings().all()
    in_order = sorted(found, key=itemgetter("class_id"))
    return {class_id: list(group) for class_id, group in groupby(in_order, itemgetter("class_id"))}
