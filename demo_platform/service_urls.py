"""The absolute URLs of the services, as launches and services name them."""

from demo_platform.courses import Course, LineItem
from demo_platform.platform_state import PlatformState
from demo_platform.registration import DEPLOYMENT_ID


def memberships_url(platform: PlatformState, course: Course) -> str:
    """The members of a course (NRPS 2.2)."""
    return f"{platform.base_url}/services/CourseSection/{course.context_id}/bindings/{DEPLOYMENT_ID}/memberships"


def line_items_url(platform: PlatformState, course: Course) -> str:
    """The line items of a course (AGS 3.2)."""
    return f"{platform.base_url}/services/{course.context_id}/lineitems{platform.profile.service_query}"


def line_item_url(platform: PlatformState, item: LineItem, suffix: str = "") -> str:
    """One line item, or with suffix "/results" its results: the path grows before the query (AGS 3.3, 3.4)."""
    context_id = platform.courses[item.course_id].context_id
    path = f"/services/{context_id}/lineitems/{item.id}/lineitem{suffix}"
    return f"{platform.base_url}{path}{platform.profile.service_query}"


def notice_handlers_url(platform: PlatformState, client_id: str) -> str:
    """Where a tool subscribes to notices (PNS 1.0)."""
    return f"{platform.base_url}/services/notices/{client_id}"
