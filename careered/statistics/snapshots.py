"""Statistics snapshots: the published figures of one day, unchanged by what happens to pupils' rows afterwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from careered.clock import now
from careered.db.queries import select_by
from careered.db.upsert import insert_if_new
from careered.reports.table import Report
from careered.statistics.change import Told, told_by_school, told_of_figures
from careered.statistics.figures import SchoolFigures
from careered.statistics.school_report import build_organisation_report, build_school_report
from careered.statistics.tables import StatisticsSnapshot

_snapshots = StatisticsSnapshot.__table__
_DAYS = select(_snapshots.c.day).order_by(_snapshots.c.day.desc())
_STATISTICS = select(_snapshots.c.figures)


@dataclass(frozen=True)
class Statistics:
    """Published figures. detailed_codes: of the schools with a report of their own, which `find_school` gives.

    told: what is told of each school, by its code. cautions: message ids of what a reader must know of them.
    """

    organisation: Report
    detailed_codes: frozenset[str]
    find_school: Callable[[str], Report | None]
    told: Callable[[], Mapping[str, Told]]
    cautions: Sequence[str] = ()


def current_statistics(schools: Sequence[SchoolFigures], organisation_id: str, name: str) -> Report:
    """All published figures of an organisation now, in the shape of a snapshot."""
    return {
        "organisation": build_organisation_report(schools, organisation_id, name),
        "schools": [build_school_report(school)[0] for school in schools if school.groups],
    }


def statistics_of_snapshot(snapshot: Report) -> Statistics:
    """What the pages show of a snapshot."""
    codes = frozenset(report["school"]["code"] for report in snapshot["schools"])
    return Statistics(
        snapshot["organisation"],
        codes,
        lambda code: find_school_report(snapshot, code),
        lambda: told_by_school(snapshot),
    )


def statistics_of(schools: Sequence[SchoolFigures], organisation_id: str, name: str) -> Statistics:
    """What the pages show now: only the school that is asked for is reported in detail."""
    detailed = {school.code: school for school in reversed(schools) if school.groups}
    return Statistics(
        build_organisation_report(schools, organisation_id, name),
        frozenset(detailed),
        lambda code: build_school_report(detailed[code])[0] if code in detailed else None,
        lambda: {code: told_of_figures(school) for code, school in detailed.items()},
    )


def take_snapshot(db: Connection, organisation_id: str, statistics: Report, day: date) -> bool:
    """Store the figures of `day`; False if the day has a snapshot already, which is never changed."""
    row = {
        "organisation_id": organisation_id,
        "day": day.isoformat(),
        "figures": statistics,
        "created_at": now(),
    }
    return insert_if_new(db, _snapshots, row, key=("organisation_id", "day"))


def snapshot_days(db: Connection, organisation_id: str) -> Sequence[str]:
    """The days (ISO 8601) with a snapshot, newest first."""
    return select_by(db, _DAYS, _snapshots, organisation_id=organisation_id).scalars().all()


def load_snapshot(db: Connection, organisation_id: str, day: str) -> Report | None:
    """The snapshot of a day, or None."""
    statistics: Report | None = select_by(
        db, _STATISTICS, _snapshots, organisation_id=organisation_id, day=day
    ).scalar_one_or_none()
    return statistics


def find_school_report(statistics: Report, code: str) -> Report | None:
    """The report of the school with this code, or None."""
    return next((report for report in statistics["schools"] if report["school"]["code"] == code), None)
