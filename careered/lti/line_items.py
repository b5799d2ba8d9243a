"""Line items of the tool (AGS 3.2): find ours among those of the context, or create it. Terms: see ags.py."""

from collections.abc import Mapping

from careered.lti import urls
from careered.lti.ags import LINE_ITEM_TYPE, LINE_ITEMS_TYPE, SCOPE_LINE_ITEM, SCOPE_LINE_ITEM_READONLY
from careered.lti.claim_values import read_id
from careered.lti.claims import Ags
from careered.lti.client import Ok, Rejected, RetryLater, ServiceClient, ServiceResult
from careered.lti.link_header import UNREADABLE
from careered.lti.platform import Registration
from careered.lti.quirks import quirks_of

MAX_PAGES = 50
SEVERAL, NOT_MADE_YET = "several_columns", "column_not_made_yet"
LineItem = Mapping[str, object]


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
    may_create: bool = True,
) -> str | ServiceResult:
    """The URL of our line item; created only if none with our resource id exists (AGS 3.2).

    may_create: whether it is ours to create; otherwise Rejected NOT_MADE_YET where there is none.

    Of several, the one with this resource link's id; without such a one none is taken (Rejected SEVERAL).
    Without a URL: the Rejected, RetryLater or NoResponse of the request that failed.
    """
    if ags.lineitem:
        return ags.lineitem
    if not ags.lineitems:
        return Rejected(0, "scope_missing")
    found = find_line_items(client, registration, ags, tag, resource_id)
    if not isinstance(found, list):
        return found
    if found:
        chosen = _of_link(found, resource_link_id)
        return _line_item_url(chosen, registration, ags) if chosen else Rejected(0, SEVERAL)
    if not may_create:
        return Rejected(0, NOT_MADE_YET)
    item = {"label": label, "scoreMaximum": maximum, "tag": tag, "resourceId": resource_id}
    return _create_line_item(client, registration, ags, item, resource_link_id)


def find_line_items(
    client: ServiceClient, registration: Registration, ags: Ags, tag: str, resource_id: str
) -> list[LineItem] | ServiceResult:
    """All line items of the context with our tag and resource id, hidden ones too; or the failure of the request."""
    url = urls.with_query(str(ags.lineitems), resource_id=resource_id, tag=tag)
    scopes = sorted(ags.scopes & {SCOPE_LINE_ITEM, SCOPE_LINE_ITEM_READONLY}) or [SCOPE_LINE_ITEM_READONLY]
    found: dict[str, LineItem] = {}
    for _page in range(MAX_PAGES):
        answer = client.request(registration, scopes, "GET", url, accept=LINE_ITEMS_TYPE)
        if not isinstance(answer, Ok):
            return answer
        if not isinstance(answer.json, list):
            return RetryLater(None, "not_understood")
        found |= {str(item.get("id")): item for item in answer.json if _is_ours(item, tag, resource_id)}
        next_url = answer.links.get("next")
        if next_url is None or quirks_of(registration.family).line_items_never_paged:
            return list(found.values())  # never paged: the platform applied the filter
        if next_url == UNREADABLE or urls.origin_of(next_url) != urls.origin_of(str(ags.lineitems)):
            break  # incomplete: ours may be on a page that was not read, so none is taken or created
        url = next_url
    return RetryLater(None, "not_understood")


def _of_link(found: list[LineItem], resource_link_id: str) -> LineItem | None:
    """The only one, else the only one with this resource link's id: a second column would get a second score."""
    of_link = [item for item in found if (read_id(item.get("resourceLinkId")) or "") == resource_link_id]
    candidates = found if len(found) == 1 else of_link
    return candidates[0] if len(candidates) == 1 else None


def _is_ours(item: object, tag: str, resource_id: str) -> bool:
    """Filters again, because not every platform applies the query's filters."""
    return isinstance(item, dict) and item.get("resourceId") == resource_id and item.get("tag") in (tag, None, "")


def _line_item_url(item: LineItem, registration: Registration, ags: Ags) -> str | Rejected | RetryLater:
    """`id` of a line item (AGS 3.2). Its host must be known: one of the registration, or that of the launch's claim.

    Whoever answers for the line items must not choose whom our tokens and the pupils' scores go to.
    """
    line_item_id = item.get("id")
    if not isinstance(line_item_id, str) or not line_item_id:
        return RetryLater(None, "not_understood")
    url = urls.absolute(str(ags.lineitems), line_item_id)
    known_urls = (str(ags.lineitems), registration.token_url, registration.auth_url, registration.jwks_url)
    is_known = urls.origin_of(url) in {urls.origin_of(known) for known in known_urls} - {""}
    return url if is_known else Rejected(0, "address_refused")


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
    if not isinstance(answer.json, dict):
        return RetryLater(None, "not_understood")
    return _line_item_url(answer.json, registration, ags)
