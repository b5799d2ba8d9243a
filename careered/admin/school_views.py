"""Pages that assign classes to schools by CSV: the current rows, a preview of changes, and saving."""

from starlette.requests import Request
from starlette.responses import Response

from careered.roster import schools
from careered.roster.school_csv import LineError, decode_text, format_school_rows, parse_school_rows
from careered.roster.school_matching import SchoolRow
from careered.web.handling import RouteRules, run_handler
from careered.web.permissions import Audience
from careered.web.request import PageRequest
from careered.web.uploads import is_multipart, read_upload

MAX_UPLOAD_BYTES, MAX_SHOWN = 1_000_000, 50


async def schools_page(request: Request) -> Response:
    """GET, and POST without a form of lines: the page. POST with lines or a file: what they would do."""
    if request.method != "POST" or not is_multipart(request):
        return await run_handler(request, show_schools, RouteRules(Audience.ADMIN))
    upload = await read_upload(request, MAX_UPLOAD_BYTES)
    text = decode_text(upload.files[0][1]) if upload.files else ""
    return await run_handler(
        request,
        lambda req: _preview_text(req, text or req.form_value("lines")),
        RouteRules(Audience.ADMIN),
        form=upload.form,
    )


def show_schools(req: PageRequest) -> Response:
    """GET /admin/schools: the present lines, to be changed, and the courses without a school."""
    return _page(req, format_school_rows(schools.load_school_rows(req.db, req.viewer.organisation_id)))


def save_schools(req: PageRequest) -> Response:
    """POST /admin/schools/save: exactly what was shown; if anything has changed since, it is shown again."""
    text = req.form_value("lines")
    rows, errors = parse_school_rows(text)
    if errors:
        return _page(req, text, errors)
    if schools.plan_assignment(req.db, req.viewer.organisation_id, rows).digest != req.form_value("seen"):
        return _preview(req, text, rows, changed=True)
    schools.save_schools(req.db, req.viewer.organisation_id, rows)
    return req.redirect("/admin/schools")


def _preview_text(req: PageRequest, text: str) -> Response:
    rows, errors = parse_school_rows(text)
    return _page(req, text, errors) if errors else _preview(req, text, rows)


def _preview(req: PageRequest, text: str, rows: list[SchoolRow], *, changed: bool = False) -> Response:
    plan = schools.plan_assignment(req.db, req.viewer.organisation_id, rows)
    return req.render(
        "admin/schools_preview.html",
        status=409 if changed else 200,
        plan=plan,
        lines=text,
        max_shown=MAX_SHOWN,
        changed=changed,
    )


def _page(req: PageRequest, text: str, errors: list[LineError] | None = None) -> Response:
    response = req.render(
        "admin/schools.html",
        status=422 if errors else 200,
        lines=text,
        faults=errors or (),
        plan=schools.current_assignment(req.db, req.viewer.organisation_id),
        max_shown=MAX_SHOWN,
    )
    if errors:
        response.headers["Careered-Code"] = "schools_invalid"
    return response
