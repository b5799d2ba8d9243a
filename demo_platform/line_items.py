"""Line items as AGS shows, filters, creates and changes them (AGS 3.2)."""

import json
from collections.abc import Mapping
from typing import Any

from demo_platform.courses import Course, LineItem
from demo_platform.platform_state import PlatformState, next_id
from demo_platform.service_urls import line_item_url

_FILTERS = ("resource_link_id", "resource_id", "tag")  # query parameters, named as the fields of a LineItem


def json_number(value: float | None) -> float | int | None:
    """Whole numbers without a fraction, as PHP writes them."""
    return int(value) if value is not None and value == int(value) else value


def line_item_json(platform: PlatformState, item: LineItem) -> dict[str, Any]:
    """A line item as an object of the service; empty members are left out."""
    optional = {"resourceId": item.resource_id, "tag": item.tag, "resourceLinkId": item.resource_link_id}
    if platform.profile.service_query:  # Moodle repeats the resource link under its older name
        optional["ltiLinkId"] = item.resource_link_id
    return {
        "id": line_item_url(platform, item),
        "label": item.label,
        "scoreMaximum": json_number(item.maximum),
        **{name: value for name, value in optional.items() if value},
    }


def filter_line_items(platform: PlatformState, course: Course, query: Mapping[str, str]) -> list[LineItem]:
    """The course's line items that match resource_link_id, resource_id and tag, as far as they are in the query."""
    with platform.lock:
        items = [item for item in platform.line_items.values() if item.course_id == course.id]
    filters = {name: query[name] for name in _FILTERS if name in query}
    return [item for item in items if all(getattr(item, name) == value for name, value in filters.items())]


def page_parameters(query: Mapping[str, str]) -> tuple[int, int]:
    """The parameters limit and from; 0 where they are absent or no numbers."""
    limit, start = query.get("limit", ""), query.get("from", "")
    return int(limit) if limit.isdecimal() else 0, int(start) if start.isdecimal() else 0


def create_line_item(platform: PlatformState, course: Course, body: bytes) -> LineItem:
    """A new line item from the body of a request; ValueError where label or scoreMaximum is missing or wrong."""
    fields = _parse(body)
    with platform.lock:
        item = LineItem(next_id(platform.line_items), course.id, fields["label"], float(fields["scoreMaximum"]))
        item.resource_link_id = str(fields.get("resourceLinkId") or "")
        return platform.add_line_item(_set_identifiers(item, fields))


def update_line_item(item: LineItem, body: bytes) -> LineItem:
    """PUT: label, maximum, resource id and tag anew. The resource link stays. ValueError as for a new one."""
    fields = _parse(body)
    item.label, item.maximum = fields["label"], float(fields["scoreMaximum"])
    return _set_identifiers(item, fields)


def _set_identifiers(item: LineItem, fields: Mapping[str, Any]) -> LineItem:
    item.resource_id, item.tag = str(fields.get("resourceId") or ""), str(fields.get("tag") or "")
    return item


def _parse(body: bytes) -> dict[str, Any]:
    fields = json.loads(body)
    if not isinstance(fields, dict) or not isinstance(fields.get("label"), str) or not fields["label"]:
        raise ValueError("label is missing")
    maximum = fields.get("scoreMaximum")
    if isinstance(maximum, bool) or not isinstance(maximum, int | float) or maximum <= 0:
        raise ValueError("scoreMaximum must be a number above 0")
    return fields
