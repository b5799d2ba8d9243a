"""Scores and results: Assignment and Grade Services 2.0 (AGS). line_items.py finds and creates the line items.

Terms of the specification:
- line item (AGS 3.2): one column of the gradebook, with a label, a maximum, and our own `resourceId` and `tag`.
- line items URL, line item URL (AGS 3.1): the context's collection and one column, from the AGS claim of a launch.
- score (AGS 3.4): what the tool posts for one user and line item, with activity progress and a timestamp.
- result (AGS 3.3): what the gradebook shows for one user and line item, from the tool or from the teacher.
- scope (SEC 4.1): the permission that an access token carries for one of these requests.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from careered.lti import urls
from careered.lti.claim_values import read_id, read_number
from careered.lti.client import Ok, RetryLater, ServiceClient, ServiceResult
from careered.lti.platform import Registration
from careered.lti.quirks import quirks_of

_SCOPE_PREFIX = "https://purl.imsglobal.org/spec/lti-ags/scope/"
SCOPE_LINE_ITEM, SCOPE_LINE_ITEM_READONLY = f"{_SCOPE_PREFIX}lineitem", f"{_SCOPE_PREFIX}lineitem.readonly"
SCOPE_RESULT_READONLY, SCOPE_SCORE = f"{_SCOPE_PREFIX}result.readonly", f"{_SCOPE_PREFIX}score"
_MEDIA_TYPE_PREFIX = "application/vnd.ims.lis.v2."
LINE_ITEM_TYPE, LINE_ITEMS_TYPE = f"{_MEDIA_TYPE_PREFIX}lineitem+json", f"{_MEDIA_TYPE_PREFIX}lineitemcontainer+json"
_RESULTS_TYPE = f"{_MEDIA_TYPE_PREFIX}resultcontainer+json"
_SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"
_CANVAS_SUBMISSION_KEY = "https://canvas.instructure.com/lti/submission"
_ROUNDING_TOLERANCE = 0.00501  # platforms keep two decimals, or a percentage


@dataclass(frozen=True)
class Result:
    """What the gradebook shows (AGS 3.3). score: None if there is no number. maximum: of the platform's own scale."""

    score: float | None
    maximum: float


def score_message(
    user_id: str, score_given: float, score_maximum: float, timestamp: datetime, *, complete: bool, family: str
) -> dict[str, object]:
    """The score to post (AGS 3.4). timestamp: strictly increasing by whole seconds for one user and line item.

    gradingProgress is FullyGraded also for unfinished work: the only value with which every platform shows the number.
    """
    message: dict[str, object] = {
        "userId": user_id,
        "scoreGiven": score_given,
        "scoreMaximum": score_maximum,
        "timestamp": timestamp.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "activityProgress": "Completed" if complete else "InProgress",
        "gradingProgress": "FullyGraded",
    }
    if quirks_of(family).new_submission_flag:
        message[_CANVAS_SUBMISSION_KEY] = {"new_submission": False}
    return message


def in_scale(score: float, score_maximum: float, maximum: float) -> float:
    """A score of score_maximum as one of another maximum, with four decimals."""
    return round(score * maximum / score_maximum, 4)


def post_score(
    client: ServiceClient, registration: Registration, line_item_url: str, score: Mapping[str, object]
) -> ServiceResult:
    """Post a score to a line item (AGS 3.4)."""
    url = urls.with_path(line_item_url, "/scores")
    return client.request(registration, [SCOPE_SCORE], "POST", url, content_type=_SCORE_TYPE, body=score)


def read_line_item(client: ServiceClient, registration: Registration, line_item_url: str) -> ServiceResult:
    """Get a line item; Rejected column_gone if it is not there."""
    return client.request(registration, [SCOPE_LINE_ITEM], "GET", line_item_url, accept=LINE_ITEM_TYPE)


def read_own_maximum(client: ServiceClient, registration: Registration, line_item_url: str) -> float | None:
    """The maximum that the platform gives a line item; None if it cannot be read or is not above 0."""
    answer = read_line_item(client, registration, line_item_url)
    line_item = answer.json if isinstance(answer, Ok) else None
    maximum = read_number(line_item.get("scoreMaximum")) if isinstance(line_item, dict) else None
    return maximum if maximum and maximum > 0 else None


def read_result(
    client: ServiceClient, registration: Registration, line_item_url: str, user_id: str
) -> Result | ServiceResult | None:
    """The result of one user in a line item (AGS 3.3); None if there is none. Filtered by user, so never paged."""
    url = urls.with_query(urls.with_path(line_item_url, "/results"), user_id=user_id)
    answer = client.request(registration, [SCOPE_RESULT_READONLY], "GET", url, accept=_RESULTS_TYPE)
    if not isinstance(answer, Ok):
        return answer
    if not isinstance(answer.json, list):
        return RetryLater(None, "not_understood")
    results = (entry for entry in answer.json if isinstance(entry, dict) and read_id(entry.get("userId")) == user_id)
    return next((_result(entry) for entry in results), None)


def read_results(
    client: ServiceClient, registration: Registration, line_item_url: str
) -> dict[str, Result] | ServiceResult:
    """Everybody's results in a line item by user id (AGS 3.3); of the first page only where there are more."""
    url = urls.with_path(line_item_url, "/results")
    answer = client.request(registration, [SCOPE_RESULT_READONLY], "GET", url, accept=_RESULTS_TYPE)
    if not isinstance(answer, Ok):
        return answer
    if not isinstance(answer.json, list):
        return RetryLater(None, "not_understood")
    entries = ((read_id(entry.get("userId")), entry) for entry in answer.json if isinstance(entry, dict))
    results = {user_id: _result(entry) for user_id, entry in entries if user_id}
    if quirks_of(registration.family).zero_result_bare:
        return {user: replace(one, score=one.score or 0.0) for user, one in results.items()}
    return results


def _result(value: Mapping[str, object]) -> Result:
    maximum = read_number(value.get("resultMaximum"))
    return Result(read_number(value.get("resultScore")), 1.0 if maximum is None else maximum)


def is_same_score(result: Result, score_given: float, score_maximum: float) -> bool:
    """Whether a result equals our score on whatever scale: closer than half a step, with tolerance for rounding."""
    if result.score is None or result.maximum <= 0 or score_maximum <= 0:
        return False
    return abs(result.score / result.maximum - score_given / score_maximum) < min(
        _ROUNDING_TOLERANCE, 0.5 / score_maximum
    )
