"""An attestation of staff counts at once, and retracting it loses nothing of what the pupil has done."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from careered.progress import attestations
from careered.progress.completion import RequirementState
from careered.progress.projection import load_attestations, rebuild_class
from careered.progress.queries import load_statuses
from careered.progress.tables import RequirementStatus, StaffAct
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
@given(history=HISTORIES, staff_actions=STAFF_ACTIONS)
def test_retracting_every_attestation_leaves_what_the_pupils_have_done(
    kind: str, history: Sequence[PupilAction], staff_actions: Sequence[StaffAction]
) -> None:
    attested_class, plain_class = Classroom(kind), Classroom(kind)
    with attested_class.database.transaction() as db:
        for turn in range(max(len(history), len(staff_actions))):
            if turn < len(history):
                attested_class.completes(db, *history[turn])
                plain_class.completes(db, *history[turn])
            if turn < len(staff_actions):
                act(db, attested_class, *staff_actions[turn])
        for pupil in PUPILS:
            for attestation_kind, target_id in TARGETS:
                attestations.retract(db, attested_class.scope(pupil), attestation_kind, target_id)
        for pupil in PUPILS:
            assert states(db, attested_class, pupil) == states(db, plain_class, pupil)
        for pupil in PUPILS:
            assert load_attestations(db, attested_class.scope(pupil).key) == []


@on_both_databases
@few_examples
@given(history=HISTORIES, staff_actions=STAFF_ACTIONS)
def test_a_rebuild_gives_the_same_statuses_whatever_staff_attest(
    kind: str, history: Sequence[PupilAction], staff_actions: Sequence[StaffAction]
) -> None:
    classroom = Classroom(kind)
    with classroom.database.transaction() as db:
        for action in history:
            classroom.completes(db, *action)
        for action in staff_actions:
            act(db, classroom, *action)
        before = [states(db, classroom, pupil) for pupil in PUPILS]
        rebuild_class(db, [classroom.scope(pupil) for pupil in PUPILS])
        assert [states(db, classroom, pupil) for pupil in PUPILS] == before


@on_both_databases
def test_an_attestation_keeps_its_author_and_time_and_counts_once(kind: str) -> None:
    classroom = Classroom(kind)
    with classroom.database.transaction() as db:
        assert attestations.attest(db, classroom.scope("aino"), "confirmed", "R2", "opo")
        assert not attestations.attest(db, classroom.scope("aino"), "confirmed", "R2", "another")
        (row,) = classroom.rows(db, StaffAct)
        assert "opo" in row
        assert states(db, classroom, "aino")["R2"][:2] == (RequirementState.CONFIRMED, "teacher")
        assert len(classroom.rows(db, RequirementStatus)) == 1


@on_both_databases
def test_an_activity_away_from_the_screen_completes_what_waited_for_it(kind: str) -> None:
    classroom = Classroom(kind)
    with classroom.database.transaction() as db:
        attestations.attest(db, classroom.scope("aino"), "offline", "visit", "opo", activity_date="2026-11-12")
        assert states(db, classroom, "aino")["R4"] == (RequirementState.DONE, "offline", ("visit",))
        attestations.retract(db, classroom.scope("aino"), "offline", "visit")
        assert states(db, classroom, "aino") == {}


@on_both_databases
def test_rebuilt_each_status_has_the_time_it_had_also_where_the_attestation_came_first(kind: str) -> None:
    classroom = Classroom(kind)
    with (
        time_machine.travel(datetime(2026, 11, 2, 8, tzinfo=UTC), tick=False) as clock,
        classroom.database.transaction() as db,
    ):
        attestations.attest(db, classroom.scope("aino"), "confirmed", "R2", "opo")
        clock.shift(timedelta(days=1))
        classroom.completes(db, "aino", 0, 5)
        clock.shift(timedelta(days=1))
        classroom.completes(db, "aino", 1, 5)
        live = {key: status.since_at for key, status in load_statuses(db, classroom.scope("aino").key).items()}
        assert live["R2"] == datetime(2026, 11, 2, 8, tzinfo=UTC)
        rebuild_class(db, [classroom.scope("aino")])
        assert {key: status.since_at for key, status in load_statuses(db, classroom.scope("aino").key).items()} == live
