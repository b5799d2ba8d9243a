"""A class session has a plan by the minute, from the first talk to the exit question."""

from datetime import timedelta

import pytest
import time_machine

from careered.clock import now
from careered.lessons.kinds import registry
from careered.live.class_counts import parts_of
from careered.live.lesson_plan import session_plan, teachers_notes
from careered.packs.load import read_pack
from tests.crash.processes import ROOT

PARTS = [("Look", 4), ("Find", 6), ("Draw", 2)]


def plan(minutes: int = 45) -> list[tuple[str, int, int]]:
    return [(step.title, step.start, step.minutes) for step in session_plan(PARTS, minutes, str)]


def test_a_session_of_45_minutes_is_shared_among_talk_parts_and_exit_question() -> None:
    assert plan() == [
        ("Talk first: what do you know already?", 0, 5),
        ("Look", 5, 12),
        ("Find", 17, 19),
        ("Draw", 36, 7),
        ("Exit question", 43, 2),
    ]


@pytest.mark.parametrize("folder", ["finland", "denmark"])
def test_every_lesson_has_a_plan_of_every_length_that_adds_up_and_notes_in_three(folder: str) -> None:
    pack = read_pack(ROOT / "content" / folder, registry()).pack
    assert pack is not None
    for lesson in pack.playable_lessons():
        parts = [(f"{lesson.id} {number}", len(cards)) for number, cards in enumerate(parts_of(lesson))]
        for minutes in (5, 10, 20, 30, 45, 60, 75, 90, 240):
            steps = session_plan(parts, minutes, str)
            assert [step.start for step in steps[1:]] == [step.start + step.minutes for step in steps[:-1]]
            assert steps[-1].start + steps[-1].minutes == minutes
            assert all(step.minutes > 0 for step in steps), (lesson.id, minutes)
        assert lesson.teacher is not None
        for text in lesson.teacher.root.values():
            assert all(teachers_notes(text)), (lesson.id, text)


def test_a_teachers_part_of_another_shape_is_read_before_the_session() -> None:
    for text in ("", "Bring pens.", "**Bring** pens.\n\nAnd paper.\n\nAnd time."):
        assert teachers_notes(text) == (text, "", "")


def test_one_step_at_a_time_is_now() -> None:
    steps, began = session_plan(PARTS, 45, str), now()
    for minute, expected in ((0, 0), (4, 0), (5, 1), (16, 1), (44, 4)):
        with time_machine.travel(began + timedelta(minutes=minute, seconds=1), tick=False):
            assert [place for place, step in enumerate(steps) if step.is_now(began)] == [expected]
            assert [place for place, step in enumerate(steps) if step.is_past(began)] == list(range(expected))
    with time_machine.travel(began + timedelta(minutes=46), tick=False):
        assert all(step.is_past(began) for step in steps)
