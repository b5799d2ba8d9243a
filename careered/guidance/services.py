"""All services of the class's pack on one page, with who answers now."""

from starlette.responses import Response

from careered.guidance.service_cards import directory
from careered.roster.scope import course_here
from careered.web.edge import Ask


def show_services(ask: Ask) -> Response:
    """GET /services: for everybody who came in to a class; national services and the municipality's own."""
    return ask.render("guidance/services.html", cards=directory(course_here(ask).pack, ask.lang))
