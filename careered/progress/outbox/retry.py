"""What brings a mark on its way again that waited for somebody: the teacher's word, or the column being there again.

Not here: progress by itself. Work that goes on under a deleted column asks the platform nothing (`wishes`).
"""

from sqlalchemy import Connection, or_, select, update

from careered.clock import now
from careered.db.queries import where_equal
from careered.progress.outbox.states import NEEDS_ATTENTION
from careered.progress.tables import LineItem, ScoreDelivery

_line_items, _deliveries = LineItem.__table__, ScoreDelivery.__table__


def requeue_class(db: Connection, organisation_id: str, class_id: str) -> int:
    """Marks of a class that wait for somebody are due again; how many. A deleted column of our own is made anew."""
    of_class = where_equal(_deliveries, organisation_id=organisation_id, class_id=class_id)
    _rediscover_deleted(db, organisation_id, class_id)
    unsent = or_(
        _deliveries.c.delivered_score.is_(None),
        _deliveries.c.delivered_score != _deliveries.c.desired_score,
        _deliveries.c.delivered_maximum != _deliveries.c.score_maximum,
    )
    to_requeue = of_class & unsent & _deliveries.c.state.in_(NEEDS_ATTENTION)
    return db.execute(update(_deliveries).where(to_requeue).values(**_requeued_values())).rowcount


def requeue_for_visitor(
    db: Connection, organisation_id: str, class_id: str, resource_link_id: str, person_id: str
) -> None:
    """Somebody came by a column, so it is there: their own mark is due again if the column was gone.

    Only theirs: a platform that names a column which it does not have is asked once a visit, not once a pupil.
    """
    of_link = where_equal(
        _line_items, organisation_id=organisation_id, class_id=class_id, resource_link_id=resource_link_id
    )
    for_line_item = _deliveries.c.line_item_id.in_(select(_line_items.c.id).where(of_link))
    keys = {"organisation_id": organisation_id, "class_id": class_id, "person_id": person_id}
    to_requeue = where_equal(_deliveries, **keys, state="column_gone") & for_line_item
    db.execute(update(_deliveries).where(to_requeue).values(**_requeued_values()))


def _rediscover_deleted(db: Connection, organisation_id: str, class_id: str) -> None:
    """A column that we made is looked for by its resource id, and made where it is not; one of the platform's not."""
    undeliverable = where_equal(_deliveries, organisation_id=organisation_id, class_id=class_id, state="column_gone")
    own_line_items = where_equal(_line_items, organisation_id=organisation_id, class_id=class_id) & (
        _line_items.c.resource_id != ""
    )
    deleted = own_line_items & _line_items.c.id.in_(select(_deliveries.c.line_item_id).where(undeliverable))
    for line_item_id in db.execute(select(_line_items.c.id).where(deleted)).scalars().all():
        this_line_item = where_equal(_line_items, organisation_id=organisation_id, id=line_item_id)
        db.execute(update(_line_items).where(this_line_item).values(line_item_url=""))
        its_deliveries = where_equal(
            _deliveries, organisation_id=organisation_id, class_id=class_id, line_item_id=line_item_id
        )
        db.execute(
            update(_deliveries).where(its_deliveries).values(**_requeued_values(), delivered_score=None)
        )  # went with the column


def _requeued_values() -> dict[str, object]:
    return {"next_attempt_at": now(), "state": "waiting", "attempts": 0}
