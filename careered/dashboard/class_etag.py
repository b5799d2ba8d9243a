"""Has anything on a class page changed? One cheap question, so that an open page may ask every few seconds."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, select, true

from careered.progress.tables import AlternativeRequest, Answer, RequirementStatus, ScoreDelivery
from careered.roster.queries import ClassInfo
from careered.roster.tables import Enrolment
from careered.web.etag import make_etag

_answers, _deliveries = Answer.__table__, ScoreDelivery.__table__
_enrolments, _statuses = Enrolment.__table__, RequirementStatus.__table__
_requests = AlternativeRequest.__table__


def _aggregate_in_class(table: Any, value: ColumnElement[Any], condition: ColumnElement[bool] | None = None) -> Any:
    """A sum over a class's rows as one value of a larger question."""
    of_class = (table.c.organisation_id == bindparam("organisation_id")) & (table.c.class_id == bindparam("class_id"))
    return (
        select(value).select_from(table).where(of_class, true() if condition is None else condition).scalar_subquery()
    )


_CLASS_STATE = select(
    _aggregate_in_class(_statuses, func.max(_statuses.c.since_at)),
    _aggregate_in_class(_statuses, func.count()),
    _aggregate_in_class(_deliveries, func.max(_deliveries.c.desired_at)),
    _aggregate_in_class(_deliveries, func.max(_deliveries.c.delivered_at)),
    _aggregate_in_class(_deliveries, func.sum(_deliveries.c.attempts)),
    _aggregate_in_class(_enrolments, func.max(_enrolments.c.updated_at)),
    _aggregate_in_class(_enrolments, func.count()),
    _aggregate_in_class(_answers, func.max(_answers.c.saved_at), _answers.c.help_reason != ""),
    _aggregate_in_class(_answers, func.count(), _answers.c.help_reason != ""),
    _aggregate_in_class(_requests, func.max(_requests.c.created_at)),
    _aggregate_in_class(_requests, func.count()),
)


def class_etag(db: Connection, class_info: ClassInfo) -> str:
    """A word that changes whenever a state, a mark, the list of members or a call for help of the class changes."""
    row = db.execute(_CLASS_STATE, {"organisation_id": class_info.organisation_id, "class_id": class_info.id}).one()
    return make_etag(
        (*row, class_info.title, class_info.roster_state, class_info.roster_updated_at, class_info.roster_due_at)
    )
