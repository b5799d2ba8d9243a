"""The only writer of answers and events. One transaction: answer, events, statuses, score deliveries.

Statuses and scores derive from events. Recording an event twice changes nothing (double clicks, retries, crashes).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from careered.clock import new_id, now
from careered.db.prefetch import Row
from careered.db.upsert import upsert_few
from careered.progress import projection, queries
from careered.progress.event_kinds import LESSON_DONE, LESSON_STARTED, STEP_DONE
from careered.progress.outbox import deliveries
from careered.progress.outbox.quiet import AT_ONCE, QUIET
from careered.progress.standing import Standing, load_standing
from careered.progress.tables import Answer, Event
from careered.roster.scope import PupilScope

_ANSWER_KEY = ("organisation_id", "class_id", "person_id", "lesson_id", "step_id")
_ANSWER_COLUMNS = tuple(column.name for column in Answer.__table__.c if column.name not in _ANSWER_KEY)
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
    record_step_done(db, scope, step, starts_lesson=True, completes_lesson=completes_lesson)


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
    upsert_few(db, Answer.__table__, [row], key=_ANSWER_KEY, update_columns=_ANSWER_COLUMNS)


def record_lesson_start(db: Connection, scope: PupilScope, lesson_id: str, variant: str = "") -> None:
    """The pupil begins a lesson and will finish it under the current pack version.

    variant: CATCH_UP for the shorter one; that of a lesson already begun stays as it is.
    """
    _insert(db, [_row(scope, LESSON_STARTED, StepDone(lesson_id, "", ""), now(), variant)])


def record_step_done(
    db: Connection,
    scope: PupilScope,
    step: StepDone,
    *,
    completes_lesson: bool,
    starts_lesson: bool = False,
    moves_statuses: bool = True,
    standing: Standing | None = None,
) -> None:
    """A step is done, and with the last one its lesson, whose end sends the scores. Statuses are updated at once.

    starts_lesson: with it the lesson is begun, where it is not yet. moves_statuses: False where the caller knows that
    no requirement can move by it (`completion.counts_steps_of`). standing: where the pupil stood before it.

    One statement for the events, with the statuses that rise by them (`Event.raises`); where a requirement can move one
    for the scores that change, and one before them without `standing`.
    """
    timestamp = now()  # the same for all, so that a rebuild gives the same times
    lesson = StepDone(step.lesson_id, "", "")
    rows = [_row(scope, LESSON_STARTED, lesson, timestamp)] if starts_lesson else []
    rows.append(_row(scope, STEP_DONE, step, timestamp))
    if completes_lesson:
        rows.append(_row(scope, LESSON_DONE, replace(lesson, pack_version=step.pack_version), timestamp))
    if moves_statuses:
        _raise_with(db, scope, rows, standing or load_standing(db, scope), AT_ONCE if completes_lesson else QUIET)
    else:
        _insert(db, rows)


def _raise_with(
    db: Connection, scope: PupilScope, rows: list[dict[str, Any]], standing: Standing, wait: timedelta
) -> None:
    """Insert events with what rises by them, and schedule the scores. standing: before them."""
    known = {_event_of(row) for row in standing.events}
    new = [row for row in rows if _event_of(row) not in known]
    if not {row["kind"] for row in new} - {LESSON_STARTED}:
        _insert(db, new)
        return
    after = standing.with_events(new)
    rising = projection.rising_results(scope, after)
    _insert(db, [*new[:-1], new[-1] | {"raises": projection.raises_of_event(scope, rising)}])
    deliveries.schedule_scores(db, scope, after.with_results(rising), wait=wait)


def _event_of(row: Row) -> tuple[str, str, str]:
    return row["kind"], row["lesson_id"], row["step_id"]


def _insert(db: Connection, rows: list[dict[str, Any]]) -> None:
    """Insert the events that are new, in one statement."""
    upsert_few(db, Event.__table__, rows, key=EVENT_KEY)


def _row(scope: PupilScope, kind: str, step: StepDone, timestamp: datetime, lesson_variant: str = "") -> dict[str, Any]:
    return {
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
        "raises": None,
    }
