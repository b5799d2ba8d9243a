"""Judging sources, for staff: the rubric, and what the class got right in its first and in its last practice."""

from starlette.responses import Response

from careered.dashboard.rubric import LEVELS, RUBRIC
from careered.progress.practice import growth_of
from careered.roster.scope import course_here
from careered.web.edge import Ask
from careered.web.refusals import Refused


def show_sources(ask: Ask) -> Response:
    """GET /teacher/class/{id}/sources."""
    if ask.path["id"] != ask.me.class_id:
        raise Refused("not_found")
    course = course_here(ask)
    found = growth_of(ask.db, course.room.organisation_id, course.room.id, course.pack)
    return ask.render(
        "dashboard/sources.html",
        room=course.room,
        rubric=RUBRIC,
        levels=LEVELS,
        growth=[(one, share(one.first, one.of_first), share(one.last, one.of_last)) for one in found],
    )


def share(right: int, of: int) -> int:
    """How much is right, in whole per cent; 0 of nothing."""
    return round(100 * right / of) if of else 0
