"""The administrator's addresses."""

from starlette.routing import Route

from careered.admin import (
    administrators,
    connect,
    entrance,
    keeping_pages,
    organisation,
    pages,
    privacy_sheet,
    schools,
    self_test,
    year_pages,
)
from careered.admin.packs import comparing, overlays, upload
from careered.admin.packs import pages as pack_pages
from careered.web.permissions import Who
from careered.web.routes import action, page, route


def routes() -> list[Route]:
    """The door, the organisation, schools, platforms, connecting another one, and packs."""
    one = "/admin/platforms/{id}"
    return [
        page("/admin/enter", entrance.door, who=Who.EVERYONE, writes=True),
        page("/admin", pages.show_home, who=Who.ADMIN),
        page("/administrators", administrators.show, who=Who.SIGNED_IN),
        action("/administrators/ask", administrators.ask_for_it, who=Who.SIGNED_IN),
        action("/administrators/enter", administrators.enter, who=Who.SIGNED_IN),
        action("/admin/people/{id}/approve", administrators.approve, who=Who.ADMIN),
        action("/admin/people/{id}/remove", administrators.remove, who=Who.ADMIN),
        page("/admin/organisation", organisation.show_organisation, who=Who.ADMIN),
        action("/admin/organisation/save", organisation.save_organisation, who=Who.ADMIN),
        route("/admin/schools", schools.schools_page, who=Who.ADMIN, methods=["GET", "POST"]),
        action("/admin/schools/save", schools.save_schools, who=Who.ADMIN),
        page("/admin/year", year_pages.show_year, who=Who.ADMIN),
        action("/admin/year/move", year_pages.move_up, who=Who.ADMIN),
        action("/admin/year/place", year_pages.place_one, who=Who.ADMIN),
        page("/admin/keeping", keeping_pages.show_keeping, who=Who.ADMIN),
        action("/admin/keeping/save", keeping_pages.keep, who=Who.ADMIN),
        page("/admin/self-test", self_test.show_self_test, who=Who.ADMIN),
        page("/admin/privacy", privacy_sheet.show_privacy, who=Who.ADMIN),
        page(one, pages.show_platform, who=Who.ADMIN),
        action(f"{one}/approve", pages.approve_platform, who=Who.ADMIN),
        action(f"{one}/off", pages.switch_off, who=Who.ADMIN),
        action(f"{one}/places", pages.approve_place, who=Who.ADMIN),
        action(f"{one}/check", pages.ask_for_check, who=Who.ADMIN),
        action("/admin/connect/{family}/invitation", connect.make_invitation, who=Who.ADMIN),
        page("/admin/connect/{family}", connect.show_connect, who=Who.ADMIN),
        route("/admin/packs", upload.packs, who=Who.ADMIN, methods=["GET", "POST"]),
        page("/admin/packs/{id}/since/{version}", comparing.show_comparison, who=Who.ADMIN),
        page("/admin/packs/new/{hash}", pack_pages.show_draft, who=Who.ADMIN),
        action("/admin/packs/new/{hash}/load", pack_pages.load_draft, who=Who.ADMIN),
        action("/admin/packs/new/{hash}/forget", pack_pages.forget_draft, who=Who.ADMIN),
        page("/admin/packs/additions/{hash}", overlays.show, who=Who.ADMIN),
        action("/admin/packs/additions/{hash}/load", overlays.load, who=Who.ADMIN),
        action("/admin/packs/additions/{hash}/off", overlays.take_off, who=Who.ADMIN),
        action("/admin/connect/{family}/by-hand", connect.connect_by_hand, who=Who.ADMIN),
    ]
