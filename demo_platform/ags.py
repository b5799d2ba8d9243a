"""Assignment and grade services 2.0: columns, scores, results."""

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, JSONResponse, Response

from demo_platform import line_items as columns
from demo_platform import service_urls
from demo_platform.auth_guard import refusal, said
from demo_platform.courses import Course, LineItem, Result
from demo_platform.faults import Call, Handler
from demo_platform.scores import ScoreRefused, store
from demo_platform.service_urls import AGS_SCOPE

if TYPE_CHECKING:
    from demo_platform.platform_state import School

LINE_ITEM = "application/vnd.ims.lis.v2.lineitem+json"
LINE_ITEMS = "application/vnd.ims.lis.v2.lineitemcontainer+json"
RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json"
SCORE = "application/vnd.ims.lis.v1.score+json"
_WRITE, _READ = {AGS_SCOPE + "lineitem"}, {AGS_SCOPE + "lineitem", AGS_SCOPE + "lineitem.readonly"}


def _json(body: Any, media: str, status: int = 200, link: str = "") -> Response:
    return JSONResponse(body, status, {"Link": link} if link else None, media_type=f"{media}; charset=utf-8")


def _in_course(then: Callable[["School", Call, Course], Response]) -> Handler:
    def handler(school: "School", call: Call) -> Response:
        course = next((c for c in school.courses.values() if c.context_id == call.path["context"]), None)
        return then(school, call, course) if course else said(call, 404, "No such course")

    return handler


def _at_item(then: Callable[["School", Call, LineItem], Response]) -> Handler:
    def handler(school: "School", call: Call, course: Course) -> Response:
        item = school.line_items.get(call.path["item"])
        if item is None or item.course_id != course.id:
            return said(call, 404, "Line item not found")
        return then(school, call, item)

    return _in_course(handler)


@_in_course
def line_items(school: "School", call: Call, course: Course) -> Response:
    """GET and POST …/lineitems."""
    writing = call.method == "POST"
    refused = refusal(school, call, _WRITE if writing else _READ, LINE_ITEM if writing else LINE_ITEMS)
    if refused:
        return refused
    return _create(school, call, course) if writing else _list(school, call, course)


def _list(school: "School", call: Call, course: Course) -> Response:
    found = columns.found(school, course, call.query)
    shown = [columns.shown(school, item) for item in found]
    limit, start = columns.page(call.query)
    if not limit:
        return _json(shown, LINE_ITEMS)
    link = _item_links(school, course, limit, start, len(shown))
    return _json(shown[start : start + limit], LINE_ITEMS, link=link)


def _item_links(school: "School", course: Course, limit: int, start: int, total: int) -> str:
    """The Link header; Moodle's has typographic quotes and HTML in it (UTF-8, though headers are Latin-1)."""
    more = start + limit < total
    if school.profile.broken_item_links:
        places = {"first": 0, "canonical": start, **({"next": start + limit} if more else {}), "last": total}
        links = [f"<{escape(_page_at(school, course, limit, at))}>; rel=“{name}”" for name, at in places.items()]
        return ", ".join(links).encode().decode("latin-1")
    return f'<{_page_at(school, course, limit, start + limit)}>; rel="next"' if more else ""


def _page_at(school: "School", course: Course, limit: int, start: int) -> str:
    base = service_urls.line_items(school, course)
    return f"{base}{'&' if '?' in base else '?'}limit={limit}&from={start}"


def _create(school: "School", call: Call, course: Course) -> Response:
    try:
        item = columns.created(school, course, call.body)
    except ValueError as reason:
        return said(call, 400, str(reason))
    return _json(columns.shown(school, item), LINE_ITEM, 201)


@_at_item
def line_item(school: "School", call: Call, item: LineItem) -> Response:
    """GET, PUT and DELETE …/lineitem. Deleting the column of an activity is allowed, as on Moodle."""
    reading = call.method == "GET"
    refused = refusal(school, call, _READ if reading else _WRITE, "" if call.method == "DELETE" else LINE_ITEM)
    if refused:
        return refused
    if call.method == "DELETE":
        school.remove_column(item.id)
        return Response(status_code=204)
    try:
        return _json(columns.shown(school, item if reading else columns.changed(item, call.body)), LINE_ITEM)
    except ValueError as reason:
        return said(call, 400, str(reason))


@_at_item
def scores(school: "School", call: Call, item: LineItem) -> Response:
    """POST …/lineitem/scores."""
    refused = refusal(school, call, {AGS_SCOPE + "score"}, SCORE)
    if refused:
        return refused
    if school.faults.refusal:
        status, _, words = school.faults.refusal.partition(" ")
        return JSONResponse({"errors": [{"message": words}]}, int(status))
    try:
        person_id = store(school, item, call.body)
    except ScoreRefused as reason:
        return _json([], SCORE, reason.status)
    if school.profile.result_url_answer:
        return _json({"resultUrl": service_urls.line_item(school, item, f"/results/{person_id}")}, SCORE)
    return Response(status_code=200, media_type=SCORE)


@_at_item
def results(school: "School", call: Call, item: LineItem) -> Response:
    """GET …/lineitem/results, of everybody or of one user_id. Emptied cells have no result."""
    refused = refusal(school, call, {AGS_SCOPE + "result.readonly"}, RESULTS)
    if refused:
        return refused
    if school.profile.results_limit_breaks and "limit" in call.query:
        return HTMLResponse("<!DOCTYPE html><title>Error</title><p>Call to a member function out() on null", 404)
    wanted = call.query.get("user_id", "")
    with school.lock:
        cells = [(who, cell) for who, cell in school.gradebook.get(item.id, {}).items() if wanted in ("", who)]
    return _json([_shown(school, item, who, cell) for who, cell in cells if cell.score is not None], RESULTS)


def _shown(school: "School", item: LineItem, person_id: str, cell: Result) -> dict[str, Any]:
    base = service_urls.line_item(school, item, "/results")
    bare = cell.score == 0 and school.profile.zero_result_bare
    return {
        "id": f"{base}{'&' if '?' in base else '?'}user_id={person_id}",
        "userId": person_id,
        **({} if bare else {"resultScore": columns.number(cell.score)}),
        "resultMaximum": columns.number(item.maximum),
        **({"comment": cell.comment} if cell.comment else {}),
        "scoreOf": service_urls.line_item(school, item),
        "timestamp": datetime.fromtimestamp(int(cell.at), UTC).isoformat(),
    }
