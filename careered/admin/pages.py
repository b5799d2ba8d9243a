"""The administrator's pages about platforms: all of them, one of them, and what can be done with one."""

from starlette.responses import Response

from careered.admin import check, platform_list, setup
from careered.lti import platforms
from careered.packs.store import Shelf
from careered.progress.school_figures import figures
from careered.roster.organisations import provider
from careered.web.edge import Ask
from careered.web.refusals import Refused


def show_home(ask: Ask) -> Response:
    """GET /admin: the way in six steps, the connected platforms, and how far the schools are."""
    mine, shelf = ask.me.organisation_id, ask.house.get(Shelf)
    rows = platform_list.rows(ask.db, mine)
    return ask.render(
        "admin/home.html",
        name=provider(ask.db, mine).name,
        steps=setup.steps(ask.db, shelf, mine, rows),
        rows=rows,
        schools=figures(ask.db, shelf, mine),
    )


def show_platform(ask: Ask) -> Response:
    """GET /admin/platforms/{id}: one connection; while it is being checked the page asks again by itself."""
    row = _own(ask)
    return ask.render("admin/platform.html", block="check", row=row, check=check.shown(ask.db, row.platform, ask.lang))


def approve_platform(ask: Ask) -> Response:
    """POST /admin/platforms/{id}/approve: the platform may be used, and with it the places it registered."""
    return _set(ask, "active")


def switch_off(ask: Ask) -> Response:
    """POST /admin/platforms/{id}/off: nobody comes in from there any more; nothing is deleted."""
    return _set(ask, "off")


def approve_place(ask: Ask) -> Response:
    """POST /admin/platforms/{id}/places: a place that the platform launched from may be used."""
    row = _own(ask)
    place = ask.field("place")
    if place not in row.waiting:
        raise Refused("not_found")
    platforms.approve(ask.db, ask.me.organisation_id, row.platform.platform_id, place)
    return ask.go(f"/admin/platforms/{row.platform.platform_id}")


def ask_for_check(ask: Ask) -> Response:
    """POST /admin/platforms/{id}/check: the worker checks the connection; no page waits for a platform."""
    row = _own(ask)
    check.want(ask.db, row.platform, ask.lang)
    return ask.go(f"/admin/platforms/{row.platform.platform_id}#check")


def _own(ask: Ask) -> platform_list.Row:
    return platform_list.own(ask.db, ask.me.organisation_id, ask.path["id"])


def _set(ask: Ask, status: str) -> Response:
    row = _own(ask)
    platforms.set_status(ask.db, ask.me.organisation_id, row.platform.platform_id, status)
    return ask.go(f"/admin/platforms/{row.platform.platform_id}")
