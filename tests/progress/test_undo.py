"""Whatever pupils, staff and the worker do in whatever order: undone, an act has never been."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select, update

from careered.clock import now
from careered.progress import acts, attestations
from careered.progress.outbox import line_items
from careered.progress.queries import load_statuses
from careered.progress.tables import ScoreDelivery, StaffAct
from tests.progress.test_attestations import TARGETS
from tests.progress.test_rebuild import PUPILS, STEPS, Classroom, few_examples

DAYS = ("", "2026-11-12", "2026-11-13")
STEP = st.tuples(st.just("step"), st.sampled_from(PUPILS), st.integers(0, len(STEPS) - 1), st.integers(0, 5))
ACT = st.tuples(
    st.just("act"),
    st.sets(st.sampled_from(PUPILS), min_size=1),
    st.integers(0, len(TARGETS) - 1),
    st.sampled_from(DAYS),
)
UNDO = st.tuples(st.just("undo"), st.integers(0, 9))
STORIES = st.lists(st.one_of(STEP, STEP, ACT, ACT, UNDO, st.just(("worker",))), max_size=30)
_deliveries, _acts = ScoreDelivery.__table__, StaffAct.__table__


class Year:
    """A class with a gradebook in which a story happens. acting: whether staff do their part of it."""

    def __init__(self, db: Connection, *, acting: bool) -> None:
        self.db, self.acting, self.classroom = db, acting, Classroom("sqlite")
        self.gradebook: dict[str, int] = {}
        self.done: list[tuple[str, set[str]]] = []
        place = {"resource_link_id": "l", "label": "All", "line_item_url": "https://x.test"}
        line_items.add_line_item(db, "town", self.classroom.id, metric=line_items.REQUIREMENTS_METRIC, **place)

    def lives(self, what: str, *details: Any) -> None:
        """One thing that happens."""
        if what == "step":
            self.classroom.completes(self.db, *details)
        elif what == "worker":
            self.sends()
        elif self.acting and what == "act":
            self.act(*details)
        elif self.acting:
            self.undo_one(*details)

    def act(self, pupils: set[str], number: int, day: str) -> None:
        """Staff attest something of some pupils; those who have it already are left out."""
        (kind, target_id), act_id = TARGETS[number], f"act {len(self.done)}"
        day = day if kind == "offline" else ""
        more = {"activity_date": day, "act_id": act_id}
        new = {
            pupil
            for pupil in sorted(pupils)
            if attestations.attest(self.db, self.classroom.scope(pupil), kind, target_id, "opo", **more)
        }
        self.done.append((act_id, new))

    def undo_one(self, number: int) -> None:
        """One act is undone, twice; nobody else's."""
        act_id, pupils = self.done[number % len(self.done)] if self.done else ("none", set())
        for pupil in PUPILS:
            undone = attestations.undo(self.db, self.classroom.scope(pupil), act_id, "opo")
            assert not (undone and pupil not in pupils)
            assert not attestations.undo(self.db, self.classroom.scope(pupil), act_id, "opo")

    def sends(self) -> None:
        """The worker sends what is due."""
        due = (_deliveries.c.class_id == self.classroom.id) & _deliveries.c.next_attempt_at.is_not(None)
        for row in self.db.execute(select(_deliveries).where(due)).mappings().all():
            self.gradebook[row["person_id"]] = row["desired_score"]
        sent = {"delivered_score": _deliveries.c.desired_score, "delivered_maximum": _deliveries.c.score_maximum}
        times = {"delivered_at": now(), "score_timestamp": int(now().timestamp()), "next_attempt_at": None}
        self.db.execute(update(_deliveries).where(due).values(**sent, **times, state="delivered"))

    def statuses(self) -> dict[str, Any]:
        """Everything that is told of the pupils, with since when."""
        return {pupil: load_statuses(self.db, self.classroom.scope(pupil).key) for pupil in PUPILS}

    def scores(self) -> dict[str, int]:
        """The gradebook after the worker; a nought is what there was where a score had been sent."""
        self.sends()
        return {pupil: score for pupil, score in self.gradebook.items() if score}


@few_examples
@given(story=STORIES)
def test_once_all_acts_are_undone_states_and_gradebook_are_as_if_nobody_had_ever_acted(
    story: Sequence[tuple[Any, ...]],
) -> None:
    start = datetime(2026, 11, 20, 8, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock, Classroom("sqlite").database.transaction() as db:
        staffed, plain = Year(db, acting=True), Year(db, acting=False)
        for event in story:
            clock.shift(timedelta(minutes=1))
            staffed.lives(*event)
            plain.lives(*event)
        clock.shift(timedelta(minutes=1))
        for number in range(len(staffed.done)):
            staffed.undo_one(number)
        assert staffed.statuses() == plain.statuses()
        assert staffed.scores() == plain.scores()
        kept = [acts.load_act(db, "town", staffed.classroom.id, act_id) for act_id, _ in staffed.done]
        assert [{row["person_id"] for row in rows} for rows in kept] == [pupils for _, pupils in staffed.done]
        assert all(row["undone_at"] for rows in kept for row in rows)
