"""Marks in the platform's gradebook: Assignment and Grade Services 2.0."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from careered.lti import urls
from careered.lti.claims import Ags, identifier
from careered.lti.client import Answer, Later, Ok, ServiceClient, Turned
from careered.lti.quirks import quirks_of
from careered.lti.registration import Registration

_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
LINE_ITEM, LINE_ITEM_READ = f"{_SCOPE}lineitem", f"{_SCOPE}lineitem.readonly"
RESULT_READ, SCORE = f"{_SCOPE}result.readonly", f"{_SCOPE}score"
_MEDIA = "application/vnd.ims.lis.v2."
_LINE_ITEM, _LINE_ITEMS, _RESULTS = (
    f"{_MEDIA}lineitem+json",
    f"{_MEDIA}lineitemcontainer+json",
    f"{_MEDIA}resultcontainer+json",
)
_SCORE = "application/vnd.ims.lis.v1.score+json"
_CANVAS_SUBMISSION = "https://canvas.instructure.com/lti/submission"
MOST_PAGES = 50
_ROUNDING = 0.00501  # platforms keep two decimals, or a percentage


@dataclass(frozen=True)
class Result:
    """What the gradebook shows (AGS 3.3). score: None where there is no number. maximum: the platform's own scale."""

    score: float | None
    maximum: float


def score(
    user_id: str, given: float, maximum: float, at: datetime, *, complete: bool, family: str
) -> dict[str, object]:
    """A score to post (AGS 3.4). at: the time of sending, which must rise by whole seconds for one person.

    FullyGraded also while a pupil is under way: it is the only value with which every platform shows the number.
    """
    message: dict[str, object] = {
        "userId": user_id,
        "scoreGiven": given,
        "scoreMaximum": maximum,
        "timestamp": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "activityProgress": "Completed" if complete else "InProgress",
        "gradingProgress": "FullyGraded",
    }
    if quirks_of(family).new_submission_flag:
        message[_CANVAS_SUBMISSION] = {"new_submission": False}
    return message


def post_score(
    client: ServiceClient, registration: Registration, line_item_url: str, score: Mapping[str, object]
) -> Answer:
    """Send a score to a column."""
    url = urls.with_path(line_item_url, "/scores")
    return client.request(registration, [SCORE], "POST", url, content_type=_SCORE, body=score)


def read_line_item(client: ServiceClient, registration: Registration, line_item_url: str) -> Answer:
    """Look whether a column is there."""
    return client.request(registration, [LINE_ITEM], "GET", line_item_url, accept=_LINE_ITEM)


def read_result(
    client: ServiceClient, registration: Registration, line_item_url: str, user_id: str
) -> Result | Answer | None:
    """What the column shows for one person; None where it has nothing. One person is asked for, never pages."""
    url = urls.with_query(urls.with_path(line_item_url, "/results"), user_id=user_id)
    answer = client.request(registration, [RESULT_READ], "GET", url, accept=_RESULTS)
    if not isinstance(answer, Ok):
        return answer
    if not isinstance(answer.json, list):
        return Later(None, "not_understood")
    mine = (one for one in answer.json if isinstance(one, dict) and identifier(one.get("userId")) == user_id)
    return next((_result(one) for one in mine), None)


def _result(value: Mapping[str, object]) -> Result:
    maximum = _number(value.get("resultMaximum"))
    return Result(_number(value.get("resultScore")), 1.0 if maximum is None else maximum)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def same_mark(result: Result, given: float, maximum: float) -> bool:
    """Whether the gradebook shows our mark, on whatever scale: closer than half a step, allowing for rounding."""
    if result.score is None or result.maximum <= 0 or maximum <= 0:
        return False
    return abs(result.score / result.maximum - given / maximum) < min(_ROUNDING, 0.5 / maximum)


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
) -> str | Answer:
    """The address of our column; made only where none with our resource id is there (AGS 3.2: no doubles)."""
    if ags.lineitem:
        return ags.lineitem
    if not ags.lineitems:
        return Turned(0, "scope_missing")
    found = _find(client, registration, ags, tag, resource_id)
    if found is not None:
        return found
    item = {"label": label, "scoreMaximum": maximum, "tag": tag, "resourceId": resource_id}
    return _create(client, registration, ags, item, resource_link_id)


def _find(
    client: ServiceClient, registration: Registration, ags: Ags, tag: str, resource_id: str
) -> str | Answer | None:
    url: str | None = urls.with_query(str(ags.lineitems), resource_id=resource_id, tag=tag)
    scopes = sorted(ags.scopes & {LINE_ITEM, LINE_ITEM_READ}) or [LINE_ITEM_READ]
    for _page in range(MOST_PAGES):
        answer = client.request(registration, scopes, "GET", str(url), accept=_LINE_ITEMS)
        if not isinstance(answer, Ok):
            return answer
        if not isinstance(answer.json, list):
            return Later(None, "not_understood")
        if found := _ours(answer.json, tag, resource_id):
            return found
        url = answer.links.get("next")
        if quirks_of(registration.family).line_items_never_paged:
            return None  # the filter was heeded: what is not on this page is not there
        if url is None:
            return None
        if urls.origin_of(url) != urls.origin_of(str(ags.lineitems)):
            break  # not read to its end: ours may be there, so none is made
    return Later(None, "not_understood")


def _ours(items: list[object], tag: str, resource_id: str) -> str | None:
    """Filters are asked for, but not every platform heeds them."""
    for item in items:
        if isinstance(item, dict) and item.get("resourceId") == resource_id and item.get("tag") in (tag, None, ""):
            return identifier(item.get("id"))
    return None


def _create(
    client: ServiceClient, registration: Registration, ags: Ags, item: dict[str, object], resource_link_id: str
) -> str | Answer:
    """Bound to the activity where the platform lets us. (Canvas refuses the link id of its own navigation.)"""
    if LINE_ITEM not in ags.scopes:
        return Turned(0, "scope_missing")
    bound = {**item, "resourceLinkId": resource_link_id} if resource_link_id else item
    answer = _post_line_item(client, registration, ags, bound)
    if isinstance(answer, Turned) and answer.status in {400, 404, 412, 422} and bound is not item:
        answer = _post_line_item(client, registration, ags, item)
    return answer


def _post_line_item(
    client: ServiceClient, registration: Registration, ags: Ags, item: Mapping[str, object]
) -> str | Answer:
    answer = client.request(
        registration, [LINE_ITEM], "POST", str(ags.lineitems), accept=_LINE_ITEM, content_type=_LINE_ITEM, body=item
    )
    if not isinstance(answer, Ok):
        return answer
    made = answer.json.get("id") if isinstance(answer.json, dict) else None
    return made if isinstance(made, str) and made else Later(None, "not_understood")
