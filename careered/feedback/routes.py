"""Routes for feedback from staff to pupils."""

from starlette.routing import Route

from careered.feedback.staff_views import add_comment
from careered.web.permissions import Audience
from careered.web.routes import action


def routes() -> list[Route]:
    """What staff send; pupils read it on pages of the lessons."""
    return [
        action("/teacher/pupil/{id}/comment", add_comment, audience=Audience.STAFF),
    ]
