"""Questions without a name. What is kept leads to nobody: no person, no moment, no order (docs/decisions/0011).

The asker gets a code, and only its hash is kept: whoever has the code reads the answer, or takes the question back.
Each new question is written together with all others of the class, in an order drawn by lot: neither the course on
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
from careered.db.lookup import same
from careered.db.turns import take_turn
from careered.guidance.question_tables import NamelessQuestion
from careered.guidance.questions import ANSWERED, NEW, TAKEN, Asked

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # no i, l, o, 0, 1: they are read wrongly from a note
KEPT_FOR = timedelta(weeks=9)
MOST_OPEN = 30
_CODE = re.compile(f"[{LETTERS}]{{12}}")
_table = NamelessQuestion.__table__


def new_code() -> str:
    """Words that nobody can guess (59 bits), in three groups of four."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def read_code(typed: str) -> str:
    """A code as somebody typed it, in one spelling; "" when it cannot be one."""
    code = re.sub(r"[\s\-]", "", typed.lower())
    return code if _CODE.fullmatch(code) else ""


def ask(db: Connection, organisation_id: str, class_id: str, code: str, text: str) -> bool:
    """Keep a question under a code; whether there was room. The same code twice (a second press) is one question."""
    take_turn(db, organisation_id, class_id)
    rows = _all(db, organisation_id, class_id)
    mine = _id(organisation_id, class_id, code)
    if any(row["id"] == mine for row in rows):
        return True
    if sum(row["state"] != ANSWERED for row in rows) >= MOST_OPEN:
        return False
    rows.append(_row(organisation_id, class_id, mine, text))
    _write_anew(db, organisation_id, class_id, rows)
    return True


def _row(organisation_id: str, class_id: str, question_id: str, text: str) -> dict[str, Any]:
    key = {"organisation_id": organisation_id, "class_id": class_id, "id": question_id}
    return {**key, "text": text, "state": NEW, "answer": "", "week": _monday()}


def _write_anew(db: Connection, organisation_id: str, class_id: str, rows: list[dict[str, Any]]) -> None:
    secrets.SystemRandom().shuffle(rows)
    db.execute(delete(_table).where(same(_table, organisation_id=organisation_id, class_id=class_id)))
    db.execute(insert(_table), rows)


def _all(db: Connection, organisation_id: str, class_id: str) -> list[dict[str, Any]]:
    where = same(_table, organisation_id=organisation_id, class_id=class_id)
    return [dict(row) for row in db.execute(select(_table).where(where)).mappings()]


def of_class(db: Connection, organisation_id: str, class_id: str) -> Sequence[Asked]:
    """The questions of a class in the order of their hashes, which says nothing."""
    where = same(_table, organisation_id=organisation_id, class_id=class_id)
    columns = (_table.c.id, _table.c.text, _table.c.state, _table.c.answer)
    return [Asked(**row) for row in db.execute(select(*columns).where(where).order_by(_table.c.id)).mappings()]


def find(db: Connection, organisation_id: str, class_id: str, code: str) -> Asked | None:
    """The question of a code, or None."""
    key = _id(organisation_id, class_id, code)
    return next((one for one in of_class(db, organisation_id, class_id) if one.id == key), None)


def answer(db: Connection, organisation_id: str, class_id: str, question_id: str, text: str) -> bool:
    """Answer a question, or change the answer; without words: it is being looked into. Whether it was there."""
    take_turn(db, organisation_id, class_id)
    where = same(_table, organisation_id=organisation_id, class_id=class_id, id=question_id)
    values = {"state": ANSWERED if text else TAKEN, "answer": text}
    return bool(db.execute(update(_table).where(where).values(**values)).rowcount)


def take_back(db: Connection, organisation_id: str, class_id: str, code: str) -> bool:
    """Delete the question of a code with its answer; whether it was there."""
    take_turn(db, organisation_id, class_id)
    key = _id(organisation_id, class_id, code)
    where = same(_table, organisation_id=organisation_id, class_id=class_id, id=key)
    return bool(db.execute(delete(_table).where(where)).rowcount)


def remove_old(db: Connection) -> int:
    """Delete what is older than nine weeks: nobody can be asked whether it may go. How many went."""
    return db.execute(delete(_table).where(_table.c.week < _monday() - KEPT_FOR)).rowcount


def _id(organisation_id: str, class_id: str, code: str) -> str:
    return hashlib.sha256(f"{organisation_id}\n{class_id}\n{code}".encode()).hexdigest()


def _monday() -> date:
    today = now().date()
    return today - timedelta(days=today.weekday())
