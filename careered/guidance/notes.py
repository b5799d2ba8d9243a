"""What staff write to one pupil: a reminder (at most one a week), a comment about a step, or "look at it once more"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from careered.clock import new_id, now
from careered.db.lookup import lookup, same
from careered.db.turns import take_turn
from careered.db.upsert import insert_if_new
from careered.guidance.note_tables import Note

REMINDER, COMMENT, AGAIN = "reminder", "comment", "again"
LONGEST = 1_000
A_WEEK = timedelta(days=7)
_notes = Note.__table__
_FIELDS = ("id", "person_id", "kind", "lesson_id", "step_id", "text", "by_person_id", "made_at", "read_at")
_NOTES = select(*[_notes.c[name] for name in _FIELDS]).order_by(_notes.c.made_at.desc())
_KEY = ("organisation_id", "class_id", "person_id", "id")


@dataclass(frozen=True)
class NoteView:
    """A note. read_at: None while the pupil has not said that it is seen."""

    id: str
    person_id: str
    kind: str
    lesson_id: str
    step_id: str
    text: str
    by_person_id: str
    made_at: datetime
    read_at: datetime | None


def notes_of(db: Connection, organisation_id: str, class_id: str, person_id: str) -> Sequence[NoteView]:
    """The notes to a pupil, the newest first."""
    here = {"organisation_id": organisation_id, "class_id": class_id, "person_id": person_id}
    return [NoteView(**row) for row in lookup(db, _NOTES, _notes, **here).mappings()]


def lately_reminded(db: Connection, organisation_id: str, class_id: str) -> set[str]:
    """The pupils who have had a reminder within a week: they get none now."""
    where = same(_notes, organisation_id=organisation_id, class_id=class_id, kind=REMINDER)
    rows = db.execute(select(_notes.c.person_id).where(where & (_notes.c.made_at > now() - A_WEEK)))
    return set(rows.scalars())


def remind(db: Connection, organisation_id: str, class_id: str, people: Sequence[str], by_person_id: str) -> list[str]:
    """Remind these pupils, but those who were lately: who was reminded. An older reminder goes: one is enough."""
    take_turn(db, organisation_id, class_id)
    lately = lately_reminded(db, organisation_id, class_id)
    wanted = [person for person in people if person not in lately]
    for person in wanted:
        where = same(_notes, organisation_id=organisation_id, class_id=class_id, person_id=person, kind=REMINDER)
        db.execute(update(_notes).where(where & _notes.c.read_at.is_(None)).values(read_at=now()))
        db.execute(insert(_notes).values(**_row(organisation_id, class_id, person, REMINDER, by_person_id)))
    return wanted


def comment(
    db: Connection,
    organisation_id: str,
    class_id: str,
    person_id: str,
    by_person_id: str,
    *,
    lesson_id: str,
    step_id: str,
    text: str,
    again: bool,
    note_id: str = "",
) -> None:
    """Write about a step. again: the pupil is asked to look at it once more; what is done stays done.

    note_id: of one press of the button; pressed twice it is one comment.
    """
    row = _row(organisation_id, class_id, person_id, AGAIN if again else COMMENT, by_person_id)
    row |= {"lesson_id": lesson_id, "step_id": step_id, "text": text, "id": note_id or row["id"]}
    insert_if_new(db, _notes, row, key=_KEY)


def _row(organisation_id: str, class_id: str, person_id: str, kind: str, by_person_id: str) -> dict[str, object]:
    row = {"organisation_id": organisation_id, "class_id": class_id, "person_id": person_id, "id": new_id()}
    empty = {"lesson_id": "", "step_id": "", "text": "", "read_at": None}
    return {**row, **empty, "kind": kind, "by_person_id": by_person_id, "made_at": now()}


def seen(db: Connection, organisation_id: str, class_id: str, person_id: str, note_id: str) -> None:
    """The pupil has read a note: it is no longer shown first."""
    key = {"organisation_id": organisation_id, "class_id": class_id, "person_id": person_id, "id": note_id}
    db.execute(update(_notes).where(same(_notes, **key) & _notes.c.read_at.is_(None)).values(read_at=now()))


def handed_in(db: Connection, keys: dict[str, str], lesson_id: str, step_id: str) -> None:
    """The pupil has handed a step in (anew): what was written about it is dealt with."""
    where = same(_notes, **keys, lesson_id=lesson_id, step_id=step_id) & _notes.c.read_at.is_(None)
    db.execute(update(_notes).where(where).values(read_at=now()))
