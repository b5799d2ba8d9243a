"""The scores of a whole class at once: after another pack version, another grade, or a new column."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Connection

from careered.progress.outbox.deliveries import ScoreChanges, score_changes, store_changes
from careered.progress.outbox.quiet import AT_ONCE, end_quiet
from careered.progress.standing import load_class_standings
from careered.roster.scope import ClassScope

_PUPILS_IN_A_STATEMENT = 200


def schedule_class(db: Connection, scope: ClassScope, *, may_lower: bool = False, wait: timedelta = AT_ONCE) -> None:
    """Set the desired scores of a class's pupils, as `schedule_scores` does for one.

    The number of statements does not grow with the pupils, but for one or two for each two hundred that change.
    """
    changes = list(_changes(db, scope, may_lower=may_lower, wait=wait))
    for start in range(0, len(changes), _PUPILS_IN_A_STATEMENT):
        store_changes(db, changes[start : start + _PUPILS_IN_A_STATEMENT])
    if any(one.ends_quiet for one in changes):
        end_quiet(db, organisation_id=scope.class_info.organisation_id, class_id=scope.class_info.id)


def _changes(db: Connection, scope: ClassScope, *, may_lower: bool, wait: timedelta) -> Iterator[ScoreChanges]:
    for person_id, standing in load_class_standings(db, *scope.key).items():
        yield score_changes(scope.pupil(person_id), standing, may_lower=may_lower, wait=wait)
