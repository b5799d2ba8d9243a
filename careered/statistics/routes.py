"""Routes of statistics, of a school's self-assessment, and of the guidance plan."""

from starlette.routing import Route

from careered.statistics import leader_views, plan_views, self_assessment_views, views
from careered.web.permissions import Audience
from careered.web.routes import action, page


def routes() -> list[Route]:
    """A school's staff assess their own school; its leader sees it; administrators see every school."""
    return [
        page(
            "/teacher/class/{id}/self-assessment", self_assessment_views.show_self_assessment, audience=Audience.STAFF
        ),
        action(
            "/teacher/class/{id}/self-assessment/save",
            self_assessment_views.submit_self_assessment,
            audience=Audience.STAFF,
        ),
        page("/school", leader_views.show_school_figures, audience=Audience.LEADER),
        page("/school/access", leader_views.show_access, audience=Audience.SIGNED_IN),
        action("/school/access/request", leader_views.request_access, audience=Audience.SIGNED_IN),
        action("/school/access/open", leader_views.open_school, audience=Audience.SIGNED_IN),
        page("/admin/self-assessments", self_assessment_views.show_all_self_assessments, audience=Audience.ADMIN),
        page("/admin/guidance-plan/{pack}", plan_views.download_plan, audience=Audience.ADMIN),
        page("/admin/statistics", views.show_statistics, audience=Audience.ADMIN),
        action("/admin/statistics/snapshot", views.create_snapshot, audience=Audience.ADMIN),
        page("/admin/statistics/{code}", views.show_school, audience=Audience.ADMIN),
    ]
