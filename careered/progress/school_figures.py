"""How far the schools of an organisation are, by school, grade and requirement; see `told` for what may be shown."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from careered.db.lookup import same
from careered.packs.models import Pack
from careered.packs.store import Shelf
from careered.progress.completion import REACHED, State
from careered.progress.tables import Status
from careered.progress.told import FEWEST, WAYS, Counted, Told, pupils, share, tell
from careered.roster.schools import ClassSize, class_sizes, schools_of
from careered.roster.tables import Enrolment

_statuses, _enrolments = Status.__table__, Enrolment.__table__
Counts = Counter[tuple[str, str, str, str]]
"""How many active pupils, by (class, requirement, state, how)."""


@dataclass(frozen=True)
class Group:
    """The pupils of one school who have the same pack and grade. pupils: None where fewer than five."""

    school_id: str
    pack: Pack
    grade: int | None
    pupils: int | None
    cells: Mapping[str, Told]


@dataclass(frozen=True)
class SchoolFigures:
    """A school. pupils, share (percent of what the curriculum asks for that is done): None where too few.

    code and name are "" for courses without a school. Both figures are about grades of five pupils and more.
    """

    code: str
    name: str
    courses: int
    pupils: int | None
    share: int | None
    groups: Sequence[Group] = field(default=(), compare=False)


def figures(db: Connection, shelf: Shelf, organisation_id: str) -> Sequence[SchoolFigures]:
    """Every school by name; last, where there are any, the courses without one."""
    sizes = class_sizes(db, organisation_id)
    courses = Counter(one.school_id for one in sizes)
    groups = groups_of(db, shelf, organisation_id, sizes)
    named = {school.id: (school.code, school.name) for school in schools_of(db, organisation_id)}
    order = [*named, *([""] if courses[""] else [])]
    found = {key: [one for one in groups if one.school_id == key] for key in order}
    return [
        SchoolFigures(
            *named.get(key, ("", "")),
            courses=courses[key],
            pupils=pupils(Told(one.pupils) for one in found[key]),
            share=share(cell for one in found[key] for cell in one.cells.values()),
            groups=found[key],
        )
        for key in order
    ]


def pupils_told(sizes: Sequence[ClassSize]) -> int:
    """How many pupils are in groups that are large enough to be told; 0 where none is."""
    numbers = (sum(one.pupils for one in classes) for classes in _together(sizes).values())
    return sum(number for number in numbers if number >= FEWEST)


def _together(sizes: Sequence[ClassSize]) -> dict[tuple[str, str, int | None], list[ClassSize]]:
    """The courses of each group, by school, pack and grade."""
    found: dict[tuple[str, str, int | None], list[ClassSize]] = {}
    for one in sizes:
        found.setdefault((one.school_id, one.pack_id, one.grade), []).append(one)
    return found


def groups_of(db: Connection, shelf: Shelf, organisation_id: str, sizes: Sequence[ClassSize]) -> list[Group]:
    """The groups of all schools, by grade; courses whose pack is not loaded are left out."""
    counts = _counts(db, organisation_id)
    found = []
    for (school_id, pack_id, grade), classes in sorted(_together(sizes).items(), key=lambda each: str(each[0])):
        pack, number = shelf.local(db, organisation_id, pack_id), sum(one.pupils for one in classes)
        if pack:
            cells = {one.id: tell(_cell(classes, one.id, number, counts)) for one in pack.requirements_for(grade)}
            found.append(Group(school_id, pack, grade, number if number >= FEWEST else None, cells))
    return found


def _cell(classes: Sequence[ClassSize], requirement: str, number: int, counts: Counts) -> Counted:
    def count(state: State, how: str) -> int:
        return sum(counts[one.class_id, requirement, state.value, how] for one in classes)

    by = {way: sum(count(state, way) for state in REACHED) for way in WAYS}
    return Counted(number, count(State.EXEMPT, "teacher"), by)


def _counts(db: Connection, organisation_id: str) -> Counts:
    """Of pupils who are in their class now; one query for the whole organisation."""
    here = (
        (_enrolments.c.organisation_id == _statuses.c.organisation_id)
        & (_enrolments.c.class_id == _statuses.c.class_id)
        & (_enrolments.c.person_id == _statuses.c.person_id)
        & (_enrolments.c.role == "pupil")
        & (_enrolments.c.status == "active")
    )
    columns = (_statuses.c.class_id, _statuses.c.requirement, _statuses.c.state, _statuses.c.how)
    rows = db.execute(
        select(*columns, func.count())
        .join(_enrolments, here)
        .where(same(_statuses, organisation_id=organisation_id))
        .where(_statuses.c.state.not_in([State.NOT_STARTED.value, State.IN_PROGRESS.value]))
        .group_by(*columns)
    )
    return Counter({(row[0], row[1], row[2], row[3]): row[4] for row in rows})
