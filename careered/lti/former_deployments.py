"""Deployments of a connection that was replaced: which of the new ones is which (docs/decisions/0020).

Their classes and people keep a name of the former deployment that no platform sends, so that schools stay apart until
an administrator has said which new deployment is which.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from careered.clock import now
from careered.db.queries import where_equal
from careered.db.upsert import insert_if_new
from careered.lti.registration_version import change_version
from careered.lti.tables import ContextService, Deployment
from careered.roster.tables import Person, SchoolClass
from careered.web.errors import RequestError

FORMER = "former"  # status of a deployment whose classes wait, and the beginning of its name
_PREFIX = f"{FORMER}:"
_deployments, _classes, _people = Deployment.__table__, SchoolClass.__table__, Person.__table__
_services = ContextService.__table__
_KEY = ("organisation_id", "platform_id", "deployment_id")
Place = tuple[str, str]  # organisation, platform


@dataclass(frozen=True)
class FormerDeployment:
    """A deployment of the connection before. deployment_id: ours; name: the platform's. titles: of its classes."""

    deployment_id: str
    titles: Sequence[str]

    @property
    def name(self) -> str:
        """As the platform called it."""
        return self.deployment_id.removeprefix(_PREFIX)


def former_deployments(db: Connection, place: Place) -> list[FormerDeployment]:
    """Those that wait until it has been said which one they are now, by their name."""
    found = db.execute(select(_deployments.c.deployment_id).where(_of(_deployments, place, status=FORMER))).scalars()
    return [FormerDeployment(former, _titles(db, place, former)) for former in sorted(found)]


def match(db: Connection, place: Place, deployment_id: str, former_id: str) -> None:
    """A pending deployment is a former one: it gets its classes and people, and is approved.

    Raises RequestError not_found where the former one does not wait, or the new one has classes of its own.
    """
    change_version(db)
    former = _of(_deployments, place, deployment_id=former_id, status=FORMER)
    if not db.execute(delete(_deployments).where(former)).rowcount or deployment_id in class_deployments(db, place):
        raise RequestError("not_found")
    rename(db, place, {former_id: deployment_id})
    _note(db, place, deployment_id, former_id)


def set_aside(db: Connection, place: Place) -> None:
    """After a connection was replaced: every deployment's classes and people wait for their new one.

    One deployment becomes the only approved new one at once. Courses of one school wait by their context instead, for
    there the people are the same; only a context that is in two of them waits for an answer.
    """
    only = _only_ones(db, place)
    waiting = {name: _PREFIX + name.removeprefix(_PREFIX) for name in known_names(db, place)}
    rename(db, place, waiting | only)
    for former, approved in only.items():
        _note(db, place, approved, former)
    _store_former(db, place)


def _note(db: Connection, place: Place, deployment_id: str, former: str) -> None:
    """Note which deployment one takes the place of, and approve it."""
    values = {"status": "approved", "replaces": former.removeprefix(_PREFIX)}
    where = _of(_deployments, place, deployment_id=deployment_id)
    db.execute(update(_deployments).where(where).values(values))


def put_back(db: Connection, place: Place, names: Mapping[str, str]) -> None:
    """After an exchange was undone: deployments have the name again that they had (`names`, see `names_before`)."""
    restored = set(db.execute(select(_deployments.c.deployment_id).where(_of(_deployments, place))).scalars())
    before, targets = names or _only_ones(db, place), dict[str, str]()
    for name in known_names(db, place):
        targets[name] = _target(name, before.get(name, ""), restored, targets.values())
    rename(db, place, targets)
    _store_former(db, place)


def _target(name: str, before: str, restored: Collection[str], taken: Collection[str]) -> str:
    """What a deployment is called once the connection is the former one; one that this does not know waits."""
    if before in restored:
        return before
    target = _PREFIX + (before or name).removeprefix(_PREFIX)
    while target in taken:
        target += "'"
    return target


def _only_ones(db: Connection, place: Place) -> dict[str, str]:
    """The only deployment of the classes and the only approved one, where there is but one of each."""
    former, approved = class_deployments(db, place), _approved(db, place)
    return {former[0]: approved[0]} if len(former) == len(approved) == 1 else {}


def names_before(db: Connection, place: Place) -> dict[str, str]:
    """What each deployment was called before the exchange; those that wait do so no longer."""
    rows = db.execute(select(_deployments).where(_of(_deployments, place))).all()
    names = {row.deployment_id: row.replaces for row in rows if row.replaces}
    names |= {row.deployment_id: row.deployment_id.removeprefix(_PREFIX) for row in rows if row.status == FORMER}
    db.execute(delete(_deployments).where(_of(_deployments, place, status=FORMER)))
    db.execute(update(_deployments).where(_of(_deployments, place)).values(replaces=""))
    return names


def release_contexts(db: Connection, place: Place) -> None:
    """Courses of one school: each waits for the next launch of its context, from whatever deployment."""
    once = select(_classes.c.context_id).where(_of(_classes, place)).group_by(_classes.c.context_id)
    contexts = _classes.c.context_id.in_(once.having(func.count() == 1).scalar_subquery())
    db.execute(update(_classes).where(_of(_classes, place) & contexts).values(deployment_id=""))


def class_deployments(db: Connection, place: Place) -> list[str]:
    """The deployments that a platform's classes are in, without the classes that belong to none."""
    return _distinct(db, _classes, place)


def known_names(db: Connection, place: Place) -> list[str]:
    """The deployments of a platform's classes or people."""
    return sorted({*class_deployments(db, place), *_distinct(db, _people, place)})


def rename(db: Connection, place: Place, names: Mapping[str, str]) -> None:
    """Give classes, people and services another deployment. In two steps, for names may change places."""
    for number, name in enumerate(names):
        _move(db, place, name, f"moving:{number}")
    for number, name in enumerate(names.values()):
        _move(db, place, f"moving:{number}", name)


def _move(db: Connection, place: Place, source: str, target: str) -> None:
    for table in (_classes, _people, _services):
        db.execute(update(table).where(_of(table, place, deployment_id=source)).values(deployment_id=target))


def _store_former(db: Connection, place: Place) -> None:
    """Note the deployments that wait; then no other one lets anybody in before it has been said which one it is."""
    waiting = [name for name in class_deployments(db, place) if name.startswith(_PREFIX)]
    for name in waiting:
        row = dict(zip(_KEY, (*place, name), strict=True)) | {"status": FORMER, "notices_url": "", "created_at": now()}
        insert_if_new(db, _deployments, row, key=_KEY)
    if waiting:
        unmatched = _of(_deployments, place, status="approved", replaces="")
        db.execute(update(_deployments).where(unmatched).values(status="pending"))


def _approved(db: Connection, place: Place) -> list[str]:
    where = _of(_deployments, place, status="approved")
    return list(db.execute(select(_deployments.c.deployment_id).where(where)).scalars())


def _titles(db: Connection, place: Place, deployment_id: str) -> list[str]:
    where = _of(_classes, place, deployment_id=deployment_id)
    return list(db.execute(select(_classes.c.title).where(where).order_by(_classes.c.title)).scalars())


def _distinct(db: Connection, table: Any, place: Place) -> list[str]:
    where = _of(table, place) & (table.c.deployment_id != "")
    return list(db.execute(select(table.c.deployment_id).where(where).distinct()).scalars())


def _of(table: Any, place: Place, **values: str) -> Any:
    return where_equal(table, organisation_id=place[0], platform_id=place[1], **values)
