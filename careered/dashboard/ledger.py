"""The delivery ledger: every pupil's mark in every column, in words, those first that somebody should look at."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from careered.progress.delivery_states import NEEDS_SOMEBODY
from careered.progress.delivery_words import Row, state_of, words_of
from careered.progress.overview import overview
from careered.progress.wishes import columns_of
from careered.roster.names import shown_names, sort_key
from careered.roster.scope import Course

ICONS = {"delivered": "check", "waiting": "clock", "retrying": "clock", "newer_in_platform": "person"}


@dataclass(frozen=True)
class Line:
    """One pupil's mark: as it should be, its state, and the sentence about it."""

    id: str
    name: str
    mark: str
    state: str
    icon: str
    words: str


@dataclass(frozen=True)
class Column:
    """One column of the platform's gradebook. parked: whether something in it waits for somebody to mend it."""

    label: str
    lines: Sequence[Line]

    @property
    def parked(self) -> bool:
        """Whether sending again can be asked for."""
        return any(line.state in NEEDS_SOMEBODY for line in self.lines)

    @property
    def delivered(self) -> int:
        """How many marks are in the platform."""
        return sum(line.state == "delivered" for line in self.lines)


def ledger(db: Connection, course: Course, lang: str, secret: bytes) -> list[Column]:
    """The columns of a class, oldest first; pupils without any mark yet are not in them."""
    everybody = overview(db, course)
    names = shown_names((one.pupil for one in everybody), secret, course.room.id, lang)
    rows = [(one.pupil.id, row) for one in everybody for row in one.deliveries]
    known = columns_of(db, course.room.organisation_id, course.room.id)
    lines = [(row["column_id"], _line(who, names[who], row, course, lang)) for who, row in rows]
    return [
        Column(column["label"], _sorted([line for where, line in lines if where == column["id"]], lang))
        for column in known
    ]


def _line(person_id: str, name: str, row: Row, course: Course, lang: str) -> Line:
    state = state_of(row)
    words = words_of(row, course.room.platform_name, lang, course.pack.timezone)
    return Line(person_id, name, f"{row['wanted']} / {row['maximum']}", state, ICONS.get(state, "warning"), words)


def _sorted(lines: Sequence[Line], lang: str) -> list[Line]:
    return sorted(lines, key=lambda line: (line.state not in NEEDS_SOMEBODY, sort_key(line.name, lang)))
