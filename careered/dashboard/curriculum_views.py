"""A grade or a pack version of an administrator's that lowers figures: it holds when the class's teacher says so."""

from collections.abc import Sequence

from starlette.responses import Response

from careered.packs.store import PackStore
from careered.packs.version_store import successors_since
from careered.progress.carried import Successors, carry_class
from careered.progress.lowered import lowered_in_class
from careered.progress.outbox.class_scores import schedule_class
from careered.roster.kept_version import accept_version
from careered.roster.scope import ClassScope, class_from_path
from careered.roster.year_rollover import accept_grade
from careered.web.request import PageRequest


def show_curriculum(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/curriculum: what would change, and for how many pupils the figure would be lower."""
    scope = class_from_path(req)
    info, pack_store = scope.class_info, req.state.get(PackStore)
    current = pack_store.effective_pack(req.db, info.organisation_id, info.pack_id) or scope.pack
    before, after = (scope.pack, info.grade), (current, info.offered_grade or info.grade)
    successors = [successors for _, successors in _successors(req, scope)]
    lowered = len(lowered_in_class(req.db, *scope.key, before, after, successors))
    return req.render("dashboard/curriculum.html", class_info=info, current=current, lowered=lowered)


def accept_curriculum(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/curriculum/accept: it holds from now on, and the gradebook follows."""
    scope = class_from_path(req)
    if scope.class_info.waits_for_teacher:
        for version, successors in _successors(req, scope):
            carry_class(req.db, *scope.key, successors, version)
        accept_grade(req.db, *scope.key)
        accept_version(req.db, *scope.key)
        schedule_class(req.db, class_from_path(req), may_lower=True)
    return req.redirect(f"/teacher/class/{scope.class_info.id}")


def _successors(req: PageRequest, scope: ClassScope) -> Sequence[tuple[str, Successors]]:
    """What dropped requirements will count as, by each version since the one that the class keeps."""
    info = scope.class_info
    return successors_since(req.db, info.pack_id, info.kept_version) if info.kept_version else ()
