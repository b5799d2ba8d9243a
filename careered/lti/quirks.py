"""Deviations of single platforms from the specifications, as named flags with reason and source.

Sources: "measured" = seen on a running Moodle 4.5.6 (November 2026); others are read in documentation or source code.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Quirks:
    """Deviations of one platform family; the defaults follow the specifications."""

    new_submission_flag: bool = False
    """Every score is a new attempt unless it says otherwise (Canvas, API documentation of its Scores service)."""

    listed_learner_may_be_staff: bool = False
    """A non-editing teacher is Instructor in a launch and Learner in the list of members (Moodle, measured)."""

    line_items_never_paged: bool = False
    """The Link header of line items has typographic quotes and HTML in it: filter, do not page (Moodle, measured)."""

    adds_unpublished: bool = False
    """Chosen activities are added unpublished: pupils cannot open them, scores are refused (Canvas, as schools met it:
    WikiEduDashboard pull request 6934)."""

    zero_result_bare: bool = False
    """A result of 0 has no resultScore (Moodle, measured)."""

    return_hosts: tuple[str, ...] = ()
    """Domains whose hosts may be sent a deep linking answer, and may publish the platform's configuration, besides
    the registered ones: a hosted platform has one issuer for all its schools (Canvas, API documentation)."""

    audience_is_token_url: bool = False
    """Its configuration names a bare host as `authorization_server`, but a token request must carry the address of
    the token service, letter for letter, as `aud` (Canvas, its documentation and source; canvas-lms issue 1925)."""

    privacy_level: str = ""
    """What a registration must say to get names (Canvas, documentation of its dynamic registration)."""


_QUIRKS_BY_FAMILY: Mapping[str, Quirks] = {
    "moodle": Quirks(listed_learner_may_be_staff=True, line_items_never_paged=True, zero_result_bare=True),
    "canvas": Quirks(
        new_submission_flag=True,
        adds_unpublished=True,
        return_hosts=("instructure.com", "canvaslms.com"),
        audience_is_token_url=True,
        privacy_level="name_only",
    ),
    "itslearning": Quirks(),
}
FAMILIES = (*_QUIRKS_BY_FAMILY, "other")


def quirks_of(family: str) -> Quirks:
    """Deviations of a family; none for an unknown one."""
    return _QUIRKS_BY_FAMILY.get(family, Quirks())
