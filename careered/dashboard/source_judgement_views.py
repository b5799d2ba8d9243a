"""Judging sources, for staff: the rubric, and what the class got right in its first and in its last practice."""

from starlette.responses import Response

from careered.dashboard.rubric import LEVELS, RUBRIC
from careered.dashboard.source_judgement import pre_post_results
from careered.roster.scope import viewer_class
from careered.web.errors import RequestError
from careered.web.request import PageRequest


def show_source_judgement(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/sources."""
    if req.path_params["id"] != req.viewer.class_id:
        raise RequestError("not_found")
    scope = viewer_class(req)
    results = pre_post_results(req.db, scope.class_info.organisation_id, scope.class_info.id, scope.pack)
    return req.render(
        "dashboard/source_judgement.html",
        class_info=scope.class_info,
        rubric=RUBRIC,
        levels=LEVELS,
        results=[
            (
                result,
                percentage(result.first_correct, result.first_total),
                percentage(result.last_correct, result.last_total),
            )
            for result in results
        ],
    )


def percentage(correct: int, total: int) -> int:
    """How much is right, in whole per cent; 0 of nothing."""
    return round(100 * correct / total) if total else 0
