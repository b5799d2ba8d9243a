"""The queue of the desk: what waits for the viewer in all classes, each row with its reason.

A row ends when its reason ends (the question is answered, the pupils have begun), when staff handle it, or until the
next week when they put it off: for every teacher of the class, because the acts belong to the class.
"""

from collections.abc import Sequence

from careered.clock import now, today
from careered.desk.classes import DeskClass
from careered.desk.queue_row import QueueRow
from careered.desk.reasons import class_queue
from careered.web.people_cache import PeopleCache

REASONS = ("question", "talk", "stuck", "confirm", "remind", "coming")
"""The order in which the rows stand."""
QUEUES = PeopleCache[Sequence[QueueRow]](300)


def queue(classes: Sequence[DeskClass], lang: str) -> list[QueueRow]:
    """All rows that are not handled, those that are put off included: by reason, then the longest waiting first."""
    rows = [row for desk_class in classes for row in _cached(desk_class, lang) if not row.is_handled]
    return sorted(
        rows, key=lambda row: (not row.is_urgent, REASONS.index(row.reason), row.since is None, row.since or now())
    )


def _cached(desk_class: DeskClass, lang: str) -> Sequence[QueueRow]:
    """`class_queue`, as long as the class is the same."""
    place, day = (*desk_class.scope.key, desk_class.role, lang), today(desk_class.scope.pack.timezone)
    return QUEUES.get(place, (desk_class, day), lambda: list(class_queue(desk_class, lang)))
