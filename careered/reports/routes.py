"""Routes of reports for the staff of a class. Those of a whole class are in `dashboard`: they follow its filters."""

from starlette.routing import Route

from careered.reports.views import download_pupil_report
from careered.web.permissions import Audience
from careered.web.routes import page


def routes() -> list[Route]:
    """Files for staff. Reading one pupil's report is logged, so the route writes too."""
    return [
        page("/teacher/pupil/{id}/report", download_pupil_report, audience=Audience.STAFF, writes=True),
    ]
