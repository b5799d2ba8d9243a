"""The column of a programme whose own activity nobody has opened yet: known by its resource id, not by its link."""

from sqlalchemy import Connection, select, update

from careered.clock import now
from careered.db.queries import where_equal
from careered.progress.tables import LineItem, ScoreDelivery

LINK_UNKNOWN = ""
_line_items, _deliveries = LineItem.__table__, ScoreDelivery.__table__


def adopt(db: Connection, organisation_id: str, class_id: str, resource_id: str, resource_link_id: str) -> None:
    """The activity with this resource id has been opened: its column's link is known now, and what waits is due."""
    of_class = {"organisation_id": organisation_id, "class_id": class_id}
    expected = where_equal(_line_items, **of_class, resource_link_id=LINK_UNKNOWN, resource_id=resource_id)
    line_item_id = db.execute(select(_line_items.c.id).where(expected)).scalar()
    if line_item_id is None:
        return
    db.execute(update(_line_items).where(expected).values(resource_link_id=resource_link_id))
    waiting = where_equal(_deliveries, **of_class, line_item_id=line_item_id, state="waiting")
    is_unsent = _deliveries.c.delivered_score.is_(None) & (_deliveries.c.next_attempt_at > now())
    db.execute(update(_deliveries).where(waiting & is_unsent).values(next_attempt_at=now()))
