"""The class page, and the request to fetch its list of members again."""

from starlette.responses import Response

from careered.acts.toast import toast
from careered.dashboard.class_etag import load_class_state
from careered.dashboard.class_page import MAX_HELP_REQUESTS, class_page
from careered.dashboard.filters import read_filters
from careered.dashboard.grid import grid_header
from careered.dashboard.labels import STATE_FILTERS, STATE_MEANINGS
from careered.progress.labels import STATE_LABELS
from careered.progress.misconceptions import by_lesson, misconception_counts
from careered.roster.doubtful import confirm_leavers
from careered.roster.roster_sync import request_roster
from careered.roster.scope import class_from_path, viewer_class
from careered.web.errors import RequestError
from careered.web.request import PageRequest


def show_class(req: PageRequest) -> Response:
    """GET /teacher/class/{id}: the grid. An open page polls with the ETag it shows: 204 while nothing has changed."""
    if req.path_params["id"] != req.viewer.class_id:
        raise RequestError("not_found")
    scope = viewer_class(req)
    if not scope.class_info.context_id:
        return req.render("dashboard/no_context.html", class_info=scope.class_info)
    state = load_class_state(req.db, scope)
    if req.is_fragment and req.query.get("seen") == state.etag:
        return Response(status_code=204)
    filters, view = read_filters(req), class_page(req.db, scope, req.lang, req.state.settings.secret)
    misconceptions = {} if req.is_fragment else by_lesson(misconception_counts(req.db, *scope.key, scope.pack))
    return req.render(
        "dashboard/class.html",
        block="live",
        class_info=scope.class_info,
        page=view,
        rows=view.filtered_rows(filters),
        filters=filters,
        state_filters=STATE_FILTERS.items(),
        max_help_requests=MAX_HELP_REQUESTS,
        new_questions=state.new_questions,
        waiting_posts=state.waiting_posts,
        etag=state.etag,
        toast=toast(req, scope, f"/teacher/class/{scope.class_info.id}"),
        head=grid_header(scope, req.lang),
        lessons=[lesson for lesson in scope.pack.playable_lessons() if lesson.teacher or lesson.id in misconceptions],
        misconceptions=misconceptions,
        legend=[(str(key), label, STATE_MEANINGS[key]) for key, label in STATE_LABELS.items()],
    )


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
