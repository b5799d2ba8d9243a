"""Routes of the staff training."""

from starlette.routing import Route

from careered.training import views
from careered.web.permissions import Audience
from careered.web.routes import action, page


def routes() -> list[Route]:
    """Each member of staff sees only their own training record."""
    return [
        page("/teacher/training", views.show_training, audience=Audience.STAFF),
        action("/teacher/training/check", views.save_self_check, audience=Audience.STAFF),
        action("/teacher/training/case", views.save_case_answer, audience=Audience.STAFF),
        action("/teacher/training/delete", views.delete_record, audience=Audience.STAFF),
        page("/teacher/training/certificate", views.download_certificate, audience=Audience.STAFF),
    ]
