"""Staff say that a member is no pupil, and take it back: acts like any other, with who and when."""

from sqlalchemy import Connection

from careered.db.prefetch import Row
from careered.progress.acts import NOT_PUPIL, load_effective, mark_undone, store_act
from careered.roster import not_pupils
from careered.roster.scope import PupilScope


def exclude(db: Connection, scope: PupilScope, act_id: str, author_person_id: str) -> bool:
    """Exclude a pupil; returns whether it was possible. The act's `reason` is where the role had come from."""
    source = not_pupils.exclude(db, scope.key)
    return bool(source) and store_act(db, scope.key, act_id, NOT_PUPIL, author_person_id, reason=source)


def undo(db: Connection, scope: PupilScope, row: Row, by_person_id: str) -> bool:
    """Undo the act `row`; returns whether it held. Who has come as staff since then stays staff."""
    return mark_undone(db, row, by_person_id) and not_pupils.include(db, scope.key, row["reason"])


def include(db: Connection, scope: PupilScope, by_person_id: str) -> str:
    """Count an excluded member as a pupil again. Returns the undone act's id; "" where nobody was excluded by one."""
    acts = load_effective(db, scope.organisation_id, scope.class_id, NOT_PUPIL)
    of_member = [row for row in acts if row["person_id"] == scope.person_id]
    if not of_member:  # of before these were acts
        not_pupils.include(db, scope.key)
        return ""
    return str(of_member[-1]["act_id"]) if undo(db, scope, of_member[-1], by_person_id) else ""
