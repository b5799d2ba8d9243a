"""Compares what the platform's gradebook shows with what was sent: a grade that a teacher gave is said, not hidden.

Read with a class's roster (after a launch of its staff, and once a day): one request for each column.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, RowMapping, select, update

from careered.clock import now
from careered.db.engine import Database
from careered.db.queries import where_equal
from careered.lti import ags, platform_store
from careered.lti.client import ServiceClient
from careered.lti.time_limit import time_limit
from careered.progress.tables import LineItem, ScoreDelivery
from careered.roster.tables import Person

READ_SECONDS = 60  # of all columns of a class
_deliveries, _line_items, _people = ScoreDelivery.__table__, LineItem.__table__, Person.__table__
_DELIVERED, _OVERRIDDEN = "delivered", "newer_in_platform"


def compare_class(database: Database, client: ServiceClient, class_row: RowMapping) -> None:
    """Compare the scores of a class (its organisation_id, id, platform_id). What cannot be read changes nothing."""
    began = now()
    with database.reading() as db:
        registration = platform_store.find_by_id(db, class_row["organisation_id"], class_row["platform_id"])
        rows = _sent_scores(db, class_row)
    if registration is None or registration.status != "active":
        return
    with time_limit(READ_SECONDS):
        for url in dict.fromkeys(row["line_item_url"] for row in rows):
            shown = ags.read_results(client, registration, url)
            if isinstance(shown, dict):
                with database.transaction() as db:
                    for row in rows:
                        if row["line_item_url"] == url and row["delivered_at"] < began:
                            _note(db, row, shown)


def _sent_scores(db: Connection, class_row: RowMapping) -> Sequence[RowMapping]:
    joined = (
        select(_deliveries, _line_items.c.line_item_url, _people.c.sub)
        .join(
            _line_items,
            (_line_items.c.organisation_id == _deliveries.c.organisation_id)
            & (_line_items.c.id == _deliveries.c.line_item_id),
        )
        .join(
            _people,
            (_people.c.organisation_id == _deliveries.c.organisation_id) & (_people.c.id == _deliveries.c.person_id),
        )
    )
    of_class = where_equal(_deliveries, organisation_id=class_row["organisation_id"], class_id=class_row["id"])
    is_sent = (
        _deliveries.c.state.in_((_DELIVERED, _OVERRIDDEN))
        & (_deliveries.c.delivered_score == _deliveries.c.desired_score)
        & (_deliveries.c.delivered_maximum == _deliveries.c.score_maximum)
    )
    return db.execute(joined.where(of_class & is_sent & (_line_items.c.line_item_url != ""))).mappings().all()


def _note(db: Connection, row: RowMapping, shown: Mapping[str, ags.Result]) -> None:
    """Store whether a pupil's grade is still ours. A score that has been sent or changed since is left alone."""
    result = shown.get(row["sub"])
    if result is None or result.score is None:
        return
    is_ours = ags.is_same_score(result, row["delivered_score"], row["delivered_maximum"])
    key = {name: row[name] for name in ("organisation_id", "class_id", "person_id", "line_item_id", "state")}
    unchanged = where_equal(_deliveries, **key) & (_deliveries.c.delivered_at == row["delivered_at"])
    state = _DELIVERED if is_ours else _OVERRIDDEN
    db.execute(update(_deliveries).where(unchanged).values(state=state))
