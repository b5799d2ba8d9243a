"""The version of all registrations and deployments: one row, which every change gives another value.

A process that caches registrations (registration_cache.py) compares it. The value is random, so that a
database that was restored has none that was seen before.
"""

from sqlalchemy import Connection, select

from careered.clock import new_id
from careered.db.upsert import upsert
from careered.lti.tables import RegistrationVersion

_table = RegistrationVersion.__table__
_NAME = "platforms"
_VERSION = select(_table.c.version).where(_table.c.name == _NAME)


def change_version(db: Connection) -> None:
    """Registrations or deployments change in this transaction. First of all its writes: it is a lock of their writers,
    who so cannot wait for each other crosswise."""
    upsert(db, _table, {"name": _NAME, "version": new_id()}, key=("name",), update_columns=("version",))


def stored_version(db: Connection) -> str:
    """The version; "" before anything was ever registered."""
    return db.execute(_VERSION).scalar() or ""
