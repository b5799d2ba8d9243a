"""Invitations: a URL with which one platform may register the tool, once, within seven days."""

from datetime import timedelta

from sqlalchemy import Connection

from careered.web import one_time

INVITATION_TTL = timedelta(days=7)
COUNTRY, APPROVED = "country", "approved"


def create_invitation(
    db: Connection, organisation_id: str, origin: str, *, country: str, is_approved: bool = False
) -> str:
    """Create an invitation; returns its URL. is_approved: the platform is active as soon as it has registered.

    country: of the curriculum pack. origin: our own, without a slash at its end.
    """
    payload = {COUNTRY: country.lower(), APPROVED: "yes" if is_approved else ""}
    secret = one_time.create(db, organisation_id, one_time.INVITATION, ttl=INVITATION_TTL, payload=payload)
    return f"{origin}/lti/register?invite={secret}"
