"""The outbox: the score that each line item should show for a pupil. Written here, delivered by the worker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from careered.clock import now
from careered.db.prefetch import Row
from careered.db.upsert import upsert_all
from careered.progress.completion import RequirementState, count_reached
from careered.progress.event_kinds import LESSON_DONE
from careered.progress.outbox.held import is_held, is_lower
from careered.progress.outbox.line_items import REQUIREMENTS_METRIC
from careered.progress.outbox.quiet import AT_ONCE, due_at, end_quiet, waits_quietly
from careered.progress.outbox.states import PARKED
from careered.progress.outbox.taking_back import forget_unsent, with_earlier_times
from careered.progress.standing import Standing, load_standing
from careered.progress.tables import ScoreDelivery
from careered.roster.scope import PupilScope

_deliveries = ScoreDelivery.__table__
_DELIVERY_KEY = ("organisation_id", "class_id", "person_id", "line_item_id")
_SCORE_COLUMNS = ("desired_score", "score_maximum", "desired_at", "may_lower")
_CHANGED_COLUMNS = (*_SCORE_COLUMNS, "attempts", "next_attempt_at", "state")


def schedule_scores(
    db: Connection,
    scope: PupilScope,
    standing: Standing | None = None,
    *,
    may_lower: bool = False,
    takes_back: bool = False,
    wait: timedelta = AT_ONCE,
) -> None:
    """Set the desired score of every line item of the class to the pupil's current one; the worker delivers it.

    standing: by default the stored one. may_lower: staff of the class lower it themselves. Otherwise a share below the
    delivered one is held back. takes_back: an attestation is undone (taking_back.py). wait: how long a change waits for
    the next one; AT_ONCE also sends what waits already.

    A pupil who never had a score gets no row: a zero would count as "has a grade" on platforms that complete an
    activity by it. One who had a score gets the zero: an attestation was retracted.
    """
    standing = standing or load_standing(db, scope)
    changes = score_changes(scope, standing, may_lower=may_lower, wait=wait)
    if takes_back:
        changes = replace(changes, due=with_earlier_times(changes.due, standing.deliveries))
    store_changes(db, [changes])
    if changes.ends_quiet:
        end_quiet(db, **scope.key)
    if takes_back:
        forget_unsent(db, scope.key)


@dataclass(frozen=True)
class ScoreChanges:
    """What scheduling does for a pupil. parked: rows that stay parked. ends_quiet: whether what waits goes now."""

    parked: Sequence[Mapping[str, Any]]
    due: Sequence[Mapping[str, Any]]
    ends_quiet: bool


def score_changes(scope: PupilScope, standing: Standing, *, may_lower: bool, wait: timedelta) -> ScoreChanges:
    """The rows of a pupil whose score changes (see `schedule_scores`). Writes nothing."""
    changed = {
        line_item["id"]: row
        for line_item in standing.line_items
        if (row := _changed_delivery(scope, standing, line_item, may_lower=may_lower, wait=wait))
    }
    parked = [row for name, row in changed.items() if _is_parked(standing.deliveries.get(name))]
    waiting = [row for name, row in standing.deliveries.items() if name not in changed]
    ends_quiet = wait == AT_ONCE and any(map(waits_quietly, waiting))
    return ScoreChanges(parked, [row for row in changed.values() if row not in parked], ends_quiet)


def store_changes(db: Connection, changes: Sequence[ScoreChanges]) -> None:
    """Store what changes for some pupils, in a statement or two."""
    parked = [row for one in changes for row in one.parked]
    due = [row for one in changes for row in one.due]
    upsert_all(db, _deliveries, parked, key=_DELIVERY_KEY, update_columns=_SCORE_COLUMNS)
    upsert_all(db, _deliveries, due, key=_DELIVERY_KEY, update_columns=_CHANGED_COLUMNS)


def score_for(db: Connection, scope: PupilScope, metric: str) -> tuple[int, int]:
    """The stored score and maximum by a metric (`score_of`). One statement."""
    return score_of(load_standing(db, scope), scope, metric)


def score_of(standing: Standing, scope: PupilScope, metric: str) -> tuple[int, int]:
    """Score and maximum by a metric: requirements reached of those in scope, or 0 or 1 of 1 for a lesson."""
    if metric == REQUIREMENTS_METRIC:
        requirements = scope.pack.requirements_for(scope.grade)
        return count_reached([standing.states.get(one.id, RequirementState.NOT_STARTED) for one in requirements])
    done = (LESSON_DONE, metric.removeprefix("lesson:"))
    return int(any((event["kind"], event["lesson_id"]) == done for event in standing.events)), 1


def _changed_delivery(
    scope: PupilScope, standing: Standing, line_item: Row, *, may_lower: bool, wait: timedelta
) -> dict[str, Any] | None:
    """The row to store for a line item; None where the score is the one that is stored."""
    timestamp, score = now(), score_of(standing, scope, line_item["metric"])
    current = standing.deliveries.get(line_item["id"])
    if (current is None and not score[0]) or (current and _desired(current) == score):
        return None
    row = {
        **scope.key,
        "line_item_id": line_item["id"],
        "desired_score": score[0],
        "score_maximum": score[1],
        "desired_at": timestamp,
        "score_timestamp": 0,
        "attempts": 0,
        "next_attempt_at": due_at(current, timestamp, wait),
        "may_lower": current is not None and _may_lower(current, score, said_now=may_lower),
        "state": "waiting",
    }
    if current and is_lower(score, _delivered(current)) and not row["may_lower"]:
        row["next_attempt_at"] = None
    return row


def _is_parked(current: Row | None) -> bool:
    """A parked delivery takes the new score and stays parked: progress does not bring its line item back."""
    return current is not None and current["state"] in PARKED


def _may_lower(current: Row, score: tuple[int, int], *, said_now: bool) -> bool:
    """Whether staff of the class have said it: by what they do now, or earlier and nothing has lowered it since.

    What is held back already stays so: what they do now is not what lowered it.
    """
    if is_held(current):
        return False
    return said_now or (current["may_lower"] and not is_lower(score, _desired(current)))


def _desired(row: Row) -> tuple[int, int]:
    return row["desired_score"], row["score_maximum"]


def _delivered(row: Row) -> tuple[int, int] | None:
    return None if row["delivered_score"] is None else (row["delivered_score"], row["delivered_maximum"])
