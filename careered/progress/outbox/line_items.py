"""The line items of a class: what each counts, and by which address the platform knows it.

Stored as launches name them or as careered will create them; found and created by the worker (`grade_sync`).
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, RowMapping, select, update

from careered.clock import new_id, now
from careered.db.queries import select_by, where_equal
from careered.db.upsert import insert_if_new
from careered.progress.tables import LineItem, ScoreDelivery

REQUIREMENTS_METRIC = "requirements"
"""A line item that counts the requirements; one of a lesson has the metric "lesson:<id>"."""
_line_items, _deliveries = LineItem.__table__, ScoreDelivery.__table__
_LINE_ITEMS, _LINE_ITEMS_BY_AGE = select(_line_items), select(_line_items).order_by(_line_items.c.created_at)


def add_line_item(
    db: Connection,
    organisation_id: str,
    class_id: str,
    *,
    resource_link_id: str,
    metric: str,
    label: str,
    line_item_url: str,
    resource_id: str = "",
) -> bool:
    """Store a line item of a class, one per resource link; returns whether it is new.

    line_item_url: "" for a line item still to be found or created; a class has one of those for each metric.
    resource_id: what it is found by, the same in a copied course; "" where the platform created it.
    """
    if not line_item_url and _has_metric(db, organisation_id, class_id, metric):
        return False
    key = {"organisation_id": organisation_id, "class_id": class_id, "resource_link_id": resource_link_id}
    if line_item_url and _change_line_item(db, key, line_item_url, label):
        return False
    row = {
        **key,
        "id": new_id(),
        "metric": metric,
        "label": label,
        "line_item_url": line_item_url,
        "resource_id": resource_id,
        "created_at": now(),
    }
    is_new = insert_if_new(db, _line_items, row, key=tuple(key))
    if not is_new and line_item_url:  # another launch has stored it meanwhile
        _change_line_item(db, key, line_item_url, label)
    return is_new


def _has_metric(db: Connection, organisation_id: str, class_id: str, metric: str) -> bool:
    return any(one["metric"] == metric for one in load_line_items(db, organisation_id, class_id))


def _change_line_item(db: Connection, key: Mapping[str, str], line_item_url: str, label: str) -> bool:
    """The activity was renamed, or has another line item (the old was deleted): its scores are due.

    Returns whether there is one by this key; nothing is written where it is the same.
    """
    line_item = select_by(db, _LINE_ITEMS, _line_items, **key).mappings().first()
    if line_item and line_item["label"] != label:
        db.execute(update(_line_items).where(where_equal(_line_items, **key)).values(label=label))
    if line_item and line_item["line_item_url"] != line_item_url:
        is_this = where_equal(_line_items, **key)
        db.execute(update(_line_items).where(is_this).values(line_item_url=line_item_url, own_maximum=None))
        _make_due(db, key["organisation_id"], key["class_id"], line_item["id"])
    return line_item is not None


def share_column(db: Connection, organisation_id: str, class_id: str, line_item_url: str, metric: str) -> bool:
    """A column behind several lessons counts the programme: the first one opened must not fill it.

    metric: of the lesson that is opened with it now. Returns whether a stored line item counts something else by it.
    """
    of_column = where_equal(
        _line_items, organisation_id=organisation_id, class_id=class_id, line_item_url=line_item_url
    )
    metrics = {*db.execute(select(_line_items.c.metric).where(of_column)).scalars(), metric}
    if len(metrics) == 1:
        return False
    changed = of_column & (_line_items.c.metric != REQUIREMENTS_METRIC)
    return bool(db.execute(update(_line_items).where(changed).values(metric=REQUIREMENTS_METRIC)).rowcount)


def _make_due(db: Connection, organisation_id: str, class_id: str, line_item_id: str) -> None:
    """All scores of a line item are sent again, now."""
    its_deliveries = where_equal(
        _deliveries, organisation_id=organisation_id, class_id=class_id, line_item_id=line_item_id
    )
    due: dict[str, object] = {"next_attempt_at": now(), "state": "waiting", "delivered_score": None}
    db.execute(update(_deliveries).where(its_deliveries).values(due))


def load_line_items(db: Connection, organisation_id: str, class_id: str) -> Sequence[RowMapping]:
    """The line items of a class, oldest first."""
    return (
        select_by(db, _LINE_ITEMS_BY_AGE, _line_items, organisation_id=organisation_id, class_id=class_id)
        .mappings()
        .all()
    )
