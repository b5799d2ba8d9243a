"""An administrator of a platform asks to look after careered; somebody who does already says yes.

The platform's word alone opens nothing: on a large platform many people are administrators of something.
"""

from datetime import timedelta

from starlette.responses import RedirectResponse, Response

from careered.admin.entrance import PERSON
from careered.roster import administrators
from careered.web import one_time
from careered.web.edge import Ask
from careered.web.permissions import Role
from careered.web.refusals import Refused
from careered.web.sessions import end_role

LIVES = timedelta(minutes=2)


def show(ask: Ask) -> Response:
    """GET /administrators: how it stands, and what to press. Only for administrators of the platform."""
    return ask.render("admin/administrators.html", standing=_standing(ask))


def ask_for_it(ask: Ask) -> Response:
    """POST /administrators/ask."""
    _standing(ask)
    administrators.ask(ask.db, ask.me.organisation_id, ask.me.person_id)
    return ask.go("/administrators")


def enter(ask: Ask) -> Response:
    """POST /administrators/enter, into a window of its own: a fresh way in for who was approved."""
    if not _standing(ask):
        raise Refused("not_allowed")
    secret = one_time.make(ask.db, ask.me.organisation_id, one_time.ADMIN, lives=LIVES, note={PERSON: ask.me.person_id})
    # Always by GET: the new window is not the frame, whose cookie it does not have.
    return RedirectResponse(f"/admin/enter?key={secret}", 303)


def approve(ask: Ask) -> Response:
    """POST /admin/people/{id}/approve."""
    if not administrators.approve(ask.db, ask.me.organisation_id, ask.path["id"]):
        raise Refused("not_found")
    return ask.go("/admin/organisation#people")


def remove(ask: Ask) -> Response:
    """POST /admin/people/{id}/remove: the right ends at once, also in open visits."""
    if not administrators.remove(ask.db, ask.me.organisation_id, ask.path["id"]):
        raise Refused("not_found")
    end_role(ask.db, ask.me.organisation_id, ask.path["id"], Role.ADMIN)
    return ask.go("/admin/organisation#people")


def _standing(ask: Ask) -> bool | None:
    if not ask.me.platform_admin:
        raise Refused("not_found")
    return administrators.standing(ask.db, ask.me.organisation_id, ask.me.person_id)
