"""The schools of an organisation and the courses that belong to them, in the database."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from careered.clock import new_id, now
from careered.db.lookup import same
from careered.db.upsert import upsert
from careered.roster.school_rules import Course, SchoolLine, finder, school_of
from careered.roster.tables import Enrolment, School, SchoolClass, SchoolRule

_schools, _rules, _classes = School.__table__, SchoolRule.__table__, SchoolClass.__table__
_enrolments = Enrolment.__table__
NAME = "name"


@dataclass(frozen=True)
class Move:
    """A course that gets another school. before, after: names of schools, "" for none."""

    course: Course
    before: str
    after: str


@dataclass(frozen=True)
class Plan:
    """What lines would do: nothing is changed by making one. seen: a short word that is another for another outcome."""

    lines: Sequence[SchoolLine]
    courses: int
    moves: Sequence[Move]
    without: Sequence[Course]
    new: Sequence[str]
    gone: Sequence[str]

    @property
    def seen(self) -> str:
        """Compared when the plan is carried out: did anything change since somebody looked?"""
        return hashlib.sha256(repr((self.lines, self.moves, self.without, self.gone)).encode()).hexdigest()[:32]


def lines_of(db: Connection, organisation_id: str) -> list[SchoolLine]:
    """The schools as lines. Those with patterns in the order that was said, for the first that fits decides."""
    rules = db.execute(select(_rules).where(same(_rules, organisation_id=organisation_id)).order_by(_rules.c.position))
    patterns: dict[str, list[str]] = {}
    for rule in rules.mappings():
        patterns.setdefault(rule["school_id"], []).append(rule["pattern"])
    rows = db.execute(select(_schools).where(same(_schools, organisation_id=organisation_id)).order_by(_schools.c.code))
    places = {school_id: place for place, school_id in enumerate(patterns)}
    schools = sorted(rows.mappings(), key=lambda row: places.get(row["id"], len(places)))
    return [SchoolLine(row["code"], row["name"], tuple(patterns.get(row["id"], ()))) for row in schools]


def courses_of(db: Connection, organisation_id: str) -> list[Course]:
    """Every course that somebody has opened careered in."""
    columns = (_classes.c.id, _classes.c.title, _classes.c.label, _classes.c.school_code, _classes.c.school_id)
    statement = select(*columns).where(same(_classes, organisation_id=organisation_id) & (_classes.c.context_id != ""))
    return [Course(*row) for row in db.execute(statement.order_by(_classes.c.title, _classes.c.id))]


def plan(db: Connection, organisation_id: str, lines: Sequence[SchoolLine]) -> Plan:
    """What it would mean to have these schools and patterns instead of the present ones."""
    rows = db.execute(select(_schools).where(same(_schools, organisation_id=organisation_id))).mappings()
    known = {row["id"]: (row["code"], row["name"]) for row in rows}
    courses, find = courses_of(db, organisation_id), finder(lines)
    placed = [(course, find(course)) for course in courses]
    moves = [
        Move(course, known.get(course.school_id, ("", ""))[1], school.name if school else "")
        for course, school in placed
        if known.get(course.school_id, ("", ""))[0] != (school.code if school else "")
    ]
    without = [course for course, school in placed if school is None]
    codes, old = {line.code for line in lines}, {code for code, _ in known.values()}
    gone = sorted(name for code, name in known.values() if code not in codes)
    new = [line.name for line in lines if line.code not in old]
    return Plan(tuple(lines), len(courses), moves, without, new, gone)


def save(db: Connection, organisation_id: str, lines: Sequence[SchoolLine]) -> None:
    """Carry it out: schools, patterns, and every course to its school."""
    ids = {line.code: _keep(db, organisation_id, line) for line in lines}
    mine = {"organisation_id": organisation_id}
    db.execute(delete(_schools).where(same(_schools, **mine) & _schools.c.id.not_in(list(ids.values()))))
    db.execute(delete(_rules).where(same(_rules, **mine)))
    rules = [(ids[line.code], pattern) for line in lines for pattern in line.patterns]
    rows = [
        {**mine, "id": new_id(), "school_id": school_id, "kind": NAME, "pattern": pattern, "position": place}
        for place, (school_id, pattern) in enumerate(rules)
    ]
    if rows:
        db.execute(insert(_rules), rows)
    find = finder(lines)
    for course in courses_of(db, organisation_id):
        school = find(course)
        _put(db, organisation_id, course.id, ids[school.code] if school else "", course.school_id)


def _keep(db: Connection, organisation_id: str, line: SchoolLine) -> str:
    row = {"organisation_id": organisation_id, "id": new_id(), "code": line.code, "name": line.name}
    key = ("organisation_id", "code")
    return str(upsert(db, _schools, {**row, "created_at": now()}, key=key, change=["name"], returning=["id"])["id"])


def _put(db: Connection, organisation_id: str, class_id: str, school_id: str, before: str) -> None:
    if school_id != before:
        where = same(_classes, organisation_id=organisation_id, id=class_id)
        db.execute(update(_classes).where(where).values(school_id=school_id))


def place_new(db: Connection, organisation_id: str, course: Course) -> None:
    """A course that comes for the first time goes to its school, if the organisation has said how."""
    school = school_of(course, lines_of(db, organisation_id))
    if school:
        where = same(_schools, organisation_id=organisation_id, code=school.code)
        _put(db, organisation_id, course.id, str(db.execute(select(_schools.c.id).where(where)).scalar()), "")


@dataclass(frozen=True)
class SchoolName:
    """A school of the organisation."""

    id: str
    code: str
    name: str


def schools_of(db: Connection, organisation_id: str) -> list[SchoolName]:
    """Every school, by name."""
    columns = (_schools.c.id, _schools.c.code, _schools.c.name)
    statement = select(*columns).where(same(_schools, organisation_id=organisation_id)).order_by(_schools.c.name)
    return [SchoolName(*row) for row in db.execute(statement)]


def school_of_class(db: Connection, organisation_id: str, class_id: str) -> str:
    """The id of the school of a course; "" for none."""
    where = same(_classes, organisation_id=organisation_id, id=class_id)
    return str(db.execute(select(_classes.c.school_id).where(where)).scalar_one_or_none() or "")


@dataclass(frozen=True)
class ClassSize:
    """A course with its school ("" for none) and its number of pupils."""

    class_id: str
    school_id: str
    pack_id: str
    grade: int | None
    pupils: int


def class_sizes(db: Connection, organisation_id: str) -> list[ClassSize]:
    """Every course of the organisation that somebody has opened careered in."""
    here = (_enrolments.c.organisation_id == _classes.c.organisation_id) & (_enrolments.c.class_id == _classes.c.id)
    pupils = here & (_enrolments.c.role == "pupil") & (_enrolments.c.status == "active")
    columns = (_classes.c.id, _classes.c.school_id, _classes.c.pack_id, _classes.c.grade)
    statement = select(*columns, func.count(_enrolments.c.person_id)).select_from(
        _classes.outerjoin(_enrolments, pupils)
    )
    mine = (
        same(_classes, organisation_id=organisation_id) & (_classes.c.context_id != "") & _classes.c.ended_at.is_(None)
    )
    return [ClassSize(*row) for row in db.execute(statement.where(mine).group_by(*columns))]
