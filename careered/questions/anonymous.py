"""Questions without a name. What is kept leads to nobody: no person, no moment, no order (docs/decisions/0011).

The asker gets a code, and only its hash is kept: whoever has the code reads the answer, or takes the question back.
Each new question is written together with all others of the class, in an order drawn by lot: neither the place on
the disk nor the number of a transaction tells which is the newest.
"""

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from careered.clock import now
from careered.db.locks import lock_for_transaction
from careered.db.queries import where_equal
from careered.questions.store import ANSWERED, IN_PROGRESS, NEW, QuestionView
from careered.questions.tables import AnonymousQuestion

CODE_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no i, l, o, 0, 1: they are read wrongly from a note
RETENTION = timedelta(weeks=9)
MAX_OPEN = 30
_CODE = re.compile(f"[{CODE_ALPHABET}]{{12}}")
_table = AnonymousQuestion.__table__


def generate_code() -> str:
    """Words that nobody can guess (59 bits), in three groups of four."""
    return "-".join("".join(secrets.choice(CODE_ALPHABET) for _ in range(4)) for _ in range(3))


def normalise_code(typed: str) -> str:
    """A code as somebody typed it, in one spelling; "" when it cannot be one."""
    code = re.sub(r"[\s\-]", "", typed.lower())
    return code if _CODE.fullmatch(code) else ""


def create(db: Connection, organisation_id: str, class_id: str, code: str, text: str) -> bool:
    """Keep a question under a code; whether there was room. The same code twice (a second press) is one question."""
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
    """The questions of a class in the order of their hashes, which says nothing."""
    where = where_equal(_table, organisation_id=organisation_id, class_id=class_id)
    columns = (_table.c.id, _table.c.text, _table.c.state, _table.c.answer)
    return [QuestionView(**row) for row in db.execute(select(*columns).where(where).order_by(_table.c.id)).mappings()]


def find_by_code(db: Connection, organisation_id: str, class_id: str, code: str) -> QuestionView | None:
    """The question of a code, or None."""
    question_id = _hash_code(organisation_id, class_id, code)
    return next(
        (question for question in list_for_class(db, organisation_id, class_id) if question.id == question_id), None
    )


def save_answer(db: Connection, organisation_id: str, class_id: str, question_id: str, text: str) -> bool:
    """Answer a question, or change the answer; without words: it is being looked into. Whether it was there."""
    lock_for_transaction(db, organisation_id, class_id)
    where = where_equal(_table, organisation_id=organisation_id, class_id=class_id, id=question_id)
    values = {"state": ANSWERED if text else IN_PROGRESS, "answer": text}
    return bool(db.execute(update(_table).where(where).values(**values)).rowcount)


def delete_by_code(db: Connection, organisation_id: str, class_id: str, code: str) -> bool:
    """Delete the question of a code with its answer; whether it was there."""
    lock_for_transaction(db, organisation_id, class_id)
    question_id = _hash_code(organisation_id, class_id, code)
    where = where_equal(_table, organisation_id=organisation_id, class_id=class_id, id=question_id)
    return bool(db.execute(delete(_table).where(where)).rowcount)


def prune_old(db: Connection) -> int:
    """Delete what is older than nine weeks: nobody can be asked whether it may go. How many went."""
    return db.execute(delete(_table).where(_table.c.week < _current_week() - RETENTION)).rowcount


def _hash_code(organisation_id: str, class_id: str, code: str) -> str:
    return hashlib.sha256(f"{organisation_id}\n{class_id}\n{code}".encode()).hexdigest()


def _current_week() -> date:
    today = now().date()
    return today - timedelta(days=today.weekday())
