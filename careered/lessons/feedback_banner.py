"""Feedback from staff to a pupil: on the home page until it is read, and beside its step."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from careered.feedback import store
from careered.feedback.store import REMINDER, REVISION_REQUESTED, FeedbackView
from careered.lessons.attempt import PupilContext, current_pupil
from careered.lessons.sequencing import next_lesson
from careered.web.request import PageRequest


@dataclass(frozen=True)
class FeedbackItem:
    """Feedback as the pupil sees it. about: title of the lesson or step. href: its URL, "" where there is none."""

    id: str
    kind: str
    about: str
    text: str
    href: str


def unread_feedback(req: PageRequest, pupil: PupilContext) -> list[FeedbackItem]:
    """Unread feedback, the newest first. A reminder is left out once there is nothing left to do."""
    if not req.viewer.persists:
        return []
    unread = store.feedback_from_rows(req.rows(store.UNREAD))
    return [item for feedback in unread if (item := _feedback_item(req, pupil, feedback))]


def feedback_on_step(req: PageRequest) -> Sequence[FeedbackView]:
    """The feedback on the step of the address, read or not."""
    return store.feedback_from_rows(req.rows(store.ON_STEP)) if req.viewer.persists else []


def _feedback_item(req: PageRequest, pupil: PupilContext, feedback: FeedbackView) -> FeedbackItem | None:
    if feedback.kind == REMINDER:
        return _reminder_item(req, pupil, feedback)
    lesson = pupil.pack.lesson(feedback.lesson_id)
    step = lesson.step(feedback.step_id) if lesson else None
    title = step.title.in_language(req.lang) if step else ""
    query = "?change=1" if feedback.kind == REVISION_REQUESTED else ""
    href = f"/lessons/{feedback.lesson_id}/{feedback.step_id}{query}" if step else ""
    return FeedbackItem(feedback.id, feedback.kind, title, feedback.text, href)


def _reminder_item(req: PageRequest, pupil: PupilContext, feedback: FeedbackView) -> FeedbackItem | None:
    """None once the lesson is done. A lesson that the pack no longer has: the one that comes next."""
    if feedback.lesson_id in pupil.progress.done_lessons:
        return None
    lesson = pupil.pack.lesson(feedback.lesson_id) or next_lesson(pupil.pack, pupil.grade, pupil.progress)
    if lesson is None:
        return None
    title = lesson.title.in_language(req.lang)
    return FeedbackItem(feedback.id, feedback.kind, title, feedback.text, f"/lessons/{lesson.id}")


def mark_read(req: PageRequest) -> Response:
    """POST /feedback/read: the pupil has read feedback (form field note: its id)."""
    pupil = current_pupil(req)
    if req.viewer.persists:
        scope = pupil.scope
        store.mark_read(req.db, scope.organisation_id, scope.class_id, scope.person_id, req.form_value("note"))
    return req.redirect("/lessons")
