"""A platform's response as one of four results that a caller can act on. Reasons are our codes, no platform text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2

from careered.lti.json_body import NotJson, decode_json
from careered.lti.link_header import parse_links

MAX_RETRY_SECONDS = 3600


@dataclass(frozen=True)
class Ok:
    """Success. json: the body, None if empty. links: see parse_links. date: the platform's clock."""

    status: int
    json: object = None
    links: Mapping[str, str] = field(default_factory=dict)
    date: datetime | None = None


@dataclass(frozen=True)
class Rejected:
    """Rejected; the same request will be rejected again. status: HTTP status, 0 if no request was sent.

    reason: not_in_course, conflict, column_gone, column_closed, course_concluded, attempts_used, scope_missing,
    client_refused, token_refused, address_refused, several_columns, column_not_made_yet, refused.
    """

    status: int
    reason: str


@dataclass(frozen=True)
class RetryLater:
    """Not possible now, and nothing was done. retry_after_seconds: from Retry-After, None if not given.

    reason: busy, no_answer, not_understood.
    """

    retry_after_seconds: int | None
    reason: str


@dataclass(frozen=True)
class NoResponse:
    """No usable response after sending: the platform may have processed the request or not.

    reason: no_answer, or not_understood for a success whose body is not JSON (a sign-in page, a proxy's page).
    """

    reason: str


ServiceResult = Ok | Rejected | RetryLater | NoResponse

_REASON_BY_STATUS = {403: "scope_missing", 404: "column_gone", 409: "conflict", 410: "column_gone"}
# Known error texts of platforms. The response is only searched for them, never stored or shown.
_REASON_BY_TEXT = (
    ("rate limit", "busy"),  # Canvas, with status 403
    ("has concluded", "course_concluded"),  # Canvas, 422
    ("unpublished", "column_closed"),  # Canvas, 422
    ("number of allowed attempts", "attempts_used"),  # Canvas, 422
    ("before last updated timestamp", "conflict"),  # Canvas, 400
    ("user not found in course", "not_in_course"),  # Canvas, 422
    ("user could not be found", "not_in_course"),  # Blackboard, 400
    ("not enrolled in the org unit", "not_in_course"),  # Brightspace, 403
    ("user in requested score does not exist", "not_in_course"),  # Brightspace, 404
    ("invalid_scope", "scope_missing"),  # every token endpoint (RFC 6749 5.2)
    ("incorrect score received", "not_in_course"),  # Moodle, 400: teachers, and who left
)


def classify(response: httpx2.Response, now: datetime) -> ServiceResult:
    """Classify the response of a service; its body is read already. now: to turn a Retry-After date into seconds."""
    status = response.status_code
    if 200 <= status < 300:
        return _success(response)
    reason = _reason_in_text(response) or _REASON_BY_STATUS.get(status, "refused")
    if status == 429 or reason == "busy":
        return RetryLater(_retry_after(response, now), "busy")
    if status >= 500:
        return RetryLater(_retry_after(response, now), "no_answer")
    return Rejected(status, reason) if status >= 400 else RetryLater(None, "not_understood")


def _success(response: httpx2.Response) -> Ok | NoResponse:
    """Ok, or NoResponse for a body that is not JSON: whether anything was done is unknown then."""
    try:
        value = decode_json(response.content, response.headers.get("content-type", ""))
    except NotJson:
        return NoResponse("not_understood")
    links = parse_links(response.headers.get_list("link"), str(response.request.url))
    return Ok(response.status_code, value, links, http_date(response.headers.get("date", "")))


def _reason_in_text(response: httpx2.Response) -> str | None:
    """Searches reason phrase and body: platforms differ in where they say why. All known texts are ASCII."""
    phrase = response.extensions.get("reason_phrase", b"")
    text = b" ".join((phrase, response.content[:4096])).decode("ascii", "replace").lower()
    return next((reason for pattern, reason in _REASON_BY_TEXT if pattern in text), None)


def _retry_after(response: httpx2.Response, now: datetime) -> int | None:
    """Retry-After, seconds or a date (RFC 9110 10.2.3), limited to one second to one hour; None if missing."""
    header = response.headers.get("retry-after", "").strip()
    retry_at = http_date(header)
    seconds = (
        int(header)
        if header.isdecimal() and len(header) < 10
        else (retry_at - now).total_seconds()
        if retry_at
        else None
    )
    return None if seconds is None else int(min(max(seconds, 1), MAX_RETRY_SECONDS))


def http_date(value: str) -> datetime | None:
    """A date of a header (RFC 9110 5.6.7), in UTC where it names no zone; None for anything else."""
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
