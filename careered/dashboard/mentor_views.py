"""The mentors' pages: the pupils whom the platform names for them, and how far each is."""

from starlette.responses import Response

from careered.dashboard.mentor_page import Mentee, list_mentees, mentee_page
from careered.packs.store import PackStore
from careered.privacy.access_log import log_access
from careered.roster.scope import ClassScope, viewer_class
from careered.web.errors import RequestError
from careered.web.request import PageRequest


def show_mentees(req: PageRequest) -> Response:
    """GET /mentor: the pupils whom the platform names for this mentor, and how far each is."""
    scope, visible = _visible_mentees(req)
    for mentee in visible:
        log_access(req.db, req.viewer, mentee.pupil.id, "mentor_list")
    return req.render("dashboard/mentor.html", class_info=scope.class_info, mentees=visible)


def show_mentee(req: PageRequest) -> Response:
    """GET /mentor/pupil/{id}: how far one of them is; nothing of what was answered."""
    scope, visible = _visible_mentees(req)
    mentee = next((mentee for mentee in visible if mentee.pupil.id == req.path_params["id"]), None)
    if mentee is None:
        raise RequestError("not_found")
    log_access(req.db, req.viewer, mentee.pupil.id, "mentor_pupil")
    mentee_view = mentee_page(req.db, req.state.get(PackStore), scope, mentee.pupil, req.lang)
    return req.render("dashboard/mentor_pupil.html", class_info=scope.class_info, mentee=mentee, page=mentee_view)


def _visible_mentees(req: PageRequest) -> tuple[ClassScope, list[Mentee]]:
    scope = viewer_class(req)
    return scope, list_mentees(req.db, scope, req.viewer.visible_person_ids, req.state.settings.secret, req.lang)
