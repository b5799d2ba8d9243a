"""The addresses of staff (the class, one pupil, the wish for a fresh list) and of mentors (the pupils they may see)."""

from starlette.responses import Response
from starlette.routing import Route

from careered.boards.store import count_waiting
from careered.clock import new_id
from careered.dashboard.attestation_views import attest, retract, show_attestation_form
from careered.dashboard.class_etag import class_etag
from careered.dashboard.class_page import MAX_HELP_REQUESTS, class_page
from careered.dashboard.filters import read_filters
from careered.dashboard.gradebook_views import exclude_pupil, retry_deliveries, show_gradebook
from careered.dashboard.grid_cells import state_icons
from careered.dashboard.grid_columns import grid_header
from careered.dashboard.group_views import remove_group, save_group, show_groups
from careered.dashboard.labels import STATE_FILTERS, STATE_MEANINGS
from careered.dashboard.mentor_page import Mentee, list_mentees, mentee_page
from careered.dashboard.pupil_record import PupilRecordBuilder
from careered.dashboard.source_judgement_views import show_source_judgement
from careered.packs.store import PackStore
from careered.privacy.access_log import log_access
from careered.progress.evidence import EvidenceReader
from careered.progress.labels import STATE_LABELS
from careered.questions.store import count_new
from careered.roster.names import display_names
from careered.roster.queries import Pupil, get_class, list_pupils, list_staff_names
from careered.roster.roster_sync import request_roster
from careered.roster.scope import ClassScope, viewer_class
from careered.web.errors import RequestError
from careered.web.permissions import Audience
from careered.web.request import PageRequest
from careered.web.routes import action, page


def routes() -> list[Route]:
    """The teacher's routes."""
    return [
        page("/teacher/class/{id}", show_class, audience=Audience.STAFF),
        action("/teacher/class/{id}/refresh", refresh_roster, audience=Audience.STAFF),
        page("/teacher/class/{id}/mark", show_attestation_form, audience=Audience.STAFF),
        action("/teacher/class/{id}/mark/done", attest, audience=Audience.STAFF),
        action("/teacher/class/{id}/unmark", retract, audience=Audience.STAFF),
        page("/teacher/class/{id}/groups", show_groups, audience=Audience.STAFF),
        action("/teacher/class/{id}/groups/keep", save_group, audience=Audience.STAFF),
        action("/teacher/class/{id}/groups/remove", remove_group, audience=Audience.STAFF),
        page("/teacher/class/{id}/sources", show_source_judgement, audience=Audience.STAFF),
        page("/teacher/class/{id}/marks", show_gradebook, audience=Audience.STAFF),
        action("/teacher/class/{id}/marks/again", retry_deliveries, audience=Audience.STAFF),
        action("/teacher/pupil/{id}/not-a-pupil", exclude_pupil, audience=Audience.STAFF),
        page("/teacher/pupil/{id}", show_pupil, audience=Audience.STAFF, writes=True),
        page("/mentor", show_mentees, audience=Audience.MENTOR, writes=True),
        page("/mentor/pupil/{id}", show_mentee, audience=Audience.MENTOR, writes=True),
    ]


def show_class(req: PageRequest) -> Response:
    """GET /teacher/class/{id}: the grid. An open page asks again with what it has seen: 204 when nothing changed."""
    _require_own_class(req)
    scope = viewer_class(req)
    if not scope.class_info.context_id:
        return req.render("dashboard/no_context.html", class_info=scope.class_info)
    new_questions = count_new(req.db, scope.class_info.organisation_id, scope.class_info.id)
    waiting_posts = count_waiting(req.db, scope.class_info.organisation_id, scope.class_info.id)
    etag = f"{class_etag(req.db, scope.class_info)}-{new_questions}-{waiting_posts}"
    if req.is_fragment and req.query.get("seen") == etag:
        return Response(status_code=204)
    filters = read_filters(req)
    class_view = class_page(req.db, scope, req.lang, req.state.settings.secret)
    return req.render(
        "dashboard/class.html",
        block="live",
        class_info=scope.class_info,
        page=class_view,
        rows=class_view.filtered_rows(filters),
        filters=filters,
        state_filters=STATE_FILTERS.items(),
        max_help_requests=MAX_HELP_REQUESTS,
        staff=[
            name for name in list_staff_names(req.db, scope.class_info.organisation_id, scope.class_info.id) if name
        ],
        new_questions=new_questions,
        waiting_posts=waiting_posts,
        etag=etag,
        icons=state_icons(req.lang),
        head=grid_header(scope, req.lang),
        lessons=[lesson for lesson in scope.pack.playable_lessons() if lesson.teacher],
        legend=[(str(state), word, STATE_MEANINGS[state]) for state, word in STATE_LABELS.items()],
    )


