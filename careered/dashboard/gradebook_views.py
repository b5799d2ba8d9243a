"""The page about the class's scores on the platform, and the action that sends the waiting ones again."""

from starlette.responses import Response

from careered.dashboard.gradebook import score_columns
from careered.progress.outbox.held import allow_lower
from careered.progress.outbox.retry import requeue_class
from careered.roster.scope import class_from_path
from careered.web.request import PageRequest


def show_gradebook(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/gradebook: every pupil's score in every column, with its delivery state."""
    scope = class_from_path(req)
    columns = score_columns(req.db, scope, req.lang, req.state.settings.secret)
    return req.render("dashboard/gradebook.html", class_info=scope.class_info, columns=columns)


def retry_deliveries(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/gradebook/retry: queue every delivery again that waits for somebody to fix something."""
    scope = class_from_path(req)
    requeue_class(req.db, *scope.key)
    return req.redirect(f"/teacher/class/{scope.class_info.id}/gradebook")


def send_lower_scores(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/gradebook/lower: the class's teacher says that lower scores than before may be sent."""
    scope = class_from_path(req)
    allow_lower(req.db, *scope.key)
    return req.redirect(f"/teacher/class/{scope.class_info.id}/gradebook")
