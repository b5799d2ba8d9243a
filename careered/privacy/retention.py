"""How long data stay: what an organisation has decided, and erasing by it.

Works from what the tables declare, as erasing does. Who is in no course any more, the caller knows.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, select

from careered.clock import now
from careered.db.queries import select_by, where_equal
from careered.db.upsert import upsert
from careered.privacy.registry import PersonalTable, personal_tables
from careered.privacy.tables import AccessLog, RetentionPolicy

_policies, _log = RetentionPolicy.__table__, AccessLog.__table__
_POLICIES = select(
    _policies.c.organisation_id, _policies.c.texts_months, _policies.c.records_months, _policies.c.access_log_months
)


@dataclass(frozen=True)
class RetentionPeriods:
    """In months; None: until somebody erases it.

    words: what a pupil has written, after the last course. people: everything about the pupil, after the last course.
    looks: who has looked at which record.
    """

    texts_months: int | None = None
    records_months: int | None = None
    access_log_months: int | None = None


def retention_by_organisation(db: Connection) -> Mapping[str, RetentionPeriods]:
    """What each organisation has decided; those that have not are left out."""
    return {
        row.organisation_id: RetentionPeriods(row.texts_months, row.records_months, row.access_log_months)
        for row in db.execute(_POLICIES)
    }


def get_retention(db: Connection, organisation_id: str) -> RetentionPeriods:
    """What an organisation has decided."""
    row = select_by(db, _POLICIES, _policies, organisation_id=organisation_id).first()
    return RetentionPeriods(row.texts_months, row.records_months, row.access_log_months) if row else RetentionPeriods()


def set_retention(db: Connection, organisation_id: str, periods: RetentionPeriods) -> None:
    """From now on this holds."""
    row = {"organisation_id": organisation_id, **asdict(periods), "decided_at": now()}
    upsert(
        db,
        _policies,
        row,
        key=("organisation_id",),
        update_columns=("texts_months", "records_months", "access_log_months", "decided_at"),
    )


def people_with_texts(db: Connection, organisation_id: str) -> set[str]:
    """Of whom there are words."""
    person_ids: set[str] = set()
    for table in _free_text_tables():
        column = table.table.c[table.data_policy.person_column]
        condition = where_equal(table.table, organisation_id=organisation_id)
        person_ids.update(db.execute(select(column).where(condition).distinct()).scalars())
    return person_ids


def erase_texts(db: Connection, organisation_id: str, person_id: str) -> None:
    """Erase what a person wrote and what was written to them; what was done stays done."""
    for table in _free_text_tables():
        db.execute(delete(table.table).where(table.rows_of(organisation_id, person_id)))


def _free_text_tables() -> list[PersonalTable]:
    return [table for table in personal_tables() if table.data_policy.is_free_text]


def count_access_log_before(db: Connection, organisation_id: str, day: datetime) -> int:
    """How many notes of looks are older than a day."""
    condition = _older_than(organisation_id, day)
    return int(db.execute(select(func.count()).select_from(_log).where(condition)).scalar_one())


def prune_access_log(db: Connection, organisation_id: str, day: datetime) -> None:
    """Erase the notes of looks that are older than a day."""
    db.execute(delete(_log).where(_older_than(organisation_id, day)))


def _older_than(organisation_id: str, day: datetime) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = where_equal(_log, organisation_id=organisation_id) & (_log.c.occurred_at < day)
    return condition
