"""Invitations: an address that one platform may register itself with, once, within seven days."""

from datetime import timedelta

from sqlalchemy import Connection

from careered.web import one_time

LIVES = timedelta(days=7)
COUNTRY, APPROVED = "country", "approved"


def make(db: Connection, organisation_id: str, origin: str, *, country: str, approved: bool = False) -> str:
    """The address to give to a platform. approved: it is in use as soon as it has registered.

    country: of the curriculum pack. origin: our own, without a slash at its end.
    """
    note = {COUNTRY: country.lower(), APPROVED: "yes" if approved else ""}
    secret = one_time.make(db, organisation_id, one_time.INVITATION, lives=LIVES, note=note)
    return f"{origin}/lti/register?invite={secret}"
