"""Routes for feedback from staff to pupils."""

from starlette.routing import Route

from careered.feedback.staff_views import add_comment, send_reminder, show_reminder
from careered.web.permissions import Audience
from careered.web.routes import action, page


def routes() -> list[Route]:
    """A reminder to several pupils, a comment to one."""
    return [
        page("/teacher/class/{id}/remind", show_reminder, audience=Audience.STAFF),
        action("/teacher/class/{id}/remind/send", send_reminder, audience=Audience.STAFF),
        action("/teacher/pupil/{id}/comment", add_comment, audience=Audience.STAFF),
    ]
