"""Groups of the class, made by its staff: for filters and for attesting something of many at once."""

from starlette.responses import Response

from careered.dashboard.labels import GROUP_IN_A_LESSON, GROUP_NAME_MISSING
from careered.live import live_lesson
from careered.roster import groups
from careered.roster.scope import ClassScope, active_pupil_names, class_from_path
from careered.web.errors import RequestError
from careered.web.request import PageRequest


def show_groups(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/groups. Query parameter `group`: the group that the form changes."""
    return _page(req, class_from_path(req))


def save_group(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/groups/save: create a group, or change name and members of an existing one."""
    scope, name = class_from_path(req), req.form_value("name").strip()
    if not name or len(name) > groups.MAX_NAME_LENGTH or "\x00" in name:
        return _page(req, scope, wrong=req.gettext(GROUP_NAME_MISSING))
    pupil_ids, group_id = {pupil_id for pupil_id, _ in active_pupil_names(req, scope)}, req.form_value("group")
    if group_id and group_id not in {group.id for group in _class_groups(req, scope)}:
        raise RequestError("not_found")
    chosen_ids = [pupil_id for pupil_id in dict.fromkeys(req.form.get("pupil", ())) if pupil_id in pupil_ids]
    groups.save_group(req.db, scope.class_info.organisation_id, scope.class_info.id, group_id, name, chosen_ids)
    return req.redirect(f"/teacher/class/{scope.class_info.id}/groups")


def remove_group(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/groups/remove: the pupils stay in the class. Not while it has a live lesson."""
    scope = class_from_path(req)
    if live_lesson.running(req.db, *scope.key, req.form_value("group")):
        return _page(req, scope, refused=req.gettext(GROUP_IN_A_LESSON))
    groups.delete_group(req.db, scope.class_info.organisation_id, scope.class_info.id, req.form_value("group"))
    return req.redirect(f"/teacher/class/{scope.class_info.id}/groups")


def _class_groups(req: PageRequest, scope: ClassScope) -> list[groups.Group]:
    return list(groups.load_groups(req.db, scope.class_info.organisation_id, scope.class_info.id))


def _page(req: PageRequest, scope: ClassScope, wrong: str = "", refused: str = "") -> Response:
    """wrong: what is wrong with a name that was sent. refused: why a group stays."""
    people, class_groups = active_pupil_names(req, scope), _class_groups(req, scope)
    chosen = "" if refused else req.query.get("group", "") or req.form_value("group")
    req.page_url = f"/teacher/class/{scope.class_info.id}/groups"
    return req.render(
        "dashboard/groups.html",
        status=422 if wrong else 409 if refused else 200,
        class_info=scope.class_info,
        groups=[(group, [name for pupil_id, name in people if pupil_id in group.person_ids]) for group in class_groups],
        people=people,
        group=next((group for group in class_groups if group.id == chosen), None),
        name=req.form_value("name"),
        ticked=set(req.form.get("pupil", ())),
        wrong=wrong,
        refused=refused,
    )
