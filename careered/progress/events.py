"""The only writer of answers and events. One transaction: answer, events, statuses, score deliveries.

Statuses and scores derive from events. Recording an event twice changes nothing (double clicks, retries, crashes).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from careered.clock import new_id, now
from careered.db.upsert import insert_if_new, upsert
from careered.progress import projection, queries
from careered.progress.outbox import deliveries
from careered.progress.outbox.quiet import AT_ONCE, QUIET
from careered.progress.tables import Answer, Event
from careered.roster.scope import PupilScope

_ANSWER_KEY = ("organisation_id", "class_id", "person_id", "lesson_id", "step_id")
CATCH_UP = "catch_up"
EVENT_KEY = ("organisation_id", "class_id", "person_id", "kind", "lesson_id", "step_id")


@dataclass(frozen=True)
class Tries:
    """What is kept of a card beside its latest answer: see `tables.Answer`. first_at: None for now."""

    first_values: Mapping[str, Any] | None = None
    first_at: datetime | None = None
    tries: int = 0
    verdict: str = ""
    activity_version: int = 0


@dataclass(frozen=True)
class StepDone:
    """A step that was done. correct, total: the result of its check, 0 of 0 where it has none.

    pack_version: the one under which the lesson was begun; "" for the class's current one.
    """

    lesson_id: str
    step_id: str
    step_kind: str
    correct: int = 0
    total: int = 0
    pack_version: str = ""


NO_TRIES = Tries()


def tries_of(stored: queries.StoredAnswer | None) -> Tries:
    """What is kept of a stored answer when a draft takes its place."""
    if stored is None:
        return NO_TRIES
    return Tries(stored.first_values, stored.first_at, stored.tries, stored.verdict, stored.activity_version)


def submit_step(
    db: Connection,
    scope: PupilScope,
    step: StepDone,
    values: Mapping[str, Any],
    *,
    help_reason: str,
    completes_lesson: bool,
) -> None:
    """Store a submitted answer and its events: the lesson's start where it is missing, the step, the lesson's end.

    A submission wins over every draft: it takes the revision after the stored one.
    """
    lesson_id, step_id = step.lesson_id, step.step_id
    previous = queries.load_answers(db, scope.key, lesson_id).get((lesson_id, step_id))
    revision = previous.revision + 1 if previous else 1
    store_answer(db, scope, lesson_id, step_id, values, revision=revision, help_reason=help_reason)
    record_lesson_start(db, scope, lesson_id)
    record_step_done(db, scope, step, completes_lesson=completes_lesson)


def store_answer(
    db: Connection,
    scope: PupilScope,
    lesson_id: str,
    step_id: str,
    values: Mapping[str, Any],
    *,
    revision: int,
    help_reason: str = "",
    tries: Tries = NO_TRIES,
) -> None:
    """Store an answer. The caller has checked that `revision` is newer than the stored one. tries: of a card."""
    saved_at = now()
    row = {
        **scope.key,
        "lesson_id": lesson_id,
        "step_id": step_id,
        "values": dict(values),
        "help_reason": help_reason,
        "revision": revision,
        "saved_at": saved_at,
        **vars(tries),
        "first_at": tries.first_at or saved_at if tries.tries else None,
    }
    upsert(db, Answer.__table__, row, key=_ANSWER_KEY, update_columns=[name for name in row if name not in _ANSWER_KEY])


def record_lesson_start(db: Connection, scope: PupilScope, lesson_id: str, variant: str = "") -> None:
    """The pupil begins a lesson and will finish it under the current pack version.

    variant: CATCH_UP for the shorter one; that of a lesson already begun stays as it is.
    """
    _insert_event(db, scope, "lesson_started", StepDone(lesson_id, "", ""), now(), variant)


def record_step_done(
    db: Connection, scope: PupilScope, step: StepDone, *, completes_lesson: bool, moves_statuses: bool = True
) -> None:
    """A step is done, and with the last one its lesson, whose end sends the scores. Statuses are updated at once.

    moves_statuses: False where the caller knows that no requirement can move by it (`completion.counts_steps_of`).
    """
    timestamp = now()  # the same for both events, so that a rebuild gives the same times
    is_new = _insert_event(db, scope, "step_done", step, timestamp)
    if completes_lesson:
        lesson = StepDone(step.lesson_id, "", "", pack_version=step.pack_version)
        is_new = _insert_event(db, scope, "lesson_done", lesson, timestamp) or is_new
    if is_new and moves_statuses:
        projection.update_statuses(db, scope)
        deliveries.schedule_scores(db, scope, wait=AT_ONCE if completes_lesson else QUIET)


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
