"""Tables of the access log (which member of staff opened whose record, when) and of retention policies."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime
from careered.i18n_marker import _


class AccessLog(Table, table=True):
    """One access to one pupil's record. Append-only: rows are never changed, and deleted only by retention.

    action: which page. session_hash: first 12 hex digits of the token's SHA-256; tells sessions apart, opens none.
    """

    __tablename__ = "access_log"
    __table_args__ = (Index("ix_access_log_pupil_person_id", "pupil_person_id"),)
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("Access log: who has opened the record, and when. It contains random numbers but no names."),
        person_column="pupil_person_id",
        is_exported=True,
        erase="keep",
    )

    organisation_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    occurred_at: datetime = Field(sa_type=UtcDateTime)
    class_id: str
    viewer_person_id: str
    viewer_role: str
    pupil_person_id: str
    action: str
    session_hash: str


class RetentionPolicy(Table, table=True):
    """Retention periods of an organisation from a moment on, in months; null: none. See `retention.RetentionPeriods`.

    The newest row that has begun holds. One that has not begun yet is announced, and can be withdrawn.
    """

    __tablename__ = "retention_policy"
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "how long data are kept")

    organisation_id: str = Field(primary_key=True)
    holds_from: datetime = Field(sa_type=UtcDateTime, primary_key=True)
    texts_months: int | None = None
    records_months: int | None = None
    access_log_months: int | None = None
    decided_at: datetime = Field(sa_type=UtcDateTime)
