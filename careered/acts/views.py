"""Undo an act of the class, and the class's log."""

from starlette.responses import Response

from careered.acts.log import ActReader
from careered.acts.toast import toast
from careered.acts.undo import undo_act
from careered.progress.outbox.line_items import load_line_items
from careered.roster.scope import class_from_path
from careered.web.after_act import NOTHING, after_act
from careered.web.request import PageRequest

MAX_DIGITS = 5
"""Of a page's number."""


def undo(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/acts/undo: undo an act, for the pupil that the form names or for all; then `back`."""
    scope, act_id = class_from_path(req), req.form_value("act")
    if ActReader(req, scope).one(act_id) is None:
        return after_act(req, scope.class_info.id, NOTHING)
    undo_act(req.db, scope, act_id, req.viewer.person_id, only=req.form_value("pupil"))
    return after_act(req, scope.class_info.id, act_id)


def show_log(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/log: what staff did about the class in the last UNDO_PERIOD, each with undo.

    Query: `page`, from 1.
    """
    scope = class_from_path(req)
    path, reader = f"/teacher/class/{scope.class_info.id}/log", ActReader(req, scope)
    wanted = req.query.get("page", "")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < MAX_DIGITS else 1
    here = req.page_url = f"{path}?page={number}" if number > 1 else path
    return req.render(
        "acts/log.html",
        class_info=scope.class_info,
        tab="reports",
        log=reader.page(number),
        has_line_item=bool(load_line_items(req.db, *scope.key)),
        joins=reader.joins() if number == 1 else [],
        toast=toast(req, scope, here),
        path=path,
        here=here,
    )
