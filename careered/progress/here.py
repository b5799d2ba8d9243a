"""The course that a viewer came to: what pages about a class begin with."""

from careered.packs.store import Shelf
from careered.progress.where import Course, course_of
from careered.web.edge import Ask
from careered.web.refusals import Refused


def course_here(ask: Ask) -> Course:
    """The viewer's class with its pack; refuses by `no_pack` while that is not loaded."""
    course = course_of(ask.db, ask.house.get(Shelf), ask.me.organisation_id, ask.me.class_id)
    if course is None:
        raise Refused("no_pack")
    return course


def own_course(ask: Ask) -> Course:
    """The course of the address, for its own staff; any other does not exist for them, nor one without a course."""
    course = course_here(ask)
    if ask.path["id"] != course.room.id or not course.room.context_id:
        raise Refused("not_found")
    return course
