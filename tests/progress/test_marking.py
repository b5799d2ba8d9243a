"""What staff mark counts at once, and taking it back loses nothing of what the pupil has done."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from careered.progress import marking
from careered.progress.completion import State
from careered.progress.project import rebuild_class
from careered.progress.read import statuses_of
from careered.progress.tables import Mark, Status
from tests.progress.test_rebuild import HISTORIES, PUPILS, Classroom, Doing, both, few

SUBJECTS = [("confirmed", "R1"), ("confirmed", "R5"), ("exempt", "R1"), ("exempt", "R3"), ("offline", "visit")]
Saying = tuple[str, int, bool]
SAYINGS = st.lists(st.tuples(st.sampled_from(PUPILS), st.integers(0, len(SUBJECTS) - 1), st.booleans()), max_size=12)


def says(db: Connection, room: Classroom, pupil: str, number: int, on: bool) -> None:
    kind, subject = SUBJECTS[number]
    if on:
        marking.mark(db, room.where(pupil), kind, subject, "opo", reason="x")
    else:
        marking.take_back(db, room.where(pupil), kind, subject)


def states(db: Connection, room: Classroom, pupil: str) -> dict[str, tuple[State, str, tuple[str, ...]]]:
    return {key: (one.state, one.how, one.evidence) for key, one in statuses_of(db, room.where(pupil).keys).items()}


@both
@few
@given(history=HISTORIES, sayings=SAYINGS)
def test_taking_every_mark_back_leaves_what_the_pupils_have_done(
    kind: str, history: Sequence[Doing], sayings: Sequence[Saying]
) -> None:
    marked, plain = Classroom(kind), Classroom(kind)
    with marked.database.write() as db:
        for place in range(max(len(history), len(sayings))):
            if place < len(history):
                marked.does(db, *history[place])
                plain.does(db, *history[place])
            if place < len(sayings):
                says(db, marked, *sayings[place])
        for pupil in PUPILS:
            for one, subject in SUBJECTS:
                marking.take_back(db, marked.where(pupil), one, subject)
        for pupil in PUPILS:
            assert states(db, marked, pupil) == states(db, plain, pupil)
        assert marked.rows(db, Mark) == []


@both
@few
@given(history=HISTORIES, sayings=SAYINGS)
def test_sums_agree_with_statuses_whatever_is_marked(
    kind: str, history: Sequence[Doing], sayings: Sequence[Saying]
) -> None:
    room = Classroom(kind)
    with room.database.write() as db:
        for doing in history:
            room.does(db, *doing)
        for saying in sayings:
            says(db, room, *saying)
        before = [states(db, room, pupil) for pupil in PUPILS]
        rebuild_class(db, [room.where(pupil) for pupil in PUPILS])
        assert [states(db, room, pupil) for pupil in PUPILS] == before


@both
def test_a_mark_keeps_its_author_and_time_and_counts_once(kind: str) -> None:
    room = Classroom(kind)
    with room.database.write() as db:
        assert marking.mark(db, room.where("aino"), "confirmed", "R2", "opo")
        assert not marking.mark(db, room.where("aino"), "confirmed", "R2", "another")
        (row,) = room.rows(db, Mark)
        assert "opo" in row
        assert states(db, room, "aino")["R2"][:2] == (State.CONFIRMED, "teacher")
        assert len(room.rows(db, Status)) == 1


@both
def test_an_activity_away_from_the_screen_completes_what_waited_for_it(kind: str) -> None:
    room = Classroom(kind)
    with room.database.write() as db:
        marking.mark(db, room.where("aino"), "offline", "visit", "opo", day="2026-11-12")
        assert states(db, room, "aino")["R4"] == (State.DONE, "offline", ("visit",))
        marking.take_back(db, room.where("aino"), "offline", "visit")
        assert states(db, room, "aino") == {}


@both
def test_made_anew_each_state_has_the_moment_it_had_also_where_the_mark_came_first(kind: str) -> None:
    room = Classroom(kind)
    with time_machine.travel(datetime(2026, 11, 2, 8, tzinfo=UTC), tick=False) as clock, room.database.write() as db:
        marking.mark(db, room.where("aino"), "confirmed", "R2", "opo")
        clock.shift(timedelta(days=1))
        room.does(db, "aino", 0, 5)
        clock.shift(timedelta(days=1))
        room.does(db, "aino", 1, 5)
        live = {key: one.since for key, one in statuses_of(db, room.where("aino").keys).items()}
        assert live["R2"] == datetime(2026, 11, 2, 8, tzinfo=UTC)
        rebuild_class(db, [room.where("aino")])
        assert {key: one.since for key, one in statuses_of(db, room.where("aino").keys).items()} == live
