"""The class's list of members: fetch it again, and say that those whom it lacks have left."""

from starlette.responses import Response

from careered.roster.doubtful import confirm_leavers
from careered.roster.roster_sync import request_roster
from careered.roster.scope import class_from_path
from careered.web.request import PageRequest


def refresh_roster(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/refresh: mark the list of members as due; the worker fetches it."""
    scope = class_from_path(req)
    request_roster(req.db, *scope.key)
    return req.redirect(f"/teacher/class/{scope.class_info.id}")


def confirm_departures(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/confirm-leavers: the pupils whom the doubted list lacks have left."""
    scope = class_from_path(req)
    confirm_leavers(req.db, *scope.key)
    return req.redirect(f"/teacher/class/{scope.class_info.id}")
