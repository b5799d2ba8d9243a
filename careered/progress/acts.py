"""Acts of staff about pupils: stored with who, when and what was before, listed, and marked as undone.

Some count for requirements (attestations.py); the others are remembered: that somebody was talked with or reminded, or
that a row of the desk was handled or put off.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Label, RowMapping, select, update

from careered.clock import new_id, now
from careered.db.prefetch import Row
from careered.db.queries import where_equal
from careered.db.upsert import insert_if_new
from careered.progress.tables import StaffAct
from careered.roster.tables import Person

CONFIRMED, EXEMPT, OFFLINE = ATTESTATION_KINDS = ("confirmed", "exempt", "offline")
TALKED, HANDLED, POSTPONED = DESK_KINDS = ("talked", "handled", "postponed")
UNDO_PERIOD = timedelta(days=30)
"""For how long an act of staff can be undone, and is in the class's log."""
REMINDER = "reminder"
NOT_PUPIL = "not_pupil"
STUCK = frozenset({"page_closed", "not_found"})
"""The reasons of pupils who cannot go on; with any other they want somebody to talk to."""
acts = StaffAct.__table__
IS_EFFECTIVE: ColumnElement[bool] = acts.c.undone_at.is_(None)
"""The acts that nobody has undone."""

_people = Person.__table__
_KEY = ("organisation_id", "class_id", "person_id", "act_id")
_DEFAULTS: Mapping[str, Any] = {
    **{"target_id": "", "reason": "", "activity_date": "", "activity_end_date": "", "until": None},
    **{"undone_at": None, "undone_by_person_id": ""},
}


def store_act(
    db: Connection, pupil_key: Mapping[str, str], act_id: str, kind: str, author_person_id: str, **values: Any
) -> bool:
    """Store an act about a pupil; returns whether it is new. values: further columns of StaffAct.

    A form that is sent twice has one act_id and is one act.
    """
    row = {**_DEFAULTS, "previous_statuses": {}, **values, **pupil_key, "act_id": act_id, "kind": kind}
    row |= {"author_person_id": author_person_id, "created_at": values.get("created_at") or now()}
    return insert_if_new(db, acts, row, key=_KEY)


def latest_by_row(stored: Iterable[Row]) -> Mapping[tuple[str, str], Row]:
    """The latest act on each row of the desk, by reason and target: it is the one that holds."""
    return {(act["reason"], act["target_id"]): act for act in sorted(stored, key=itemgetter("created_at"))}


def desk_reason(help_reason: str) -> str:
    """The reason of the desk's row about a pupil's request for staff: "stuck" or "talk"."""
    return "stuck" if help_reason in STUCK else "talk"


def is_handled(act: Row | None, since: datetime | None) -> bool:
    """Whether staff have handled what began at `since` (None: not known). act: the latest on it; what has come after
    it counts anew."""
    return bool(act and act["kind"] in {HANDLED, TALKED} and (since is None or act["created_at"] >= since))


def load_act(db: Connection, organisation_id: str, class_id: str, act_id: str) -> Sequence[RowMapping]:
    """The rows of an act, in the order of the pupils' ids, in which locks are taken."""
    where = where_equal(acts, organisation_id=organisation_id, class_id=class_id, act_id=act_id)
    return db.execute(select(acts).where(where).order_by(acts.c.person_id)).mappings().all()


def id_of_press(db: Connection, organisation_id: str, class_id: str, key: str) -> str:
    """The id of the act that a button does. key: the page's (`PageRequest.idempotency_key`).

    Where there is an act of it, the page was gone back to: what is pressed now, after an undo or with other choices, is
    another act. What arrives twice is told by what is recorded already.
    """
    return key if key and not load_act(db, organisation_id, class_id, key) else new_id()


def load_acts(
    db: Connection, organisation_id: str, class_id: str, since: datetime, person_id: str = ""
) -> Sequence[RowMapping]:
    """The acts of a class since a moment, the newest first, undone or not. person_id: only those about this pupil."""
    about = {"person_id": person_id} if person_id else {}
    where = where_equal(acts, organisation_id=organisation_id, class_id=class_id, **about)
    newest_first = select(acts).where(where & (acts.c.created_at >= since)).order_by(acts.c.created_at.desc())
    return db.execute(newest_first).mappings().all()


def load_recorded(db: Connection, pupil_key: Mapping[str, str]) -> Sequence[RowMapping]:
    """The attestations about a pupil, the oldest first: those that hold, and those undone that the class's log has.

    Each with `author_name` and `undone_by_name`, "" or None where the platform shares none.
    """
    of_kinds = where_equal(acts, **pupil_key) & acts.c.kind.in_(ATTESTATION_KINDS)
    is_in_log = acts.c.created_at > now() - UNDO_PERIOD
    names = (_name_of("author_person_id", "author_name"), _name_of("undone_by_person_id", "undone_by_name"))
    recorded = select(acts, *names).where(of_kinds & (IS_EFFECTIVE | is_in_log))
    return db.execute(recorded.order_by(acts.c.created_at)).mappings().all()


def load_latest_talk(db: Connection, pupil_key: Mapping[str, str]) -> RowMapping | None:
    """The talk with a pupil that staff recorded last and nobody has undone, with `author_name`; None without one."""
    talks = where_equal(acts, **pupil_key, kind=TALKED) & IS_EFFECTIVE
    newest_first = select(acts, _name_of("author_person_id", "author_name")).where(talks)
    return db.execute(newest_first.order_by(acts.c.created_at.desc()).limit(1)).mappings().first()


def _name_of(column: str, label: str) -> Label[str]:
    """The name of the member of staff in a column of an act."""
    is_same = (_people.c.organisation_id == acts.c.organisation_id) & (_people.c.id == acts.c[column])
    return select(_people.c.name).where(is_same).scalar_subquery().label(label)


def load_effective(db: Connection, organisation_id: str, class_id: str, kind: str) -> Sequence[RowMapping]:
    """The acts of a kind in a class that nobody has undone, the oldest first."""
    of_kind = where_equal(acts, organisation_id=organisation_id, class_id=class_id, kind=kind) & IS_EFFECTIVE
    return db.execute(select(acts).where(of_kind).order_by(acts.c.created_at)).mappings().all()


def mark_undone(db: Connection, row: Row, by_person_id: str) -> bool:
    """Mark the act about one pupil as undone; returns whether it was not before."""
    this_one = where_equal(acts, **{name: row[name] for name in _KEY}) & IS_EFFECTIVE
    return bool(
        db.execute(update(acts).where(this_one).values(undone_at=now(), undone_by_person_id=by_person_id)).rowcount
    )
