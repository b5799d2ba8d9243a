"""Routes for administrators."""

from starlette.routing import Route

from careered.admin import (
    administrator_views,
    connect_views,
    help_views,
    home_views,
    leader_views,
    organisation_views,
    platform_views,
    privacy_views,
    retention_views,
    school_views,
    self_test_views,
    sign_in_views,
    year_rollover_views,
)
from careered.admin.packs import overlay_views, upload_views
from careered.admin.packs import views as pack_views
from careered.web.framing import PageKind
from careered.web.permissions import Audience
from careered.web.routes import action, page, route

PLATFORM = "/admin/platforms/{id}"


def routes() -> list[Route]:
    """Every page and action of an administrator."""
    return [*_administrators(), *_organisation(), *_periods(), *_platforms(), *_packs()]


def _administrators() -> list[Route]:
    """Who is an administrator, and the first page."""
    return [
        page(
            "/admin/sign-in",
            sign_in_views.sign_in_page,
            audience=Audience.EVERYONE,
            writes=True,
            kind=PageKind.ADMINISTRATION,
        ),
        page("/admin", home_views.show_home, audience=Audience.ADMIN),
        page("/admin/help", help_views.show_help, audience=Audience.ADMIN),
        page("/administrators", administrator_views.show_administrators, audience=Audience.SIGNED_IN),
        action("/administrators/request-access", administrator_views.request_access, audience=Audience.SIGNED_IN),
        action("/administrators/sign-in", administrator_views.sign_in, audience=Audience.SIGNED_IN),
        action("/admin/people/{id}/approve", administrator_views.approve_administrator, audience=Audience.ADMIN),
        action("/admin/people/{id}/remove", administrator_views.remove_administrator, audience=Audience.ADMIN),
        action("/admin/leaders/{id}/give", leader_views.give_school, audience=Audience.ADMIN),
        action("/admin/leaders/{id}/remove", leader_views.remove_leader, audience=Audience.ADMIN),
    ]


def _organisation() -> list[Route]:
    """What the organisation is called, its schools, and how it is doing."""
    return [
        page("/admin/organisation", organisation_views.show_organisation, audience=Audience.ADMIN),
        action("/admin/organisation/save", organisation_views.save_organisation, audience=Audience.ADMIN),
        route("/admin/schools", school_views.schools_page, who=Audience.ADMIN, methods=["GET", "POST"]),
        action("/admin/schools/save", school_views.save_schools, audience=Audience.ADMIN),
        page("/admin/self-test", self_test_views.show_self_test, audience=Audience.ADMIN),
        page("/admin/privacy", privacy_views.show_privacy, audience=Audience.ADMIN),
    ]


def _periods() -> list[Route]:
    """The school year, and how long things are kept."""
    return [
        page("/admin/school-year", year_rollover_views.show_year, audience=Audience.ADMIN),
        action("/admin/school-year/rollover", year_rollover_views.roll_over, audience=Audience.ADMIN),
        action("/admin/school-year/undo", year_rollover_views.undo, audience=Audience.ADMIN),
        action("/admin/school-year/class", year_rollover_views.save_class_grade, audience=Audience.ADMIN),
        page("/admin/retention", retention_views.show_retention, audience=Audience.ADMIN),
        action("/admin/retention/save", retention_views.save_retention, audience=Audience.ADMIN),
        action("/admin/retention/withdraw", retention_views.withdraw_retention, audience=Audience.ADMIN),
    ]


def _platforms() -> list[Route]:
    """Connecting a platform, and what is decided about one."""
    return [
        page(PLATFORM, platform_views.show_platform, audience=Audience.ADMIN),
        action(f"{PLATFORM}/approve", platform_views.approve_platform, audience=Audience.ADMIN),
        action(f"{PLATFORM}/same-as", platform_views.take_over_platform, audience=Audience.ADMIN),
        action(f"{PLATFORM}/undo", platform_views.undo_take_over, audience=Audience.ADMIN),
        action(f"{PLATFORM}/disable", platform_views.disable_platform, audience=Audience.ADMIN),
        action(f"{PLATFORM}/deployments", platform_views.approve_deployment, audience=Audience.ADMIN),
        action(f"{PLATFORM}/deployment-kind", platform_views.set_deployment_kind, audience=Audience.ADMIN),
        action(f"{PLATFORM}/check", platform_views.request_check, audience=Audience.ADMIN),
        action("/admin/connect/{family}/invitation", connect_views.create_invitation, audience=Audience.ADMIN),
        page("/admin/connect/{family}", connect_views.show_connect, audience=Audience.ADMIN),
        action("/admin/connect/{family}/manual", connect_views.connect_manually, audience=Audience.ADMIN),
    ]


def _packs() -> list[Route]:
    """Packs and additions to them."""
    return [
        route("/admin/packs", upload_views.packs_page, who=Audience.ADMIN, methods=["GET", "POST"]),
        page("/admin/packs/{id}/changes-since/{version}", pack_views.show_comparison, audience=Audience.ADMIN),
        action("/admin/packs/{id}/go-back", pack_views.go_back, audience=Audience.ADMIN),
        page("/admin/packs/uploads/{hash}", pack_views.show_draft, audience=Audience.ADMIN),
        action("/admin/packs/uploads/{hash}/load", pack_views.load_draft, audience=Audience.ADMIN),
        action("/admin/packs/uploads/{hash}/delete", pack_views.delete_draft, audience=Audience.ADMIN),
        page("/admin/packs/overlays/{hash}", overlay_views.show_overlay, audience=Audience.ADMIN),
        action("/admin/packs/overlays/{hash}/load", overlay_views.load_overlay, audience=Audience.ADMIN),
        action("/admin/packs/overlays/{hash}/remove", overlay_views.remove_overlay, audience=Audience.ADMIN),
    ]
