"""The profiles by name."""

from demo_platform.profiles.canvas import CANVAS
from demo_platform.profiles.itslearning import ITSLEARNING
from demo_platform.profiles.moodle import MOODLE
from demo_platform.profiles.profile import Profile

PROFILES = {profile.name: profile for profile in (MOODLE, CANVAS, ITSLEARNING)}


def profile_named(name: str) -> Profile:
    """The profile of that name; ValueError names the ones there are."""
    if name not in PROFILES:
        raise ValueError(f"No profile {name!r}; there are: {', '.join(PROFILES)}")
    return PROFILES[name]
