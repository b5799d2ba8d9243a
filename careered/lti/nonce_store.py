"""Used nonces of launches, so that a token opens one session only (SEC 5.1.3 step 9)."""

from datetime import timedelta

from sqlalchemy import Connection, delete

from careered.clock import now
from careered.db.upsert import insert_if_new
from careered.lti.platform import Registration
from careered.lti.tables import UsedNonce
from careered.web.errors import RequestError

NONCE_RETENTION = timedelta(minutes=70)  # longer than verify.py accepts any token
_table = UsedNonce.__table__


def use_nonce(db: Connection, registration: Registration, nonce: str) -> None:
    """Mark a nonce as used. Raises RequestError nonce_used if it was used before."""
    row = {
        "organisation_id": registration.organisation_id,
        "platform_id": registration.platform_id,
        "nonce": nonce,
        "used_at": now(),
    }
    if not insert_if_new(db, _table, row, key=("organisation_id", "platform_id", "nonce")):
        raise RequestError("nonce_used")


def prune_nonces(db: Connection) -> int:
    """Delete nonces that no valid token can carry any more; returns their number."""
    return db.execute(delete(_table).where(_table.c.used_at < now() - NONCE_RETENTION)).rowcount
