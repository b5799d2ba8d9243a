"""The schools of an organisation, and which classes belong to them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from careered.clock import new_id, now
from careered.db.queries import where_equal
from careered.db.upsert import upsert
from careered.roster.classes import IS_RUNNING
from careered.roster.school_matching import ClassRecord, SchoolRow, match_school, matcher
from careered.roster.tables import School, SchoolClass, SchoolRule

_schools, _rules, _classes = School.__table__, SchoolRule.__table__, SchoolClass.__table__
NAME_RULE = "name"


@dataclass(frozen=True)
class SchoolChange:
    """A class that gets another school. before, after: names of schools, "" for none."""

    class_record: ClassRecord
    before: str
    after: str


@dataclass(frozen=True)
class AssignmentPlan:
    """What new rules would do; making a plan changes nothing. class_count, unmatched: of running classes."""

    rows: Sequence[SchoolRow]
    class_count: int
    changes: Sequence[SchoolChange]
    unmatched: Sequence[ClassRecord]
    added_schools: Sequence[str]
    removed_schools: Sequence[str]

    @property
    def digest(self) -> str:
        """Differs for another outcome: shows whether anything changed between preview and saving."""
        return hashlib.sha256(
            repr((self.rows, self.changes, self.unmatched, self.removed_schools)).encode()
        ).hexdigest()[:32]


def load_school_rows(db: Connection, organisation_id: str) -> list[SchoolRow]:
    """The schools with their patterns, in the order of the rules, since the first match decides; then the others."""
    rules = db.execute(
        select(_rules).where(where_equal(_rules, organisation_id=organisation_id)).order_by(_rules.c.position)
    )
    patterns: dict[str, list[str]] = {}
    for rule in rules.mappings():
        patterns.setdefault(rule["school_id"], []).append(rule["pattern"])
    rows = db.execute(
        select(_schools).where(where_equal(_schools, organisation_id=organisation_id)).order_by(_schools.c.code)
    )
    order = {school_id: position for position, school_id in enumerate(patterns)}
    schools = sorted(rows.mappings(), key=lambda row: order.get(row["id"], len(order)))
    return [SchoolRow(row["code"], row["name"], tuple(patterns.get(row["id"], ()))) for row in schools]


def load_class_records(db: Connection, organisation_id: str) -> list[ClassRecord]:
    """Every class with a context, by title."""
    columns = (_classes.c.id, _classes.c.title, _classes.c.label, _classes.c.school_code, _classes.c.school_id)
    statement = select(*columns, _classes.c.ended_at.is_(None)).where(
        where_equal(_classes, organisation_id=organisation_id) & (_classes.c.context_id != "")
    )
    return [ClassRecord(*row) for row in db.execute(statement.order_by(_classes.c.title, _classes.c.id))]


def current_assignment(db: Connection, organisation_id: str) -> AssignmentPlan:
    """What holds now: a class that got another name keeps its school until rules are saved again."""
    records = load_class_records(db, organisation_id)
    without_school = [record for record in records if record.is_running and not record.school_id]
    return AssignmentPlan(load_school_rows(db, organisation_id), _running(records), (), without_school, (), ())


def _running(records: Sequence[ClassRecord]) -> int:
    return sum(record.is_running for record in records)


def plan_assignment(db: Connection, organisation_id: str, school_rows: Sequence[SchoolRow]) -> AssignmentPlan:
    """What would change if these schools and patterns replaced the present ones."""
    rows = db.execute(select(_schools).where(where_equal(_schools, organisation_id=organisation_id))).mappings()
    current_schools = {row["id"]: (row["code"], row["name"]) for row in rows}
    records, match = load_class_records(db, organisation_id), matcher(school_rows)
    matched = [(record, match(record)) for record in records]
    changes = [
        SchoolChange(record, current_schools.get(record.school_id, ("", ""))[1], school.name if school else "")
        for record, school in matched
        if current_schools.get(record.school_id, ("", ""))[0] != (school.code if school else "")
    ]
    unmatched = [record for record, school in matched if school is None and record.is_running]
    codes, current_codes = (
        {school_row.code for school_row in school_rows},
        {code for code, _ in current_schools.values()},
    )
    removed = sorted(name for code, name in current_schools.values() if code not in codes)
    added = [school_row.name for school_row in school_rows if school_row.code not in current_codes]
    return AssignmentPlan(tuple(school_rows), _running(records), changes, unmatched, added, removed)


def save_schools(db: Connection, organisation_id: str, school_rows: Sequence[SchoolRow]) -> None:
    """Replace the schools and patterns, and assign every class to its school."""
    ids = {school_row.code: _upsert_school(db, organisation_id, school_row) for school_row in school_rows}
    tenant = {"organisation_id": organisation_id}
    db.execute(delete(_schools).where(where_equal(_schools, **tenant) & _schools.c.id.not_in(list(ids.values()))))
    db.execute(delete(_rules).where(where_equal(_rules, **tenant)))
    rules = [(ids[school_row.code], pattern) for school_row in school_rows for pattern in school_row.patterns]
    rows = [
        {**tenant, "id": new_id(), "school_id": school_id, "kind": NAME_RULE, "pattern": pattern, "position": position}
        for position, (school_id, pattern) in enumerate(rules)
    ]
    if rows:
        db.execute(insert(_rules), rows)
    match = matcher(school_rows)
    for record in load_class_records(db, organisation_id):
        school = match(record)
        _set_school(db, organisation_id, record.id, ids[school.code] if school else "", record.school_id)


def _upsert_school(db: Connection, organisation_id: str, school_row: SchoolRow) -> str:
    row = {"organisation_id": organisation_id, "id": new_id(), "code": school_row.code, "name": school_row.name}
    key = ("organisation_id", "code")
    return str(
        upsert(db, _schools, {**row, "created_at": now()}, key=key, update_columns=["name"], returning=["id"])["id"]
    )


def _set_school(db: Connection, organisation_id: str, class_id: str, school_id: str, current_school_id: str) -> None:
    if school_id != current_school_id:
        where = where_equal(_classes, organisation_id=organisation_id, id=class_id)
        db.execute(update(_classes).where(where).values(school_id=school_id))


def assign_school(db: Connection, organisation_id: str, record: ClassRecord) -> None:
    """Assign a new class to its school, if one of the organisation's rules matches."""
    school = match_school(record, load_school_rows(db, organisation_id))
    if school:
        where = where_equal(_schools, organisation_id=organisation_id, code=school.code)
        _set_school(db, organisation_id, record.id, str(db.execute(select(_schools.c.id).where(where)).scalar()), "")


