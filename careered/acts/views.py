"""Undo an act of the class, and the class's log."""

from starlette.responses import Response

from careered.acts.log import ActReader
from careered.acts.toast import toast
from careered.acts.undo import undo_act
from careered.roster.scope import class_from_path
from careered.web.after_act import NOTHING, after_act
from careered.web.request import PageRequest


def undo(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/acts/undo: undo an act, for the pupil that the form names or for all; then `back`."""
    scope, act_id = class_from_path(req), req.form_value("act")
    if ActReader(req, scope).one(act_id) is None:
        return after_act(req, scope.class_info.id, NOTHING)
    undo_act(req.db, scope, act_id, req.viewer.person_id, only=req.form_value("pupil"))
    return after_act(req, scope.class_info.id, act_id)


def show_log(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/log: what staff did about the class in the last UNDO_PERIOD, each with undo."""
    scope = class_from_path(req)
    path = f"/teacher/class/{scope.class_info.id}/log"
    return req.render(
        "acts/log.html",
        class_info=scope.class_info,
        acts=ActReader(req, scope).log(),
        toast=toast(req, scope, path),
        path=path,
    )
