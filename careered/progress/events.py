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
from careered.progress import projection
from careered.progress.outbox import deliveries
from careered.progress.tables import Answer, Event
from careered.roster.scope import PupilScope

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
    correct: int = 0
    total: int = 0
    pack_version: str = ""


def store_answer(
    db: Connection,
    scope: PupilScope,
    lesson_id: str,
    step_id: str,
    values: Mapping[str, Any],
    *,
    revision: int,
    help_reason: str = "",
) -> None:
    """Keep what was typed. The caller has checked that `revision` is not older than what is there."""
    row = {
        **scope.key,
        "lesson_id": lesson_id,
        "step_id": step_id,
        "values": dict(values),
        "help_reason": help_reason,
        "revision": revision,
        "saved_at": now(),
    }
    upsert(db, Answer.__table__, row, key=_ANSWER_KEY, update_columns=("values", "help_reason", "revision", "saved_at"))


def record_lesson_start(db: Connection, scope: PupilScope, lesson_id: str, variant: str = "") -> None:
    """The pupil begins a lesson; the pack version in force is the one the pupil finishes.

    variant: CATCH_UP for the shorter one. That of a lesson that was begun stays as it is.
    """
    _insert_event(db, scope, "lesson_started", StepDone(lesson_id, "", ""), now(), variant)


def record_step_done(db: Connection, scope: PupilScope, step: StepDone, *, completes_lesson: bool) -> None:
    """A step is done (`last`: and with it the lesson). Statuses and wishes follow at once."""
    timestamp = now()  # one moment for both facts, so that a rebuild gives the same moments as life did
    is_new = _insert_event(db, scope, "step_done", step, timestamp)
    if completes_lesson:
        lesson = StepDone(step.lesson_id, "", "", pack_version=step.pack_version)
        is_new = _insert_event(db, scope, "lesson_done", lesson, timestamp) or is_new
    if is_new:
        projection.update_statuses(db, scope)
        deliveries.schedule_scores(db, scope)


def _insert_event(
    db: Connection, scope: PupilScope, kind: str, step: StepDone, timestamp: datetime, lesson_variant: str = ""
) -> bool:
    row = {
        **scope.key,
        "id": new_id(),
        "kind": kind,
        "lesson_id": step.lesson_id,
        "step_id": step.step_id,
        "step_kind": step.step_kind,
        "lesson_variant": lesson_variant,
        "correct": step.correct,
        "total": step.total,
        "pack_id": scope.pack.id,
        "pack_version": step.pack_version or scope.pack.version,
        "occurred_at": timestamp,
    }
    return insert_if_new(db, Event.__table__, row, key=EVENT_KEY)
