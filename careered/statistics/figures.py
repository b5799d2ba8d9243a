"""Statistics of an organisation by school, grade and requirement, suppressed cell by cell (see `disclosure`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from careered.packs.models import Pack, Requirement
from careered.packs.store import PackStore
from careered.progress.completion import REACHED_STATES, RequirementState
from careered.roster.schools import SchoolName, list_schools
from careered.statistics.class_counts import CountedClass, load_counted_classes
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

NO_SCHOOL = SchoolName("", "", "")
"""Stands for the classes that belong to none."""


@dataclass(frozen=True)
class GradeGroup:
    """The pupils of one school with the same pack and grade. pupils: None if one to four.

    pack: the current one. requirements: in scope of any class, by the version that the class has. class_count: tells
    nothing about pupils, so it is never suppressed.
    """

    school_id: str
    pack: Pack
    grade: int | None
    pupils: int | None
    requirements: Sequence[Requirement]
    cells: Mapping[str, PublishedCell]
    class_count: int


@dataclass(frozen=True)
class SchoolFigures:
    """A school. pupils, reached_percent (0-100, of the requirements in scope): None if suppressed.

    code and name are "" for classes without a school. Grades of fewer than five pupils are not counted. class_count: of
    all running classes, with pupils or without; a school without any has 0 pupils.
    """

    code: str
    name: str
    class_count: int
    pupils: int | None
    reached_percent: int | None
    groups: Sequence[GradeGroup] = field(default=(), compare=False)


def compute_figures(db: Connection, pack_store: PackStore, organisation_id: str) -> Sequence[SchoolFigures]:
    """Every school by name; last, if there are any, the classes without a school."""
    by_school = classes_by_school(load_counted_classes(db, organisation_id))
    schools = schools_with_figures(db, organisation_id, has_unassigned="" in by_school)
    return [school_figures(db, pack_store, organisation_id, school, by_school.get(school.id, ())) for school in schools]


def classes_by_school(classes: Iterable[CountedClass]) -> dict[str, list[CountedClass]]:
    """The classes of each school by its id, "" for none."""
    by_school: dict[str, list[CountedClass]] = {}
    for counted in classes:
        by_school.setdefault(counted.school_id, []).append(counted)
    return by_school


def schools_with_figures(db: Connection, organisation_id: str, *, has_unassigned: bool) -> list[SchoolName]:
    """Every school by name; last, where there are classes without one, a school without id, code and name."""
    return [*list_schools(db, organisation_id), *([NO_SCHOOL] if has_unassigned else [])]


def school_figures(
    db: Connection, pack_store: PackStore, organisation_id: str, school: SchoolName, classes: Sequence[CountedClass]
) -> SchoolFigures:
    """The figures of one school, from the counts of its classes."""
    groups = _grade_groups(db, pack_store, organisation_id, classes)
    return _sum_of(school.code, school.name, len(classes), groups)


def school_in_grade(school: SchoolFigures, grade: int) -> SchoolFigures:
    """One grade of a school: as all of it, of the published cells only."""
    groups = [group for group in school.groups if group.grade == grade]
    return _sum_of(school.code, school.name, sum(group.class_count for group in groups), groups)


def _sum_of(code: str, name: str, class_count: int, groups: Sequence[GradeGroup]) -> SchoolFigures:
    pupils = sum_pupils(PublishedCell(group.pupils) for group in groups) if class_count else 0
    if pupils == 0 and any(group.pupils is None for group in groups):
        pupils = None
    share = reached_share(cell for group in groups for cell in group.cells.values())
    return SchoolFigures(code, name, class_count, pupils, share, groups)


def count_published_pupils(sizes: Sequence[CountedClass]) -> int:
    """Number of pupils in groups of at least five; 0 if there is none."""
    group_sizes = (sum(size.pupils for size in classes) for classes in _classes_by_group(sizes).values())
    return sum(group_size for group_size in group_sizes if group_size >= MIN_CELL_SIZE)


def _classes_by_group(sizes: Sequence[CountedClass]) -> dict[tuple[str, str, int | None], list[CountedClass]]:
    """The classes of each group, by (school id, pack id, grade)."""
    by_group: dict[tuple[str, str, int | None], list[CountedClass]] = {}
    for size in sizes:
        by_group.setdefault((size.school_id, size.pack_id, size.grade), []).append(size)
    return by_group


def _grade_groups(
    db: Connection, pack_store: PackStore, organisation_id: str, sizes: Sequence[CountedClass]
) -> list[GradeGroup]:
    """The groups of a school, by grade; classes whose pack is not loaded are left out."""
    groups = []
    for (school_id, pack_id, grade), classes in sorted(_classes_by_group(sizes).items(), key=lambda item: str(item[0])):
        pack = pack_store.effective_pack(db, organisation_id, pack_id)
        if pack:
            packs = [pack_store.version_or_current(db, pack, size.kept_version) for size in classes]
            in_scope = _classes_by_requirement(list(zip(classes, packs, strict=True)), pack, grade)
            cells = _cells({key: its_classes for key, (_, its_classes) in in_scope.items()}, classes)
            requirements = [requirement for requirement, _ in in_scope.values()]
            pupils = None if 0 < _pupils(classes) < MIN_CELL_SIZE else _pupils(classes)
            groups.append(GradeGroup(school_id, pack, grade, pupils, requirements, cells, len(classes)))
    return groups


def _classes_by_requirement(
    classes: Sequence[tuple[CountedClass, Pack]], current: Pack, grade: int | None
) -> dict[str, tuple[Requirement, list[CountedClass]]]:
    """The classes in which each requirement is in scope, by the version that each has; in the current pack's order."""
    all_packs = [current, *(pack for _, pack in classes)]
    in_scope: dict[str, tuple[Requirement, list[CountedClass]]] = {}
    for requirement in (requirement for pack in all_packs for requirement in pack.requirements_for(grade)):
        in_scope.setdefault(requirement.id, (requirement, []))
    for size, pack in classes:
        for requirement in pack.requirements_for(grade):
            in_scope[requirement.id][1].append(size)
    return {key: entry for key, entry in in_scope.items() if entry[1]}


def _cells(
    classes_by_requirement: Mapping[str, Sequence[CountedClass]], classes: Sequence[CountedClass]
) -> dict[str, PublishedCell]:
    """The cells of a group; empty where its pupils, beside those of others, would tell the size of a small class."""
    raw_cells = {key: raw_cell(its, key) for key, its in classes_by_requirement.items()}
    sizes = sizes_to_publish([_pupils(classes), *(raw.pupils for raw in raw_cells.values())])
    return {key: publish(raw) if raw.pupils in sizes else PublishedCell() for key, raw in raw_cells.items()}


def _pupils(classes: Iterable[CountedClass]) -> int:
    return sum(size.pupils for size in classes)


def raw_cell(classes: Sequence[CountedClass], requirement: str) -> RawCell:
    """The exact counts of some classes together."""

    def count(state: RequirementState, method: str) -> int:
        return sum(size.statuses.get((requirement, state.value, method), 0) for size in classes)

    by_method = {method: sum(count(state, method) for state in REACHED_STATES) for method in METHODS}
    return RawCell(_pupils(classes), count(RequirementState.EXEMPT, "teacher"), by_method)
