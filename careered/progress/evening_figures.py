"""A class's figures, kept each evening, and compared when another state of careered's code shows them.

Whoever has done something since they were kept, or about whom staff have, is left out: that is no update's doing. Nor
is what another grade or another version of the pack shows, whoever brought it: figures are compared only with figures
that were kept under the same ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, union, update

from careered.clock import now
from careered.db.queries import where_equal
from careered.db.upsert import upsert_all
from careered.progress.completion import RequirementState
from careered.progress.queries import load_class_statuses
from careered.progress.tables import EveningFigures, Event, JoinedAccount, StaffAct
from careered.roster.enrolment_upsert import ACTIVE
from careered.roster.members import list_pupils
from careered.roster.scope import ClassScope
from careered.roster.tables import SchoolClass

_kept, _classes = EveningFigures.__table__, SchoolClass.__table__
_events, _acts, _joins = Event.__table__, StaffAct.__table__, JoinedAccount.__table__
_KEY = ("organisation_id", "class_id", "person_id")
States = Mapping[str, str]
"""The states of a pupil's requirements that are started, by requirement."""


@dataclass(frozen=True)
class Difference:
    """What an update has changed for a pupil: by requirement the state before and now."""

    person_id: str
    changes: Mapping[str, tuple[RequirementState, RequirementState]]


def keep_figures(db: Connection, scope: ClassScope, release: str) -> int:
    """Keep the figures of a class as they are now. Where another `release` kept the last ones, they are compared first.

    Returns of how many pupils they differ by that. Seven statements at most, and one for what has changed.
    """
    shown, kept = _shown(db, scope), _load_kept(db, scope)
    differing = _differing(db, scope, release, shown, kept)
    before = {key: _before(kept, key, differing.get(key)) for key in shown}
    rows = [
        {**scope.pupil(key).key, "states": states, "before": before[key]}
        for key, states in shown.items()
        if key not in kept or kept[key]["states"] != states or key in differing
    ]
    upsert_all(db, _kept, rows, key=_KEY, update_columns=("states", "before"))
    unread = sum(bool(_changes(states, shown[key])) for key, states in before.items() if states is not None)
    noticed: dict[str, Any] = {"figures_differ_at": now()} if differing else {}
    mark_kept(db, *scope.key, _basis(scope, release), figures_differ=unread, **noticed)
    return len(differing)


def _basis(scope: ClassScope, release: str) -> str:
    """What figures were kept under: the state of the code, the grade, and the version of the pack."""
    return f"{release} {scope.class_info.grade} {scope.pack.version}"


def _shown(db: Connection, scope: ClassScope) -> dict[str, dict[str, str]]:
    """The states that the class's page shows, of the active pupils."""
    asked = [requirement.id for requirement in scope.pack.requirements_for(scope.class_info.grade)]
    statuses = load_class_statuses(db, *scope.key)
    active = [pupil.id for pupil in list_pupils(db, *scope.key) if pupil.status == ACTIVE]
    return {
        key: {id_: str(of[id_].state) for id_ in asked if id_ in of} for key in active for of in [statuses.get(key, {})]
    }


def _load_kept(db: Connection, scope: ClassScope) -> Mapping[str, Any]:
    where = where_equal(_kept, organisation_id=scope.key[0], class_id=scope.key[1])
    return {row["person_id"]: row for row in db.execute(select(_kept).where(where)).mappings()}


def _before(kept: Mapping[str, Any], person_id: str, noticed: States | None) -> States | None:
    """What was before the first update of which staff have not read yet; else `noticed`."""
    unread: States | None = kept[person_id]["before"] if person_id in kept else None
    return noticed if unread is None else unread


def _differing(
    db: Connection, scope: ClassScope, release: str, shown: Mapping[str, States], kept: Mapping[str, Any]
) -> dict[str, States]:
    """The kept states of those whom this release shows otherwise, by person."""
    names = ("figures_kept_at", "figures_release", "changed_at", "grade_set_at")
    row = db.execute(select(*[_classes.c[name] for name in names]).where(_is_class(scope))).one()
    since = row.figures_kept_at
    former, basis = row.figures_release.partition(" "), _basis(scope, release).partition(" ")
    if since is None or former[0] == basis[0] or former[2] != basis[2]:
        return {}
    if any(changed and changed > since for changed in (row.changed_at, row.grade_set_at)):
        return {}
    differing = {
        key: kept[key]["states"] for key, states in shown.items() if key in kept and kept[key]["states"] != states
    }
    busy = _busy_since(db, scope, since) if differing else set()
    return {key: states for key, states in differing.items() if key not in busy}


def _busy_since(db: Connection, scope: ClassScope, moment: Any) -> set[str]:
    """Who has done something since a moment, or about whom staff have done or undone something.

    What a joined account brings is older than the join.
    """
    of_class = {"organisation_id": scope.key[0], "class_id": scope.key[1]}
    done = select(_events.c.person_id).where(where_equal(_events, **of_class), _events.c.occurred_at > moment)
    is_new = (_acts.c.created_at > moment) | (_acts.c.undone_at > moment)
    acted = select(_acts.c.person_id).where(where_equal(_acts, **of_class), is_new)
    joined = select(_joins.c.person_id).where(where_equal(_joins, **of_class), _joins.c.joined_at > moment)
    return set(db.execute(union(done, acted, joined)).scalars())


def mark_kept(db: Connection, organisation_id: str, class_id: str, release: str, **noted: Any) -> None:
    """The figures of a class have been kept, or there are none to keep. noted: columns about what differs."""
    where = where_equal(_classes, organisation_id=organisation_id, id=class_id)
    db.execute(update(_classes).where(where).values(figures_kept_at=now(), figures_release=release, **noted))


def load_differences(db: Connection, scope: ClassScope) -> list[Difference]:
    """What staff have not read yet, of the active pupils: as kept, and as it is now. Nobody who is as before again."""
    shown, kept = _shown(db, scope), _load_kept(db, scope)
    before = {key: row["before"] for key, row in kept.items() if row["before"] is not None and key in shown}
    found = [Difference(key, _changes(states, shown[key])) for key, states in before.items()]
    return [difference for difference in found if difference.changes]


def _changes(before: States, now_shown: States) -> dict[str, tuple[RequirementState, RequirementState]]:
    none = RequirementState.NOT_STARTED
    pairs = {
        key: (RequirementState(before.get(key, none)), RequirementState(now_shown.get(key, none)))
        for key in {**before, **now_shown}
    }
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def mark_read(db: Connection, scope: ClassScope) -> None:
    """Staff have read about the differences: the notice goes."""
    where = where_equal(_kept, organisation_id=scope.key[0], class_id=scope.key[1])
    db.execute(update(_kept).where(where & _kept.c.before.is_not(None)).values(before=None))
    db.execute(update(_classes).where(_is_class(scope)).values(figures_differ=0))


def _is_class(scope: ClassScope) -> Any:
    return where_equal(_classes, organisation_id=scope.key[0], id=scope.key[1])


def classes_that_differ(db: Connection, organisation_id: str) -> list[str]:
    """The titles of the running classes whose staff have not read yet that an update has changed figures."""
    where = where_equal(_classes, organisation_id=organisation_id) & (_classes.c.figures_differ > 0)
    running = where & _classes.c.ended_at.is_(None)
    return list(db.execute(select(_classes.c.title).where(running).order_by(_classes.c.title)).scalars())
