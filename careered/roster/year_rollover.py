"""Change of the school year: classes move up a grade or end, and that can be undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select, update

from careered.clock import day_of, now, today
from careered.db.queries import where_equal
from careered.packs.dates import school_year
from careered.packs.models import Pack
from careered.roster.tables import School, SchoolClass

ENDED = "ended"
UNDO_PERIOD = timedelta(days=30)
_classes, _schools = SchoolClass.__table__, School.__table__


@dataclass(frozen=True)
class YearClass:
    """A class with its grade (None: unknown), whether it has ended, and since when it is as it is.

    offered_grade: the one that waits for its teacher. kept_version: the pack version that it stays with, or "".
    school: the name of its school, or "".
    """

    id: str
    title: str
    pack_id: str
    grade: int | None
    has_ended: bool
    since: datetime
    offered_grade: int | None = None
    kept_version: str = ""
    school: str = ""


@dataclass(frozen=True)
class GradeChange:
    """What happens to a class: its new grade, or None for its end."""

    year_class: YearClass
    new_grade: int | None

    @property
    def ends_class(self) -> bool:
        """Whether the class ends."""
        return self.new_grade is None


@dataclass(frozen=True)
class Change:
    """Classes that an administrator changed at one moment."""

    changed_at: datetime
    classes: int


def load_year_classes(db: Connection, organisation_id: str) -> list[YearClass]:
    """Every class with a context, school by school; ended ones last."""
    where = where_equal(_classes, organisation_id=organisation_id) & (_classes.c.context_id != "")
    its_school = (_schools.c.organisation_id == _classes.c.organisation_id) & (_schools.c.id == _classes.c.school_id)
    name = func.coalesce(_schools.c.name, "").label("school")
    found = select(_classes, name).select_from(_classes.outerjoin(_schools, its_school)).where(where)
    rows = db.execute(found.order_by(name == "", name, _classes.c.title, _classes.c.id)).all()
    return sorted(map(_year_class, rows), key=lambda year_class: year_class.has_ended)


def _year_class(row: Any) -> YearClass:
    since = row.grade_set_at or row.created_at
    ended, waiting = row.ended_at is not None, (row.offered_grade, row.kept_version)
    return YearClass(row.id, row.title, row.pack_id, row.grade, ended, since, *waiting, row.school)


def plan_rollover(classes: Sequence[YearClass], packs: Mapping[str, Pack]) -> list[GradeChange]:
    """Move each running class of an earlier school year up a grade; after the last grade of its pack it ends.

    Those without a grade stay, and those that began or were changed in this school year: it starts on the day after the
    pack's `school_year_ends`, and a class moves up once in it. packs: by id.
    """
    return [
        change
        for change in plan_next_rollover(classes, packs)
        if is_of_earlier_year(change.year_class, packs[change.year_class.pack_id])
    ]


def plan_next_rollover(classes: Sequence[YearClass], packs: Mapping[str, Pack]) -> list[GradeChange]:
    """What the next rollover does if nothing changes until then: as `plan_rollover`, whenever a class began."""
    return [
        GradeChange(year_class, next((grade for grade in sorted(pack.grades) if grade > (year_class.grade or 0)), None))
        for year_class in classes
        if (pack := packs.get(year_class.pack_id)) and not year_class.has_ended and year_class.grade in pack.grades
    ]


def is_of_earlier_year(year_class: YearClass, pack: Pack) -> bool:
    """Whether a class is as it was in a school year before the present one."""
    began = school_year(day_of(year_class.since, pack.timezone), pack.school_year_ends)
    return began < school_year(today(pack.timezone), pack.school_year_ends)


def set_grade(db: Connection, organisation_id: str, class_id: str, target: str, changed_at: datetime) -> bool:
    """Set a class's grade, or end it (target ENDED); from then on launches do not change the grade.

    changed_at: the same for all classes that change together. Returns whether there is such a class.
    """
    new = {"ended_at": now()} if target == ENDED else {"ended_at": None, "grade": int(target), "grade_set_at": now()}
    return _change(db, organisation_id, class_id, {**new, "offered_grade": None}, changed_at)


def offer_grade(db: Connection, organisation_id: str, class_id: str, grade: int, changed_at: datetime) -> bool:
    """As `set_grade`, for a grade that lowers figures: the class keeps its own until its teacher accepts it."""
    new = {"ended_at": None, "offered_grade": grade, "grade_set_at": now()}
    return _change(db, organisation_id, class_id, new, changed_at)


def accept_grade(db: Connection, organisation_id: str, class_id: str) -> None:
    """The class's teacher takes the offered grade over, if one waits; an administrator can no longer undo it."""
    where = where_equal(_classes, organisation_id=organisation_id, id=class_id) & _classes.c.offered_grade.is_not(None)
    values = {"grade": _classes.c.offered_grade, "offered_grade": None, "grade_set_at": now(), "changed_at": None}
    db.execute(update(_classes).where(where).values(**values))


def _change(db: Connection, organisation_id: str, class_id: str, new: Mapping[str, Any], changed_at: datetime) -> bool:
    previous = {
        "changed_at": changed_at,
        "grade_before": _classes.c.grade,
        "grade_set_before": _classes.c.grade_set_at,
        "ended_before": _classes.c.ended_at,
    }
    where = where_equal(_classes, organisation_id=organisation_id, id=class_id)
    return bool(db.execute(update(_classes).where(where).values(**previous, **new)).rowcount)


def recent_changes(db: Connection, organisation_id: str) -> list[Change]:
    """What administrators changed within UNDO_PERIOD, the latest first."""
    where = where_equal(_classes, organisation_id=organisation_id) & (_classes.c.changed_at > now() - UNDO_PERIOD)
    statement = select(_classes.c.changed_at, func.count()).where(where).group_by(_classes.c.changed_at)
    rows = db.execute(statement.order_by(_classes.c.changed_at.desc())).all()
    return [Change(changed_at, number) for changed_at, number in rows]


def undo_change(db: Connection, organisation_id: str, change: Change) -> list[str]:
    """Bring the classes back that changed at one moment and have not changed since. Returns their ids."""
    where = where_equal(_classes, organisation_id=organisation_id) & (_classes.c.changed_at == change.changed_at)
    values = {
        "ended_at": _classes.c.ended_before,
        "grade": _classes.c.grade_before,
        "grade_set_at": _classes.c.grade_set_before,
        "offered_grade": None,
        "changed_at": None,
    }
    return list(db.execute(update(_classes).where(where).values(**values).returning(_classes.c.id)).scalars())
