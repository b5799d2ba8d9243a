"""Line items of the tool (AGS 3.2): find ours among those of the context, or create it. Terms: see ags.py."""

from collections.abc import Mapping

from careered.lti import urls
from careered.lti.ags import LINE_ITEM_TYPE, LINE_ITEMS_TYPE, SCOPE_LINE_ITEM, SCOPE_LINE_ITEM_READONLY
from careered.lti.claim_values import read_id
from careered.lti.claims import Ags
from careered.lti.client import Ok, Rejected, RetryLater, ServiceClient, ServiceResult
from careered.lti.platform import Registration
from careered.lti.quirks import quirks_of

MAX_PAGES = 50


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
    """The URL of our line item; created only if none with our resource id exists (AGS 3.2).

    Without a URL: the Rejected, RetryLater or NoResponse of the request that failed.
    """
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
        answer = client.request(registration, scopes, "GET", str(url), accept=LINE_ITEMS_TYPE)
        if not isinstance(answer, Ok):
            return answer
        if not isinstance(answer.json, list):
            return RetryLater(None, "not_understood")
        if own_url := _own_line_item_url(answer.json, tag, resource_id):
            return own_url
        url = answer.links.get("next")
        if quirks_of(registration.family).line_items_never_paged:
            return None  # the platform applied the filter: ours is not on a later page
        if url is None:
            return None
        if urls.origin_of(url) != urls.origin_of(str(ags.lineitems)):
            break  # incomplete: ours may be on a page that was not read, so none is created
    return RetryLater(None, "not_understood")


def _own_line_item_url(items: list[object], tag: str, resource_id: str) -> str | None:
    """Filters again, because not every platform applies the query's filters."""
    for item in items:
        if isinstance(item, dict) and item.get("resourceId") == resource_id and item.get("tag") in (tag, None, ""):
            return read_id(item.get("id"))
    return None


def _create_line_item(
    client: ServiceClient, registration: Registration, ags: Ags, item: dict[str, object], resource_link_id: str
) -> str | ServiceResult:
    """Bound to the resource link if the platform accepts that. (Canvas rejects that of its navigation.)"""
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
        accept=LINE_ITEM_TYPE,
        content_type=LINE_ITEM_TYPE,
        body=item,
    )
    if not isinstance(answer, Ok):
        return answer
    line_item_url = answer.json.get("id") if isinstance(answer.json, dict) else None
    return line_item_url if isinstance(line_item_url, str) and line_item_url else RetryLater(None, "not_understood")
