"""Requirement statuses, and those of the evening before."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Column
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime
from careered.i18n_marker import _


class RequirementStatus(Table, table=True):
    """The state of a pupil's requirement. Written in the statement of the event, rebuildable from events.

    carried: of one that a dropped requirement counts as since a pack was loaded: "from", its id, and "before", the
    status that stood here (null for none); null otherwise.
    """

    __tablename__ = "requirement_status"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("What the curriculum requires, and how much of it has been done"),
        person_column="person_id",
        is_exported=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True, index=True)
    requirement_id: str = Field(primary_key=True)
    state: str
    method: str
    evidence: list[str] = Field(sa_column=Column(JSON, nullable=False))
    pack_version: str
    since_at: datetime = Field(sa_type=UtcDateTime)
    carried: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))


class EveningFigures(Table, table=True):
    """What a class's page showed of a pupil on the evening before, to notice what an update of careered changes.

    states: by requirement; one that is not there is not started. before: the same before the update that changed it,
    until staff have read about it; null where nothing differs. See docs/decisions/0032.
    """

    __tablename__ = "evening_figures"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("What had been done by the previous evening, to show whether an update of careered changed it"),
        person_column="person_id",
        is_exported=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True, index=True)
    states: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    before: dict[str, str] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
