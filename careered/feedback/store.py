"""Feedback from staff to one pupil: a reminder (at most one a week), a comment on a step, a request to revise it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from careered.clock import new_id, now
from careered.db.compiled import run
from careered.db.locks import lock_for_transaction
from careered.db.prefetch import Row, TablePrefetch
from careered.db.queries import select_by, where_equal
from careered.db.upsert import insert_once
from careered.feedback.tables import FeedbackNote
from careered.progress import acts

REMINDER, COMMENT, REVISION_REQUESTED = "reminder", "comment", "again"
MAX_LENGTH = 1_000
REMINDER_INTERVAL = timedelta(days=7)
_notes = FeedbackNote.__table__
_FIELDS = ("id", "person_id", "kind", "lesson_id", "step_id", "text", "author_person_id", "created_at", "read_at")
_SELECT_NOTES = select(*[_notes.c[name] for name in _FIELDS]).order_by(_notes.c.created_at.desc())
_PUPIL = ("organisation_id", "class_id", "person_id")
_KEY = (*_PUPIL, "id")
UNREAD = TablePrefetch(_notes, _FIELDS, only=_notes.c.read_at.is_(None), label="unread_feedback")
ON_STEP = TablePrefetch(
    _notes,
    _FIELDS,
    (*((name, name) for name in _PUPIL), ("lesson_id", "lesson"), ("step_id", "step")),
    label="feedback_on_step",
)
"""Feedback to a pupil: what is not read yet, and all about the step of the address; for `feedback_from_rows`."""

_READ_ON_STEP = (
    update(_notes)
    .where(*[_notes.c[column] == bindparam(name) for column, name in ON_STEP.key], _notes.c.read_at.is_(None))
    .values(read_at=bindparam("at"))
)


@dataclass(frozen=True)
class Reminder:
    """What one pupil is reminded of: a lesson, and the words as the pupil reads them; "" for the standard ones."""

    lesson_id: str = ""
    text: str = ""


@dataclass(frozen=True)
class FeedbackView:
    """A feedback note. read_at: None until the pupil confirms it or submits the step again."""

    id: str
    person_id: str
    kind: str
    lesson_id: str
    step_id: str
    text: str
    author_person_id: str
    created_at: datetime
    read_at: datetime | None


def feedback_to(db: Connection, organisation_id: str, class_id: str, person_id: str) -> Sequence[FeedbackView]:
    """The feedback to a pupil, newest first."""
    key = {"organisation_id": organisation_id, "class_id": class_id, "person_id": person_id}
    return [FeedbackView(**row) for row in select_by(db, _SELECT_NOTES, _notes, **key).mappings()]


def feedback_from_rows(rows: Iterable[Row]) -> Sequence[FeedbackView]:
    """The feedback of rows of UNREAD or ON_STEP, newest first."""
    return sorted((FeedbackView(**row) for row in rows), key=lambda one: one.created_at, reverse=True)


def recently_reminded(db: Connection, organisation_id: str, class_id: str) -> dict[str, datetime]:
    """When pupils were reminded within REMINDER_INTERVAL, by their ids; they get no reminder now."""
    where = where_equal(_notes, organisation_id=organisation_id, class_id=class_id, kind=REMINDER)
    recent = where & (_notes.c.created_at > now() - REMINDER_INTERVAL)
    rows = db.execute(select(_notes.c.person_id, _notes.c.created_at).where(recent).order_by(_notes.c.created_at))
    return {row.person_id: row.created_at for row in rows}


def remind(
    db: Connection,
    organisation_id: str,
    class_id: str,
    reminders: Mapping[str, Reminder],
    author_person_id: str,
    act_id: str,
) -> list[str]:
    """Remind the pupils who were not reminded recently. Returns their ids. Earlier unread reminders become read.

    reminders: by person. act_id: of the act, by which it can be undone; the id of each pupil's note, too.
    """
    lock_for_transaction(db, organisation_id, class_id)
    recent = recently_reminded(db, organisation_id, class_id)
    to_remind = [person_id for person_id in reminders if person_id not in recent]
    for person_id in to_remind:
        where = where_equal(
            _notes, organisation_id=organisation_id, class_id=class_id, person_id=person_id, kind=REMINDER
        )
        note = _new_row(organisation_id, class_id, person_id, REMINDER, author_person_id)
        note |= {"id": act_id, "lesson_id": reminders[person_id].lesson_id, "text": reminders[person_id].text}
        db.execute(update(_notes).where(where & _notes.c.read_at.is_(None)).values(read_at=note["created_at"]))
        db.execute(insert(_notes).values(**note))
        pupil_key = {"organisation_id": organisation_id, "class_id": class_id, "person_id": person_id}
        acts.store_act(db, pupil_key, act_id, acts.REMINDER, author_person_id, created_at=note["created_at"])
    return to_remind


def take_back_reminder(db: Connection, pupil_key: Mapping[str, str], act_id: str) -> None:
    """Delete the reminder of an act; the one that it had put aside waits again."""
    this_one = where_equal(_notes, **pupil_key, id=act_id)
    created_at = db.execute(delete(_notes).where(this_one).returning(_notes.c.created_at)).scalar_one_or_none()
    if created_at:
        put_aside = where_equal(_notes, **pupil_key, kind=REMINDER) & (_notes.c.read_at == created_at)
        db.execute(update(_notes).where(put_aside).values(read_at=None))


def add_comment(
    db: Connection,
    organisation_id: str,
    class_id: str,
    person_id: str,
    author_person_id: str,
    *,
    lesson_id: str,
    step_id: str,
    text: str,
    requests_revision: bool,
    note_id: str = "",
) -> None:
    """Comment on a step. requests_revision: ask the pupil to revise it; the step stays done.

    note_id: idempotency key of the form; a form sent twice is one comment.
    """
    row = _new_row(
        organisation_id, class_id, person_id, REVISION_REQUESTED if requests_revision else COMMENT, author_person_id
    )
    row |= {"lesson_id": lesson_id, "step_id": step_id, "text": text, "id": note_id or row["id"]}
    insert_once(db, _notes, row, key=_KEY, same=("kind", "lesson_id", "step_id", "text"))


def _new_row(
    organisation_id: str, class_id: str, person_id: str, kind: str, author_person_id: str
) -> dict[str, object]:
    row = {"organisation_id": organisation_id, "class_id": class_id, "person_id": person_id, "id": new_id()}
    empty = {"lesson_id": "", "step_id": "", "text": "", "read_at": None}
    return {**row, **empty, "kind": kind, "author_person_id": author_person_id, "created_at": now()}


def mark_read(db: Connection, organisation_id: str, class_id: str, person_id: str, note_id: str) -> None:
    """Mark a note as read: it is no longer shown first."""
    key = {"organisation_id": organisation_id, "class_id": class_id, "person_id": person_id, "id": note_id}
    db.execute(update(_notes).where(where_equal(_notes, **key) & _notes.c.read_at.is_(None)).values(read_at=now()))


def resolve_on_resubmit(db: Connection, pupil_key: dict[str, str], lesson_id: str, step_id: str) -> None:
    """The pupil has submitted a step (again): mark the unread feedback on it as read."""
    run(db, _READ_ON_STEP, {**pupil_key, "lesson": lesson_id, "step": step_id, "at": now()})
