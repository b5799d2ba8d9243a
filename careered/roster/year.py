"""The change of the school year: classes move up or end, and those who left long ago can go."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from careered.clock import now
from careered.db.lookup import same
from careered.roster.tables import Enrolment, Person, SchoolClass

ENDED = "ended"
_classes, _enrolments, _people = SchoolClass.__table__, Enrolment.__table__, Person.__table__


@dataclass(frozen=True)
class YearClass:
    """A course and where it is: its grade (None: not said), and whether its year is over."""

    id: str
    title: str
    pack_id: str
    grade: int | None
    ended: bool


@dataclass(frozen=True)
class Step:
    """What happens to a course: its grade from now on, or its end."""

    course: YearClass
    to: int | None

    @property
    def ends(self) -> bool:
        """Whether the course is over."""
        return self.to is None


def year_classes(db: Connection, organisation_id: str) -> list[YearClass]:
    """Every course, those that are over last."""
    columns = (_classes.c.id, _classes.c.title, _classes.c.pack_id, _classes.c.grade, _classes.c.ended_at)
    where = same(_classes, organisation_id=organisation_id) & (_classes.c.context_id != "")
    rows = db.execute(select(*columns).where(where).order_by(_classes.c.title, _classes.c.id)).all()
    found = [YearClass(row.id, row.title, row.pack_id, row.grade, row.ended_at is not None) for row in rows]
    return sorted(found, key=lambda one: one.ended)


def next_year(classes: Sequence[YearClass], grades: Mapping[str, Sequence[int]]) -> list[Step]:
    """Each running course one grade up; after the last grade of its pack it ends. Those without a grade stay."""
    steps = []
    for one in classes:
        known = sorted(grades.get(one.pack_id, ()))
        if not one.ended and one.grade in known:
            steps.append(Step(one, next((grade for grade in known if grade > (one.grade or 0)), None)))
    return steps


def tally(steps: Sequence[Step]) -> Counter[tuple[int | None, int | None]]:
    """How many courses go from which grade to which; None for the end."""
    return Counter((step.course.grade, step.to) for step in steps)


def place(db: Connection, organisation_id: str, class_id: str, to: str) -> bool:
    """Put a course into a grade, or end it (ENDED); what an activity says about its grade no longer counts.

    Whether there is such a course.
    """
    ends = to == ENDED
    values = {"ended_at": now()} if ends else {"ended_at": None, "grade": int(to), "grade_set_at": now()}
    where = same(_classes, organisation_id=organisation_id, id=class_id)
    return bool(db.execute(update(_classes).where(where).values(**values)).rowcount)


def gone_since(db: Connection, organisation_id: str, day: datetime, person_id: str = "") -> list[str]:
    """Pupils who are in no running course any more, and since a day have neither come nor left one.

    That a platform's list still has them in an old course does not count. person_id: ask about this one only.
    """
    joined = _enrolments.join(
        _classes,
        (_classes.c.organisation_id == _enrolments.c.organisation_id) & (_classes.c.id == _enrolments.c.class_id),
    )
    mine = same(_enrolments, organisation_id=organisation_id, **({"person_id": person_id} if person_id else {}))
    pupils = select(_enrolments.c.person_id).where(mine & (_enrolments.c.role == "pupil"))
    running = (_enrolments.c.status == "active") & _classes.c.ended_at.is_(None)
    stays = select(_enrolments.c.person_id).select_from(joined).where(mine & running)
    left = (_enrolments.c.status != "active") & (_enrolments.c.updated_at >= day)
    lately = select(_enrolments.c.person_id).where(mine & (left | (_enrolments.c.launched_at >= day)))
    just_ended = select(_enrolments.c.person_id).select_from(joined).where(mine & (_classes.c.ended_at >= day))
    found = pupils.where(_enrolments.c.person_id.not_in(stays.union(lately, just_ended)))
    return sorted(set(db.execute(found).scalars()))
