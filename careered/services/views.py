"""The directory of services: all services of the class's pack, with their availability now."""

from starlette.responses import Response

from careered.roster.scope import viewer_class
from careered.services.cards import directory
from careered.web.request import PageRequest


def show_services(req: PageRequest) -> Response:
    """GET /services: for everybody who came in to a class; national services and the municipality's own."""
    return req.render("services/services.html", cards=directory(viewer_class(req).pack, req.lang))