@dataclass(frozen=True)
class SchoolName:
    """A school of the organisation."""

    id: str
    code: str
    name: str


def list_schools(db: Connection, organisation_id: str) -> list[SchoolName]:
    """Every school, by name."""
    columns = (_schools.c.id, _schools.c.code, _schools.c.name)
    statement = select(*columns).where(where_equal(_schools, organisation_id=organisation_id)).order_by(_schools.c.name)
    return [SchoolName(*row) for row in db.execute(statement)]


def find_school(db: Connection, organisation_id: str, school_id: str) -> SchoolName | None:
    """One school ("": what the classes without one are shown under); None where there is none."""
    columns = (_schools.c.id, _schools.c.code, _schools.c.name)
    where = where_equal(_schools, organisation_id=organisation_id, id=school_id)
    row = db.execute(select(*columns).where(where)).first() if school_id else ("", "", "")
    return SchoolName(*row) if row else None


def has_schools(db: Connection, organisation_id: str) -> bool:
    """Whether the organisation has said which schools it has."""
    where = where_equal(_schools, organisation_id=organisation_id)
    return db.execute(select(_schools.c.id).where(where).limit(1)).first() is not None


def has_class_without_school(db: Connection, organisation_id: str) -> bool:
    """Whether a running class belongs to no school."""
    where = where_equal(_classes, organisation_id=organisation_id, school_id="") & IS_RUNNING
    return db.execute(select(_classes.c.id).where(where).limit(1)).first() is not None


def get_school_id(db: Connection, organisation_id: str, class_id: str) -> str:
    """The id of a class's school; "" for none."""
    where = where_equal(_classes, organisation_id=organisation_id, id=class_id)
    return str(db.execute(select(_classes.c.school_id).where(where)).scalar_one_or_none() or "")
