"""Judging sources, for staff: the rubric, the class's first and last practice, and what many believe."""

from starlette.responses import Response

from careered.dashboard.rubric import LEVELS, RUBRIC
from careered.dashboard.source_judgement import PrePostResult, pre_post_results
from careered.progress.misconceptions import misconception_counts
from careered.roster.scope import class_from_path
from careered.web.request import PageRequest


def show_source_judgement(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/source-judgement."""
    scope = class_from_path(req)
    return req.render(
        "dashboard/source_judgement.html",
        class_info=scope.class_info,
        rubric=RUBRIC,
        levels=LEVELS,
        misconceptions=misconception_counts(req.db, *scope.key, scope.pack),
        results=[_with_percentages(result) for result in pre_post_results(req.db, *scope.key, scope.pack)],
    )


def _with_percentages(result: PrePostResult) -> tuple[PrePostResult, int, int]:
    first = percentage(result.first_correct, result.first_total)
    return result, first, percentage(result.last_correct, result.last_total)


def percentage(correct: int, total: int) -> int:
    """The share that is correct, in whole per cent; 0 where total is 0."""
    return round(100 * correct / total) if total else 0
