"""What an organisation's figures are based on, in one statement: while it is the same, the figures are."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from careered.db import compiled
from careered.db.prefetch import TablePrefetch
from careered.db.queries import select_by
from careered.roster.tables import Organisation, School
from careered.statistics.tables import ClassCounts, StaleClass, StatisticsSnapshot

MAX_COUNTED_BY_READERS = 20
"""Stale classes that a page of a whole organisation counts itself; of more it shows what was counted last."""
_counts, _stale, _organisations = ClassCounts.__table__, StaleClass.__table__, Organisation.__table__
_KEY = (("organisation_id", "organisation_id"),)
_SCHOOLS = TablePrefetch(School.__table__, ("id", "code", "name"), _KEY)
_DAYS = TablePrefetch(StatisticsSnapshot.__table__, ("day",), _KEY)
_of_organisation: Any = bindparam("organisation_id")
_BASIS = select(
    select(func.max(_counts.c.counted_at))
    .where(_counts.c.organisation_id == _of_organisation)
    .scalar_subquery()
    .label("counted_at"),
    select(_stale.c.id).where(_stale.c.organisation_id == _of_organisation).exists().label("is_any_stale"),
    _SCHOOLS.column(bindparam),
    _DAYS.column(bindparam),
    select(_organisations.c.name)
    .where(_organisations.c.organisation_id == _of_organisation)
    .scalar_subquery()
    .label("name"),
)
_STALE_IDS = select(_stale.c.class_id).distinct().limit(MAX_COUNTED_BY_READERS + 1)


@dataclass(frozen=True)
class FiguresBasis:
    """counted_at: the latest count of a class, None before the first. is_any_stale: whether a class waits for another.

    schools, days: all names, and the days of snapshots, as stored: compared, not read. name: the organisation's.
    """

    counted_at: datetime | None
    is_any_stale: bool
    schools: str
    days: str
    name: str

    @property
    def latest_day(self) -> str:
        """The day of the last snapshot; "" for none."""
        return max((day for (day,) in json.loads(self.days)), default="")


def load_basis(db: Connection, organisation_id: str) -> FiguresBasis:
    """The basis now. Before anything else is read, so that what follows is as new or newer."""
    (row,) = compiled.run(db, _BASIS, {"organisation_id": organisation_id})
    texts = row[_SCHOOLS.name], row[_DAYS.name], row["name"] or ""
    return FiguresBasis(row["counted_at"], bool(row["is_any_stale"]), *texts)


def load_stale(db: Connection, organisation_id: str) -> list[str]:
    """Ids of classes whose counts do not hold: all, or one more than a reader counts."""
    return list(select_by(db, _STALE_IDS, _stale, organisation_id=organisation_id).scalars())
