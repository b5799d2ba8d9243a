"""The teacher's page about marks on their way, and the wish to send again what waits."""

from starlette.responses import Response

from careered.dashboard.gradebook import score_columns
from careered.packs.store import PackStore
from careered.progress.outbox.retry import requeue_class
from careered.roster.roster_sync import exclude_from_pupils
from careered.roster.scope import ClassScope, load_class_scope
from careered.web.errors import RequestError
from careered.web.request import PageRequest


def show_gradebook(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/marks."""
    scope = _own_class(req)
    columns = score_columns(req.db, scope, req.lang, req.state.settings.secret)
    return req.render("dashboard/gradebook.html", class_info=scope.class_info, columns=columns)


def retry_deliveries(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/marks/again: whatever waits for somebody is tried once more."""
    scope = _own_class(req)
    requeue_class(req.db, scope.class_info.organisation_id, scope.class_info.id)
    return req.redirect(f"/teacher/class/{scope.class_info.id}/marks")


def exclude_pupil(req: PageRequest) -> Response:
    """POST /teacher/pupil/{id}/not-a-pupil: staff whom the platform lists as a pupil. `undo` takes it back."""
    viewer = req.viewer
    if not exclude_from_pupils(
        req.db, viewer.organisation_id, viewer.class_id, req.path_params["id"], undo=bool(req.form_value("undo"))
    ):
        raise RequestError("not_found")
    return req.redirect(f"/teacher/class/{viewer.class_id}")


def _own_class(req: PageRequest) -> ClassScope:
    """The viewer's own class; any other does not exist for them."""
    viewer = req.viewer
    scope = load_class_scope(req.db, req.state.get(PackStore), viewer.organisation_id, viewer.class_id)
    if req.path_params["id"] != viewer.class_id or scope is None or not scope.class_info.context_id:
        raise RequestError("not_found")
    return scope
