"""All services of the class's pack on one page, with who answers now."""

from starlette.responses import Response

from careered.guidance.place import place_of
from careered.guidance.service_cards import directory
from careered.web.edge import Ask


def show_services(ask: Ask) -> Response:
    """GET /services: for everybody who came in to a class; national services and the municipality's own."""
    return ask.render("guidance/services.html", cards=directory(place_of(ask).pack, ask.lang))
