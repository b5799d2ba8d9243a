"""A grade that an administrator gave the class and that lowers figures: it holds when the class's teacher says so."""

from starlette.responses import Response

from careered.progress.lowered import lowered_pupils
from careered.progress.outbox.deliveries import schedule_scores
from careered.roster.queries import list_pupils
from careered.roster.scope import class_from_path
from careered.roster.year_rollover import accept_grade
from careered.web.request import PageRequest


def show_curriculum(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/curriculum: what would change, and for how many pupils the figure would be lower."""
    scope = class_from_path(req)
    grade, offered = scope.class_info.grade, scope.class_info.offered_grade
    before, after = (scope.pack, grade), (scope.pack, offered or grade)
    lowered = len(lowered_pupils(req.db, *scope.key, before, after))
    return req.render("dashboard/curriculum.html", class_info=scope.class_info, lowered=lowered)


def accept_curriculum(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/curriculum/accept: it holds from now on, and the gradebook follows."""
    scope = class_from_path(req)
    if accept_grade(req.db, *scope.key):
        accepted = class_from_path(req)
        for pupil in list_pupils(req.db, *scope.key):
            schedule_scores(req.db, accepted.pupil(pupil.id), may_lower=True)
    return req.redirect(f"/teacher/class/{scope.class_info.id}")
