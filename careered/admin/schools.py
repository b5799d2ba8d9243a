"""Schools and the courses that belong to them: lines, a preview of what they do, and the yes that saves."""

from starlette.requests import Request
from starlette.responses import Response

from careered.roster import schools
from careered.roster.school_lines import LineFault, decoded, read_lines, written
from careered.roster.school_rules import SchoolLine
from careered.web.edge import Ask, answer
from careered.web.permissions import Who
from careered.web.uploads import is_multipart, read_upload

LARGEST, MOST_SHOWN = 1_000_000, 50


async def schools_page(request: Request) -> Response:
    """GET, and POST without a form of lines: the page. POST with lines or a file: what they would do."""
    if request.method != "POST" or not is_multipart(request):
        return await answer(request, show_schools, Who.ADMIN, writes=False)
    upload = await read_upload(request, LARGEST)
    text = decoded(upload.files[0][1]) if upload.files else ""
    return await answer(
        request, lambda ask: _read(ask, text or ask.field("lines")), Who.ADMIN, writes=False, form=upload.form
    )


def show_schools(ask: Ask) -> Response:
    """GET /admin/schools: the present lines, to be changed, and the courses without a school."""
    return _page(ask, written(schools.lines_of(ask.db, ask.me.organisation_id)))


def save_schools(ask: Ask) -> Response:
    """POST /admin/schools/save: exactly what was shown; if anything has changed since, it is shown again."""
    text = ask.field("lines")
    lines, faults = read_lines(text)
    if faults:
        return _page(ask, text, faults)
    if schools.plan(ask.db, ask.me.organisation_id, lines).seen != ask.field("seen"):
        return _preview(ask, text, lines, changed=True)
    schools.save(ask.db, ask.me.organisation_id, lines)
    return ask.go("/admin/schools")


def _read(ask: Ask, text: str) -> Response:
    lines, faults = read_lines(text)
    return _page(ask, text, faults) if faults else _preview(ask, text, lines)


def _preview(ask: Ask, text: str, lines: list[SchoolLine], *, changed: bool = False) -> Response:
    plan = schools.plan(ask.db, ask.me.organisation_id, lines)
    return ask.render(
        "admin/schools_preview.html",
        status=409 if changed else 200,
        plan=plan,
        lines=text,
        most=MOST_SHOWN,
        changed=changed,
    )


def _page(ask: Ask, text: str, faults: list[LineFault] | None = None) -> Response:
    now = schools.plan(ask.db, ask.me.organisation_id, schools.lines_of(ask.db, ask.me.organisation_id))
    response = ask.render(
        "admin/schools.html", status=422 if faults else 200, lines=text, faults=faults or (), plan=now, most=MOST_SHOWN
    )
    if faults:
        response.headers["Careered-Code"] = "schools_invalid"
    return response
