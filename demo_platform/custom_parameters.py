"""Custom parameters and the variables that the platform substitutes in them (CORE 5.4.6, appendix B)."""

from demo_platform.courses import Activity, Course
from demo_platform.platform_state import PlatformState
from demo_platform.registered_tools import RegisteredTool
from demo_platform.service_urls import memberships_url


def launch_custom(platform: PlatformState, tool: RegisteredTool, activity: Activity, course: Course) -> dict[str, str]:
    """The custom parameters of a resource link launch: the tool's, the activity's, and the profile's own."""
    custom = substituted(platform, {**tool.custom, **activity.custom}, course, activity)
    custom |= dict(platform.profile.unresolved)
    if platform.profile.memberships_in_custom:
        custom["context_memberships_url"] = memberships_url(platform, course)
    return custom


def substituted(
    platform: PlatformState, custom: dict[str, str], course: Course | None, activity: Activity | None
) -> dict[str, str]:
    """Custom parameters with the known variables replaced; unknown ones stay as they were written."""
    values = {"$Context.id.history": _context_history(platform, course)}
    if activity and platform.profile.link_history:
        values["$ResourceLink.id.history"] = activity.origin
    return {name: values.get(value, value) for name, value in custom.items()}


def _context_history(platform: PlatformState, course: Course | None) -> str:
    """The context ids that a course was copied from, the nearest first; empty for an original."""
    context_ids, ancestor = [], course
    while ancestor and ancestor.origin:
        ancestor = platform.courses[ancestor.origin]
        context_ids.append(ancestor.context_id)
    return ",".join(context_ids)
