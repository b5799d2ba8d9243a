"""The only writer of progress. One transaction: event, statuses, delivery wishes.

Everything derives from events; calling twice with the same fact changes nothing (double clicks, retries, crashes).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from careered.clock import new_id, now
from careered.db.upsert import insert_if_new, upsert
from careered.progress import project, wishes
from careered.progress.tables import Answer, Event
from careered.roster.scope import Where

_ANSWER_KEY = ("organisation_id", "class_id", "person_id", "lesson_id", "step_id")
CATCH_UP = "catch_up"
EVENT_KEY = ("organisation_id", "class_id", "person_id", "kind", "lesson_id", "step_id")


@dataclass(frozen=True)
class StepDone:
    """A step was done. right and of: the result of its check, 0 of 0 where there is none.

    pack_version: the one the lesson was begun under; "" for the class's present one.
    """

    lesson_id: str
    step_id: str
    step_kind: str
    right: int = 0
    of: int = 0
    pack_version: str = ""


def save_answer(
    db: Connection,
    where: Where,
    lesson_id: str,
    step_id: str,
    values: Mapping[str, Any],
    *,
    revision: int,
    help_wanted: str = "",
) -> None:
    """Keep what was typed. The caller has checked that `revision` is not older than what is there."""
    row = {
        **where.keys,
        "lesson_id": lesson_id,
        "step_id": step_id,
        "values": dict(values),
        "help_wanted": help_wanted,
        "revision": revision,
        "saved_at": now(),
    }
    upsert(db, Answer.__table__, row, key=_ANSWER_KEY, change=("values", "help_wanted", "revision", "saved_at"))


def lesson_started(db: Connection, where: Where, lesson_id: str, way: str = "") -> None:
    """The pupil begins a lesson; the pack version in force is the one the pupil finishes.

    way: CATCH_UP for the shorter one. The way of a lesson that was begun stays as it is.
    """
    _event(db, where, "lesson_started", StepDone(lesson_id, "", way), now())


def step_done(db: Connection, where: Where, done: StepDone, *, last: bool) -> None:
    """A step is done (`last`: and with it the lesson). Statuses and wishes follow at once."""
    at = now()  # one moment for both facts, so that a rebuild gives the same moments as life did
    new = _event(db, where, "step_done", done, at)
    if last:
        lesson = StepDone(done.lesson_id, "", "", pack_version=done.pack_version)
        new = _event(db, where, "lesson_done", lesson, at) or new
    if new:
        project.refresh(db, where)
        wishes.raise_for(db, where)


def _event(db: Connection, where: Where, kind: str, done: StepDone, at: datetime) -> bool:
    row = {
        **where.keys,
        "id": new_id(),
        "kind": kind,
        "lesson_id": done.lesson_id,
        "step_id": done.step_id,
        "step_kind": done.step_kind,
        "right": done.right,
        "of": done.of,
        "pack_id": where.pack.id,
        "pack_version": done.pack_version or where.pack.version,
        "at": at,
    }
    return insert_if_new(db, Event.__table__, row, key=EVENT_KEY)
