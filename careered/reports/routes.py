"""Routes of reports for the staff of a class."""

from starlette.routing import Route

from careered.reports.pages import of_class, of_pupil
from careered.web.permissions import Who
from careered.web.routes import page


def routes() -> list[Route]:
    """Files for staff. Reading one pupil's report is logged, so the route writes too."""
    return [
        page("/teacher/class/{id}/report", of_class, who=Who.STAFF),
        page("/teacher/pupil/{id}/report", of_pupil, who=Who.STAFF, writes=True),
    ]
