"""Groups of the class, made by its staff: for filters and for marking many at once."""

from starlette.responses import Response

from careered.dashboard.words import GROUP_NAMELESS
from careered.roster import groups
from careered.roster.scope import Course, names_of, own_course
from careered.web.edge import Ask
from careered.web.refusals import Refused


def show_groups(ask: Ask) -> Response:
    """GET /teacher/class/{id}/groups. `group` in the address: that one is changed."""
    return _page(ask, own_course(ask))


def keep_group(ask: Ask) -> Response:
    """POST /teacher/class/{id}/groups/keep: a new group, or another name and other people for one that there is."""
    course, name = own_course(ask), ask.field("name").strip()
    if not name or len(name) > groups.LONGEST_NAME or "\x00" in name:
        return _page(ask, course, wrong=ask.translate(GROUP_NAMELESS))
    here, group_id = {key for key, _ in names_of(ask, course)}, ask.field("group")
    if group_id and group_id not in {one.id for one in _groups(ask, course)}:
        raise Refused("not_found")
    people = [key for key in dict.fromkeys(ask.form.get("pupil", ())) if key in here]
    groups.keep(ask.db, course.room.organisation_id, course.room.id, group_id, name, people)
    return ask.go(f"/teacher/class/{course.room.id}/groups")


def remove_group(ask: Ask) -> Response:
    """POST /teacher/class/{id}/groups/remove: the pupils stay in the class."""
    course = own_course(ask)
    groups.remove(ask.db, course.room.organisation_id, course.room.id, ask.field("group"))
    return ask.go(f"/teacher/class/{course.room.id}/groups")


def _groups(ask: Ask, course: Course) -> list[groups.Group]:
    return list(groups.groups_of(ask.db, course.room.organisation_id, course.room.id))


def _page(ask: Ask, course: Course, wrong: str = "") -> Response:
    people, known = names_of(ask, course), _groups(ask, course)
    chosen = ask.query.get("group", "") or ask.field("group")
    ask.here = f"/teacher/class/{course.room.id}/groups"
    return ask.render(
        "dashboard/groups.html",
        status=422 if wrong else 200,
        room=course.room,
        groups=[(one, [name for key, name in people if key in one.people]) for one in known],
        people=people,
        group=next((one for one in known if one.id == chosen), None),
        name=ask.field("name"),
        ticked=set(ask.form.get("pupil", ())),
        wrong=wrong,
    )
