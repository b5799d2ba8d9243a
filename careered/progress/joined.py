"""Two accounts of one pupil in a class, joined by its staff: what was done with the earlier one counts for the other.

A platform gave the pupil another account. No name tells that: only staff say it (docs/decisions/0025). As where a pupil
changes classes (`transfer.py`), events and attestations are copied and no word; the earlier account keeps its records.
It is in the class no more, so that one of the two sends scores. Nothing falls, and all of it can be undone.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from careered.clock import now
from careered.db.locks import lock_for_transaction
from careered.db.prefetch import Row
from careered.db.queries import where_equal
from careered.progress.acts import UNDO_PERIOD
from careered.progress.joined_rows import bring, take_away
from careered.progress.tables import JoinedAccount
from careered.roster.joined_enrolment import leave_joined, return_joined
from careered.roster.roster_sync import request_roster
from careered.roster.scope import ClassScope

_joins = JoinedAccount.__table__


def join_accounts(db: Connection, scope: ClassScope, earlier_id: str, person_id: str, author_id: str) -> None:
    """Join an earlier account of a pupil with the one that goes on. The caller has checked that both may be."""
    _lock(db, scope, earlier_id, person_id)
    row: dict[str, object] = {
        **scope.pupil(person_id).key,
        "earlier_person_id": earlier_id,
        "author_person_id": author_id,
        "joined_at": now(),
        "brought": bring(db, scope.pupil(earlier_id), scope.pupil(person_id), author_id),
        "enrolment": leave_joined(db, scope.pupil(earlier_id).key),
    }
    db.execute(insert(_joins).values(**row))


def separate_accounts(db: Connection, scope: ClassScope, earlier_id: str) -> str:
    """Undo a join within UNDO_PERIOD; returns the id of the other account, "" where it was not possible.

    What was done since then stays. Later joins of the same pupil are taken off before it and put on again after it. One
    whose pupil has been joined to a third account is undone after that.
    """
    joins = {row["earlier_person_id"]: row for row in list_joined(db, scope)}
    undone = joins.get(earlier_id)
    if undone is None or not can_separate(undone, joins):
        return ""
    _lock(db, scope, *joins, undone["person_id"])
    of_pupil = [row for row in joins.values() if row["person_id"] == undone["person_id"]]
    later = of_pupil[of_pupil.index(undone) + 1 :]
    for row in reversed([undone, *later]):
        take_away(db, scope.pupil(row["person_id"]), row["joined_at"], row["brought"])
    return_joined(db, scope.pupil(earlier_id).key, undone["enrolment"])
    db.execute(delete(_joins).where(_is_join(scope, earlier_id)))
    _bring_again(db, scope, later)
    request_roster(db, *scope.key)  # the list may have changed its mind about the account
    return str(undone["person_id"])


def can_separate(join: Row, joins: Mapping[str, Row]) -> bool:
    """Whether a join can be undone now. joins: all of the class, by the earlier account."""
    return now() - join["joined_at"] <= UNDO_PERIOD and join["person_id"] not in joins


def list_joined(db: Connection, scope: ClassScope) -> Sequence[Row]:
    """The joined accounts of a class, oldest first."""
    organisation_id, class_id = scope.key
    where = where_equal(_joins, organisation_id=organisation_id, class_id=class_id)
    statement = select(_joins).where(where).order_by(_joins.c.joined_at, _joins.c.earlier_person_id)
    return db.execute(statement).mappings().all()


def _bring_again(db: Connection, scope: ClassScope, joins: Sequence[Row]) -> None:
    for row in joins:
        earlier_id = row["earlier_person_id"]
        brought = bring(db, scope.pupil(earlier_id), scope.pupil(row["person_id"]), row["author_person_id"])
        db.execute(update(_joins).where(_is_join(scope, earlier_id)).values(brought=brought))


def _is_join(scope: ClassScope, earlier_id: str) -> Any:
    organisation_id, class_id = scope.key
    return where_equal(_joins, organisation_id=organisation_id, class_id=class_id, earlier_person_id=earlier_id)


def _lock(db: Connection, scope: ClassScope, *person_ids: str) -> None:
    """Serialised with what the pupils hand in."""
    for person_id in sorted(set(person_ids)):
        lock_for_transaction(db, *scope.key, person_id)
