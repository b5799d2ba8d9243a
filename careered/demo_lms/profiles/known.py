"""The profiles by name."""

from careered.demo_lms.profiles.canvas import CANVAS
from careered.demo_lms.profiles.itslearning import ITSLEARNING
from careered.demo_lms.profiles.moodle import MOODLE
from careered.demo_lms.profiles.switches import Profile

PROFILES = {profile.name: profile for profile in (MOODLE, CANVAS, ITSLEARNING)}


def profile_named(name: str) -> Profile:
    """The profile of that name; ValueError names the ones there are."""
    if name not in PROFILES:
        raise ValueError(f"No profile {name!r}; there are: {', '.join(PROFILES)}")
    return PROFILES[name]
