"""Classes: what is stored about one, and reading it, always by organisation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, RowMapping, select

from careered.clock import now
from careered.db.prefetch import Row, TablePrefetch
from careered.db.queries import select_by
from careered.roster.tables import SchoolClass

_classes = SchoolClass.__table__
IS_RUNNING = (_classes.c.context_id != "") & _classes.c.ended_at.is_(None)
"""A class with a course, whose year has not ended."""
_CLASS = select(_classes)
_ONE_CLASS = r"\d{1,2}(?:[.]?[^\W\d_]|[.]? [A-ZÅÄÖÆØ]|[.]? [a-zåäöæø]$)(?![^\W_])"
_ANOTHER = r"(?:\s*[-–/&+,]\s*| (?:ja|och|og|and) )(?:\d{1,2}[. ]{0,2})?[^\W\d_](?![^\W_])"
_CODE = re.compile(f"{_ONE_CLASS}(?!{_ANOTHER})")
"""A grade and one letter at the beginning of a course's title: 9B, 9 B, 9.b. Not of a course of several: 9B/9C."""
NO_LIST = "nrps_missing"
"""roster_error of a class whose platform has named no address for a list: there is nothing to fetch."""


@dataclass(frozen=True)
class ClassInfo:
    """A class. The fields are those of `tables.SchoolClass`."""

    organisation_id: str
    id: str
    platform_id: str
    deployment_id: str
    platform_name: str
    context_id: str
    title: str
    pack_id: str
    grade: int | None
    roster_state: str
    roster_error: str
    roster_updated_at: datetime | None
    roster_due_at: datetime | None
    roster_doubted_at: datetime | None
    ended_at: datetime | None = None
    offered_grade: int | None = None
    kept_version: str = ""
    course_address: str = ""
    figures_differ: int = 0
    figures_differ_at: datetime | None = None

    @property
    def code(self) -> str:
        """The class that the course's title begins with: "9B" of "9B Oppilaanohjaus 2026"; "" for none."""
        found = _CODE.match(self.title)
        return found[0] if found else ""

    @property
    def waits_for_teacher(self) -> bool:
        """Whether an administrator's change would lower figures, and holds only when the class's teacher says so."""
        return self.offered_grade is not None or self.kept_version != ""

    @property
    def can_fetch_list(self) -> bool:
        """Whether fetching the list now could bring one: not while it is on its way, or where there is no address."""
        return self.roster_error != NO_LIST and not self.is_roster_due

    @property
    def is_roster_due(self) -> bool:
        """Whether the list is wanted now, not at a later attempt after a failure."""
        return self.roster_due_at is not None and self.roster_due_at <= now()


CLASS = TablePrefetch(
    _classes, tuple(ClassInfo.__dataclass_fields__), (("organisation_id", "organisation_id"), ("id", "class_id"))
)


def get_class(db: Connection, organisation_id: str, class_id: str) -> ClassInfo | None:
    """One class, or None."""
    result = select_by(db, _CLASS, _classes, organisation_id=organisation_id, id=class_id)
    return _class_info(result.mappings().first())


def prefetched_class(row: Row) -> ClassInfo | None:
    """The class out of a row with CLASS, or None where there is none."""
    return _class_of_stored(row[CLASS.name])


@lru_cache(maxsize=1000)
def _class_of_stored(text: str) -> ClassInfo | None:
    """Of the same text always the same object: a class's row seldom changes, and every page begins with it."""
    return next(map(class_from_row, CLASS.read({CLASS.name: text})), None)


def class_from_row(row: Row) -> ClassInfo:
    """A class out of a row of CLASS."""
    return ClassInfo(**{name: row[name] for name in ClassInfo.__dataclass_fields__})


def _class_info(row: RowMapping | None) -> ClassInfo | None:
    return class_from_row(row) if row else None


def list_classes(db: Connection) -> Sequence[ClassInfo]:
    """Every class of the installation, for the command line."""
    rows = db.execute(select(_classes).order_by(_classes.c.title)).mappings()
    return [class_info for class_info in map(_class_info, rows) if class_info]
