"""Line items as AGS shows them, finds them and takes them in."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from demo_platform import service_urls
from demo_platform.courses import Course, LineItem

if TYPE_CHECKING:
    from demo_platform.platform_state import School

_FILTERS = {"resource_link_id": "resource_link_id", "resource_id": "resource_id", "tag": "tag"}


def number(value: float | None) -> float | int | None:
    """Whole numbers without a fraction, as PHP writes them."""
    return int(value) if value is not None and value == int(value) else value


def shown(school: "School", item: LineItem) -> dict[str, Any]:
    """A line item for the wire; members that are empty are left out, except where Moodle sends them empty."""
    optional = {"resourceId": item.resource_id, "tag": item.tag, "resourceLinkId": item.resource_link_id}
    if item.resource_link_id and school.profile.service_query:
        optional["ltiLinkId"] = item.resource_link_id
    return {
        "id": service_urls.line_item(school, item),
        "label": item.label,
        "scoreMaximum": number(item.maximum),
        **{name: value for name, value in optional.items() if value},
    }


def found(school: "School", course: Course, query: Mapping[str, str]) -> list[LineItem]:
    """The course's columns that match resource_link_id, resource_id and tag, as far as they are given."""
    with school.lock:
        mine = [item for item in school.line_items.values() if item.course_id == course.id]
    wanted = {field: query[name] for name, field in _FILTERS.items() if name in query}
    return [item for item in mine if all(getattr(item, field) == value for field, value in wanted.items())]


def page(query: Mapping[str, str]) -> tuple[int, int]:
    """limit and from, 0 where they are absent or no numbers."""
    limit, start = query.get("limit", ""), query.get("from", "")
    return int(limit) if limit.isdecimal() else 0, int(start) if start.isdecimal() else 0


def created(school: "School", course: Course, body: bytes) -> LineItem:
    """A new column from a request; ValueError where label or scoreMaximum is missing or wrong."""
    raw = _checked(body)
    with school.lock:
        item_id = str(max((int(known) for known in school.line_items), default=0) + 1)
        item = LineItem(item_id, course.id, raw["label"], float(raw["scoreMaximum"]))
        item.resource_link_id = str(raw.get("resourceLinkId") or "")
        return school.add_column(_described(item, raw))


def changed(item: LineItem, body: bytes) -> LineItem:
    """PUT: label, maximum, resource id and tag anew. The resource link stays (AGS 3.2)."""
    raw = _checked(body)
    item.label, item.maximum = raw["label"], float(raw["scoreMaximum"])
    return _described(item, raw)


def _described(item: LineItem, raw: Mapping[str, Any]) -> LineItem:
    item.resource_id, item.tag = str(raw.get("resourceId") or ""), str(raw.get("tag") or "")
    return item


def _checked(body: bytes) -> dict[str, Any]:
    raw = json.loads(body)
    if not isinstance(raw, dict) or not isinstance(raw.get("label"), str) or not raw["label"]:
        raise ValueError("label is missing")
    maximum = raw.get("scoreMaximum")
    if isinstance(maximum, bool) or not isinstance(maximum, int | float) or maximum <= 0:
        raise ValueError("scoreMaximum must be a number above 0")
    return raw
