"""What staff have written to a pupil: first on the home page until it is seen, and beside the step it is about."""

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
    """A note as the pupil sees it. about: the lesson or step; href: the way there, "" where there is none."""

    id: str
    kind: str
    about: str
    text: str
    href: str


def unread_feedback(req: PageRequest, pupil: PupilContext) -> list[FeedbackItem]:
    """What is not seen yet, the newest first. A reminder whose work is done is not shown any more."""
    if not req.viewer.persists:
        return []
    unread = [note for note in _feedback_to(req, pupil) if note.read_at is None]
    return [item for note in unread if (item := _feedback_item(req, pupil, note))]


def feedback_on_step(req: PageRequest, pupil: PupilContext, lesson_id: str, step_id: str) -> Sequence[FeedbackView]:
    """What was written about a step, seen or not."""
    if not req.viewer.persists:
        return []
    return [note for note in _feedback_to(req, pupil) if (note.lesson_id, note.step_id) == (lesson_id, step_id)]


def _feedback_to(req: PageRequest, pupil: PupilContext) -> Sequence[FeedbackView]:
    scope = pupil.scope
    return store.feedback_to(req.db, scope.organisation_id, scope.class_id, scope.person_id)


def _feedback_item(req: PageRequest, pupil: PupilContext, note: FeedbackView) -> FeedbackItem | None:
    if note.kind == REMINDER:
        upcoming = next_lesson(pupil.pack, pupil.grade, pupil.progress)
        title = upcoming.title.in_language(req.lang) if upcoming else ""
        return FeedbackItem(note.id, note.kind, title, "", f"/lessons/{upcoming.id}") if upcoming else None
    lesson = pupil.pack.lesson(note.lesson_id)
    step = lesson.step(note.step_id) if lesson else None
    query = "?change=1" if note.kind == REVISION_REQUESTED else ""
    href = f"/lessons/{note.lesson_id}/{note.step_id}{query}" if step else ""
    return FeedbackItem(note.id, note.kind, step.title.in_language(req.lang) if step else "", note.text, href)


def mark_read(req: PageRequest) -> Response:
    """POST /notes/seen: the pupil has read a note."""
    pupil = current_pupil(req)
    if req.viewer.persists:
        scope = pupil.scope
        store.mark_read(req.db, scope.organisation_id, scope.class_id, scope.person_id, req.form_value("note"))
    return req.redirect("/lessons")
