"""Requirements that a new pack version drops though pupils have reached them. See docs/decisions/0020.

Such a version is loaded only when it has been said what becomes of each: it counts as another requirement for those who
have reached it, or it stays in their records and no longer counts.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection, select

from careered.packs import version_store
from careered.packs.models import Pack
from careered.packs.overlaid import Overlaid
from careered.packs.store import PackStore
from careered.progress.carried import Successors, carry
from careered.progress.projection import in_lock_order, replay, restore_statuses
from careered.progress.recent_activity import pupils_active_since
from careered.progress.tables import RequirementStatus
from careered.roster.kept_version import keep_version, release_version
from careered.roster.scope import load_class_scope
from careered.roster.tables import SchoolClass
from careered.statistics.due_scores import asks_the_same, schedule_all
from careered.statistics.lowered_pupils import (
    SAME_CLASS,
    STATUS_KEY,
    lowered_pupils,
    reached_requirements,
    status_rows,
)

HISTORY = "history"
UNDER_WAY = timedelta(minutes=1)
"""What began before a load, and did not know of it, was stored within that time."""
_statuses, _classes = RequirementStatus.__table__, SchoolClass.__table__


class Undecided(Exception):
    """What becomes of these requirements has not been said."""

    def __init__(self, requirement_ids: Sequence[str]) -> None:
        super().__init__(", ".join(requirement_ids))
        self.requirement_ids = requirement_ids


def load_version(
    db: Connection,
    files: Mapping[str, bytes],
    old: Pack | None,
    new: Pack,
    successors: Successors,
    overlaid: Overlaid,
) -> bool:
    """Store a checked pack and make it current; returns whether anything changed.

    Classes in which a figure would be lower stay with the old version until their teacher says otherwise.

    Raises version_store.VersionConflict, and Undecided if a requirement that pupils have reached is dropped unsaid.
    """
    undecided = undecided_requirements(db, old, new, successors) if old else []
    is_new = version_store.save_pack(db, files, new)
    if is_new and undecided:
        raise Undecided(undecided)
    if is_new and old:
        for organisation_id, class_id in {row[:2] for row in lowered_pupils(db, old, new, successors, overlaid)}:
            kept, _ = overlaid.get(organisation_id, (old, new))
            keep_version(db, organisation_id, class_id, kept.version)
        counting = {dropped: successor for dropped, successor in successors.items() if successor != HISTORY}
        version_store.set_successors(db, new.id, new.version, counting)
        _carry_over(db, old, counting)
        if not asks_the_same(old, new) or counting:
            schedule_all(db, new.id, lambda organisation_id: overlaid.get(organisation_id, (old, new))[1])
    return is_new


def go_back(db: Connection, pack_store: PackStore, pack_id: str, version: str) -> bool:
    """Make the version before current again, as `version_store.go_back`, and take back what its load carried over.

    What pupils have reached themselves meanwhile stays reached. Scores are sent as they were before, with that.
    """
    former = pack_store.pack(db, pack_id, version) if version == version_store.version_before(db, pack_id) else None
    if former is None:
        return False
    _take_back_carried(db, pack_store, pack_id, version)
    release_version(db, pack_id, version)
    has_gone_back = version_store.go_back(db, pack_id, version)
    schedule_all(
        db, pack_id, lambda key: pack_store.effective_pack(db, key, pack_id, version) or former, may_lower=True
    )
    return has_gone_back


def _take_back_carried(db: Connection, pack_store: PackStore, pack_id: str, version: str) -> None:
    """Pupil by pupil only for those who have done something since."""
    where = (_classes.c.pack_id == pack_id) & (_statuses.c.pack_version == version) & _statuses.c.carried.is_not(None)
    columns = [_statuses.c[name] for name in (*STATUS_KEY, "carried")]
    carried = in_lock_order(db, select(*columns).join(_classes, SAME_CLASS).where(where))
    rows = db.execute(carried).mappings().all()
    restore_statuses(db, [({name: row[name] for name in STATUS_KEY}, row["carried"]["before"]) for row in rows])
    since = version_store.loaded_at(db, pack_id) - UNDER_WAY
    restored = {tuple(row[name] for name in STATUS_KEY[:3]) for row in rows}
    active = sorted(restored & pupils_active_since(db, since)) if restored else ()
    for key, pupils in groupby(active, key=itemgetter(0, 1)):
        if scope := load_class_scope(db, pack_store, *key):
            for *_, person_id in pupils:
                replay(db, scope.pupil(person_id), since)


def dropped_requirements(db: Connection, old: Pack, new: Pack) -> list[str]:
    """Ids of the requirements that pupils have reached and the new version drops, in the old pack's order."""
    dropped = [requirement.id for requirement in old.requirements if not new.requirement(requirement.id)]
    reached = reached_requirements(db, old.id, dropped) if dropped else ()
    return [requirement_id for requirement_id in dropped if requirement_id in reached]


def undecided_requirements(db: Connection, old: Pack, new: Pack, successors: Successors) -> list[str]:
    """Those of `dropped_requirements` of which nothing, or nothing possible, has been said."""
    dropped = dropped_requirements(db, old, new)
    return [key for key in dropped if successors.get(key) != HISTORY and not new.requirement(successors.get(key, ""))]


def count_lowered(db: Connection, old: Pack, new: Pack, successors: Successors, overlaid: Overlaid) -> int:
    """How many pupils of running classes would have a smaller share done than before."""
    return len(lowered_pupils(db, old, new, successors, overlaid))


def _carry_over(db: Connection, old: Pack, successors: Successors) -> None:
    """In classes that stay with the old version it is done when their teacher takes the new one over."""
    involved = {*successors, *successors.values()}
    rows = status_rows(db, old.id, columns=_statuses.c.keys(), requirement_ids=involved) if involved else ()
    carry(db, [row for row in rows if not row.kept_version], successors, old.version)
