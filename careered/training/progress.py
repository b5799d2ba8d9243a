"""Training record of one member of staff. Shown to that person only; no statistics use it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from careered.clock import now
from careered.db.queries import where_equal
from careered.db.upsert import upsert
from careered.training.content import STATEMENTS, TASKS
from careered.training.tables import TrainingAnswer

BEFORE, AFTER = "before", "after"
_table = TrainingAnswer.__table__
KEY = ("organisation_id", "person_id", "item")


@dataclass(frozen=True)
class TrainingRecord:
    """Answers by item: "task:<id>" to the chosen option's id, "before:<n>" and "after:<n>" to "1"-"4"."""

    answers: Mapping[str, str]
    last_answered_at: datetime | None

    def case_answer(self, task_id: str) -> str:
        """Id of the option chosen in a task's case, or ""."""
        return self.answers.get(f"task:{task_id}", "")

    def self_check(self, phase: str) -> list[str]:
        """Answers of a self-check ("1" to "4"), one per statement, "" where there is none. phase: BEFORE or AFTER."""
        return [self.answers.get(f"{phase}:{index}", "") for index in range(len(STATEMENTS))]

    @property
    def is_complete(self) -> bool:
        """Whether every task and both self-checks are done."""
        return all(self.case_answer(task.id) for task in TASKS) and all(
            [*self.self_check(BEFORE), *self.self_check(AFTER)]
        )


def load_record(db: Connection, organisation_id: str, person_id: str) -> TrainingRecord:
    """The person's record; empty if there is none."""
    where = where_equal(_table, organisation_id=organisation_id, person_id=person_id)
    rows = db.execute(select(_table.c.item, _table.c.value, _table.c.answered_at).where(where)).all()
    return TrainingRecord({row.item: row.value for row in rows}, max((row.answered_at for row in rows), default=None))


def save_answers(db: Connection, organisation_id: str, person_id: str, answers: Mapping[str, str]) -> None:
    """Store answers by item; a later answer replaces the earlier one."""
    for item, value in answers.items():
        row = {
            "organisation_id": organisation_id,
            "person_id": person_id,
            "item": item,
            "value": value,
            "answered_at": now(),
        }
        upsert(db, _table, row, key=KEY, update_columns=("value", "answered_at"))


def delete_record(db: Connection, organisation_id: str, person_id: str) -> None:
    """Delete the person's record."""
    db.execute(delete(_table).where(where_equal(_table, organisation_id=organisation_id, person_id=person_id)))
