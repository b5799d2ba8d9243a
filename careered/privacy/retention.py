"""Retention periods of an organisation, and erasing texts and access log entries past them.

Driven by the tables' data policies, as erasure is. The caller decides whose periods are over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, select

from careered.clock import now
from careered.db.queries import select_by, where_equal
from careered.db.traces import after_commit, leave_no_trace
from careered.db.upsert import upsert
from careered.privacy.registry import PersonalTable, personal_tables
from careered.privacy.tables import AccessLog, RetentionPolicy
from careered.web import people_cache

WITHDRAWAL_PERIOD = timedelta(days=30)
"""A shorter period holds after this time: until then nothing is erased by it, and it can be withdrawn."""

_policies, _log = RetentionPolicy.__table__, AccessLog.__table__
_POLICIES = select(_policies).order_by(_policies.c.organisation_id, _policies.c.holds_from)


@dataclass(frozen=True)
class RetentionPeriods:
    """In months; None: kept until somebody erases it.

    texts_months: a pupil's texts, after the last class. records_months: all data of a pupil, after the last class.
    access_log_months: access log entries, after the access.
    """

    texts_months: int | None = None
    records_months: int | None = None
    access_log_months: int | None = None

    def lengthened_by(self, other: "RetentionPeriods") -> "RetentionPeriods":
        """Each period as long as the longer of both."""
        return RetentionPeriods(
            *(_longer(ours, theirs) for ours, theirs in zip(_months(self), _months(other), strict=True))
        )


def _months(periods: RetentionPeriods) -> tuple[int | None, int | None, int | None]:
    return periods.texts_months, periods.records_months, periods.access_log_months


def _longer(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)


@dataclass(frozen=True)
class AnnouncedRetention:
    """Shorter periods that were decided and do not hold yet."""

    periods: RetentionPeriods
    holds_from: datetime


def retention_by_organisation(db: Connection) -> Mapping[str, RetentionPeriods]:
    """Retention periods that hold now by organisation id, of organisations that have set any."""
    rows = db.execute(_POLICIES.where(_policies.c.holds_from <= now()))
    return {row.organisation_id: _periods(row) for row in rows}  # the newest is the last


def get_retention(db: Connection, organisation_id: str) -> RetentionPeriods:
    """Retention periods of an organisation that hold now; all None if it has set none."""
    begun = [row for row in _rows(db, organisation_id) if row.holds_from <= now()]
    return _periods(begun[-1]) if begun else RetentionPeriods()


def get_announced_retention(db: Connection, organisation_id: str) -> AnnouncedRetention | None:
    """What has been decided and does not hold yet."""
    announced = [row for row in _rows(db, organisation_id) if row.holds_from > now()]
    return AnnouncedRetention(_periods(announced[-1]), announced[-1].holds_from) if announced else None


def _rows(db: Connection, organisation_id: str) -> Sequence[Row[Any]]:
    return select_by(db, _POLICIES, _policies, organisation_id=organisation_id).all()


def _periods(row: Row[Any]) -> RetentionPeriods:
    return RetentionPeriods(row.texts_months, row.records_months, row.access_log_months)


def set_retention(db: Connection, organisation_id: str, periods: RetentionPeriods) -> None:
    """Store retention periods: what is longer than now holds at once, what is shorter after WITHDRAWAL_PERIOD.

    Replaces what was announced before.
    """
    decided_at, current = now(), get_retention(db, organisation_id)
    at_once = current.lengthened_by(periods)
    withdraw_announced_retention(db, organisation_id)
    if at_once != current:
        _store(db, organisation_id, at_once, decided_at, decided_at)
    if periods != at_once:
        _store(db, organisation_id, periods, decided_at, decided_at + WITHDRAWAL_PERIOD)


def withdraw_announced_retention(db: Connection, organisation_id: str) -> None:
    """What was announced will not hold. Without effect where nothing was."""
    is_announced = where_equal(_policies, organisation_id=organisation_id) & (_policies.c.holds_from > now())
    db.execute(delete(_policies).where(is_announced))


def _store(
    db: Connection, organisation_id: str, periods: RetentionPeriods, decided_at: datetime, holds_from: datetime
) -> None:
    row = {"organisation_id": organisation_id, "holds_from": holds_from, **asdict(periods), "decided_at": decided_at}
    upsert(db, _policies, row, key=("organisation_id", "holds_from"), update_columns=tuple(asdict(periods)))


def people_with_texts(db: Connection, organisation_id: str) -> set[str]:
    """Ids of people with stored free text."""
    person_ids: set[str] = set()
    for table in _free_text_tables():
        column = table.table.c[table.data_policy.person_column]
        condition = where_equal(table.table, organisation_id=organisation_id)
        person_ids.update(db.execute(select(column).where(condition).distinct()).scalars())
    return person_ids


def erase_texts(db: Connection, organisation_id: str, person_id: str) -> None:
    """Delete a person's rows in all free text tables; statuses and attestations stay."""
    for table in _free_text_tables():
        db.execute(delete(table.table).where(table.rows_of(organisation_id, person_id)))
    leave_no_trace(db)
    after_commit(db, partial(people_cache.forget, organisation_id))


def _free_text_tables() -> list[PersonalTable]:
    return [table for table in personal_tables() if table.data_policy.is_free_text]


def count_access_log_before(db: Connection, organisation_id: str, day: datetime) -> int:
    """Number of access log entries older than `day`."""
    condition = _older_than(organisation_id, day)
    return int(db.execute(select(func.count()).select_from(_log).where(condition)).scalar_one())


def prune_access_log(db: Connection, organisation_id: str, day: datetime) -> None:
    """Delete access log entries older than `day`."""
    db.execute(delete(_log).where(_older_than(organisation_id, day)))


def _older_than(organisation_id: str, day: datetime) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = where_equal(_log, organisation_id=organisation_id) & (_log.c.occurred_at < day)
    return condition
