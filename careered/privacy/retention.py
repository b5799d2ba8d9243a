"""Retention periods of an organisation, and erasing texts and access log entries past them.

Driven by the tables' data policies, as erasure is. The caller decides whose periods are over.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, select

from careered.clock import now
from careered.db.queries import select_by, where_equal
from careered.db.traces import leave_no_trace
from careered.db.upsert import upsert
from careered.privacy.registry import PersonalTable, personal_tables
from careered.privacy.tables import AccessLog, RetentionPolicy

_policies, _log = RetentionPolicy.__table__, AccessLog.__table__
_POLICIES = select(
    _policies.c.organisation_id, _policies.c.texts_months, _policies.c.records_months, _policies.c.access_log_months
)


@dataclass(frozen=True)
class RetentionPeriods:
    """In months; None: kept until somebody erases it.

    texts_months: a pupil's texts, after the last class. records_months: all data of a pupil, after the last class.
    access_log_months: access log entries, after the access.
    """

    texts_months: int | None = None
    records_months: int | None = None
    access_log_months: int | None = None


def retention_by_organisation(db: Connection) -> Mapping[str, RetentionPeriods]:
    """Retention periods by organisation id, of organisations that have set any."""
    return {
        row.organisation_id: RetentionPeriods(row.texts_months, row.records_months, row.access_log_months)
        for row in db.execute(_POLICIES)
    }


def get_retention(db: Connection, organisation_id: str) -> RetentionPeriods:
    """Retention periods of an organisation; all None if it has set none."""
    row = select_by(db, _POLICIES, _policies, organisation_id=organisation_id).first()
    return RetentionPeriods(row.texts_months, row.records_months, row.access_log_months) if row else RetentionPeriods()


def set_retention(db: Connection, organisation_id: str, periods: RetentionPeriods) -> None:
    """Store an organisation's retention periods, with the time of the decision."""
    row = {"organisation_id": organisation_id, **asdict(periods), "decided_at": now()}
    upsert(
        db,
        _policies,
        row,
        key=("organisation_id",),
        update_columns=("texts_months", "records_months", "access_log_months", "decided_at"),
    )


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
