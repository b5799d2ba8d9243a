"""What staff mark counts at once, and taking it back loses nothing of what the pupil has done."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from careered.progress import attestations
from careered.progress.completion import RequirementState
from careered.progress.projection import rebuild_class
from careered.progress.queries import load_statuses
from careered.progress.tables import Attestation, RequirementStatus
from tests.progress.test_rebuild import HISTORIES, PUPILS, Classroom, PupilAction, few_examples, on_both_databases

TARGETS = [("confirmed", "R1"), ("confirmed", "R5"), ("exempt", "R1"), ("exempt", "R3"), ("offline", "visit")]
StaffAction = tuple[str, int, bool]
STAFF_ACTIONS = st.lists(
    st.tuples(st.sampled_from(PUPILS), st.integers(0, len(TARGETS) - 1), st.booleans()), max_size=12
)


def act(db: Connection, classroom: Classroom, pupil: str, number: int, attested: bool) -> None:
    kind, target_id = TARGETS[number]
    if attested:
        attestations.attest(db, classroom.scope(pupil), kind, target_id, "opo", reason="x")
    else:
        attestations.retract(db, classroom.scope(pupil), kind, target_id)


def states(
    db: Connection, classroom: Classroom, pupil: str
) -> dict[str, tuple[RequirementState, str, tuple[str, ...]]]:
    return {
        key: (status.state, status.method, status.evidence)
        for key, status in load_statuses(db, classroom.scope(pupil).key).items()
    }


@on_both_databases
@few_examples
@given(history=HISTORIES, sayings=STAFF_ACTIONS)
def test_taking_every_mark_back_leaves_what_the_pupils_have_done(
    kind: str, history: Sequence[PupilAction], sayings: Sequence[StaffAction]
) -> None:
    marked, plain = Classroom(kind), Classroom(kind)
    with marked.database.transaction() as db:
        for place in range(max(len(history), len(sayings))):
            if place < len(history):
                marked.completes(db, *history[place])
                plain.completes(db, *history[place])
            if place < len(sayings):
                act(db, marked, *sayings[place])
        for pupil in PUPILS:
            for one, subject in TARGETS:
                attestations.retract(db, marked.scope(pupil), one, subject)
        for pupil in PUPILS:
            assert states(db, marked, pupil) == states(db, plain, pupil)
        assert marked.rows(db, Attestation) == []


@on_both_databases
@few_examples
@given(history=HISTORIES, sayings=STAFF_ACTIONS)
def test_sums_agree_with_statuses_whatever_is_marked(
    kind: str, history: Sequence[PupilAction], sayings: Sequence[StaffAction]
) -> None:
    room = Classroom(kind)
    with room.database.transaction() as db:
        for doing in history:
            room.completes(db, *doing)
        for saying in sayings:
            act(db, room, *saying)
        before = [states(db, room, pupil) for pupil in PUPILS]
        rebuild_class(db, [room.scope(pupil) for pupil in PUPILS])
        assert [states(db, room, pupil) for pupil in PUPILS] == before


@on_both_databases
def test_a_mark_keeps_its_author_and_time_and_counts_once(kind: str) -> None:
    room = Classroom(kind)
    with room.database.transaction() as db:
        assert attestations.attest(db, room.scope("aino"), "confirmed", "R2", "opo")
        assert not attestations.attest(db, room.scope("aino"), "confirmed", "R2", "another")
        (row,) = room.rows(db, Attestation)
        assert "opo" in row
        assert states(db, room, "aino")["R2"][:2] == (RequirementState.CONFIRMED, "teacher")
        assert len(room.rows(db, RequirementStatus)) == 1


@on_both_databases
def test_an_activity_away_from_the_screen_completes_what_waited_for_it(kind: str) -> None:
    room = Classroom(kind)
    with room.database.transaction() as db:
        attestations.attest(db, room.scope("aino"), "offline", "visit", "opo", activity_date="2026-11-12")
        assert states(db, room, "aino")["R4"] == (RequirementState.DONE, "offline", ("visit",))
        attestations.retract(db, room.scope("aino"), "offline", "visit")
        assert states(db, room, "aino") == {}


@on_both_databases
def test_made_anew_each_state_has_the_moment_it_had_also_where_the_mark_came_first(kind: str) -> None:
    room = Classroom(kind)
    with (
        time_machine.travel(datetime(2026, 11, 2, 8, tzinfo=UTC), tick=False) as clock,
        room.database.transaction() as db,
    ):
        attestations.attest(db, room.scope("aino"), "confirmed", "R2", "opo")
        clock.shift(timedelta(days=1))
        room.completes(db, "aino", 0, 5)
        clock.shift(timedelta(days=1))
        room.completes(db, "aino", 1, 5)
        live = {key: one.since_at for key, one in load_statuses(db, room.scope("aino").key).items()}
        assert live["R2"] == datetime(2026, 11, 2, 8, tzinfo=UTC)
        rebuild_class(db, [room.scope("aino")])
        assert {key: one.since_at for key, one in load_statuses(db, room.scope("aino").key).items()} == live
