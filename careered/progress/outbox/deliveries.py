"""The outbox: the score that each line item should show for a pupil. Written here, delivered by the worker."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection, RowMapping, select, update

from careered.clock import new_id, now
from careered.db.queries import select_by, where_equal
from careered.db.upsert import insert_if_new, upsert
from careered.progress.completion import RequirementState, count_reached
from careered.progress.outbox.held import is_held, is_lower
from careered.progress.outbox.quiet import AT_ONCE, due_at, end_quiet
from careered.progress.outbox.states import PARKED
from careered.progress.tables import Event, LineItem, RequirementStatus, ScoreDelivery
from careered.roster.scope import PupilScope

REQUIREMENTS_METRIC = "requirements"
_line_items, _statuses, _deliveries, _events = (
    LineItem.__table__,
    RequirementStatus.__table__,
    ScoreDelivery.__table__,
    Event.__table__,
)
_LINE_ITEMS, _LINE_ITEMS_BY_AGE = select(_line_items), select(_line_items).order_by(_line_items.c.created_at)
_STATES = select(_statuses.c.requirement_id, _statuses.c.state)
_EVENT_ID = select(_events.c.id)
_CURRENT = select(_deliveries)
_DELIVERY_KEY = ("organisation_id", "class_id", "person_id", "line_item_id")


def add_line_item(
    db: Connection,
    organisation_id: str,
    class_id: str,
    *,
    resource_link_id: str,
    metric: str,
    label: str,
    line_item_url: str,
    resource_id: str = "",
) -> bool:
    """Store a line item of a class, one per resource link; returns whether it is new.

    line_item_url: "" for a line item still to be found or created; a class has one of those for each metric.
    resource_id: what it is found by, the same in a copied course; "" where the platform created it.
    """
    if not line_item_url and any(
        line_item["metric"] == metric for line_item in load_line_items(db, organisation_id, class_id)
    ):
        return False
    row = {
        "organisation_id": organisation_id,
        "id": new_id(),
        "class_id": class_id,
        "resource_link_id": resource_link_id,
        "metric": metric,
        "label": label,
        "line_item_url": line_item_url,
        "resource_id": resource_id,
        "created_at": now(),
    }
    is_new = insert_if_new(db, _line_items, row, key=("organisation_id", "class_id", "resource_link_id"))
    if not is_new and line_item_url:
        _change_line_item_url(db, organisation_id, class_id, resource_link_id, line_item_url)
    return is_new


def _change_line_item_url(
    db: Connection, organisation_id: str, class_id: str, resource_link_id: str, line_item_url: str
) -> None:
    """The platform gave the link another line item (the old one was deleted): all its scores are due again."""
    key = {"organisation_id": organisation_id, "class_id": class_id, "resource_link_id": resource_link_id}
    line_item = select_by(db, _LINE_ITEMS, _line_items, **key).mappings().first()
    if line_item and line_item["line_item_url"] != line_item_url:
        this_line_item, line_item_id = where_equal(_line_items, **key), line_item["id"]
        db.execute(update(_line_items).where(this_line_item).values(line_item_url=line_item_url, own_maximum=None))
        its_deliveries = where_equal(
            _deliveries, organisation_id=organisation_id, class_id=class_id, line_item_id=line_item_id
        )
        db.execute(
            update(_deliveries)
            .where(its_deliveries)
            .values(next_attempt_at=now(), state="waiting", delivered_score=None)
        )


def load_line_items(db: Connection, organisation_id: str, class_id: str) -> Sequence[RowMapping]:
    """The line items of a class, oldest first."""
    return (
        select_by(db, _LINE_ITEMS_BY_AGE, _line_items, organisation_id=organisation_id, class_id=class_id)
        .mappings()
        .all()
    )


def schedule_scores(db: Connection, scope: PupilScope, *, may_lower: bool = False, wait: timedelta = AT_ONCE) -> None:
    """Set the desired score of every line item of the class to the pupil's current one; the worker delivers it.

    may_lower: staff of the class lower it themselves. Otherwise a share below the delivered one is held back.
    wait: how long a change waits for the next one; AT_ONCE also sends what waits already.

    A pupil who never had a score gets no row: a zero would count as "has a grade" on platforms that complete an
    activity by it. One who had a score gets the zero: an attestation was retracted.
    """
    for line_item in load_line_items(db, scope.organisation_id, scope.class_id):
        desired_score, score_maximum = score_for(db, scope, line_item["metric"])
        _upsert_delivery(db, scope, line_item["id"], (desired_score, score_maximum), may_lower=may_lower, wait=wait)
    if wait == AT_ONCE:
        end_quiet(db, **scope.key)


def score_for(db: Connection, scope: PupilScope, metric: str) -> tuple[int, int]:
    """Score and maximum by a metric: requirements reached of those in scope, or 0 or 1 of 1 for a lesson."""
    if metric == REQUIREMENTS_METRIC:
        return _requirements_score(db, scope)
    lesson_id = metric.removeprefix("lesson:")
    events = select_by(db, _EVENT_ID, _events, **scope.key, kind="lesson_done", lesson_id=lesson_id, step_id="")
    return int(events.first() is not None), 1


def _requirements_score(db: Connection, scope: PupilScope) -> tuple[int, int]:
    rows = select_by(db, _STATES, _statuses, **scope.key)
    states = {row.requirement_id: RequirementState(row.state) for row in rows}
    return count_reached(
        [
            states.get(requirement.id, RequirementState.NOT_STARTED)
            for requirement in scope.pack.requirements_for(scope.grade)
        ]
    )


def _upsert_delivery(
    db: Connection, scope: PupilScope, line_item_id: str, score: tuple[int, int], *, may_lower: bool, wait: timedelta
) -> None:
    timestamp = now()
    current = select_by(db, _CURRENT, _deliveries, **scope.key, line_item_id=line_item_id).mappings().first()
    if (current is None and not score[0]) or (current and _desired(current) == score):
        return
    row = {
        **scope.key,
        "line_item_id": line_item_id,
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
    upsert(
        db, _deliveries, row, key=_DELIVERY_KEY, update_columns=_changed_columns(current["state"] if current else "")
    )


def _may_lower(current: RowMapping, score: tuple[int, int], *, said_now: bool) -> bool:
    """Whether staff of the class have said it: by what they do now, or earlier and nothing has lowered it since.

    What is held back already stays so: what they do now is not what lowered it.
    """
    if is_held(current):
        return False
    return said_now or (current["may_lower"] and not is_lower(score, _desired(current)))


def _desired(row: RowMapping) -> tuple[int, int]:
    return row["desired_score"], row["score_maximum"]


def _delivered(row: RowMapping) -> tuple[int, int] | None:
    return None if row["delivered_score"] is None else (row["delivered_score"], row["delivered_maximum"])


def _changed_columns(state: str) -> tuple[str, ...]:
    """A parked delivery takes the new score and stays parked: progress does not bring its line item back."""
    score_columns = ("desired_score", "score_maximum", "desired_at", "may_lower")
    return score_columns if state in PARKED else (*score_columns, "attempts", "next_attempt_at", "state")
