"""Lessons that the pupils of a class have done: events and answers, in bulk."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from careered.cli.demo_life.answers import answer_to, way_on
from careered.clock import new_id, now
from careered.lessons.activities.contract import Verdict
from careered.lessons.activities.phrase_answers import TELL, TELLS_TEACHER
from careered.lessons.activities.spot.schema import Content as Spot
from careered.lessons.own_way import MAP
from careered.packs.models import Lesson, Pack
from careered.progress.event_kinds import LESSON_DONE, LESSON_STARTED, STEP_DONE
from careered.progress.tables import Answer, Event
from careered.roster.scope import PupilScope

WEEKEND, LESSON_TIME = 5, timedelta(minutes=9)
MORNING = 8
"""Hour in UTC: between 9 and 11 where the demo's schools are."""
Row = dict[str, Any]


def required_lessons(pack: Pack, grade: int | None) -> list[Lesson]:
    """The lessons that the requirements of a grade name, in the order of the pack."""
    completions = [requirement.completion for requirement in pack.requirements_for(grade)]
    named = {lesson_id for completion in completions for lesson_id in getattr(completion, "all", ())}
    return [lesson for lesson in pack.lessons if lesson.id in named]


def lesson_time(weeks_ago: int) -> datetime:
    """When the class had a lesson: so many weeks ago and two days, on a morning from Monday to Friday."""
    at = (now() - timedelta(days=2, weeks=weeks_ago)).replace(hour=MORNING, minute=5)
    return at - timedelta(days=max(0, at.weekday() - WEEKEND + 1))


def record_lessons(
    db: Connection, scope: PupilScope, pupil: int, lessons: Sequence[Lesson], *, begun: Lesson | None
) -> None:
    """Store that a pupil has done lessons, one a week until two days ago, and begun another. pupil: a number."""
    times = [lesson_time(len(lessons) - index) for index in range(len(lessons) + 1)]
    events = [row for lesson, at in zip(lessons, times, strict=False) for row in _done(scope, lesson, at)]
    answers = [row for lesson, at in zip(lessons, times, strict=False) for row in _answers(scope, lesson, pupil, at)]
    if begun:
        events += list(_done(scope, begun, times[-1]))[: len(begun.steps) // 2]
    if events:
        db.execute(insert(Event.__table__), events)
    if answers:
        db.execute(insert(Answer.__table__), answers)


def wants_to_talk(db: Connection, scope: PupilScope, lesson: Lesson) -> None:
    """Store that a pupil would rather tell the teacher than write, on the lesson's last card on which one can."""
    card = [step for step in lesson.steps if step.kind in {"plan", "reflect"}][-1]
    row = _answer(scope, lesson, card.id, ({TELL: "yes"}, {TELL: "yes"}), lesson_time(0))
    db.execute(insert(Answer.__table__), [row | {"help_reason": TELLS_TEACHER}])


def _done(scope: PupilScope, lesson: Lesson, at: datetime) -> Iterator[Row]:
    """The events of a lesson: its start, and some minutes later each card and its end, at one time to be quick."""
    yield _event(scope, LESSON_STARTED, lesson, at)
    for step in lesson.steps:
        yield _event(scope, STEP_DONE, lesson, at + LESSON_TIME, step.id, step.kind)
    yield _event(scope, LESSON_DONE, lesson, at + LESSON_TIME)


def _event(scope: PupilScope, kind: str, lesson: Lesson, at: datetime, step_id: str = "", step_kind: str = "") -> Row:
    place = {"lesson_id": lesson.id, "step_id": step_id, "step_kind": step_kind, "lesson_variant": ""}
    pack = {"pack_id": scope.pack.id, "pack_version": scope.pack.version}
    return {**scope.key, **place, **pack, "id": new_id(), "kind": kind, "correct": 0, "total": 0, "occurred_at": at}


def _answers(scope: PupilScope, lesson: Lesson, pupil: int, at: datetime) -> Iterator[Row]:
    for index, card in enumerate(lesson.steps, 1):
        drawn = scope.pack.education_map if card.kind == MAP else None
        if given := way_on(drawn, pupil) if drawn else answer_to(card, pupil + index):
            yield _answer(scope, lesson, card.id, given, at + LESSON_TIME)


def _answer(
    scope: PupilScope, lesson: Lesson, card_id: str, given: tuple[Mapping[str, Any], Mapping[str, Any]], at: datetime
) -> Row:
    first, kept = given
    tries = 1 if first == kept else 2
    card = next(step for step in lesson.steps if step.id == card_id)
    is_graded = bool(getattr(card, "right_ids", None)) or isinstance(card, Spot)
    verdict = Verdict.RIGHT if is_graded else Verdict.KEPT
    state = {"help_reason": "", "revision": tries, "tries": tries, "verdict": str(verdict)}
    times = {"saved_at": at, "first_at": at, "activity_version": getattr(card, "VERSION", 0)}
    values = {"values": dict(kept), "first_values": dict(first)}
    return {**scope.key, "lesson_id": lesson.id, "step_id": card_id, **values, **state, **times}
