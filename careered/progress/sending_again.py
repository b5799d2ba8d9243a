"""What brings a mark on its way again that waited for somebody: the teacher's word, or the column being there again.

Not here: progress by itself. Work that goes on under a deleted column asks the platform nothing (`wishes`).
"""

from sqlalchemy import Connection, or_, select, update

from careered.clock import now
from careered.db.lookup import same
from careered.progress.delivery_states import NEEDS_SOMEBODY
from careered.progress.tables import Delivery, GradebookColumn

_columns, _deliveries = GradebookColumn.__table__, Delivery.__table__


def send_again(db: Connection, organisation_id: str, class_id: str) -> int:
    """Marks of a class that wait for somebody are due again; how many. A deleted column of our own is made anew."""
    here = same(_deliveries, organisation_id=organisation_id, class_id=class_id)
    _look_for_deleted(db, organisation_id, class_id)
    unsent = or_(
        _deliveries.c.sent.is_(None),
        _deliveries.c.sent != _deliveries.c.wanted,
        _deliveries.c.sent_maximum != _deliveries.c.maximum,
    )
    waits = here & unsent & _deliveries.c.state.in_(NEEDS_SOMEBODY)
    return db.execute(update(_deliveries).where(waits).values(**_due_again())).rowcount


def there_again(db: Connection, organisation_id: str, class_id: str, link_id: str, person_id: str) -> None:
    """Somebody came by a column, so it is there: their own mark is due again if the column was gone.

    Only theirs: a platform that names a column which it does not have is asked once a visit, not once a pupil.
    """
    link = same(_columns, organisation_id=organisation_id, class_id=class_id, link_id=link_id)
    column = _deliveries.c.column_id.in_(select(_columns.c.id).where(link))
    keys = {"organisation_id": organisation_id, "class_id": class_id, "person_id": person_id}
    gone = same(_deliveries, **keys, state="column_gone") & column
    db.execute(update(_deliveries).where(gone).values(**_due_again()))


def _look_for_deleted(db: Connection, organisation_id: str, class_id: str) -> None:
    """A column that we made is looked for by its resource id, and made where it is not; one of the platform's not."""
    gone = same(_deliveries, organisation_id=organisation_id, class_id=class_id, state="column_gone")
    ours = same(_columns, organisation_id=organisation_id, class_id=class_id) & (_columns.c.resource_id != "")
    deleted = ours & _columns.c.id.in_(select(_deliveries.c.column_id).where(gone))
    for column_id in db.execute(select(_columns.c.id).where(deleted)).scalars().all():
        column = same(_columns, organisation_id=organisation_id, id=column_id)
        db.execute(update(_columns).where(column).values(address=""))
        marks = same(_deliveries, organisation_id=organisation_id, class_id=class_id, column_id=column_id)
        db.execute(update(_deliveries).where(marks).values(**_due_again(), sent=None))  # went with the column


def _due_again() -> dict[str, object]:
    return {"due": now(), "state": "waiting", "words": "", "attempts": 0}
