"""Named questions to the staff of a class: create, list, answer, delete."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, delete, func, select, true, update

from careered.clock import new_id, now
from careered.db.prefetch import TablePrefetch, Value
from careered.db.queries import one_of, where_equal
from careered.db.upsert import insert_once
from careered.questions.tables import AnonymousQuestion, Question

NEW, IN_PROGRESS, ANSWERED = "new", "in_progress", "answered"
MAX_LENGTH = 2_000
_table, _anonymous = Question.__table__, AnonymousQuestion.__table__
KEY = ("organisation_id", "class_id", "id")
IS_WAITING: ColumnElement[bool] = _table.c.state != ANSWERED
"""The named questions that are not answered."""
_OF_CLASS = (("organisation_id", "organisation_id"), ("class_id", "class_id"))
WAITING_QUESTIONS = TablePrefetch(
    _table, ("id", "text", "person_id", "asked_at"), _OF_CLASS, IS_WAITING, "waiting_questions"
)
"""Those of a class, read with another statement."""


@dataclass(frozen=True)
class QuestionView:
    """A question as pages show it. person_id, asked_at: "" and None where it is anonymous."""

    id: str
    text: str
    state: str
    answer: str
    person_id: str = ""
    asked_at: datetime | None = None
    answered_at: datetime | None = None


def create(
    db: Connection, organisation_id: str, class_id: str, person_id: str, text: str, question_id: str = ""
) -> None:
    """Store a question. question_id: of the form, so that a second press asks once."""
    row = {"organisation_id": organisation_id, "class_id": class_id, "id": question_id or new_id()}
    row |= {"person_id": person_id, "text": text, "state": NEW, "answer": ""}
    insert_once(db, _table, row | {"asked_at": now()}, key=KEY, same=("person_id", "text"))


def list_own(db: Connection, organisation_id: str, person_id: str) -> Sequence[QuestionView]:
    """A person's named questions in all classes, newest first."""
    return _select(db, organisation_id=organisation_id, person_id=person_id)


def list_for_class(db: Connection, organisation_id: str, class_id: str) -> Sequence[QuestionView]:
    """The named questions of a class, newest first."""
    return _select(db, organisation_id=organisation_id, class_id=class_id)


def _select(db: Connection, **where: str) -> list[QuestionView]:
    columns = [_table.c[name] for name in QuestionView.__dataclass_fields__]
    wanted = select(*columns).where(where_equal(_table, **where))
    rows = db.execute(wanted.order_by(_table.c.asked_at.desc(), _table.c.id))
    return [QuestionView(**row) for row in rows.mappings()]


def save_answer(
    db: Connection, organisation_id: str, class_id: str, question_id: str, text: str, *, changes: bool = False
) -> bool:
    """Answer a question, where nobody has or `changes` says so; an empty `text` sets it in progress. Whether it did."""
    values = {"state": ANSWERED, "answer": text, "answered_at": now()} if text else in_progress(_table)
    where = where_equal(_table, organisation_id=organisation_id, class_id=class_id, id=question_id)
    where &= is_answerable(_table, text, changes=changes)
    return bool(db.execute(update(_table).where(where).values(**values)).rowcount)


def is_answerable(table: Any, text: str, *, changes: bool) -> ColumnElement[bool]:
    """Whether `text` may become the answer: one of a colleague, given meanwhile, stays unless it `changes` that one.

    A second press says the same as the first.
    """
    return one_of(table.c.answer, ["", text]) if text and not changes else true()


def in_progress(table: Any) -> Mapping[str, Any]:
    """What sets a question in progress: nothing, where somebody has answered it meanwhile."""
    return {"state": case((table.c.state == ANSWERED, ANSWERED), else_=IN_PROGRESS)}


def delete_own(db: Connection, organisation_id: str, person_id: str, question_id: str) -> bool:
    """Delete a person's own question with its answer; whether it existed."""
    where = where_equal(_table, organisation_id=organisation_id, person_id=person_id, id=question_id)
    return bool(db.execute(delete(_table).where(where)).rowcount)


def open_count(value: Value) -> ColumnElement[Any]:
    """How many questions of a class wait for an answer, named and anonymous: a column of a larger query."""
    return _count_open_of(_table, value) + _count_open_of(_anonymous, value)


def _count_open_of(table: Any, value: Value) -> ColumnElement[Any]:
    of_class: dict[str, Any] = {name: value(name) for name in ("organisation_id", "class_id")}
    counted = select(func.count()).select_from(table).where(where_equal(table, **of_class), table.c.state != ANSWERED)
    return counted.correlate_except(table).scalar_subquery()
