"""Requests of pupils to show a lesson in another way than by its steps. Staff confirm the lesson by attestation."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, select

from careered.clock import now
from careered.db.queries import select_by, where_equal
from careered.db.upsert import upsert
from careered.progress.tables import AlternativeRequest
from careered.roster.scope import PupilScope

_requests = AlternativeRequest.__table__
_REQUESTS = select(_requests.c.lesson_id, _requests.c.text)
_REQUEST_KEY = ("organisation_id", "class_id", "person_id", "lesson_id")


def request_alternative(db: Connection, scope: PupilScope, lesson_id: str, text: str) -> None:
    """Store the request for one lesson. text: what the pupil would rather do, may be empty."""
    row = {**scope.key, "lesson_id": lesson_id, "text": text, "created_at": now()}
    upsert(db, _requests, row, key=_REQUEST_KEY, update_columns=("text", "created_at"))


def withdraw_request(db: Connection, scope: PupilScope, lesson_id: str) -> None:
    """Delete the request for one lesson, if there is one."""
    db.execute(delete(_requests).where(where_equal(_requests, **scope.key, lesson_id=lesson_id)))


def load_alternative_requests(db: Connection, key: Mapping[str, str]) -> dict[str, str]:
    """The texts of one pupil's requests, by lesson."""
    return {row.lesson_id: row.text for row in select_by(db, _REQUESTS, _requests, **key)}
