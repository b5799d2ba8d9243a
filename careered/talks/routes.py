"""Routes of the page about one pupil."""

from starlette.routing import Route

from careered.live.class_head import HEAD
from careered.talks.views import delete_agreement, record_talk, show_pupil, undo_talk
from careered.web.permissions import Audience
from careered.web.routes import action, page


def routes() -> list[Route]:
    """Staff see pupils of their own class only; what a talk leaves is for teachers and counsellors, not assistants."""
    return [
        page("/teacher/pupil/{id}", show_pupil, audience=Audience.STAFF, writes=True, page_prefetch=(HEAD,)),
        action("/teacher/pupil/{id}/talked", record_talk, audience=Audience.STAFF),
        action("/teacher/pupil/{id}/talked/undo", undo_talk, audience=Audience.STAFF),
        action("/teacher/pupil/{id}/agreements/delete", delete_agreement, audience=Audience.STAFF),
    ]
