"""Routes of pupils' questions, and of the staff's inbox."""

from starlette.routing import Route

from careered.guidance.ask_pages import send, show_answer, show_ask, take_back
from careered.guidance.inbox_pages import answer, show_inbox
from careered.web.permissions import Who
from careered.web.routes import action, page


def routes() -> list[Route]:
    """The pupil's routes are not logged: who is active at that moment is known from elsewhere (decisions/0011)."""
    return [
        page("/ask", show_ask, who=Who.PUPIL, quiet=True),
        action("/ask/send", send, who=Who.PUPIL, quiet=True),
        action("/ask/answer", show_answer, who=Who.PUPIL, quiet=True),
        action("/ask/delete", take_back, who=Who.PUPIL, quiet=True),
        page("/teacher/class/{id}/questions", show_inbox, who=Who.STAFF),
        action("/teacher/class/{id}/questions/answer", answer, who=Who.STAFF),
    ]
