"""What an update of careered has changed in a class's figures: for whom, what, and that it has been read."""

from starlette.responses import Response

from careered.packs.models import Pack
from careered.progress.completion import RequirementState
from careered.progress.evening_figures import load_differences, mark_read
from careered.progress.labels import STATE_LABELS
from careered.roster.scope import active_pupil_names, class_from_path
from careered.web.request import PageRequest


def show_differences(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/figures: each pupil's requirements that had another state on the evening before."""
    scope = class_from_path(req)
    by_pupil = {difference.person_id: difference.changes for difference in load_differences(req.db, scope)}
    return req.render(
        "dashboard/figures.html",
        class_info=scope.class_info,
        tab="class",
        when=scope.format_datetime(scope.class_info.figures_differ_at, req.lang),
        rows=[
            (pupil_id, name, [_words(req, scope.pack, key, *pair) for key, pair in by_pupil[pupil_id].items()])
            for pupil_id, name in active_pupil_names(req, scope)
            if pupil_id in by_pupil
        ],
    )


def _words(
    req: PageRequest, pack: Pack, key: str, before: RequirementState, after: RequirementState
) -> tuple[str, str, str]:
    """Title of a requirement, and its states in words."""
    requirement = pack.requirement(key)
    title = requirement.title.in_language(req.lang, pack.default_language) if requirement else key
    return title, req.gettext(STATE_LABELS[before]), req.gettext(STATE_LABELS[after])


def read_differences(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/figures/read: the notice on the class's page goes."""
    scope = class_from_path(req)
    mark_read(req.db, scope)
    return req.redirect(f"/teacher/class/{scope.class_info.id}")
