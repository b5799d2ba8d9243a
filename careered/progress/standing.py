"""Where a pupil stands in a class: all that progress is made of, in one statement or prefetched with the session."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from careered.db.prefetch import Row, TablePrefetch, select_rows
from careered.db.queries import where_equal
from careered.frozen import with_values
from careered.progress.acts import ATTESTATION_KINDS
from careered.progress.completion import RequirementResult, RequirementState
from careered.progress.event_kinds import LESSON_DONE
from careered.progress.tables import Event, LineItem, RequirementStatus, ScoreDelivery, StaffAct
from careered.roster.scope import PupilScope

EVENTS = TablePrefetch(
    Event.__table__,
    (
        *("kind", "lesson_id", "step_id", "step_kind", "lesson_variant"),
        *("correct", "total", "pack_version", "occurred_at"),
    ),
)
ACTS = TablePrefetch(StaffAct.__table__, ("kind", "target_id", "created_at", "undone_at"))
STATES = TablePrefetch(RequirementStatus.__table__, ("requirement_id", "state"))
LINE_ITEMS = TablePrefetch(
    LineItem.__table__, ("id", "metric"), (("organisation_id", "organisation_id"), ("class_id", "class_id"))
)
DELIVERIES = TablePrefetch(
    ScoreDelivery.__table__,
    (
        *("line_item_id", "state", "desired_score", "score_maximum", "desired_at", "delivered_score"),
        *("delivered_maximum", "delivered_at", "attempts", "next_attempt_at", "leased_until", "may_lower"),
    ),
)
_DONE = {"kind": LESSON_DONE}
STANDING = (EVENTS, ACTS, STATES, LINE_ITEMS, DELIVERIES)


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
        return with_values(self, events=[*self.events, *events])

    def with_states(self, states: Mapping[str, RequirementState]) -> "Standing":
        """The same with these states in place of the stored ones."""
        return with_values(self, states={**self.states, **states})

    def with_results(self, results: Mapping[str, RequirementResult]) -> "Standing":
        """The same with the states of these results, by requirement."""
        return self.with_states({requirement_id: result.state for requirement_id, result in results.items()})


def load_standing(db: Connection, scope: PupilScope) -> Standing:
    """Where a pupil stands. One statement."""
    row = select_rows(db, STANDING, **scope.key)
    return standing_from_rows(lambda prefetch: prefetch.read(row))


def standing_from_rows(rows: Callable[[TablePrefetch], Sequence[Row]]) -> Standing:
    """Where a pupil stands by the rows of each of STANDING."""
    return Standing(
        _by_age(rows(EVENTS)),
        _attestations(rows(ACTS)),
        {row["requirement_id"]: RequirementState(row["state"]) for row in rows(STATES)},
        rows(LINE_ITEMS),
        {row["line_item_id"]: row for row in rows(DELIVERIES)},
    )


def _attestations(acts: Sequence[Row]) -> Sequence[Row]:
    """Those that count, oldest first."""
    counting = [act for act in acts if act["kind"] in ATTESTATION_KINDS and not act["undone_at"]]
    return sorted(counting, key=lambda act: act["created_at"])


def _by_age(events: Sequence[Row]) -> Sequence[Row]:
    """Oldest first; at the same moment a step before its lesson's end."""
    by_kind = sorted(events, key=lambda event: str(event["kind"]), reverse=True)
    return sorted(by_kind, key=lambda event: event["occurred_at"])


def load_class_standings(db: Connection, organisation_id: str, class_id: str) -> dict[str, Standing]:
    """Where the pupils of a class stand who have a status or a score, by their id; of events, the ends of lessons.

    Four statements, whatever the number of pupils.
    """
    of_class = {"organisation_id": organisation_id, "class_id": class_id}
    events, states, deliveries = (_by_person(db, prefetch, of_class) for prefetch in (EVENTS, STATES, DELIVERIES))
    line_items = LINE_ITEMS.read(select_rows(db, (LINE_ITEMS,), **of_class))
    return {
        person_id: Standing(
            events.get(person_id, ()),
            (),
            {row["requirement_id"]: RequirementState(row["state"]) for row in states.get(person_id, ())},
            line_items,
            {row["line_item_id"]: row for row in deliveries.get(person_id, ())},
        )
        for person_id in sorted({*states, *deliveries})
    }


def _by_person(db: Connection, prefetch: TablePrefetch, values: Mapping[str, str]) -> Mapping[str, Sequence[Row]]:
    """The rows of a prefetch for all people of a class, by person."""
    table = prefetch.table
    found: dict[str, list[Row]] = {}
    where = where_equal(table, **values, **(_DONE if table is Event.__table__ else {}))
    columns = [table.c[name] for name in ("person_id", *prefetch.columns)]
    for row in db.execute(select(*columns).where(where)).mappings():
        found.setdefault(row["person_id"], []).append(row)
    return found
