"""Classes that stay with a pack version, because figures would be lower by the next one (docs/decisions/0020)."""

from sqlalchemy import Connection, or_, update

from careered.db.queries import where_equal
from careered.roster.tables import SchoolClass

_classes = SchoolClass.__table__


def keep_version(db: Connection, organisation_id: str, class_id: str, version: str) -> None:
    """A class stays with a version, unless it stays with an earlier one already. version: with its overlay's."""
    where = where_equal(_classes, organisation_id=organisation_id, id=class_id, kept_version="")
    db.execute(update(_classes).where(where).values(kept_version=version))


def accept_version(db: Connection, organisation_id: str, class_id: str) -> None:
    """The class's teacher takes the current version over."""
    where = where_equal(_classes, organisation_id=organisation_id, id=class_id)
    db.execute(update(_classes).where(where).values(kept_version=""))


def release_version(db: Connection, pack_id: str, version: str) -> None:
    """A national version is current again: classes that stayed with it wait for nothing."""
    kept = or_(_classes.c.kept_version == version, _classes.c.kept_version.startswith(f"{version}+", autoescape=True))
    db.execute(update(_classes).where(where_equal(_classes, pack_id=pack_id) & kept).values(kept_version=""))


def release_classes(db: Connection, organisation_id: str, pack_id: str, version: str) -> None:
    """A version is current again in an organisation: its classes that stayed with it wait for nothing."""
    where = where_equal(_classes, organisation_id=organisation_id, pack_id=pack_id, kept_version=version)
    db.execute(update(_classes).where(where).values(kept_version=""))
