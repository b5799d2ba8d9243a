"""Requeue deliveries that need attention: when a teacher asks for it, or a launch shows that a line item exists again.

New progress alone requeues nothing: under a deleted line item no requests are sent (`deliveries`).
"""

from sqlalchemy import Connection, bindparam, or_, select, update

from careered.clock import now
from careered.db.queries import where_equal
from careered.progress.outbox.states import NEEDS_ATTENTION
from careered.progress.tables import LineItem, ScoreDelivery

_line_items, _deliveries = LineItem.__table__, ScoreDelivery.__table__

_LINE_ITEMS_OF_LINK = select(_line_items.c.id).where(
    where_equal(
        _line_items,
        organisation_id=bindparam("of_organisation"),
        class_id=bindparam("of_class"),
        resource_link_id=bindparam("of_link"),
    )
)
_REQUEUE_FOR_VISITOR = update(_deliveries).where(
    where_equal(
        _deliveries,
        organisation_id=bindparam("of_organisation"),
        class_id=bindparam("of_class"),
        person_id=bindparam("of_person"),
        state="column_gone",
    ),
    _deliveries.c.line_item_id.in_(_LINE_ITEMS_OF_LINK),
)


def requeue_class(db: Connection, organisation_id: str, class_id: str) -> int:
    """Requeue a class's deliveries that need attention; returns how many. Our deleted line items are recreated."""
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
    """A launch named a line item, so it exists: the visitor's delivery is due again if the line item was gone.

    Only theirs: a platform that names a line item which it does not have gets one request a launch, not one a pupil.
    """
    keys = {"of_organisation": organisation_id, "of_class": class_id, "of_person": person_id}
    db.execute(_REQUEUE_FOR_VISITOR, {**keys, "of_link": resource_link_id, **_requeued_values()})


def _rediscover_deleted(db: Connection, organisation_id: str, class_id: str) -> None:
    """Forget the URLs of deleted line items that we created, so that they are found by resource id or created."""
    undeliverable = where_equal(_deliveries, organisation_id=organisation_id, class_id=class_id, state="column_gone")
    own_line_items = where_equal(_line_items, organisation_id=organisation_id, class_id=class_id) & (
        _line_items.c.resource_id != ""
    )
    deleted = own_line_items & _line_items.c.id.in_(select(_deliveries.c.line_item_id).where(undeliverable))
    for line_item_id in db.execute(select(_line_items.c.id).where(deleted)).scalars().all():
        this_line_item = where_equal(_line_items, organisation_id=organisation_id, id=line_item_id)
        db.execute(update(_line_items).where(this_line_item).values(line_item_url="", own_maximum=None))
        its_deliveries = where_equal(
            _deliveries, organisation_id=organisation_id, class_id=class_id, line_item_id=line_item_id
        )
        db.execute(
            update(_deliveries).where(its_deliveries).values(**_requeued_values(), delivered_score=None)
        )  # the scores went with the line item


def _requeued_values() -> dict[str, object]:
    return {"next_attempt_at": now(), "state": "waiting", "attempts": 0}
