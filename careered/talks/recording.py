"""Record that staff have talked with a pupil, and take it back. What was said is stored nowhere."""

from collections.abc import Mapping
from datetime import date

from careered.acts.undo import undo_act
from careered.agreements import store as agreements
from careered.clock import new_id
from careered.desk.classes import DeskClass, desk_classes
from careered.desk.queue_row import QueueRow
from careered.desk.store import store_act
from careered.progress import attestations
from careered.progress.acts import HANDLED, id_of_press
from careered.roster.scope import ClassScope, PupilScope
from careered.talks.page import guidance_activity
from careered.web.request import PageRequest

TALK = "talk"
"""The reason of a row of the desk; see desk/queue_row.py."""


def record(req: PageRequest, class_scope: ClassScope, scope: PupilScope, day: date, agreed: str) -> Mapping[str, str]:
    """Store the talk of a day, and what was agreed ("" for nothing). Returns the ids that `undo` needs, "" for none."""
    written = (req.db, scope.key, agreed, day, req.viewer.person_id, req.idempotency_key)
    agreement_id = agreements.create(*written) if agreed else ""
    guidance_id = _record_guidance(req, class_scope, scope, day) if req.form_value("guidance") == "yes" else ""
    return {"talked": _handle_request(req, scope, day), "guided": guidance_id, "agreement": agreement_id}


def undo(req: PageRequest, class_scope: ClassScope, scope: PupilScope) -> None:
    """Take back what the form names of a talk; a second time changes nothing."""
    for field in ("talked", "guided"):
        undo_act(req.db, class_scope, req.form_value(field), req.viewer.person_id, only=scope.person_id)
    agreements.delete_one(req.db, scope.key, req.form_value("agreement"))


def _record_guidance(req: PageRequest, class_scope: ClassScope, scope: PupilScope, day: date) -> str:
    activity, act_id = guidance_activity(class_scope), new_id()
    is_new = activity is not None and attestations.attest(
        req.db,
        scope,
        attestations.OFFLINE,
        activity.id,
        req.viewer.person_id,
        activity_date=day.isoformat(),
        act_id=act_id,
    )
    return act_id if is_new else ""


def _handle_request(req: PageRequest, scope: PupilScope, day: date) -> str:
    """The pupil's row on the desk is done with; what the pupil asks for later is a row again. The act's id.

    A form that arrives twice is one act: one undo must take it back.
    """
    for desk_class in desk_classes(req, only=scope.class_id):
        latest, key = desk_class.acts.get((TALK, scope.person_id)), req.idempotency_key
        if latest and latest["act_id"] == key:
            return key
        act_id = id_of_press(req.db, *desk_class.scope.key, key)
        row = _talk_row(desk_class, scope.person_id)
        return store_act(req.db, row, HANDLED, req.viewer.person_id, act_id, day.isoformat())
    return ""


def _talk_row(desk_class: DeskClass, person_id: str) -> QueueRow:
    return QueueRow(desk_class, TALK, person_id, desk_class.names.get(person_id, ""), "", person_id=person_id)
