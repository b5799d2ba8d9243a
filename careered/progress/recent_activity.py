"""Who has done something since a moment, or of whom staff have attested something."""

from datetime import datetime

from sqlalchemy import Connection, select, union

from careered.progress.acts import acts
from careered.progress.tables import Event

_events = Event.__table__


def pupils_active_since(db: Connection, since: datetime) -> set[tuple[str, str, str]]:
    """Their organisation, class and person ids. One statement over all events: for rare occasions."""
    done, attested = (
        select(table.c.organisation_id, table.c.class_id, table.c.person_id).where(moment >= since)
        for table, moment in ((_events, _events.c.occurred_at), (acts, acts.c.created_at))
    )
    return {(row[0], row[1], row[2]) for row in db.execute(union(done, attested))}
