"""Routes of statistics, of a school's self-assessment, and of the guidance plan."""

from starlette.routing import Route

from careered.statistics import self_assessment_views, views
from careered.web.permissions import Audience
from careered.web.routes import action, page


def routes() -> list[Route]:
    """A school's staff assess their own school; administrators see every school."""
    return [
        page("/teacher/class/{id}/provision", self_assessment_views.show_self_assessment, audience=Audience.STAFF),
        action(
            "/teacher/class/{id}/provision/keep", self_assessment_views.submit_self_assessment, audience=Audience.STAFF
        ),
        page("/admin/provision", self_assessment_views.show_all_self_assessments, audience=Audience.ADMIN),
        page("/admin/plan/{pack}", views.download_plan, audience=Audience.ADMIN),
        page("/admin/figures", views.show_statistics, audience=Audience.ADMIN),
        action("/admin/figures/freeze", views.create_snapshot, audience=Audience.ADMIN),
        page("/admin/figures/{code}", views.show_school, audience=Audience.ADMIN),
    ]
