"""Writes the access log. Rows are appended only; nothing changes or deletes a single one."""

import hashlib

from sqlalchemy import Connection, insert

from careered.clock import new_id, now
from careered.privacy.tables import AccessLog
from careered.web.viewer import Viewer

OPERATOR = "operator"


def log_access(db: Connection, viewer: Viewer, pupil_person_id: str, action: str) -> None:
    """Log that a viewer opens a pupil's record, in the transaction that reads it: without the row, no access."""
    row = {
        "organisation_id": viewer.organisation_id,
        "class_id": viewer.class_id,
        "viewer_person_id": viewer.person_id,
        "viewer_role": viewer.role.value,
        "pupil_person_id": pupil_person_id,
        "action": action,
        "session_hash": hashlib.sha256(viewer.token.encode()).hexdigest()[:12],
    }
    db.execute(insert(AccessLog.__table__).values(id=new_id(), occurred_at=now(), **row))


def log_operator_access(db: Connection, organisation_id: str, person_id: str, action: str) -> None:
    """Log an action about a person on the server's command line, where there is no session."""
    row = {
        "organisation_id": organisation_id,
        "class_id": "",
        "viewer_person_id": "",
        "viewer_role": OPERATOR,
        "pupil_person_id": person_id,
        "action": action,
        "session_hash": "",
    }
    db.execute(insert(AccessLog.__table__).values(id=new_id(), occurred_at=now(), **row))
