"""Routes of the staff's pages about a class, and of the mentors' pages. The page about one pupil is in `talks`."""

from starlette.routing import Route

from careered.dashboard.attestation_views import attest, retract, show_attestation_form
from careered.dashboard.class_etag import CLASS_STATE
from careered.dashboard.class_page import CLASS_ROWS
from careered.dashboard.class_views import show_cell, show_class
from careered.dashboard.curriculum_views import accept_curriculum, show_curriculum
from careered.dashboard.figures_views import read_differences, show_differences
from careered.dashboard.gradebook_views import retry_deliveries, send_lower_scores, show_gradebook
from careered.dashboard.group_views import remove_group, save_group, show_groups
from careered.dashboard.joined_views import join, separate, show_accounts
from careered.dashboard.list_views import confirm_departures, refresh_roster
from careered.dashboard.mentor_views import show_mentee, show_mentees
from careered.dashboard.not_pupil_views import exclude_pupils
from careered.dashboard.report_views import show_class_report, show_reports
from careered.dashboard.source_judgement_views import show_source_judgement
from careered.dashboard.tab_views import show_help, show_lessons
from careered.dashboard.teaching_views import show_objectives, show_printout, show_teachers_part
from careered.live.class_head import HEAD
from careered.roster.classes import CLASS
from careered.roster.staff_classes import STAFF_CLASSES
from careered.web.permissions import Audience
from careered.web.routes import action, page

# Prefetched in the statement that finds the session; a poll asks for the state only. The other pages bring their head.
_GRID = (CLASS, CLASS_STATE)
_PAGE = (*CLASS_ROWS, STAFF_CLASSES)
_HEAD = (CLASS, HEAD)


def routes() -> list[Route]:
    """Staff see their own class only; mentors see the pupils whom the platform names."""
    return [
        page(
            "/teacher/class/{id}",
            show_class,
            audience=Audience.STAFF,
            is_short=True,
            prefetch=_GRID,
            page_prefetch=_PAGE,
        ),
        action("/teacher/class/{id}/refresh", refresh_roster, audience=Audience.STAFF),
        action("/teacher/class/{id}/confirm-leavers", confirm_departures, audience=Audience.STAFF),
        action("/teacher/class/{id}/not-pupils", exclude_pupils, audience=Audience.STAFF),
        page("/teacher/class/{id}/figures", show_differences, audience=Audience.STAFF, page_prefetch=_HEAD),
        action("/teacher/class/{id}/figures/read", read_differences, audience=Audience.STAFF),
        page("/teacher/class/{id}/curriculum", show_curriculum, audience=Audience.STAFF, page_prefetch=_HEAD),
        action("/teacher/class/{id}/curriculum/accept", accept_curriculum, audience=Audience.STAFF),
        page("/teacher/class/{id}/attestations", show_attestation_form, audience=Audience.STAFF, page_prefetch=_HEAD),
        action("/teacher/class/{id}/attestations/create", attest, audience=Audience.STAFF),
        action("/teacher/class/{id}/attestations/retract", retract, audience=Audience.STAFF),
        page("/teacher/class/{id}/groups", show_groups, audience=Audience.STAFF, page_prefetch=_HEAD),
        action("/teacher/class/{id}/groups/save", save_group, audience=Audience.STAFF),
        action("/teacher/class/{id}/groups/remove", remove_group, audience=Audience.STAFF),
        page("/teacher/class/{id}/accounts", show_accounts, audience=Audience.STAFF, writes=True, page_prefetch=_HEAD),
        action("/teacher/class/{id}/accounts/join", join, audience=Audience.STAFF),
        action("/teacher/class/{id}/accounts/separate", separate, audience=Audience.STAFF),
        page("/teacher/class/{id}/lessons", show_lessons, audience=Audience.STAFF, page_prefetch=_HEAD),
        page("/teacher/class/{id}/reports", show_reports, audience=Audience.STAFF, page_prefetch=_HEAD),
        page("/teacher/class/{id}/report", show_class_report, audience=Audience.STAFF, writes=True),
        page("/teacher/class/{id}/help", show_help, audience=Audience.STAFF, page_prefetch=_HEAD),
        page("/teacher/class/{id}/lessons/{lesson}", show_teachers_part, audience=Audience.STAFF, page_prefetch=_HEAD),
        page(
            "/teacher/class/{id}/lessons/{lesson}/printout", show_printout, audience=Audience.STAFF, page_prefetch=_HEAD
        ),
        page("/teacher/class/{id}/objectives", show_objectives, audience=Audience.STAFF, page_prefetch=_HEAD),
        page(
            "/teacher/class/{id}/source-judgement", show_source_judgement, audience=Audience.STAFF, page_prefetch=_HEAD
        ),
        page("/teacher/class/{id}/gradebook", show_gradebook, audience=Audience.STAFF, page_prefetch=_HEAD),
        action("/teacher/class/{id}/gradebook/retry", retry_deliveries, audience=Audience.STAFF),
        action("/teacher/class/{id}/gradebook/lower", send_lower_scores, audience=Audience.STAFF),
        page(
            "/teacher/pupil/{id}/cell/{column}",
            show_cell,
            audience=Audience.STAFF,
            writes=True,
            prefetch=_GRID,
            page_prefetch=_PAGE,
        ),
        page("/mentor", show_mentees, audience=Audience.MENTOR, writes=True),
        page("/mentor/pupil/{id}", show_mentee, audience=Audience.MENTOR, writes=True),
    ]
