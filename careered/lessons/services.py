"""All services of the class's pack on one page, with who answers now."""

from starlette.responses import Response

from careered.lessons.service_cards import directory
from careered.packs.store import Shelf
from careered.progress.where import course_of
from careered.web.edge import Ask
from careered.web.refusals import Refused


def show_services(ask: Ask) -> Response:
    """GET /services: for everybody who came in to a class; national services and the municipality's own."""
    course = course_of(ask.db, ask.house.get(Shelf), ask.me.organisation_id, ask.me.class_id)
    if course is None:
        raise Refused("no_pack")
    return ask.render("lessons/services.html", cards=directory(course.pack, ask.lang))
