"""Give a school to somebody who leads it, and take it back."""

from starlette.responses import Response

from careered.roster.school_leaders import school_leaders
from careered.roster.schools import list_schools
from careered.web.errors import RequestError
from careered.web.permissions import Role
from careered.web.request import PageRequest
from careered.web.session_end import end_sessions_with_role

NO_SCHOOL = "none"
"""In the place of a school's id: the classes without a school, such as all of an organisation that is one school."""


def give_school(req: PageRequest) -> Response:
    """POST /admin/leaders/{id}/give: `school` is theirs, the id of a school or NO_SCHOOL."""
    organisation_id, school_id = req.viewer.organisation_id, req.form_value("school")
    known = {NO_SCHOOL, *(school.id for school in list_schools(req.db, organisation_id))}
    person_id, wanted = req.path_params["id"], "" if school_id == NO_SCHOOL else school_id
    if school_id not in known or not school_leaders.approve(req.db, organisation_id, person_id, school_id=wanted):
        raise RequestError("not_found")
    return req.redirect("/admin/organisation#leaders")


def remove_leader(req: PageRequest) -> Response:
    """POST /admin/leaders/{id}/remove: the right ends at once, also in open visits."""
    organisation_id, person_id = req.viewer.organisation_id, req.path_params["id"]
    if not school_leaders.remove(req.db, organisation_id, person_id):
        raise RequestError("not_found")
    end_sessions_with_role(req.db, organisation_id, person_id, Role.LEADER)
    return req.redirect("/admin/organisation#leaders")
