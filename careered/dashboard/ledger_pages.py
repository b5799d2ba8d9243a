"""The teacher's page about marks on their way, and the wish to send again what waits."""

from starlette.responses import Response

from careered.dashboard.ledger import ledger
from careered.packs.store import Shelf
from careered.progress.sending_again import send_again
from careered.roster.scope import Course, course_of
from careered.roster.sync import not_a_pupil
from careered.web.edge import Ask
from careered.web.refusals import Refused


def show_marks(ask: Ask) -> Response:
    """GET /teacher/class/{id}/marks."""
    course = _own_course(ask)
    columns = ledger(ask.db, course, ask.lang, ask.house.settings.secret)
    return ask.render("dashboard/ledger.html", room=course.room, columns=columns)


def send_marks_again(ask: Ask) -> Response:
    """POST /teacher/class/{id}/marks/again: whatever waits for somebody is tried once more."""
    course = _own_course(ask)
    send_again(ask.db, course.room.organisation_id, course.room.id)
    return ask.go(f"/teacher/class/{course.room.id}/marks")


def say_no_pupil(ask: Ask) -> Response:
    """POST /teacher/pupil/{id}/not-a-pupil: staff whom the platform lists as a pupil. `undo` takes it back."""
    me = ask.me
    if not not_a_pupil(ask.db, me.organisation_id, me.class_id, ask.path["id"], undo=bool(ask.field("undo"))):
        raise Refused("not_found")
    return ask.go(f"/teacher/class/{me.class_id}")


def _own_course(ask: Ask) -> Course:
    """The viewer's own class; any other does not exist for them."""
    me = ask.me
    course = course_of(ask.db, ask.house.get(Shelf), me.organisation_id, me.class_id)
    if ask.path["id"] != me.class_id or course is None or not course.room.context_id:
        raise Refused("not_found")
    return course
