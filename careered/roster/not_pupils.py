"""Members whom a platform calls pupils and staff have said are none: assistants, test accounts.

They are in no count and no score of theirs is sent. What such an account does is kept: if it is a pupil after all,
nothing is lost when staff take it back.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, select, update

from careered.clock import now
from careered.db.queries import where_equal
from careered.roster.enrolment_upsert import EXCLUDED, IS_JOINED, JOINED
from careered.roster.tables import Enrolment

_enrolments = Enrolment.__table__
_IS_EXCLUDABLE = _enrolments.c.role_source.in_(("roster", "launch", JOINED)) & ~IS_JOINED
"""A pupil by a list or a launch; also by an account once joined, when the one that it was joined with was erased."""


def exclude(db: Connection, key: Mapping[str, str]) -> str:
    """Exclude a pupil of a class. key: the enrolment's. Returns the former role_source, "" where it was not possible.

    Neither a list nor a launch as a learner changes it; a launch as staff does.
    """
    where = where_equal(_enrolments, **key, role="pupil") & _IS_EXCLUDABLE
    source = db.execute(select(_enrolments.c.role_source).where(where)).scalar_one_or_none()
    if source is None:
        return ""
    values = {"role": "guest", "role_source": EXCLUDED, "updated_at": now()}
    changed = db.execute(update(_enrolments).where(where, _enrolments.c.role_source == source).values(**values))
    return str(source) if changed.rowcount else ""


def include(db: Connection, key: Mapping[str, str], role_source: str = "roster") -> bool:
    """Count an excluded member as a pupil again; returns whether they were excluded. role_source: the former one."""
    where = where_equal(_enrolments, **key, role_source=EXCLUDED)
    values = {"role": "pupil", "role_source": role_source, "updated_at": now()}
    return bool(db.execute(update(_enrolments).where(where).values(**values)).rowcount)
