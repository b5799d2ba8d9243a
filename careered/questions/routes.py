"""Routes of pupils' questions, and of the staff's inbox."""

from starlette.routing import Route

from careered.questions.inbox_views import answer, show_inbox
from careered.questions.pupil_views import create_question, delete_question, show_answer, show_questions
from careered.web.permissions import Audience
from careered.web.routes import action, page


def routes() -> list[Route]:
    """The pupil's routes are not logged: who is active at that moment is known from elsewhere (decisions/0011)."""
    return [
        page("/questions", show_questions, audience=Audience.PUPIL, unlogged=True),
        action("/questions/create", create_question, audience=Audience.PUPIL, unlogged=True),
        action("/questions/lookup", show_answer, audience=Audience.PUPIL, unlogged=True, after_leaving=True),
        action("/questions/delete", delete_question, audience=Audience.PUPIL, unlogged=True, after_leaving=True),
        page("/teacher/class/{id}/questions", show_inbox, audience=Audience.STAFF),
        action("/teacher/class/{id}/questions/answer", answer, audience=Audience.STAFF),
    ]
