"""Marks in the platform's gradebook: Assignment and Grade Services 2.0."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from careered.lti import urls
from careered.lti.claims import Ags, read_id
from careered.lti.client import Ok, Rejected, RetryLater, ServiceClient, ServiceResult
from careered.lti.platform import Registration
from careered.lti.quirks import quirks_of

_SCOPE_PREFIX = "https://purl.imsglobal.org/spec/lti-ags/scope/"
SCOPE_LINE_ITEM, SCOPE_LINE_ITEM_READONLY = f"{_SCOPE_PREFIX}lineitem", f"{_SCOPE_PREFIX}lineitem.readonly"
SCOPE_RESULT_READONLY, SCOPE_SCORE = f"{_SCOPE_PREFIX}result.readonly", f"{_SCOPE_PREFIX}score"
_MEDIA_TYPE_PREFIX = "application/vnd.ims.lis.v2."
_LINE_ITEM_TYPE, _LINE_ITEMS_TYPE, _RESULTS_TYPE = (
    f"{_MEDIA_TYPE_PREFIX}lineitem+json",
    f"{_MEDIA_TYPE_PREFIX}lineitemcontainer+json",
    f"{_MEDIA_TYPE_PREFIX}resultcontainer+json",
)
_SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"
_CANVAS_SUBMISSION_KEY = "https://canvas.instructure.com/lti/submission"
MAX_PAGES = 50
_ROUNDING_TOLERANCE = 0.00501  # platforms keep two decimals, or a percentage


@dataclass(frozen=True)
class Result:
    """What the gradebook shows (AGS 3.3). score: None where there is no number. maximum: the platform's own scale."""

    score: float | None
    maximum: float


def score_message(
    user_id: str, score_given: float, score_maximum: float, timestamp: datetime, *, complete: bool, family: str
) -> dict[str, object]:
    """A score to post (AGS 3.4). at: the time of sending, which must rise by whole seconds for one person.

    FullyGraded also while a pupil is under way: it is the only value with which every platform shows the number.
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


def post_score(
    client: ServiceClient, registration: Registration, line_item_url: str, score: Mapping[str, object]
) -> ServiceResult:
    """Send a score to a column."""
    url = urls.with_path(line_item_url, "/scores")
    return client.request(registration, [SCOPE_SCORE], "POST", url, content_type=_SCORE_TYPE, body=score)


def read_line_item(client: ServiceClient, registration: Registration, line_item_url: str) -> ServiceResult:
    """Look whether a column is there."""
    return client.request(registration, [SCOPE_LINE_ITEM], "GET", line_item_url, accept=_LINE_ITEM_TYPE)


def read_result(
    client: ServiceClient, registration: Registration, line_item_url: str, user_id: str
) -> Result | ServiceResult | None:
    """What the column shows for one person; None where it has nothing. One person is asked for, never pages."""
    url = urls.with_query(urls.with_path(line_item_url, "/results"), user_id=user_id)
    answer = client.request(registration, [SCOPE_RESULT_READONLY], "GET", url, accept=_RESULTS_TYPE)
    if not isinstance(answer, Ok):
        return answer
    if not isinstance(answer.json, list):
        return RetryLater(None, "not_understood")
    results = (entry for entry in answer.json if isinstance(entry, dict) and read_id(entry.get("userId")) == user_id)
    return next((_result(entry) for entry in results), None)


def _result(value: Mapping[str, object]) -> Result:
    maximum = _number(value.get("resultMaximum"))
    return Result(_number(value.get("resultScore")), 1.0 if maximum is None else maximum)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def is_same_score(result: Result, score_given: float, score_maximum: float) -> bool:
    """Whether the gradebook shows our mark, on whatever scale: closer than half a step, allowing for rounding."""
    if result.score is None or result.maximum <= 0 or score_maximum <= 0:
        return False
    return abs(result.score / result.maximum - score_given / score_maximum) < min(
        _ROUNDING_TOLERANCE, 0.5 / score_maximum
    )


def find_or_create_line_item(
    client: ServiceClient,
    registration: Registration,
    ags: Ags,
    *,
    label: str,
    maximum: float,
    tag: str,
    resource_id: str,
    resource_link_id: str,
) -> str | ServiceResult:
    """The address of our column; made only where none with our resource id is there (AGS 3.2: no doubles)."""
    if ags.lineitem:
        return ags.lineitem
    if not ags.lineitems:
        return Rejected(0, "scope_missing")
    line_item = _find_line_item(client, registration, ags, tag, resource_id)
    if line_item is not None:
        return line_item
    item = {"label": label, "scoreMaximum": maximum, "tag": tag, "resourceId": resource_id}
    return _create_line_item(client, registration, ags, item, resource_link_id)


def _find_line_item(
    client: ServiceClient, registration: Registration, ags: Ags, tag: str, resource_id: str
) -> str | ServiceResult | None:
    url: str | None = urls.with_query(str(ags.lineitems), resource_id=resource_id, tag=tag)
    scopes = sorted(ags.scopes & {SCOPE_LINE_ITEM, SCOPE_LINE_ITEM_READONLY}) or [SCOPE_LINE_ITEM_READONLY]
    for _page in range(MAX_PAGES):
        answer = client.request(registration, scopes, "GET", str(url), accept=_LINE_ITEMS_TYPE)
        if not isinstance(answer, Ok):
            return answer
        if not isinstance(answer.json, list):
            return RetryLater(None, "not_understood")
        if own_url := _own_line_item_url(answer.json, tag, resource_id):
            return own_url
        url = answer.links.get("next")
        if quirks_of(registration.family).line_items_never_paged:
            return None  # the filter was heeded: what is not on this page is not there
        if url is None:
            return None
        if urls.origin_of(url) != urls.origin_of(str(ags.lineitems)):
            break  # not read to its end: ours may be there, so none is made
    return RetryLater(None, "not_understood")


def _own_line_item_url(items: list[object], tag: str, resource_id: str) -> str | None:
    """Filters are asked for, but not every platform heeds them."""
    for item in items:
        if isinstance(item, dict) and item.get("resourceId") == resource_id and item.get("tag") in (tag, None, ""):
            return read_id(item.get("id"))
    return None


def _create_line_item(
    client: ServiceClient, registration: Registration, ags: Ags, item: dict[str, object], resource_link_id: str
) -> str | ServiceResult:
    """Bound to the activity where the platform lets us. (Canvas refuses the link id of its own navigation.)"""
    if SCOPE_LINE_ITEM not in ags.scopes:
        return Rejected(0, "scope_missing")
    bound_item = {**item, "resourceLinkId": resource_link_id} if resource_link_id else item
    answer = _post_line_item(client, registration, ags, bound_item)
    if isinstance(answer, Rejected) and answer.status in {400, 404, 412, 422} and bound_item is not item:
        answer = _post_line_item(client, registration, ags, item)
    return answer


def _post_line_item(
    client: ServiceClient, registration: Registration, ags: Ags, item: Mapping[str, object]
) -> str | ServiceResult:
    answer = client.request(
        registration,
        [SCOPE_LINE_ITEM],
        "POST",
        str(ags.lineitems),
        accept=_LINE_ITEM_TYPE,
        content_type=_LINE_ITEM_TYPE,
        body=item,
    )
    if not isinstance(answer, Ok):
        return answer
    line_item_url = answer.json.get("id") if isinstance(answer.json, dict) else None
    return line_item_url if isinstance(line_item_url, str) and line_item_url else RetryLater(None, "not_understood")
