"""A platform administrator requests administrator access to careered; an existing administrator approves it.

The LTI administrator role alone grants nothing: on a large platform many people are administrators of something.
"""

from datetime import timedelta

from starlette.responses import RedirectResponse, Response

from careered.admin.sign_in_views import PERSON
from careered.roster.administrators import administrators
from careered.web import one_time
from careered.web.errors import RequestError
from careered.web.permissions import Role
from careered.web.request import PageRequest
from careered.web.session_end import end_sessions_with_role

SIGN_IN_LINK_TTL = timedelta(minutes=2)


def show_administrators(req: PageRequest) -> Response:
    """GET /administrators: how it stands, and what to press. Only for administrators of the platform."""
    return req.render("admin/administrators.html", access_state=_access_state(req))


def request_access(req: PageRequest) -> Response:
    """POST /administrators/request-access."""
    _access_state(req)
    administrators.request(req.db, req.viewer.organisation_id, req.viewer.person_id)
    return req.redirect("/administrators")


def sign_in(req: PageRequest) -> Response:
    """POST /administrators/sign-in, into a window of its own: a fresh way in for who was approved."""
    if not _access_state(req):
        raise RequestError("not_allowed")
    secret = one_time.create(
        req.db, req.viewer.organisation_id, one_time.ADMIN, ttl=SIGN_IN_LINK_TTL, payload={PERSON: req.viewer.person_id}
    )
    # By GET: the new window does not have the frame's partitioned cookie.
    return RedirectResponse(f"/admin/sign-in?key={secret}", 303)


def approve_administrator(req: PageRequest) -> Response:
    """POST /admin/people/{id}/approve."""
    if not administrators.approve(req.db, req.viewer.organisation_id, req.path_params["id"]):
        raise RequestError("not_found")
    return req.redirect("/admin/organisation#people")


def remove_administrator(req: PageRequest) -> Response:
    """POST /admin/people/{id}/remove: the right ends at once, also in open visits."""
    if not administrators.remove(req.db, req.viewer.organisation_id, req.path_params["id"]):
        raise RequestError("not_found")
    end_sessions_with_role(req.db, req.viewer.organisation_id, req.path_params["id"], Role.ADMIN)
    return req.redirect("/admin/organisation#people")


def _access_state(req: PageRequest) -> bool | None:
    if not req.viewer.is_platform_admin:
        raise RequestError("not_found")
    return administrators.state(req.db, req.viewer.organisation_id, req.viewer.person_id)
