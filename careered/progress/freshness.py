"""Has anything on a class page changed? One cheap question, so that an open page may ask every few seconds."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, select, true

from careered.progress.tables import Answer, Delivery, Status
from careered.roster.read import ClassRoom
from careered.roster.tables import Enrolment
from careered.web.etag import fingerprint

_answers, _deliveries = Answer.__table__, Delivery.__table__
_enrolments, _statuses = Enrolment.__table__, Status.__table__


def _in_class(table: Any, value: ColumnElement[Any], also: ColumnElement[bool] | None = None) -> Any:
    """A sum over a class's rows as one value of a larger question."""
    here = (table.c.organisation_id == bindparam("organisation_id")) & (table.c.class_id == bindparam("class_id"))
    return select(value).select_from(table).where(here, true() if also is None else also).scalar_subquery()


_ASK = select(
    _in_class(_statuses, func.max(_statuses.c.since)),
    _in_class(_statuses, func.count()),
    _in_class(_deliveries, func.max(_deliveries.c.wanted_at)),
    _in_class(_deliveries, func.max(_deliveries.c.sent_at)),
    _in_class(_deliveries, func.sum(_deliveries.c.attempts)),
    _in_class(_enrolments, func.max(_enrolments.c.updated_at)),
    _in_class(_enrolments, func.count()),
    _in_class(_answers, func.max(_answers.c.saved_at), _answers.c.help_wanted != ""),
    _in_class(_answers, func.count(), _answers.c.help_wanted != ""),
)


def freshness(db: Connection, room: ClassRoom) -> str:
    """A word that changes whenever a state, a mark, the list of members or a call for help of the class changes."""
    row = db.execute(_ASK, {"organisation_id": room.organisation_id, "class_id": room.id}).one()
    return fingerprint((*row, room.title, room.roster_state, room.roster_at, room.roster_due))