def refresh_roster(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/refresh: the list of members is wanted now; the worker fetches it."""
    _require_own_class(req)
    class_info = get_class(req.db, req.viewer.organisation_id, req.viewer.class_id)
    if class_info is None or not class_info.context_id:
        raise RequestError("not_found")
    request_roster(req.db, class_info.organisation_id, class_info.id)
    return req.redirect(f"/teacher/class/{class_info.id}")


def show_pupil(req: PageRequest) -> Response:
    """GET /teacher/pupil/{id}: one pupil's record. Each look is noted in the access log."""
    scope = viewer_class(req)
    pupil, name = _pupil_from_path(req, scope)
    log_access(req.db, req.viewer, pupil.id, "pupil_page")
    builder = PupilRecordBuilder(
        req.db, req.state.get(PackStore), req.state.get(EvidenceReader), scope, req.lang, req.viewer.person_id
    )
    return req.render(
        "dashboard/pupil.html",
        class_info=scope.class_info,
        pupil=pupil,
        name=name,
        page=builder.build(pupil),
        pack=scope.pack,
        key=new_id(),
    )


def show_mentees(req: PageRequest) -> Response:
    """GET /mentor: the pupils whom the platform names for this mentor, and how far each is."""
    scope, visible = _visible_mentees(req)
    for mentee in visible:
        log_access(req.db, req.viewer, mentee.pupil.id, "mentor_list")
    return req.render("dashboard/mentor.html", class_info=scope.class_info, mentees=visible)


def show_mentee(req: PageRequest) -> Response:
    """GET /mentor/pupil/{id}: how far one of them is; nothing of what was answered."""
    scope, visible = _visible_mentees(req)
    mentee = next((mentee for mentee in visible if mentee.pupil.id == req.path_params["id"]), None)
    if mentee is None:
        raise RequestError("not_found")
    log_access(req.db, req.viewer, mentee.pupil.id, "mentor_pupil")
    mentee_view = mentee_page(req.db, req.state.get(PackStore), scope, mentee.pupil, req.lang)
    return req.render("dashboard/mentor_pupil.html", class_info=scope.class_info, mentee=mentee, page=mentee_view)


def _visible_mentees(req: PageRequest) -> tuple[ClassScope, list[Mentee]]:
    scope = viewer_class(req)
    return scope, list_mentees(req.db, scope, req.viewer.visible_person_ids, req.state.settings.secret, req.lang)


def _require_own_class(req: PageRequest) -> None:
    """Any other class does not exist for this viewer."""
    if req.path_params["id"] != req.viewer.class_id:
        raise RequestError("not_found")


def _pupil_from_path(req: PageRequest, scope: ClassScope) -> tuple[Pupil, str]:
    """A pupil of the viewer's own class with the name that the class page shows. Without a course nobody is."""
    class_pupils = (
        list_pupils(req.db, scope.class_info.organisation_id, scope.class_info.id)
        if scope.class_info.context_id
        else []
    )
    pupil = next((candidate for candidate in class_pupils if candidate.id == req.path_params["id"]), None)
    if pupil is None:
        raise RequestError("not_found")
    return pupil, display_names(class_pupils, req.state.settings.secret, scope.class_info.id, req.lang)[pupil.id]
