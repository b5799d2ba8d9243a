"""Routes of the lesson player. No step id may be `done`, `start` or `other-way`: those are path segments here."""

from starlette.routing import Route

from careered.lessons.done_views import show_done
from careered.lessons.draft_views import save_draft
from careered.lessons.feedback_banner import mark_read
from careered.lessons.home_views import show_home
from careered.lessons.lesson_views import request_alternative, show_lesson, start_lesson
from careered.lessons.step_views import show_step, submit_step
from careered.web.permissions import Audience
from careered.web.routes import action, page


def routes() -> list[Route]:
    """The player's routes; the order matters: fixed segments come before {step}."""
    return [
        action("/notes/seen", mark_read, audience=Audience.PUPIL),
        page("/lessons", show_home, audience=Audience.PUPIL),
        page("/lessons/{lesson}", show_lesson, audience=Audience.PUPIL),
        action("/lessons/{lesson}/start", start_lesson, audience=Audience.PUPIL),
        action("/lessons/{lesson}/other-way", request_alternative, audience=Audience.PUPIL),
        page("/lessons/{lesson}/done", show_done, audience=Audience.PUPIL),
        page("/lessons/{lesson}/{step}", show_step, audience=Audience.PUPIL),
        action("/lessons/{lesson}/steps/{step}", submit_step, audience=Audience.PUPIL),
        action("/lessons/{lesson}/steps/{step}/draft", save_draft, audience=Audience.PUPIL),
    ]
