"""Acts of staff about pupils."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime
from careered.i18n_marker import _


class StaffAct(Table, table=True):
    """What staff did about one pupil. An act on several is a row for each with one act_id; undone, the rows stay.

    kind: acts.py. target_id: a requirement ("confirmed", "exempt"), an offline activity ("offline"), a row of the desk
    ("talked", "handled", "postponed"), or "" ("reminder"). person_id: "" for a row of the desk about no single pupil.
    reason: a code of the pack ("exempt"), or of the desk. activity_date, activity_end_date: ISO dates of what was done,
    or ""; the latter where it took several days. until: of "postponed". previous_statuses: the pupil's statuses before
    an attestation, by requirement (null where there was none), so that undoing it loses nothing.
    """

    __tablename__ = "staff_act"
    __table_args__ = (Index("ix_staff_act_person_id", "person_id"),)
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("What staff have confirmed or recorded, which talks they have noted, and what they have since undone"),
        person_column="person_id",
        is_exported=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    act_id: str = Field(primary_key=True)
    kind: str
    target_id: str = ""
    reason: str = ""
    activity_date: str = ""
    activity_end_date: str = ""
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    author_person_id: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    previous_statuses: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undone_by_person_id: str = ""
