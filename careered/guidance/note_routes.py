"""Routes with which staff write to pupils."""

from starlette.routing import Route

from careered.dashboard.note_pages import comment, send_reminder, show_reminder
from careered.web.permissions import Who
from careered.web.routes import action, page


def routes() -> list[Route]:
    """A reminder to several pupils, a comment to one."""
    return [
        page("/teacher/class/{id}/remind", show_reminder, who=Who.STAFF),
        action("/teacher/class/{id}/remind/send", send_reminder, who=Who.STAFF),
        action("/teacher/pupil/{id}/comment", comment, who=Who.STAFF),
    ]
