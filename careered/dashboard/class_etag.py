"""ETag for the class page: a few aggregates over indexed keys, cheap enough to poll every few seconds."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, case, func, select, true

from careered.db.json_rows import json_values
from careered.db.prefetch import Value, ValuesPrefetch
from careered.db.queries import where_equal
from careered.live.class_head import ClassHead, head_of, head_values
from careered.progress.help_requests import ASKS_FOR_HELP
from careered.progress.tables import AlternativeRequest, Answer, RequirementStatus, ScoreDelivery, StaffAct
from careered.roster.classes import ClassInfo
from careered.roster.tables import Enrolment
from careered.web.etag import make_etag
from careered.web.request import PageRequest

_answers, _deliveries = Answer.__table__, ScoreDelivery.__table__
_enrolments, _statuses = Enrolment.__table__, RequirementStatus.__table__
_requests, _acts = AlternativeRequest.__table__, StaffAct.__table__


def _aggregates(value: Value) -> tuple[ColumnElement[Any], ...]:
    """What the head says, then what changes with everything else that it shows.

    Each table is read once: what is wanted of it is one array.
    """

    def of_class(table: Any, *wanted: ColumnElement[Any], only: ColumnElement[bool] | None = None) -> Any:
        key = where_equal(table, organisation_id=value("organisation_id"), class_id=value("class_id"))
        rows = select(json_values(*wanted)).select_from(table).where(key, true() if only is None else only)
        return rows.correlate_except(table).scalar_subquery()

    def latest(column: ColumnElement[Any]) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        return func.max(column), func.count()

    newer = func.count(case((_deliveries.c.state == "newer_in_platform", 1)))
    of_deliveries = func.max(_deliveries.c.desired_at), func.max(_deliveries.c.delivered_at), newer
    return (
        *head_values(value),
        of_class(_statuses, *latest(_statuses.c.since_at)),
        of_class(_deliveries, *of_deliveries, func.sum(_deliveries.c.attempts)),
        of_class(_enrolments, *latest(_enrolments.c.updated_at)),
        of_class(_answers, *latest(_answers.c.saved_at), only=ASKS_FOR_HELP),
        of_class(_requests, *latest(_requests.c.created_at)),
        of_class(_acts, func.max(_acts.c.created_at), func.max(_acts.c.undone_at)),
    )


CLASS_STATE = ValuesPrefetch("class_state", _aggregates)
"""Prefetched with the session (`dashboard/routes.py`), so that a poll is one statement where nothing has changed."""


@dataclass(frozen=True)
class ClassState:
    """What an open class page polls for: its ETag, and what its head says."""

    etag: str
    head: ClassHead


def class_state(req: PageRequest, class_info: ClassInfo) -> ClassState:
    """The ETag changes with any status, delivery, act, member, help request, question, waiting post or live lesson."""
    etag, of_head = _state(req.row((CLASS_STATE,))[CLASS_STATE.name], class_info, class_info.is_roster_due)
    head = head_of(*of_head)
    return ClassState(f"{etag}-{head.open_questions}-{head.waiting_posts}{'-live' * head.is_live}", head)


@lru_cache(maxsize=1000)
def _state(stored: str, class_info: ClassInfo, is_roster_due: bool) -> tuple[str, tuple[int, int, str | None]]:
    """Of the same values, the class and the hour: an open page asks again and again while nothing changes."""
    open_questions, waiting_posts, devices_until, *aggregates = CLASS_STATE.read({CLASS_STATE.name: stored})
    etag = make_etag(
        (
            *aggregates,
            class_info.title,
            class_info.waits_for_teacher,
            class_info.figures_differ,
            class_info.roster_state,
            class_info.roster_updated_at,
            is_roster_due,
        )
    )
    return etag, (open_questions, waiting_posts, devices_until)
