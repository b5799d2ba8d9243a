"""Statistics of an organisation by school, grade and requirement, suppressed cell by cell (see `disclosure`)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from careered.db.queries import where_equal
from careered.packs.models import Pack, Requirement
from careered.packs.store import PackStore
from careered.progress.completion import REACHED_STATES, RequirementState
from careered.progress.tables import RequirementStatus
from careered.roster.schools import ClassSize, list_schools, load_class_sizes
from careered.roster.tables import Enrolment
from careered.statistics.disclosure import (
    METHODS,
    MIN_CELL_SIZE,
    PublishedCell,
    RawCell,
    publish,
    reached_share,
    sizes_to_publish,
    sum_pupils,
)

_statuses, _enrolments = RequirementStatus.__table__, Enrolment.__table__
StatusCounts = Counter[tuple[str, str, str, str]]
"""Number of active pupils by (class id, requirement id, state, method)."""


@dataclass(frozen=True)
class GradeGroup:
    """The pupils of one school with the same pack and grade. pupils: None if fewer than five.

    pack: the current one. requirements: in scope of any class, by the version that the class has.
    """

    school_id: str
    pack: Pack
    grade: int | None
    pupils: int | None
    requirements: Sequence[Requirement]
    cells: Mapping[str, PublishedCell]


@dataclass(frozen=True)
class SchoolFigures:
    """A school. pupils, reached_percent (0-100, of the requirements in scope): None if suppressed.

    code and name are "" for classes without a school. Grades of fewer than five pupils are not counted.
    """

    code: str
    name: str
    class_count: int
    pupils: int | None
    reached_percent: int | None
    groups: Sequence[GradeGroup] = field(default=(), compare=False)


def compute_figures(db: Connection, pack_store: PackStore, organisation_id: str) -> Sequence[SchoolFigures]:
    """Every school by name; last, if there are any, the classes without a school."""
    sizes = load_class_sizes(db, organisation_id)
    class_counts = Counter(size.school_id for size in sizes)
    groups = grade_groups(db, pack_store, organisation_id, sizes)
    code_and_name = {school.id: (school.code, school.name) for school in list_schools(db, organisation_id)}
    school_ids = [*code_and_name, *([""] if class_counts[""] else [])]
    groups_by_school = {
        school_id: [group for group in groups if group.school_id == school_id] for school_id in school_ids
    }
    return [
        SchoolFigures(
            *code_and_name.get(school_id, ("", "")),
            class_count=class_counts[school_id],
            pupils=sum_pupils(PublishedCell(group.pupils) for group in groups_by_school[school_id]),
            reached_percent=reached_share(
                cell for group in groups_by_school[school_id] for cell in group.cells.values()
            ),
            groups=groups_by_school[school_id],
        )
        for school_id in school_ids
    ]


def count_published_pupils(sizes: Sequence[ClassSize]) -> int:
    """Number of pupils in groups of at least five; 0 if there is none."""
    group_sizes = (sum(size.pupils for size in classes) for classes in _classes_by_group(sizes).values())
    return sum(group_size for group_size in group_sizes if group_size >= MIN_CELL_SIZE)


def _classes_by_group(sizes: Sequence[ClassSize]) -> dict[tuple[str, str, int | None], list[ClassSize]]:
    """The classes of each group, by (school id, pack id, grade)."""
    by_group: dict[tuple[str, str, int | None], list[ClassSize]] = {}
    for size in sizes:
        by_group.setdefault((size.school_id, size.pack_id, size.grade), []).append(size)
    return by_group


def grade_groups(
    db: Connection, pack_store: PackStore, organisation_id: str, sizes: Sequence[ClassSize]
) -> list[GradeGroup]:
    """The groups of all schools, by grade; classes whose pack is not loaded are left out."""
    counts = _status_counts(db, organisation_id)
    groups = []
    for (school_id, pack_id, grade), classes in sorted(_classes_by_group(sizes).items(), key=lambda item: str(item[0])):
        pack = pack_store.effective_pack(db, organisation_id, pack_id)
        if pack:
            packs = [pack_store.version_or_current(db, pack, size.kept_version) for size in classes]
            in_scope = _classes_by_requirement(list(zip(classes, packs, strict=True)), pack, grade)
            cells = _cells({key: its_classes for key, (_, its_classes) in in_scope.items()}, classes, counts)
            requirements = [requirement for requirement, _ in in_scope.values()]
            pupils = _pupils(classes) if _pupils(classes) >= MIN_CELL_SIZE else None
            groups.append(GradeGroup(school_id, pack, grade, pupils, requirements, cells))
    return groups


def _classes_by_requirement(
    classes: Sequence[tuple[ClassSize, Pack]], current: Pack, grade: int | None
) -> dict[str, tuple[Requirement, list[ClassSize]]]:
    """The classes in which each requirement is in scope, by the version that each has; in the current pack's order."""
    all_packs = [current, *(pack for _, pack in classes)]
    in_scope: dict[str, tuple[Requirement, list[ClassSize]]] = {}
    for requirement in (requirement for pack in all_packs for requirement in pack.requirements_for(grade)):
        in_scope.setdefault(requirement.id, (requirement, []))
    for size, pack in classes:
        for requirement in pack.requirements_for(grade):
            in_scope[requirement.id][1].append(size)
    return {key: entry for key, entry in in_scope.items() if entry[1]}


def _cells(
    classes_by_requirement: Mapping[str, Sequence[ClassSize]], classes: Sequence[ClassSize], counts: StatusCounts
) -> dict[str, PublishedCell]:
    """The cells of a group; empty where its pupils, beside those of others, would tell the size of a small class."""
    raw_cells = {key: _raw_cell(its, key, counts) for key, its in classes_by_requirement.items()}
    sizes = sizes_to_publish([_pupils(classes), *(raw.pupils for raw in raw_cells.values())])
    return {key: publish(raw) if raw.pupils in sizes else PublishedCell() for key, raw in raw_cells.items()}


def _pupils(classes: Iterable[ClassSize]) -> int:
    return sum(size.pupils for size in classes)


def _raw_cell(classes: Sequence[ClassSize], requirement: str, counts: StatusCounts) -> RawCell:
    def count(state: RequirementState, method: str) -> int:
        return sum(counts[size.class_id, requirement, state.value, method] for size in classes)

    by_method = {method: sum(count(state, method) for state in REACHED_STATES) for method in METHODS}
    return RawCell(_pupils(classes), count(RequirementState.EXEMPT, "teacher"), by_method)


def _status_counts(db: Connection, organisation_id: str) -> StatusCounts:
    """Counts of active pupils; one query for the whole organisation."""
    same_pupil = (
        (_enrolments.c.organisation_id == _statuses.c.organisation_id)
        & (_enrolments.c.class_id == _statuses.c.class_id)
        & (_enrolments.c.person_id == _statuses.c.person_id)
        & (_enrolments.c.role == "pupil")
        & (_enrolments.c.status == "active")
    )
    columns = (_statuses.c.class_id, _statuses.c.requirement_id, _statuses.c.state, _statuses.c.method)
    rows = db.execute(
        select(*columns, func.count())
        .join(_enrolments, same_pupil)
        .where(where_equal(_statuses, organisation_id=organisation_id))
        .where(_statuses.c.state.not_in([RequirementState.NOT_STARTED.value, RequirementState.IN_PROGRESS.value]))
        .group_by(*columns)
    )
    return Counter({(row[0], row[1], row[2], row[3]): row[4] for row in rows})
