"""Which scopes the platform supports, tells a tool of, and grants; the fault "withheld" takes some away."""

from collections.abc import Iterable

from demo_platform.platform_state import PlatformState
from demo_platform.registered_tools import RegisteredTool
from demo_platform.vocabulary import AGS_SCOPES, NOTICES_SCOPE, NRPS_SCOPE, SCOPES


def supported_scopes(platform: PlatformState) -> list[str]:
    """The scopes that the platform can grant, as its configuration names them."""
    return _without_withheld(platform, SCOPES)


def offered_ags_scopes(platform: PlatformState, tool: RegisteredTool) -> list[str]:
    """The AGS scopes that a launch tells the tool of."""
    return [scope for scope in _without_withheld(platform, AGS_SCOPES) if tool.may(scope)]


def offers_members(platform: PlatformState, tool: RegisteredTool) -> bool:
    """Whether a launch tells the tool of the members service."""
    return tool.may(NRPS_SCOPE) and NRPS_SCOPE in supported_scopes(platform)


def granted_scopes(platform: PlatformState, tool: RegisteredTool, requested: Iterable[str]) -> list[str]:
    """The requested scopes that the tool gets: those not permitted are dropped without a word (SEC 4.1)."""
    notices = {NOTICES_SCOPE} if platform.profile.notices else set()
    permitted = {scope for scope in SCOPES if tool.may(scope)} | notices
    return [scope for scope in _without_withheld(platform, requested) if scope in permitted]


def _without_withheld(platform: PlatformState, scopes: Iterable[str]) -> list[str]:
    withheld = platform.faults.withheld.split()
    return [scope for scope in scopes if scope.rpartition("/")[2] not in withheld]
