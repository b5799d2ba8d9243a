"""The absolute addresses of the services, as launches and services name them."""

from typing import TYPE_CHECKING, Any

from demo_platform.courses import Activity, Course, LineItem
from demo_platform.registered_tools import KnownTool
from demo_platform.registration import DEPLOYMENT_ID

if TYPE_CHECKING:
    from demo_platform.platform_state import School

AGS_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
NRPS_SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
AGS_SCOPES = tuple(AGS_SCOPE + name for name in ("lineitem", "lineitem.readonly", "result.readonly", "score"))
SCOPES = (*AGS_SCOPES, NRPS_SCOPE)
NOTICES_SCOPE = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers"


def memberships(school: "School", course: Course) -> str:
    """The roster of a course (NRPS 2.2)."""
    return f"{school.base_url}/services/CourseSection/{course.context_id}/bindings/{DEPLOYMENT_ID}/memberships"


def line_items(school: "School", course: Course) -> str:
    """The columns of a course."""
    return f"{school.base_url}/services/{course.context_id}/lineitems{school.profile.service_query}"


def line_item(school: "School", item: LineItem, below: str = "") -> str:
    """One column, or with below="/results" its results: the path grows before the query."""
    context = school.courses[item.course_id].context_id
    return f"{school.base_url}/services/{context}/lineitems/{item.id}/lineitem{below}{school.profile.service_query}"


def offered(school: "School", tool: KnownTool) -> list[str]:
    """The AGS scopes that the tool is told of: fewer where it has fewer, or by the fault "withheld"."""
    withheld = school.faults.withheld.split()
    return [scope for scope in AGS_SCOPES if tool.may(scope) and scope.rpartition("/")[2] not in withheld]


def grade_services(school: "School", tool: KnownTool, activity: Activity, course: Course) -> dict[str, Any]:
    """The AGS claim: lineitem only where the activity has a column; no claim without any scope."""
    if not (scopes := offered(school, tool)):
        return {}
    found: dict[str, Any] = {"scope": scopes, "lineitems": line_items(school, course)}
    item = school.line_items.get(activity.line_item_id)
    return {**found, "lineitem": line_item(school, item)} if item else found
