"""Anonymous questions. The stored rows identify nobody: no person, no time, no order (docs/decisions/0011).

The asker gets a code of which only the hash is stored: whoever has the code reads the answer or deletes the question.
Each new question rewrites all questions of the class in random order, so that neither the position on disk nor a
transaction number tells which is the newest.
"""

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from careered.clock import today
from careered.db.locks import lock_for_transaction
from careered.db.queries import where_equal
from careered.questions.store import ANSWERED, NEW, QuestionView, in_progress, is_answerable
from careered.questions.tables import AnonymousQuestion

CODE_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no i, l, o, 0, 1: they are misread in handwriting
RETENTION = timedelta(weeks=9)
MAX_OPEN = 30  # of a class: nobody's questions can be counted by who asks, so all of them are
_CODE = re.compile(f"[{CODE_ALPHABET}]{{12}}")
_table = AnonymousQuestion.__table__


def generate_code() -> str:
    """A random code of 59 bits, in three groups of four characters."""
    return "-".join("".join(secrets.choice(CODE_ALPHABET) for _ in range(4)) for _ in range(3))


def normalise_code(typed: str) -> str:
    """A typed code without case, blanks and hyphens; "" when it is not well-formed."""
    code = re.sub(r"[\s\-]", "", typed.lower())
    return code if _CODE.fullmatch(code) else ""


def create(db: Connection, organisation_id: str, class_id: str, code: str, text: str) -> bool:
    """Store a question; False at MAX_OPEN unanswered ones in the class. Idempotent by `code` (a second press)."""
    lock_for_transaction(db, organisation_id, class_id)
    rows = _all_rows(db, organisation_id, class_id)
    question_id = _hash_code(organisation_id, class_id, code)
    if any(row["id"] == question_id for row in rows):
        return True
    if sum(row["state"] != ANSWERED for row in rows) >= MAX_OPEN:
        return False
    rows.append(_new_row(organisation_id, class_id, question_id, text))
    _rewrite_shuffled(db, organisation_id, class_id, rows)
    return True


def _new_row(organisation_id: str, class_id: str, question_id: str, text: str) -> dict[str, Any]:
    key = {"organisation_id": organisation_id, "class_id": class_id, "id": question_id}
    return {**key, "text": text, "state": NEW, "answer": "", "week": _current_week()}


def _rewrite_shuffled(db: Connection, organisation_id: str, class_id: str, rows: list[dict[str, Any]]) -> None:
    secrets.SystemRandom().shuffle(rows)
    db.execute(delete(_table).where(where_equal(_table, organisation_id=organisation_id, class_id=class_id)))
    db.execute(insert(_table), rows)


def _all_rows(db: Connection, organisation_id: str, class_id: str) -> list[dict[str, Any]]:
    where = where_equal(_table, organisation_id=organisation_id, class_id=class_id)
    return [dict(row) for row in db.execute(select(_table).where(where)).mappings()]


def list_for_class(db: Connection, organisation_id: str, class_id: str) -> Sequence[QuestionView]:
    """The questions of a class in the order of their hashes, which is independent of time."""
    where = where_equal(_table, organisation_id=organisation_id, class_id=class_id)
    columns = (_table.c.id, _table.c.text, _table.c.state, _table.c.answer)
    return [QuestionView(**row) for row in db.execute(select(*columns).where(where).order_by(_table.c.id)).mappings()]


def find_by_code(db: Connection, organisation_id: str, class_id: str, code: str) -> QuestionView | None:
    """The question of a code, or None."""
    question_id = _hash_code(organisation_id, class_id, code)
    return next(
        (question for question in list_for_class(db, organisation_id, class_id) if question.id == question_id), None
    )


def save_answer(
    db: Connection, organisation_id: str, class_id: str, question_id: str, text: str, *, changes: bool = False
) -> bool:
    """Answer a question, where nobody has or `changes` says so; an empty `text` sets it in progress. Whether it did."""
    lock_for_transaction(db, organisation_id, class_id)
    where = where_equal(_table, organisation_id=organisation_id, class_id=class_id, id=question_id)
    where &= is_answerable(_table, text, changes=changes)
    values = {"state": ANSWERED, "answer": text} if text else in_progress(_table)
    return bool(db.execute(update(_table).where(where).values(**values)).rowcount)


def delete_by_code(db: Connection, organisation_id: str, class_id: str, code: str) -> bool:
    """Delete the question of a code with its answer; whether it existed."""
    lock_for_transaction(db, organisation_id, class_id)
    question_id = _hash_code(organisation_id, class_id, code)
    where = where_equal(_table, organisation_id=organisation_id, class_id=class_id, id=question_id)
    return bool(db.execute(delete(_table).where(where)).rowcount)


def prune_old(db: Connection) -> int:
    """Delete questions older than RETENTION, which no person's erasure can reach. The number of deleted rows."""
    return db.execute(delete(_table).where(_table.c.week < _current_week() - RETENTION)).rowcount


def _hash_code(organisation_id: str, class_id: str, code: str) -> str:
    return hashlib.sha256(f"{organisation_id}\n{class_id}\n{code}".encode()).hexdigest()


def _current_week() -> date:
    day = today("UTC")  # decides when the row goes; nobody is shown it
    return day - timedelta(days=day.weekday())
