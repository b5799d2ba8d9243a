"""Routes of reports for the staff of a class."""

from starlette.routing import Route

from careered.reports.views import download_class_report, download_pupil_report
from careered.web.permissions import Audience
from careered.web.routes import page


def routes() -> list[Route]:
    """Files for staff. Reading one pupil's report is logged, so the route writes too."""
    return [
        page("/teacher/class/{id}/report", download_class_report, audience=Audience.STAFF),
        page("/teacher/pupil/{id}/report", download_pupil_report, audience=Audience.STAFF, writes=True),
    ]
