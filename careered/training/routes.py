"""Routes of the staff training."""

from starlette.routing import Route

from careered.training import views
from careered.web.permissions import Audience
from careered.web.routes import action, page


def routes() -> list[Route]:
    """Each member of staff sees only their own training record."""
    return [
        page("/teacher/track", views.show_training, audience=Audience.STAFF),
        action("/teacher/track/check", views.save_self_check, audience=Audience.STAFF),
        action("/teacher/track/task", views.save_case_answer, audience=Audience.STAFF),
        action("/teacher/track/forget", views.delete_record, audience=Audience.STAFF),
        page("/teacher/track/certificate", views.download_certificate, audience=Audience.STAFF),
    ]
