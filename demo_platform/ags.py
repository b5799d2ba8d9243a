"""Assignment and Grade Services 2.0: line items, scores, results."""

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from typing import Any

from starlette.responses import HTMLResponse, JSONResponse, Response

from demo_platform.auth_guard import error_response, refusal
from demo_platform.courses import Course, LineItem, Result
from demo_platform.line_items import (
    create_line_item,
    filter_line_items,
    json_number,
    line_item_json,
    page_parameters,
    update_line_item,
)
from demo_platform.platform_state import PlatformState
from demo_platform.request_log import ServiceRequest
from demo_platform.scores import ScoreRefused, save_score
from demo_platform.service_endpoint import Handler
from demo_platform.service_urls import line_item_url, line_items_url
from demo_platform.vocabulary import AGS_SCOPE, LINE_ITEM_TYPE, LINE_ITEMS_TYPE, RESULTS_TYPE, SCORE_TYPE

_WRITE_SCOPES = {AGS_SCOPE + "lineitem"}
_READ_SCOPES = {AGS_SCOPE + "lineitem", AGS_SCOPE + "lineitem.readonly"}


def _json(body: Any, media_type: str, status: int = 200, link: str = "") -> Response:
    headers = {"Link": link} if link else None
    return JSONResponse(body, status, headers, media_type=f"{media_type}; charset=utf-8")


def _in_course(course_handler: Callable[[PlatformState, ServiceRequest, Course], Response]) -> Handler:
    def handler(platform: PlatformState, request: ServiceRequest) -> Response:
        course = platform.course_of_context(request.path_params["context"])
        return course_handler(platform, request, course) if course else error_response(request, 404, "No such course")

    return handler


def _at_line_item(item_handler: Callable[[PlatformState, ServiceRequest, LineItem], Response]) -> Handler:
    def handler(platform: PlatformState, request: ServiceRequest, course: Course) -> Response:
        item = platform.line_items.get(request.path_params["item"])
        if item is None or item.course_id != course.id:
            return error_response(request, 404, "Line item not found")
        return item_handler(platform, request, item)

    return _in_course(handler)


@_in_course
def line_items(platform: PlatformState, request: ServiceRequest, course: Course) -> Response:
    """GET and POST …/lineitems (AGS 3.2)."""
    if request.method == "POST":
        return refusal(platform, request, _WRITE_SCOPES, LINE_ITEM_TYPE) or _create(platform, request, course)
    return refusal(platform, request, _READ_SCOPES, LINE_ITEMS_TYPE) or _list(platform, request, course)


def _list(platform: PlatformState, request: ServiceRequest, course: Course) -> Response:
    items = [line_item_json(platform, item) for item in filter_line_items(platform, course, request.query)]
    limit, start = page_parameters(request.query)
    if not limit:
        return _json(items, LINE_ITEMS_TYPE)
    link = _page_links(platform, course, limit, start, len(items))
    return _json(items[start : start + limit], LINE_ITEMS_TYPE, link=link)


def _page_links(platform: PlatformState, course: Course, limit: int, start: int, total: int) -> str:
    """The Link header; Moodle's has typographic quotes and HTML in it (UTF-8, though headers are Latin-1)."""
    has_next = start + limit < total
    if platform.profile.broken_item_links:
        starts = {"first": 0, "canonical": start, **({"next": start + limit} if has_next else {}), "last": total}
        links = [f"<{escape(_page_url(platform, course, limit, at))}>; rel=“{rel}”" for rel, at in starts.items()]
        return ", ".join(links).encode().decode("latin-1")
    return f'<{_page_url(platform, course, limit, start + limit)}>; rel="next"' if has_next else ""


def _page_url(platform: PlatformState, course: Course, limit: int, start: int) -> str:
    return _with_query(line_items_url(platform, course), f"limit={limit}&from={start}")


def _with_query(url: str, query: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{query}"


def _create(platform: PlatformState, request: ServiceRequest, course: Course) -> Response:
    try:
        item = create_line_item(platform, course, request.body)
    except ValueError as error:
        return error_response(request, 400, str(error))
    return _json(line_item_json(platform, item), LINE_ITEM_TYPE, 201)


@_at_line_item
def line_item(platform: PlatformState, request: ServiceRequest, item: LineItem) -> Response:
    """GET, PUT and DELETE …/lineitem. Deleting the line item of an activity is allowed, as on Moodle."""
    scopes = _READ_SCOPES if request.method == "GET" else _WRITE_SCOPES
    media_type = "" if request.method == "DELETE" else LINE_ITEM_TYPE
    if refused := refusal(platform, request, scopes, media_type):
        return refused
    if request.method == "DELETE":
        platform.remove_line_item(item.id)
        return Response(status_code=204)
    try:
        item = update_line_item(item, request.body) if request.method == "PUT" else item
    except ValueError as error:
        return error_response(request, 400, str(error))
    return _json(line_item_json(platform, item), LINE_ITEM_TYPE)


@_at_line_item
def scores(platform: PlatformState, request: ServiceRequest, item: LineItem) -> Response:
    """POST …/lineitem/scores (AGS 3.4)."""
    if refused := refusal(platform, request, {AGS_SCOPE + "score"}, SCORE_TYPE):
        return refused
    if platform.faults.refusal:
        status, _, reason = platform.faults.refusal.partition(" ")
        return JSONResponse({"errors": [{"message": reason}]}, int(status))
    try:
        person_id = save_score(platform, item, request.body)
    except ScoreRefused as error:
        return _json([], SCORE_TYPE, error.status)
    if platform.profile.result_url_answer:
        return _json({"resultUrl": line_item_url(platform, item, f"/results/{person_id}")}, SCORE_TYPE)
    return Response(status_code=200, media_type=SCORE_TYPE)


@_at_line_item
def results(platform: PlatformState, request: ServiceRequest, item: LineItem) -> Response:
    """GET …/lineitem/results (AGS 3.3), of everybody or of one user_id. Cleared results are left out."""
    if refused := refusal(platform, request, {AGS_SCOPE + "result.readonly"}, RESULTS_TYPE):
        return refused
    if platform.profile.results_limit_breaks and "limit" in request.query:
        return HTMLResponse("<!DOCTYPE html><title>Error</title><p>Call to a member function out() on null", 404)
    user_id = request.query.get("user_id", "")
    with platform.lock:
        item_results = list(platform.gradebook.get(item.id, {}).items())
    shown = [(person_id, result) for person_id, result in item_results if user_id in ("", person_id)]
    body = [_result_json(platform, item, *row) for row in shown if row[1].score is not None]
    return _json(body, RESULTS_TYPE)


def _result_json(platform: PlatformState, item: LineItem, person_id: str, result: Result) -> dict[str, Any]:
    is_bare = result.score == 0 and platform.profile.zero_result_bare
    return {
        "id": _with_query(line_item_url(platform, item, "/results"), f"user_id={person_id}"),
        "userId": person_id,
        **({} if is_bare else {"resultScore": json_number(result.score)}),
        "resultMaximum": json_number(item.maximum),
        **({"comment": result.comment} if result.comment else {}),
        "scoreOf": line_item_url(platform, item),
        "timestamp": datetime.fromtimestamp(int(result.at), UTC).isoformat(),
    }
