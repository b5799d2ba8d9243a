"""Undo an act: exactly what it changed, and nothing that anybody did later."""

from sqlalchemy import Connection

from careered.clock import now
from careered.db.prefetch import Row
from careered.feedback.store import take_back_reminder
from careered.progress import acts, attestations, not_pupils
from careered.progress.acts import ATTESTATION_KINDS, NOT_PUPIL, REMINDER, UNDO_PERIOD
from careered.roster.scope import ClassScope


def is_undoable(row: Row) -> bool:
    """Whether an act about a pupil can be undone now."""
    return row["undone_at"] is None and row["created_at"] > now() - UNDO_PERIOD


def undo_act(db: Connection, scope: ClassScope, act_id: str, by_person_id: str, *, only: str = "") -> int:
    """Undo an act of a class for all whom it is about, or for the pupil `only`. Returns for how many it was undone.

    Repeating it changes nothing. Scores that have been sent are sent again as they were (outbox/taking_back.py).
    """
    rows = [row for row in acts.load_act(db, *scope.key, act_id) if only in {"", row["person_id"]} and is_undoable(row)]
    return sum(_undo_row(db, scope, row, by_person_id) for row in rows)


def _undo_row(db: Connection, scope: ClassScope, row: Row, by_person_id: str) -> bool:
    if row["kind"] in ATTESTATION_KINDS:
        return attestations.undo(db, scope.pupil(row["person_id"]), row["act_id"], by_person_id)
    if row["kind"] == NOT_PUPIL:
        return not_pupils.undo(db, scope.pupil(row["person_id"]), row, by_person_id)
    if not acts.mark_undone(db, row, by_person_id):
        return False
    if row["kind"] == REMINDER:
        take_back_reminder(db, scope.pupil(row["person_id"]).key, row["act_id"])
    return True
