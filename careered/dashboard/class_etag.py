"""ETag for the class page: a few aggregates over indexed keys, cheap enough to poll every few seconds."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, select, true

from careered.boards.store import WAITING_COUNT
from careered.progress.tables import AlternativeRequest, Answer, RequirementStatus, ScoreDelivery, StaffAct
from careered.questions.store import NEW_COUNT
from careered.roster.scope import ClassScope
from careered.roster.tables import Enrolment
from careered.web.etag import make_etag

_answers, _deliveries = Answer.__table__, ScoreDelivery.__table__
_enrolments, _statuses = Enrolment.__table__, RequirementStatus.__table__
_requests, _acts = AlternativeRequest.__table__, StaffAct.__table__


def _aggregate_in_class(table: Any, value: ColumnElement[Any], condition: ColumnElement[bool] | None = None) -> Any:
    """An aggregate over a class's rows, as one column of a larger query."""
    of_class = (table.c.organisation_id == bindparam("organisation_id")) & (table.c.class_id == bindparam("class_id"))
    return (
        select(value).select_from(table).where(of_class, true() if condition is None else condition).scalar_subquery()
    )


_CLASS_STATE = select(
    NEW_COUNT,
    WAITING_COUNT,
    _aggregate_in_class(_statuses, func.max(_statuses.c.since_at)),
    _aggregate_in_class(_statuses, func.count()),
    _aggregate_in_class(_deliveries, func.max(_deliveries.c.desired_at)),
    _aggregate_in_class(_deliveries, func.max(_deliveries.c.delivered_at)),
    _aggregate_in_class(_deliveries, func.sum(_deliveries.c.attempts)),
    _aggregate_in_class(_deliveries, func.count(), _deliveries.c.state == "newer_in_platform"),
    _aggregate_in_class(_enrolments, func.max(_enrolments.c.updated_at)),
    _aggregate_in_class(_enrolments, func.count()),
    _aggregate_in_class(_answers, func.max(_answers.c.saved_at), _answers.c.help_reason != ""),
    _aggregate_in_class(_answers, func.count(), _answers.c.help_reason != ""),
    _aggregate_in_class(_requests, func.max(_requests.c.created_at)),
    _aggregate_in_class(_requests, func.count()),
    _aggregate_in_class(_acts, func.max(_acts.c.created_at)),
    _aggregate_in_class(_acts, func.max(_acts.c.undone_at)),
)


@dataclass(frozen=True)
class ClassState:
    """What an open class page polls for: its ETag, and the two counts that the page shows beside the grid."""

    etag: str
    new_questions: int
    waiting_posts: int


def load_class_state(db: Connection, scope: ClassScope) -> ClassState:
    """The ETag changes with any status, delivery, act, member, help request, question or waiting post. One query."""
    class_info, (organisation_id, class_id) = scope.class_info, scope.key
    new_questions, waiting_posts, *row = db.execute(
        _CLASS_STATE, {"organisation_id": organisation_id, "class_id": class_id}
    ).one()
    etag = make_etag(
        (
            *row,
            class_info.title,
            class_info.waits_for_teacher,
            class_info.roster_state,
            class_info.roster_updated_at,
            class_info.is_roster_due,
        )
    )
    return ClassState(f"{etag}-{new_questions}-{waiting_posts}", new_questions, waiting_posts)
