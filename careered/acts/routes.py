"""Routes of acts."""

from starlette.routing import Route

from careered.acts.views import show_log, undo
from careered.web.permissions import Audience
from careered.web.routes import action, page


def routes() -> list[Route]:
    """Staff of the class see and undo each other's acts."""
    return [
        page("/teacher/class/{id}/log", show_log, audience=Audience.STAFF),
        action("/teacher/class/{id}/acts/undo", undo, audience=Audience.STAFF),
    ]
