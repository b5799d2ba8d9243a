"""What staff say about a pupil: confirm, exempt, an activity away from the screen; and taking it back.

One transaction each: mark, statuses, delivery wishes. Author and time are kept. The pupil's turn is taken: who hands
something in at that moment comes before or after. Marks for many go in the order of the pupils' ids.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from careered.clock import now
from careered.db.lookup import same
from careered.db.turns import take_turn
from careered.progress import project, wishes
from careered.progress.completion import State
from careered.progress.tables import Mark, Status
from careered.roster.scope import Where

CONFIRMED, EXEMPT, OFFLINE = project.MARKS
_marks, _statuses = Mark.__table__, Status.__table__


def mark(
    db: Connection, where: Where, kind: str, subject: str, by_person_id: str, *, reason: str = "", day: str = ""
) -> bool:
    """Mark a pupil; whether it was new. The same mark twice changes nothing.

    kind: CONFIRMED or EXEMPT (subject: a requirement), OFFLINE (subject: an offline activity). day: ISO or "".
    """
    take_turn(db, *where.keys.values())
    key = {**where.keys, "kind": kind, "subject": subject}
    if db.execute(select(_marks.c.at).where(same(_marks, **key))).first():
        return False
    row = {**key, "reason": reason, "day": day, "by_person_id": by_person_id, "at": now()}
    db.execute(insert(_marks).values(**row, before=_statuses_of(db, where)))
    project.refresh(db, where)
    wishes.raise_for(db, where)
    return True


def take_back(db: Connection, where: Where, kind: str, subject: str) -> bool:
    """Take a mark back; whether it was there. What the pupil did in the meantime counts."""
    take_turn(db, *where.keys.values())
    key = {**where.keys, "kind": kind, "subject": subject}
    gone = db.execute(delete(_marks).where(same(_marks, **key)).returning(_marks.c.before, _marks.c.at)).first()
    if gone is None:
        return False
    _hand_on(db, where, kind, subject, gone)
    owed = [name for name, row in _statuses_of(db, where).items() if _owes(row, kind, subject)]
    project.put_back(db, where, {name: gone.before.get(name) for name in owed})
    wishes.raise_for(db, where)
    return True


def _owes(row: Mapping[str, Any], kind: str, subject: str) -> bool:
    """Whether a status is what it is because of a mark."""
    if kind == OFFLINE:
        return subject in row["evidence"]
    said = State.EXEMPT if kind == EXEMPT else State.CONFIRMED
    return bool(row["requirement"] == subject and row["state"] == said.value)


def _hand_on(db: Connection, where: Where, kind: str, subject: str, gone: Any) -> None:
    """Marks that came later remember what was before the one that is taken back: it never happened."""
    for later in (one for one in project.marks_of(db, where.keys) if one["at"] >= gone.at):
        kept = {
            name: gone.before.get(name) if row and _owes(row, kind, subject) else row
            for name, row in later["before"].items()
        }
        key = {**where.keys, "kind": later["kind"], "subject": later["subject"]}
        db.execute(update(_marks).where(same(_marks, **key)).values(before=kept))


def _statuses_of(db: Connection, where: Where) -> Mapping[str, dict[str, Any]]:
    names = ("requirement", "state", "how", "evidence", "pack_version", "since")
    rows = db.execute(select(*[_statuses.c[name] for name in names]).where(same(_statuses, **where.keys))).mappings()
    return {row["requirement"]: {**row, "since": row["since"].isoformat()} for row in rows}
