"""Somebody who launches, for tests that need no platform: one organisation, one deployment of each platform."""

from careered.roster.enrol import LaunchIdentity
from careered.roster.keys import ClassKey, PersonKey

ORGANISATION, DEPLOYMENT = "town", "1"


def launch_identity(
    platform: str,
    sub: str,
    context: str,
    *,
    name: str,
    role: str,
    title: str,
    pack: str,
    grade: int | None,
    course_address: str = "",
) -> LaunchIdentity:
    """What a launch says about a person and a class."""
    place = ORGANISATION, platform, DEPLOYMENT
    keys = ClassKey(*place, context), PersonKey(*place, sub)
    return LaunchIdentity(*keys, "Moodle", name, role, title, pack, grade, course_address=course_address)
