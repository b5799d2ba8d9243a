"""Transfer to another class or school: the pupil creates a code in the old class and enters it in the new one."""

from starlette.responses import Response

from careered.lessons.attempt import current_pupil
from careered.notebook.labels import TRANSFER_TEXTS
from careered.progress import transfer
from careered.web.request import PageRequest

TRANSFER_PATH = "/me/transfer"


def show_transfer(req: PageRequest) -> Response:
    """GET /me/transfer: create a code, or enter one."""
    return _page(req)


def create_code(req: PageRequest) -> Response:
    """POST /me/transfer/create-code: create a code; it is shown once."""
    pupil = current_pupil(req)
    return _page(req, code=transfer.create_transfer_code(req.db, pupil.scope) if req.viewer.persists else "")


def redeem_code(req: PageRequest) -> Response:
    """POST /me/transfer/redeem: copy the progress behind the code (422 with a message where it is not valid)."""
    pupil, code = current_pupil(req), req.form_value("code")[:40]
    outcome = (
        transfer.redeem_code(req.db, pupil.scope, code)
        if req.viewer.persists and code.strip()
        else transfer.UNKNOWN_CODE
    )
    return _page(req, outcome=outcome, typed="" if outcome == transfer.TRANSFERRED else code)


def continue_from_previous(req: PageRequest) -> Response:
    """POST /me/transfer/continue: copy the progress from the pupil's previous class."""
    if req.viewer.persists:
        transfer.continue_from_previous(req.db, current_pupil(req).scope)
    return req.redirect("/lessons")


def _page(req: PageRequest, *, code: str = "", outcome: str = "", typed: str = "") -> Response:
    req.page_url = TRANSFER_PATH
    has_failed = bool(outcome) and outcome != transfer.TRANSFERRED
    message = req.gettext(TRANSFER_TEXTS[outcome]) if outcome else ""
    return req.render(
        "notebook/transfer.html",
        status=422 if has_failed else 200,
        code=code,
        message=message,
        has_failed=has_failed,
        typed=typed,
    )
