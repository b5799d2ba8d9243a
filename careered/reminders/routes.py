"""Routes of reminders."""

from starlette.routing import Route

from careered.reminders.views import send_reminder, show_reminder
from careered.web.permissions import Audience
from careered.web.routes import action, page


def routes() -> list[Route]:
    """Staff remind pupils of their own class."""
    return [
        page("/teacher/class/{id}/remind", show_reminder, audience=Audience.STAFF),
        action("/teacher/class/{id}/remind/send", send_reminder, audience=Audience.STAFF),
    ]
