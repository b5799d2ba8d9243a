"""Reports of a school and of an organisation: sums of published cells only (see `disclosure`)."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Connection

from careered.packs.models import Pack, Requirement
from careered.packs.store import PackStore
from careered.packs.version_store import loaded_versions
from careered.reports.table import Report
from careered.statistics.disclosure import PublishedCell, sum_published
from careered.statistics.figures import GradeGroup, SchoolFigures, compute_figures


def load_school_report(
    db: Connection, pack_store: PackStore, organisation_id: str, code: str
) -> tuple[Report, Pack] | None:
    """The report of the school with this code, and its pack; None if there is no such school.

    pupils, exempt, reached, by: null if suppressed. A school whose classes have different packs is reported by the
    most used one.
    """
    school = next(
        (candidate for candidate in compute_figures(db, pack_store, organisation_id) if candidate.code == code), None
    )
    return build_school_report(school) if school and school.groups else None


def build_school_report(school: SchoolFigures) -> tuple[Report, Pack]:
    """A school's report and its pack: requirements over all grades together, and per grade."""
    pack = _most_used_pack(school.groups)
    groups = [group for group in school.groups if group.pack.id == pack.id]
    report = {
        "school": {"code": school.code, "name": school.name},
        "pack": {"id": pack.id, "version": pack.version},
        "courses": school.class_count,
        "pupils": school.pupils,
        "share": school.reached_percent,
        "requirements": _pack_entries(pack, groups),
        "grades": [
            {
                "grade": group.grade,
                "pupils": group.pupils,
                "requirements": [_requirement_entry(requirement, [group]) for requirement in group.requirements],
            }
            for group in groups
        ],
    }
    return report, pack


def _most_used_pack(groups: Sequence[GradeGroup]) -> Pack:
    """By number of grades, not of pupils: that would reveal suppressed figures."""
    use_counts = Counter(group.pack.id for group in groups)
    pack_id = max(sorted(use_counts), key=lambda key: use_counts[key])
    return next(group.pack for group in groups if group.pack.id == pack_id)


def _pack_entries(pack: Pack, groups: Sequence[GradeGroup]) -> list[Report]:
    """The requirements of a pack, then those that only classes with an older version still have."""
    of_classes = {requirement.id: requirement for group in groups for requirement in group.requirements}
    others = [requirement for key, requirement in of_classes.items() if not pack.requirement(key)]
    return [_requirement_entry(requirement, groups) for requirement in (*pack.requirements, *others)]


def _requirement_entry(requirement: Requirement, groups: Sequence[GradeGroup]) -> Report:
    """A requirement, summed over the groups in which it is in scope."""
    cell = sum_published(
        [group.cells[requirement.id] for group in groups if requirement.id in group.cells]
        or [PublishedCell(0, 0, 0, None)]
    )
    return {
        "key": requirement.id,
        "codes": list(requirement.items),
        "pupils": cell.pupils,
        "exempt": cell.exempt,
        "reached": cell.reached,
        "by": dict(cell.by_method) if cell.by_method else None,
    }


def earlier_packs(db: Connection, pack_store: PackStore, pack: Pack, report: Report) -> list[Pack]:
    """Earlier versions of a pack, the newest first, where a school's report has requirements that the pack dropped."""
    unknown = [entry["key"] for entry in report["requirements"] if not pack.requirement(entry["key"])]
    rows = reversed(loaded_versions(db, pack.id)) if unknown else ()
    packs = (pack_store.pack(db, pack.id, row["version"]) for row in rows)
    return [found for found in packs if found and found.version != pack.version]


def load_organisation_report(db: Connection, pack_store: PackStore, organisation_id: str, name: str) -> Report:
    """Every school with its classes, pupils and share reached, and every requirement over all schools."""
    return build_organisation_report(compute_figures(db, pack_store, organisation_id), organisation_id, name)


def build_organisation_report(schools: Sequence[SchoolFigures], organisation_id: str, name: str) -> Report:
    """The report of an organisation, from the figures of its schools."""
    groups = [group for school in schools for group in school.groups]
    packs = {group.pack.id: group.pack for group in groups}
    return {
        "organisation": {"id": organisation_id, "name": name},
        "schools": [school_entry(school) for school in schools],
        "packs": [
            {
                "id": pack.id,
                "version": pack.version,
                "requirements": _pack_entries(pack, [group for group in groups if group.pack.id == pack.id]),
            }
            for pack in packs.values()
        ],
    }


def school_entry(school: SchoolFigures) -> Report:
    """A school's line in the report of its organisation."""
    return {
        "code": school.code,
        "name": school.name,
        "courses": school.class_count,
        "pupils": school.pupils,
        "share": school.reached_percent,
    }
