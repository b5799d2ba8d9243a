"""A class's results in its first and its last practice of judging sources: sums over the pupils who did both."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from careered.db.queries import where_equal
from careered.packs.models import Lesson, Pack
from careered.progress.tables import Event

_events = Event.__table__
JUDGE_STEP_KIND = "judge"


@dataclass(frozen=True)
class PrePostResult:
    """One lesson: how many pupils did its first and its last practice, and how many items were correct of how many."""

    lesson: Lesson
    pupils: int
    first_correct: int
    last_correct: int
    first_total: int
    last_total: int


def pre_post_results(db: Connection, organisation_id: str, class_id: str, pack: Pack) -> Sequence[PrePostResult]:
    """The result of each lesson that has more than one practice."""
    results = []
    for lesson in pack.playable_lessons():
        judge_step_ids = [step.id for step in lesson.steps if step.kind == JUDGE_STEP_KIND]
        if len(judge_step_ids) > 1:
            results.append(
                _pre_post_result(db, organisation_id, class_id, lesson, judge_step_ids[0], judge_step_ids[-1])
            )
    return results


def _pre_post_result(
    db: Connection, organisation_id: str, class_id: str, lesson: Lesson, first_step_id: str, last_step_id: str
) -> PrePostResult:
    """The first submission counts (the event): later changes are made after the explanations have been read."""
    first_events, last_events = _events.alias("first_event"), _events.alias("last_event")
    statement = (
        select(
            func.count(),
            *(
                func.coalesce(func.sum(column), 0)
                for column in (first_events.c.correct, last_events.c.correct, first_events.c.total, last_events.c.total)
            ),
        )
        .select_from(
            first_events.join(
                last_events,
                (last_events.c.organisation_id == first_events.c.organisation_id)
                & (last_events.c.class_id == first_events.c.class_id)
                & (last_events.c.person_id == first_events.c.person_id),
            )
        )
        .where(
            where_equal(
                first_events,
                organisation_id=organisation_id,
                class_id=class_id,
                kind="step_done",
                lesson_id=lesson.id,
                step_id=first_step_id,
            ),
            where_equal(last_events, kind="step_done", lesson_id=lesson.id, step_id=last_step_id),
        )
    )
    return PrePostResult(lesson, *db.execute(statement).one())
