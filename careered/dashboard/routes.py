"""The addresses of staff (the class, one pupil, the wish for a fresh list) and of mentors (the pupils they may see)."""

from starlette.responses import Response
from starlette.routing import Route

from careered.clock import new_id
from careered.dashboard.cells import icons
from careered.dashboard.class_page import MOST_NEEDS, class_page
from careered.dashboard.columns import head
from careered.dashboard.filters import filters_of
from careered.dashboard.group_pages import keep_group, remove_group, show_groups
from careered.dashboard.ledger_pages import say_no_pupil, send_marks_again, show_marks
from careered.dashboard.marking_pages import mark, show_marking, unmark
from careered.dashboard.mentor_page import Mentee, mentee_page, mentees
from careered.dashboard.pupil_page import Reader
from careered.dashboard.sources_page import show_sources
from careered.dashboard.words import FILTERS, MEANINGS
from careered.guidance.boards import waiting
from careered.guidance.questions import unread
from careered.packs.store import Shelf
from careered.privacy.log import seen
from careered.progress.evidence import EvidenceReader
from careered.progress.freshness import freshness
from careered.progress.state_words import STATES
from careered.roster.names import shown_names
from careered.roster.read import Pupil, class_room, pupils, staff_names
from careered.roster.scope import Course, course_here
from careered.roster.sync import ask_for_roster
from careered.web.edge import Ask
from careered.web.permissions import Who
from careered.web.refusals import Refused
from careered.web.routes import action, page


def routes() -> list[Route]:
    """The teacher's routes."""
    return [
        page("/teacher/class/{id}", show_class, who=Who.STAFF),
        action("/teacher/class/{id}/refresh", refresh_list, who=Who.STAFF),
        page("/teacher/class/{id}/mark", show_marking, who=Who.STAFF),
        action("/teacher/class/{id}/mark/done", mark, who=Who.STAFF),
        action("/teacher/class/{id}/unmark", unmark, who=Who.STAFF),
        page("/teacher/class/{id}/groups", show_groups, who=Who.STAFF),
        action("/teacher/class/{id}/groups/keep", keep_group, who=Who.STAFF),
        action("/teacher/class/{id}/groups/remove", remove_group, who=Who.STAFF),
        page("/teacher/class/{id}/sources", show_sources, who=Who.STAFF),
        page("/teacher/class/{id}/marks", show_marks, who=Who.STAFF),
        action("/teacher/class/{id}/marks/again", send_marks_again, who=Who.STAFF),
        action("/teacher/pupil/{id}/not-a-pupil", say_no_pupil, who=Who.STAFF),
        page("/teacher/pupil/{id}", show_pupil, who=Who.STAFF, writes=True),
        page("/mentor", show_mentees, who=Who.MENTOR, writes=True),
        page("/mentor/pupil/{id}", show_mentee, who=Who.MENTOR, writes=True),
    ]


def show_class(ask: Ask) -> Response:
    """GET /teacher/class/{id}: the grid. An open page asks again with what it has seen: 204 when nothing changed."""
    _own_class(ask)
    course = course_here(ask)
    if not course.room.context_id:
        return ask.render("dashboard/no_course.html", room=course.room)
    asked = unread(ask.db, course.room.organisation_id, course.room.id)
    posted = waiting(ask.db, course.room.organisation_id, course.room.id)
    version = f"{freshness(ask.db, course.room)}-{asked}-{posted}"
    if ask.fragment and ask.query.get("seen") == version:
        return Response(status_code=204)
    filters = filters_of(ask)
    shown = class_page(ask.db, course, ask.lang, ask.house.settings.secret)
    return ask.render(
        "dashboard/class.html",
        block="live",
        room=course.room,
        page=shown,
        rows=shown.shown(filters),
        by=filters,
        filters=FILTERS.items(),
        most_needs=MOST_NEEDS,
        staff=[name for name in staff_names(ask.db, course.room.organisation_id, course.room.id) if name],
        asked=asked,
        posted=posted,
        version=version,
        icons=icons(ask.lang),
        head=head(course, ask.lang),
        lessons=[lesson for lesson in course.pack.playable_lessons() if lesson.teacher],
        legend=[(str(state), word, MEANINGS[state]) for state, word in STATES.items()],
    )


def refresh_list(ask: Ask) -> Response:
    """POST /teacher/class/{id}/refresh: the list of members is wanted now; the worker fetches it."""
    _own_class(ask)
    room = class_room(ask.db, ask.me.organisation_id, ask.me.class_id)
    if room is None or not room.context_id:
        raise Refused("not_found")
    ask_for_roster(ask.db, room.organisation_id, room.id)
    return ask.go(f"/teacher/class/{room.id}")


def show_pupil(ask: Ask) -> Response:
    """GET /teacher/pupil/{id}: one pupil's record. Each look is noted in the access log."""
    course = course_here(ask)
    pupil, name = _pupil(ask, course)
    seen(ask.db, ask.me, pupil.id, "pupil_page")
    reader = Reader(ask.db, ask.house.get(Shelf), ask.house.get(EvidenceReader), course, ask.lang, ask.me.person_id)
    return ask.render(
        "dashboard/pupil.html",
        room=course.room,
        pupil=pupil,
        name=name,
        page=reader.page(pupil),
        pack=course.pack,
        key=new_id(),
    )


def show_mentees(ask: Ask) -> Response:
    """GET /mentor: the pupils whom the platform names for this mentor, and how far each is."""
    course, found = _mentees(ask)
    for one in found:
        seen(ask.db, ask.me, one.pupil.id, "mentor_list")
    return ask.render("dashboard/mentor.html", room=course.room, mentees=found)


def show_mentee(ask: Ask) -> Response:
    """GET /mentor/pupil/{id}: how far one of them is; nothing of what was answered."""
    course, found = _mentees(ask)
    one = next((one for one in found if one.pupil.id == ask.path["id"]), None)
    if one is None:
        raise Refused("not_found")
    seen(ask.db, ask.me, one.pupil.id, "mentor_pupil")
    shown = mentee_page(ask.db, ask.house.get(Shelf), course, one.pupil, ask.lang)
    return ask.render("dashboard/mentor_pupil.html", room=course.room, mentee=one, page=shown)


def _mentees(ask: Ask) -> tuple[Course, list[Mentee]]:
    course = course_here(ask)
    return course, mentees(ask.db, course, ask.me.sees, ask.house.settings.secret, ask.lang)


def _own_class(ask: Ask) -> None:
    """Any other class does not exist for this viewer."""
    if ask.path["id"] != ask.me.class_id:
        raise Refused("not_found")


def _pupil(ask: Ask, course: Course) -> tuple[Pupil, str]:
    """A pupil of the viewer's own class with the name that the class page shows. Without a course nobody is."""
    everybody = pupils(ask.db, course.room.organisation_id, course.room.id) if course.room.context_id else []
    pupil = next((one for one in everybody if one.id == ask.path["id"]), None)
    if pupil is None:
        raise Refused("not_found")
    return pupil, shown_names(everybody, ask.house.settings.secret, course.room.id, ask.lang)[pupil.id]
