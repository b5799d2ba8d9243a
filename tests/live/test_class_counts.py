"""Counts of a live lesson begin with it: who was there before, who came back, who does the short version."""

import pytest

from careered.live.class_counts import LessonEvent, LiveProgress, count_progress
from careered.live.start_page import next_lesson
from careered.packs.localized import LocalizedText
from careered.packs.models import Lesson, StepContent
from careered.web.etag import make_etag

TEXT = LocalizedText({"en": "Look"})
STEPS = tuple(StepContent(id=step, kind="read", title=TEXT) for step in ("look", "find"))


def a_lesson(lesson_id: str = "l-1", grade: int = 8) -> Lesson:
    return Lesson.model_construct(
        id=lesson_id, title=TEXT, grade=grade, minutes=9, status="full", steps=STEPS, parts=(), catch_up=("find",)
    )


def counted(*events: LessonEvent, pupils: int = 10) -> LiveProgress:
    return count_progress(events, a_lesson(), pupils)


def test_who_had_done_it_before_is_left_out() -> None:
    progress = counted(
        LessonEvent("aino", "lesson_started", is_new=False), LessonEvent("aino", "lesson_done", is_new=False)
    )
    assert (progress.pupils, progress.before, progress.started, progress.done) == (9, 1, 0, 0)


def test_in_a_small_class_nobody_is_left_out_so_that_no_window_is_one_persons() -> None:
    progress = counted(LessonEvent("aino", "lesson_done", is_new=False), pupils=5)
    assert (progress.pupils, progress.before, progress.done) == (5, 0, 0)


def test_who_had_begun_counts_from_the_first_thing_they_do_with_all_they_have_done() -> None:
    earlier = (
        LessonEvent("aino", "lesson_started", is_new=False),
        LessonEvent("aino", "step_done", "look", is_new=False),
    )
    assert counted(*earlier).parts == [0, 0]
    progress = counted(*earlier, LessonEvent("aino", "step_done", "find"))
    assert (progress.started, progress.parts, progress.steps) == (1, [1, 1], {"look": 1, "find": 1})


def test_the_short_version_lights_the_houses_of_what_it_leaves_out() -> None:
    starts = LessonEvent("aino", "lesson_started", lesson_variant="catch_up")
    assert counted(starts).parts == [1, 0]
    assert counted(starts, LessonEvent("aino", "step_done", "find")).parts == [1, 1]


@pytest.mark.parametrize(
    ("grade", "done", "pupils", "expected"),
    [(8, {}, 10, "b"), (8, {"b": 4}, 10, "b"), (8, {"b": 5}, 10, "c"), (None, {"a": 9}, 10, "b"), (8, {}, 0, "b")],
)
def test_the_next_lesson_is_the_first_of_the_grade_that_few_have_done(
    grade: int | None, done: dict[str, int], pupils: int, expected: str
) -> None:
    lessons = [a_lesson("a", 7), a_lesson("b", 8), a_lesson("c", 8)]
    found = next_lesson(lessons, grade, done, pupils)
    assert found
    assert found.id == expected


def test_when_all_is_done_the_first_of_the_grade_is_offered_again() -> None:
    lessons = [a_lesson("a", 7), a_lesson("b", 8)]
    found = next_lesson(lessons, 8, {"a": 10, "b": 10}, 10)
    assert found
    assert found.id == "b"
    assert next_lesson([], 8, {}, 10) is None


def test_who_has_opened_which_part_counts_from_the_first_event() -> None:
    finds = LessonEvent("siiri", "step_done", "look")
    progress = counted(LessonEvent("aino", "lesson_started"), finds, LessonEvent("eetu", "lesson_done", is_new=False))
    assert progress.reached == {"aino": 1, "siiri": 2, "eetu": 2}


def test_in_whatever_order_a_database_gives_the_rows_an_open_page_is_told_the_same() -> None:
    """PostgreSQL gives them in another one after it has tidied up; the page would be drawn anew for nothing."""
    events = [LessonEvent(person, "step_done", "look") for person in ("siiri", "aino", "onni")]
    assert make_etag(counted(*events)) == make_etag(counted(*events[::-1]))
