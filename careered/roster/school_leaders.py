"""Who sees the figures of one school: requested by the person, given and taken by an administrator of careered.

No role of a platform gives it: platforms have none for it, and call many people administrators of something.
"""

from sqlalchemy import Connection

from careered.roster.access_requests import AccessRequests
from careered.roster.tables import SchoolLeader

school_leaders = AccessRequests(SchoolLeader.__table__)


def request_school(db: Connection, organisation_id: str, person_id: str) -> None:
    """Store a request, without a school until an administrator gives one; repeating it changes nothing."""
    school_leaders.request(db, organisation_id, person_id, school_id="")


def led_school(db: Connection, organisation_id: str, person_id: str) -> str | None:
    """The id of the school that a person leads, "" for the classes without one; None for whom none was given to."""
    row = school_leaders.find(db, organisation_id, person_id)
    return row["school_id"] if row and row["approved"] else None
