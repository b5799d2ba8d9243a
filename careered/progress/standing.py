"""Where a pupil stands in a class: all that progress is made of, read in one statement or beside the session's."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from careered.db.rows_beside import Row, RowsBeside, select_rows
from careered.progress.completion import RequirementState
from careered.progress.tables import Attestation, Event, LineItem, RequirementStatus, ScoreDelivery
from careered.roster.scope import PupilScope

EVENTS = RowsBeside(
    Event.__table__,
    (
        *("kind", "lesson_id", "step_id", "step_kind", "lesson_variant"),
        *("correct", "total", "pack_version", "occurred_at"),
    ),
)
ATTESTATIONS = RowsBeside(Attestation.__table__, ("kind", "target_id", "created_at"))
STATES = RowsBeside(RequirementStatus.__table__, ("requirement_id", "state"))
LINE_ITEMS = RowsBeside(
    LineItem.__table__, ("id", "metric"), (("organisation_id", "organisation_id"), ("class_id", "class_id"))
)
DELIVERIES = RowsBeside(
    ScoreDelivery.__table__,
    (
        *("line_item_id", "state", "desired_score", "score_maximum", "desired_at", "delivered_score"),
        *("delivered_maximum", "delivered_at", "attempts", "next_attempt_at", "leased_until", "may_lower"),
    ),
)
STANDING = (EVENTS, ATTESTATIONS, STATES, LINE_ITEMS, DELIVERIES)


@dataclass(frozen=True)
class Standing:
    """events, attestations: oldest first. states: by requirement. deliveries: of the class's line items, by theirs."""

    events: Sequence[Row]
    attestations: Sequence[Row]
    states: Mapping[str, RequirementState]
    line_items: Sequence[Row]
    deliveries: Mapping[str, Row]

    def with_events(self, events: Sequence[Row]) -> "Standing":
        """The same after more events."""
        return replace(self, events=[*self.events, *events])

    def with_states(self, states: Mapping[str, RequirementState]) -> "Standing":
        """The same with these states in place of the stored ones."""
        return replace(self, states={**self.states, **states})


def load_standing(db: Connection, scope: PupilScope) -> Standing:
    """Where a pupil stands. One statement."""
    row = select_rows(db, STANDING, **scope.key)
    return standing_from_rows(lambda part: part.read(row))


def standing_from_rows(rows: Callable[[RowsBeside], Sequence[Row]]) -> Standing:
    """Where a pupil stands by the rows of each part of STANDING."""
    return Standing(
        _by_age(rows(EVENTS)),
        sorted(rows(ATTESTATIONS), key=lambda attestation: attestation["created_at"]),
        {row["requirement_id"]: RequirementState(row["state"]) for row in rows(STATES)},
        rows(LINE_ITEMS),
        {row["line_item_id"]: row for row in rows(DELIVERIES)},
    )


def _by_age(events: Sequence[Row]) -> Sequence[Row]:
    """Oldest first; at the same moment a step before its lesson's end."""
    by_kind = sorted(events, key=lambda event: str(event["kind"]), reverse=True)
    return sorted(by_kind, key=lambda event: event["occurred_at"])
