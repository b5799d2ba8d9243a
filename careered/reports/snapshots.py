"""Frozen figures: what was told on one day stays as it was told, whatever happens to the pupils' rows afterwards."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from careered.clock import now
from careered.db.lookup import lookup
from careered.db.upsert import insert_if_new
from careered.packs.store import Shelf
from careered.progress.school_figures import figures
from careered.reports.school_report import report_of, report_of_all
from careered.reports.tables import Snapshot

Report = dict[str, Any]
_snapshots = Snapshot.__table__
_DAYS = select(_snapshots.c.day).order_by(_snapshots.c.day.desc())
_FIGURES = select(_snapshots.c.figures)


def figures_now(db: Connection, shelf: Shelf, organisation_id: str, name: str) -> Report:
    """All figures of an organisation as they may be told at this moment, in the shape that is frozen."""
    schools = figures(db, shelf, organisation_id)
    return {
        "organisation": report_of_all(schools, organisation_id, name),
        "schools": [report_of(one)[0] for one in schools if one.groups],
    }


def freeze(db: Connection, organisation_id: str, told: Report) -> bool:
    """Keep today's figures; False where today has some already: they are never changed."""
    row = {"organisation_id": organisation_id, "day": now().date().isoformat(), "figures": told, "made_at": now()}
    return insert_if_new(db, _snapshots, row, key=("organisation_id", "day"))


def days(db: Connection, organisation_id: str) -> Sequence[str]:
    """The days that there are figures of, the newest first."""
    return lookup(db, _DAYS, _snapshots, organisation_id=organisation_id).scalars().all()


def of_day(db: Connection, organisation_id: str, day: str) -> Report | None:
    """The figures of a day."""
    found: Report | None = lookup(
        db, _FIGURES, _snapshots, organisation_id=organisation_id, day=day
    ).scalar_one_or_none()
    return found


def school_in(told: Report, code: str) -> Report | None:
    """A school's report among the figures."""
    return next((one for one in told["schools"] if one["school"]["code"] == code), None)


def change(then: int | None, today: int | None) -> int | None:
    """How much more a figure is than it was; None where one of the two is not told."""
    return None if then is None or today is None else today - then


def reached_by_key(report: Report | None) -> Mapping[str, int | None]:
    """How many had reached each requirement."""
    return {one["key"]: one["reached"] for one in report["requirements"]} if report else {}
