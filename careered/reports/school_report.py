"""Figures of a school and of an organisation: sums of told cells only (`progress.told`)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from careered.packs.models import Pack, Requirement
from careered.packs.store import Shelf
from careered.progress.school_figures import Group, SchoolFigures, figures
from careered.progress.told import Told, add

Report = dict[str, Any]


def school_report(db: Connection, shelf: Shelf, organisation_id: str, code: str) -> tuple[Report, Pack] | None:
    """The report of the school with this code, and the pack it is measured by; None where there is no such school.

    pupils, exempt, reached, by: null where too few. A school whose courses have different packs is measured by the
    one that most of its courses have.
    """
    school = next((one for one in figures(db, shelf, organisation_id) if one.code == code), None)
    return report_of(school) if school and school.groups else None


def report_of(school: SchoolFigures) -> tuple[Report, Pack]:
    """A school's report, from its figures: for all grades together, and for each of them."""
    pack = _pack(school.groups)
    groups = [one for one in school.groups if one.pack.id == pack.id]
    report = {
        "school": {"code": school.code, "name": school.name},
        "pack": {"id": pack.id, "version": pack.version},
        "courses": school.courses,
        "pupils": school.pupils,
        "share": school.share,
        "requirements": [_row(one, groups) for one in pack.requirements],
        "grades": [
            {"grade": one.grade, "pupils": one.pupils, "requirements": [_row(each, [one]) for each in _asked(one)]}
            for one in groups
        ],
    }
    return report, pack


def _pack(groups: Sequence[Group]) -> Pack:
    """Not by how many pupils: that would tell of figures that are held back."""
    often = Counter(one.pack.id for one in groups)
    wanted = max(sorted(often), key=lambda key: often[key])
    return next(one.pack for one in groups if one.pack.id == wanted)


def _asked(group: Group) -> Iterable[Requirement]:
    return group.pack.requirements_for(group.grade)


def _row(requirement: Requirement, groups: Sequence[Group]) -> Report:
    """A requirement over groups in which it is asked for."""
    cell = add([one.cells[requirement.id] for one in groups if requirement.id in one.cells] or [Told(0, 0, 0, None)])
    return {
        "key": requirement.id,
        "codes": list(requirement.items),
        "pupils": cell.pupils,
        "exempt": cell.exempt,
        "reached": cell.reached,
        "by": dict(cell.by) if cell.by else None,
    }


def organisation_report(db: Connection, shelf: Shelf, organisation_id: str, name: str) -> Report:
    """Every school with its courses, pupils and share done, and every requirement over all schools."""
    return report_of_all(figures(db, shelf, organisation_id), organisation_id, name)


def report_of_all(schools: Sequence[SchoolFigures], organisation_id: str, name: str) -> Report:
    """The report of an organisation, from the figures of its schools."""
    groups = [group for school in schools for group in school.groups]
    packs = {one.pack.id: one.pack for one in groups}
    return {
        "organisation": {"id": organisation_id, "name": name},
        "schools": [
            {"code": one.code, "name": one.name, "courses": one.courses, "pupils": one.pupils, "share": one.share}
            for one in schools
        ],
        "packs": [
            {
                "id": pack.id,
                "version": pack.version,
                "requirements": [
                    _row(one, [group for group in groups if group.pack.id == pack.id]) for one in pack.requirements
                ],
            }
            for pack in packs.values()
        ],
    }
