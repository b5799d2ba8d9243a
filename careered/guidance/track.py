"""A practitioner's own record: self-checks and tasks done. Nobody else reads it: no page and no figure shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from careered.clock import now
from careered.db.lookup import same
from careered.db.upsert import upsert
from careered.guidance.track_words import STATEMENTS, TASKS
from careered.guidance.training_tables import TrackMark

BEFORE, AFTER = "before", "after"
_table = TrackMark.__table__
KEY = ("organisation_id", "person_id", "mark")


@dataclass(frozen=True)
class Record:
    """What somebody has done. marks: "task:<id>" to the option chosen, "before:<n>" and "after:<n>" to 1-4."""

    marks: Mapping[str, str]
    last: datetime | None

    def task(self, task_id: str) -> str:
        """The option chosen in a task's case, or empty."""
        return self.marks.get(f"task:{task_id}", "")

    def check(self, when: str) -> list[str]:
        """The answers of a self-check, one for each statement, empty where there is none."""
        return [self.marks.get(f"{when}:{place}", "") for place in range(len(STATEMENTS))]

    @property
    def is_whole(self) -> bool:
        """Whether every task and both self-checks are done."""
        return all(self.task(task.id) for task in TASKS) and all([*self.check(BEFORE), *self.check(AFTER)])


def record_of(db: Connection, organisation_id: str, person_id: str) -> Record:
    """One's own record."""
    where = same(_table, organisation_id=organisation_id, person_id=person_id)
    rows = db.execute(select(_table.c.mark, _table.c.value, _table.c.at).where(where)).all()
    return Record({row.mark: row.value for row in rows}, max((row.at for row in rows), default=None))


def note(db: Connection, organisation_id: str, person_id: str, marks: Mapping[str, str]) -> None:
    """Keep marks; a later one for the same thing takes its course."""
    for mark, value in marks.items():
        row = {"organisation_id": organisation_id, "person_id": person_id, "mark": mark, "value": value, "at": now()}
        upsert(db, _table, row, key=KEY, change=("value", "at"))


def forget(db: Connection, organisation_id: str, person_id: str) -> None:
    """Delete one's own record."""
    db.execute(delete(_table).where(same(_table, organisation_id=organisation_id, person_id=person_id)))
