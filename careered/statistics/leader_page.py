"""What a school leader sees: one school, class by class, no names. Sums and shares of published cells only. No HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from careered.db.queries import where_equal
from careered.packs.models import Pack, Requirement
from careered.packs.store import PackStore
from careered.roster.schools import find_school
from careered.roster.tables import SchoolClass
from careered.statistics.class_cells import Unit, publish_units, units_of
from careered.statistics.class_counts import CountedClass, load_counted_classes
from careered.statistics.disclosure import PublishedCell, reached_share
from careered.statistics.figures import (
    GradeGroup,
    SchoolFigures,
    raw_cell,
    school_figures,
)

_classes = SchoolClass.__table__
BANDS = 5
"""Steps of lightness, of twenty per cent each."""


@dataclass(frozen=True)
class Share:
    """A share in per cent (0-100). percent: None if suppressed. is_asked: False where the grade does not ask for it."""

    percent: int | None = None
    is_asked: bool = True

    @property
    def band(self) -> str:
        """The look of the cell: "untold", "unasked", or a step of lightness, "b0" to "b4"."""
        if not self.is_asked:
            return "unasked"
        return "untold" if self.percent is None else f"b{min(self.percent * BANDS // 100, BANDS - 1)}"


@dataclass(frozen=True)
class FigureRow:
    """A class, some classes that are told together, or all of a grade (titles: none). pupils: None if suppressed.

    shares: none of a class without pupils.
    """

    titles: Sequence[str]
    grade: int | None
    pupils: int | None
    shares: Sequence[Share]


@dataclass(frozen=True)
class LeaderPage:
    """A school. columns: short title and title of each requirement. figures: of the school as a whole.

    class_ids: all of its classes. told_ids: those of the grades whose size is told.
    """

    figures: SchoolFigures
    columns: Sequence[tuple[str, str]]
    rows: Sequence[FigureRow]
    class_ids: Sequence[str]
    told_ids: Sequence[str]

    @property
    def is_nothing_reached(self) -> bool:
        """Whether every published cell says that nobody has reached it; some are published."""
        reached = [cell.reached for group in self.figures.groups for cell in group.cells.values() if cell.is_complete]
        return bool(reached) and not any(reached)

    @property
    def tells_classes_together(self) -> bool:
        """Whether a row is about several classes."""
        return any(len(row.titles) > 1 for row in self.rows)


def leader_page(
    db: Connection, pack_store: PackStore, organisation_id: str, school_id: str, lang: str
) -> LeaderPage | None:
    """The figures of a school ("": of the classes without one); None where there is no such school."""
    school = find_school(db, organisation_id, school_id)
    if school is None:
        return None
    classes, titles = load_counted_classes(db, organisation_id, {school_id}), _titles(db, organisation_id, school_id)
    figures = school_figures(db, pack_store, organisation_id, school, classes)
    columns = _columns(figures.groups)
    rows = [
        row
        for group in sorted(figures.groups, key=lambda group: (group.grade is None, group.grade or 0))
        for row in _group_rows(group, _classes_of(group, classes, titles), pack_store, db, titles, columns)
    ]
    told = {(group.pack.id, group.grade) for group in figures.groups if group.pupils is not None}
    return LeaderPage(
        figures,
        [_words(*column, lang) for column in columns.values()],
        rows,
        [one.class_id for one in classes],
        [one.class_id for one in classes if (one.pack_id, one.grade) in told],
    )


def _titles(db: Connection, organisation_id: str, school_id: str) -> dict[str, str]:
    of_school = where_equal(_classes, organisation_id=organisation_id, school_id=school_id)
    return {row.id: row.title for row in db.execute(select(_classes.c.id, _classes.c.title).where(of_school))}


def _columns(groups: Sequence[GradeGroup]) -> dict[str, tuple[Pack, Requirement]]:
    """Every requirement of any grade, in the packs' order."""
    asked = {one.id: (group.pack, one) for group in groups for one in group.requirements}
    order = {one.id: number for group in groups for number, one in enumerate(group.pack.requirements)}
    return dict(sorted(asked.items(), key=lambda item: order.get(item[0], len(order))))


def _words(pack: Pack, requirement: Requirement, lang: str) -> tuple[str, str]:
    title = requirement.title.in_language(lang, pack.default_language)
    short = requirement.short.in_language(lang, pack.default_language) if requirement.short else title
    return short, title


def _classes_of(group: GradeGroup, sizes: Sequence[CountedClass], titles: Mapping[str, str]) -> list[CountedClass]:
    of_group = [size for size in sizes if (size.pack_id, size.grade) == (group.pack.id, group.grade)]
    return sorted(of_group, key=lambda size: titles[size.class_id].casefold())


def _group_rows(
    group: GradeGroup,
    classes: Sequence[CountedClass],
    pack_store: PackStore,
    db: Connection,
    titles: Mapping[str, str],
    columns: Mapping[str, tuple[Pack, Requirement]],
) -> list[FigureRow]:
    """The units of a grade, the classes without pupils, then the grade as a whole where it has several units."""
    units = units_of(classes)
    packs = [pack_store.version_or_current(db, group.pack, size.kept_version) for size in classes if size.pupils]
    empty = [FigureRow([titles[size.class_id]], group.grade, 0, ()) for size in classes if not size.pupils]
    everywhere = {
        key
        for key in group.cells
        if all(any(one.id == key for one in pack.requirements_for(group.grade)) for pack in packs)
    }
    cells = {key: _unit_cells(group, key, units, is_everywhere=key in everywhere) for key in group.cells}
    rows = [
        _row(group, cells, columns, sorted(titles[size.class_id] for size in unit), _pupils(unit), number)
        for number, unit in enumerate(units)
    ]
    whole = {key: [cell] for key, cell in group.cells.items()}
    if len(units) == 1:
        return [_row(group, whole, columns, rows[0].titles, group.pupils, 0), *empty]
    if group.pupils == 0:
        return empty
    return [*rows, *empty, _row(group, whole, columns, (), group.pupils, 0)]


def _unit_cells(group: GradeGroup, key: str, units: Sequence[Unit], *, is_everywhere: bool) -> list[PublishedCell]:
    """Suppressed where the grade is, or where only some of its classes are asked for it."""
    if not is_everywhere or not group.cells[key].is_complete:
        return [PublishedCell() for _unit in units]
    return publish_units([raw_cell(unit, key) for unit in units])


def _row(
    group: GradeGroup,
    cells: Mapping[str, Sequence[PublishedCell]],
    columns: Mapping[str, object],
    titles: Sequence[str],
    pupils: int | None,
    number: int,
) -> FigureRow:
    shares = [Share(reached_share([cells[key][number]])) if key in cells else Share(is_asked=False) for key in columns]
    return FigureRow(titles, group.grade, pupils, shares)


def _pupils(unit: Unit) -> int:
    return sum(size.pupils for size in unit)
