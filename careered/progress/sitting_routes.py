"""Routes of a live lesson: the pupils' page and the staff's."""

from starlette.routing import Route

from careered.dashboard import lesson_pages
from careered.lessons.together import answer, show_together
from careered.web.permissions import Who
from careered.web.routes import action, page


def routes() -> list[Route]:
    """Pupils follow and answer the exit ticket; staff start, ask and end."""
    return [
        page("/together", show_together, who=Who.PUPIL),
        action("/together/answer", answer, who=Who.PUPIL),
        page("/teacher/class/{id}/lesson", lesson_pages.show_lesson, who=Who.STAFF),
        action("/teacher/class/{id}/lesson/start", lesson_pages.start, who=Who.STAFF),
        action("/teacher/class/{id}/lesson/question", lesson_pages.put_question, who=Who.STAFF),
        action("/teacher/class/{id}/lesson/close", lesson_pages.close, who=Who.STAFF),
    ]
