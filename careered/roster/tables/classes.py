"""Classes and their groups."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime
from careered.i18n_marker import _


class SchoolClass(Table, table=True):
    """A class: a course of a platform. context_id: of the LTI context claim; "" for launches without a course.

    deployment_id: "" for one that was stored before migration 0009 told deployments apart, until its next launch.

    label: the course's short name. school_code: the custom parameter careered_school. school_id: "" while no rule
    matches. grade: None where the platform does not say; then the whole programme is in scope.
    roster_state: "unknown", "waiting", "fresh", "refused" (the platform gives no list), "failed" (the old one is kept),
    "doubtful" (the list has lost most pupils, and is asked for again: doubtful.py). roster_doubted_at: since when.
    roster_error: why the last attempt failed, as a code such as "nrps_loop"; "" after a successful one.
    roster_has_names: the last whole roster had names, so that one without them withdraws them.
    ended_at: when the class's school year ended; its pupils are kept, and no statistics count them.
    grade_set_at: when an administrator set the grade; from then on launches do not change it.
    changed_at: when an administrator last changed the grade or ended the class; grade_before, grade_set_before and
    ended_before: what the change replaced, so that it can be undone.
    offered_grade: the grade that an administrator gave it and that waits for its teacher, because figures would be
    lower; None where nothing waits.
    figures_kept_at: when the figures of its pupils were last kept (progress.evening_figures), and figures_release: by
    which state of careered's code, for which grade and pack version, "" before the first time. figures_differ: of how
    many pupils an update has changed them, until staff have read it; figures_differ_at: when that was noticed.
    course_address: of the course on the platform, as launches say it; "" where they do not.
    kept_version: the pack version (with its overlay's) that the class stays with until its teacher accepts the current
    one, by which figures would be lower; "" for the current one.
    """

    __tablename__ = "school_class"
    __table_args__ = (
        UniqueConstraint(
            "organisation_id", "platform_id", "deployment_id", "context_id", name="uq_school_class_context"
        ),
        Index("ix_school_class_school", "organisation_id", "school_id"),
    )
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "the course's name and its curriculum pack")

    organisation_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    platform_id: str
    deployment_id: str = ""
    platform_name: str
    context_id: str
    title: str
    label: str = ""
    school_code: str = ""
    school_id: str = ""
    pack_id: str
    grade: int | None = None
    roster_state: str = "unknown"
    roster_error: str = ""
    roster_has_names: bool = False
    roster_updated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    roster_doubted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    roster_due_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    grade_set_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    grade_before: int | None = None
    grade_set_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    offered_grade: int | None = None
    kept_version: str = ""
    course_address: str = Field(default="", sa_column_kwargs={"server_default": ""})
    figures_kept_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    figures_release: str = ""
    figures_differ: int = 0
    figures_differ_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)


class ClassGroup(Table, table=True):
    """A named group of a class."""

    __tablename__ = "class_group"
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "names of groups within a class")

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str


class GroupMember(Table, table=True):
    """A pupil in a group."""

    __tablename__ = "group_member"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("Groups within the class"),
        person_column="person_id",
        is_exported=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    group_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True, index=True)
