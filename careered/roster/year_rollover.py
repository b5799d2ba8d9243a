"""Change of the school year: classes move up a grade or end; and which pupils have been inactive since a day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from careered.clock import now
from careered.db.queries import where_equal
from careered.roster.tables import Enrolment, Person, SchoolClass

ENDED = "ended"
_classes, _enrolments, _people = SchoolClass.__table__, Enrolment.__table__, Person.__table__


@dataclass(frozen=True)
class YearClass:
    """A class with its grade (None: unknown), and whether it has ended."""

    id: str
    title: str
    pack_id: str
    grade: int | None
    has_ended: bool


@dataclass(frozen=True)
class GradeChange:
    """What happens to a class: its new grade, or None for its end."""

    year_class: YearClass
    new_grade: int | None

    @property
    def ends_class(self) -> bool:
        """Whether the class ends."""
        return self.new_grade is None


def load_year_classes(db: Connection, organisation_id: str) -> list[YearClass]:
    """Every class with a context, ended ones last."""
    columns = (_classes.c.id, _classes.c.title, _classes.c.pack_id, _classes.c.grade, _classes.c.ended_at)
    where = where_equal(_classes, organisation_id=organisation_id) & (_classes.c.context_id != "")
    rows = db.execute(select(*columns).where(where).order_by(_classes.c.title, _classes.c.id)).all()
    year_classes = [YearClass(row.id, row.title, row.pack_id, row.grade, row.ended_at is not None) for row in rows]
    return sorted(year_classes, key=lambda year_class: year_class.has_ended)


def plan_rollover(classes: Sequence[YearClass], grades_by_pack: Mapping[str, Sequence[int]]) -> list[GradeChange]:
    """Move each running class up a grade; after the last grade of its pack it ends. Those without a grade stay."""
    changes = []
    for year_class in classes:
        pack_grades = sorted(grades_by_pack.get(year_class.pack_id, ()))
        if not year_class.has_ended and year_class.grade in pack_grades:
            changes.append(
                GradeChange(year_class, next((grade for grade in pack_grades if grade > (year_class.grade or 0)), None))
            )
    return changes


def count_changes(changes: Sequence[GradeChange]) -> Counter[tuple[int | None, int | None]]:
    """How many classes go from which grade to which; None for the end."""
    return Counter((change.year_class.grade, change.new_grade) for change in changes)


def set_grade(db: Connection, organisation_id: str, class_id: str, target: str) -> bool:
    """Set a class's grade, or end it (target ENDED); from then on launches do not change the grade.

    Returns whether there is such a class.
    """
    ends = target == ENDED
    values = {"ended_at": now()} if ends else {"ended_at": None, "grade": int(target), "grade_set_at": now()}
    where = where_equal(_classes, organisation_id=organisation_id, id=class_id)
    return bool(db.execute(update(_classes).where(where).values(**values)).rowcount)


def pupils_inactive_since(db: Connection, organisation_id: str, day: datetime, person_id: str = "") -> list[str]:
    """Ids of pupils who are in no running class and, since a day, have neither launched nor left one.

    A membership list that still has them in an ended class does not count. person_id: consider this one only.
    """
    enrolments_in_classes = _enrolments.join(
        _classes,
        (_classes.c.organisation_id == _enrolments.c.organisation_id) & (_classes.c.id == _enrolments.c.class_id),
    )
    of_organisation = where_equal(
        _enrolments, organisation_id=organisation_id, **({"person_id": person_id} if person_id else {})
    )
    pupils = select(_enrolments.c.person_id).where(of_organisation & (_enrolments.c.role == "pupil"))
    in_running_class = (_enrolments.c.status == "active") & _classes.c.ended_at.is_(None)
    still_enrolled = (
        select(_enrolments.c.person_id).select_from(enrolments_in_classes).where(of_organisation & in_running_class)
    )
    recently_left = (_enrolments.c.status != "active") & (_enrolments.c.updated_at >= day)
    recently_seen = select(_enrolments.c.person_id).where(
        of_organisation & (recently_left | (_enrolments.c.launched_at >= day))
    )
    just_ended = (
        select(_enrolments.c.person_id)
        .select_from(enrolments_in_classes)
        .where(of_organisation & (_classes.c.ended_at >= day))
    )
    inactive = pupils.where(_enrolments.c.person_id.not_in(still_enrolled.union(recently_seen, just_ended)))
    return sorted(set(db.execute(inactive).scalars()))
