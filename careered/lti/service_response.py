"""A platform's response as one of four results that a caller can act on. Reasons are our codes, no platform text."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import httpx2

MAX_RETRY_SECONDS = 3600


@dataclass(frozen=True)
class Ok:
    """Success. json: the body, None if empty. links: Link header by relation. date: the platform's clock."""

    status: int
    json: object = None
    links: Mapping[str, str] = field(default_factory=dict)
    date: datetime | None = None


@dataclass(frozen=True)
class Rejected:
    """Rejected; the same request will be rejected again. status: HTTP status, 0 if no request was sent.

    reason: not_in_course, conflict, column_gone, column_closed, course_concluded, attempts_used, scope_missing,
    client_refused, token_refused, address_refused, refused.
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
    """No response after sending: the platform may have processed the request or not. reason: no_answer."""

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
_LINK_VALUE = re.compile(r"<([^<>]*)>([^<]*)")
_RELATION = re.compile(r';\s*rel="?([a-z]+)"?', re.IGNORECASE)


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


def _success(response: httpx2.Response) -> Ok | RetryLater:
    """Ok, or RetryLater for a body that is not JSON (some platforms send a sign-in page with 200)."""
    body = response.text.strip()
    try:
        value = json.loads(body) if body else None
    except (ValueError, RecursionError):
        return RetryLater(None, "not_understood")
    return Ok(response.status_code, value, _links(response), _date(response.headers.get("date", "")))


def _reason_in_text(response: httpx2.Response) -> str | None:
    """Searches reason phrase and body: platforms differ in where they say why."""
    text = f"{response.reason_phrase} {response.text[:4096]}".lower()
    return next((reason for pattern, reason in _REASON_BY_TEXT if pattern in text), None)


def _retry_after(response: httpx2.Response, now: datetime) -> int | None:
    """Retry-After, seconds or a date (RFC 9110 10.2.3), limited to one second to one hour; None if missing."""
    header = response.headers.get("retry-after", "").strip()
    retry_at = _date(header)
    seconds = (
        int(header)
        if header.isdecimal() and len(header) < 10
        else (retry_at - now).total_seconds()
        if retry_at
        else None
    )
    return None if seconds is None else int(min(max(seconds, 1), MAX_RETRY_SECONDS))


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _links(response: httpx2.Response) -> dict[str, str]:
    """URLs of the Link headers (RFC 8288) by relation, unchanged."""
    urls_by_relation: dict[str, str] = {}
    for url, parameters in _LINK_VALUE.findall(", ".join(response.headers.get_list("link"))):
        if relation := _RELATION.search(parameters):
            target = url if "://" in url else urljoin(str(response.url), url)
            urls_by_relation.setdefault(relation[1].lower(), target)
    return urls_by_relation
