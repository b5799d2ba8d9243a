"""The page and actions of one platform."""

from starlette.responses import Response

from careered.admin import check_outcomes, platform_list
from careered.admin.platform_courses import MENDS, course_rows
from careered.jobs import connection_check
from careered.lti import deployment_store, platform_replacement, platform_store
from careered.lti.former_deployments import former_deployments, match
from careered.lti.platform_replacement import earlier_platforms
from careered.packs.store import PackStore
from careered.roster.organisations import timezone_of_organisation
from careered.web.errors import RequestError
from careered.web.request import PageRequest


def show_platform(req: PageRequest) -> Response:
    """GET /admin/platforms/{id}: one connection; while it is being checked the page asks again by itself."""
    row = _platform_row(req)
    zone = timezone_of_organisation(req.db, req.state.get(PackStore), req.viewer.organisation_id)
    check = connection_check.check_status(req.db, row.platform, req.lang, zone)
    by_course, more = ((), {}) if check.is_waiting else course_rows(req.db, row.platform, req.lang)
    return req.render(
        "admin/platform.html",
        block="check",
        row=row,
        earlier=earlier_platforms(req.db, row.platform) if row.platform.status != "off" else (),
        former=former_deployments(req.db, (row.platform.organisation_id, row.platform.platform_id)),
        can_undo=platform_replacement.can_undo(req.db, row.platform.organisation_id, row.platform.platform_id),
        check=check,
        results=check_outcomes.problems_first(check.results),
        count=check_outcomes.count_states(check.results),
        by_course=by_course,
        mends={course.problem: MENDS[course.problem] for course in by_course if course.problem},
        more=more,
        message=check_outcomes.message_to_platform(req.gettext, row.platform, check, req.state.settings.origin),
    )


def approve_platform(req: PageRequest) -> Response:
    """POST /admin/platforms/{id}/approve: the platform may be used, and with it the places it registered."""
    return _set_status(req, "active")


def take_over_platform(req: PageRequest) -> Response:
    """POST /admin/platforms/{id}/same-as: it is a platform that was connected before; what was done there stays."""
    row, earlier_id = _platform_row(req), req.form_value("earlier")
    earlier_ids = {earlier.platform_id for earlier in earlier_platforms(req.db, row.platform)}
    if earlier_id not in earlier_ids or row.platform.status == "off":
        raise RequestError("not_found")
    platform_replacement.take_over(req.db, req.viewer.organisation_id, earlier_id, row.platform.platform_id)
    return req.redirect(f"/admin/platforms/{earlier_id}")


def undo_take_over(req: PageRequest) -> Response:
    """POST /admin/platforms/{id}/undo: the platform that took another connection has this one again."""
    row = _platform_row(req)
    platform_id = platform_replacement.undo(req.db, req.viewer.organisation_id, row.platform.platform_id)
    if not platform_id:
        raise RequestError("not_found")
    return req.redirect(f"/admin/platforms/{platform_id}")


def disable_platform(req: PageRequest) -> Response:
    """POST /admin/platforms/{id}/disable: nobody comes in from there any more; nothing is deleted."""
    return _set_status(req, "off")


def approve_deployment(req: PageRequest) -> Response:
    """POST /admin/platforms/{id}/deployments: a deployment that the platform launched from may be used.

    While deployments of before wait, the answer says which of them it is ("earlier"), or that it is none ("new").
    """
    row = _platform_row(req)
    place, deployment_id = (req.viewer.organisation_id, row.platform.platform_id), req.form_value("place")
    if deployment_id not in row.pending_deployments or row.asks_deployment_kind:
        raise RequestError("not_found")
    if row.platform.is_matching and not req.form_value("new"):
        match(req.db, place, deployment_id, req.form_value("earlier"))
    else:
        deployment_store.approve(req.db, *place, deployment_id)
    return req.redirect(f"/admin/platforms/{row.platform.platform_id}")


def set_deployment_kind(req: PageRequest) -> Response:
    """POST /admin/platforms/{id}/deployment-kind: what the platform's deployments are, "school" or "course"; once."""
    row, kind = _platform_row(req), req.form_value("kind")
    if kind not in {"school", "course"} or not row.asks_deployment_kind:
        raise RequestError("not_found")
    deployment_store.set_kind(req.db, req.viewer.organisation_id, row.platform.platform_id, kind)
    return req.redirect(f"/admin/platforms/{row.platform.platform_id}")


def request_check(req: PageRequest) -> Response:
    """POST /admin/platforms/{id}/check: the worker checks the connection; no page waits for a platform."""
    row = _platform_row(req)
    connection_check.request_check(req.db, row.platform)
    return req.redirect(f"/admin/platforms/{row.platform.platform_id}#check")


def _platform_row(req: PageRequest) -> platform_list.PlatformRow:
    return platform_list.own_platform_row(req.db, req.viewer.organisation_id, req.path_params["id"])


def _set_status(req: PageRequest, status: str) -> Response:
    row = _platform_row(req)
    platform_store.set_status(req.db, req.viewer.organisation_id, row.platform.platform_id, status)
    return req.redirect(f"/admin/platforms/{row.platform.platform_id}")
