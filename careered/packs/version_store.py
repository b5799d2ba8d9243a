"""The versions of national packs in the database: which are loaded, which one is current, and what replaced what."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import Connection, RowMapping, insert, select, update

from careered.clock import now
from careered.db.queries import where_equal
from careered.packs.models import Pack
from careered.packs.tables import PackVersion

UNDO_PERIOD = timedelta(days=30)
_table = PackVersion.__table__


class VersionConflict(Exception):
    """A newer version is loaded (code version_older), or this one with other content (version_exists)."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def save_pack(db: Connection, files: Mapping[str, bytes], pack: Pack) -> bool:
    """Store a checked pack with the bytes that were checked, and make it current. Returns whether anything changed.

    Older versions stay stored. Raises VersionConflict.
    """
    versions = loaded_versions(db, pack.id)
    same = [row for row in versions if (row["version"], row["content_hash"]) == (pack.version, pack.content_hash)]
    if same:
        return not same[0]["current"] and _make_current(db, pack.id, pack.version)
    check_pack_version(pack, versions)
    db.execute(update(_table).where(where_equal(_table, pack_id=pack.id)).values(current=False))
    texts = {name: content.decode("utf-8-sig") for name, content in files.items()}
    row = {"pack_id": pack.id, "version": pack.version, "country": pack.country, "content_hash": pack.content_hash}
    db.execute(insert(_table).values(**row, files=texts, current=True, loaded_at=now()))
    return True


def _make_current(db: Connection, pack_id: str, version: str) -> bool:
    db.execute(update(_table).where(where_equal(_table, pack_id=pack_id)).values(current=False))
    db.execute(
        update(_table)
        .where(where_equal(_table, pack_id=pack_id, version=version))
        .values(current=True, loaded_at=now())
    )
    return True


def loaded_at(db: Connection, pack_id: str) -> datetime:
    """When the current version of a pack was loaded, or made current again. There must be one."""
    where = where_equal(_table, pack_id=pack_id, current=True)
    moment: datetime = db.execute(select(_table.c.loaded_at).where(where)).scalar_one()
    return moment


def version_before(db: Connection, pack_id: str) -> str:
    """The version that the current one replaced, within UNDO_PERIOD of loading it; "" for none."""
    versions = loaded_versions(db, pack_id)
    current = next((row for row in versions if row["current"]), None)
    if current is None or current["loaded_at"] < now() - UNDO_PERIOD:
        return ""
    earlier = [row for row in versions if version_key(row["version"]) < version_key(current["version"])]
    return max((row["version"] for row in earlier), key=version_key, default="")


def go_back(db: Connection, pack_id: str, version: str) -> bool:
    """Make the version before the current one current again; returns whether `version` is that one."""
    if version == "" or version != version_before(db, pack_id):
        return False
    db.execute(update(_table).where(where_equal(_table, pack_id=pack_id, current=True)).values(successors=None))
    return _make_current(db, pack_id, version)


def set_successors(db: Connection, pack_id: str, version: str, successors: Mapping[str, str]) -> None:
    """Keep what the requirements that a version drops count as."""
    where = where_equal(_table, pack_id=pack_id, version=version)
    db.execute(update(_table).where(where).values(successors=dict(successors)))


def successors_since(db: Connection, pack_id: str, version: str) -> list[tuple[str, Mapping[str, str]]]:
    """What dropped requirements count as by each version after one, oldest first, with the version before each.

    version: with an overlay's, as a class keeps it.
    """
    rows = sorted(loaded_versions(db, pack_id), key=lambda row: version_key(row["version"]))
    steps = [(before["version"], row) for before, row in pairwise(rows)]
    since = version_key(version.partition("+")[0])
    return [(before, row["successors"] or {}) for before, row in steps if version_key(row["version"]) > since]


def check_pack_version(pack: Pack, versions: Sequence[RowMapping]) -> None:
    """Raise VersionConflict if a pack cannot follow the loaded versions. Identical content is accepted again."""
    check_version(pack.id, pack.version, pack.content_hash, versions)


def check_version(name: str, version: str, content_hash: str, versions: Sequence[RowMapping]) -> None:
    """Raise VersionConflict if a newer version is loaded, or this one with other content. name: for the message."""
    for row in versions:
        if row["version"] == version and row["content_hash"] != content_hash:
            raise VersionConflict(
                "version_exists", f"{name} {version} is loaded with other content; raise the version number"
            )
        if version_key(row["version"]) > version_key(version):
            raise VersionConflict("version_older", f"{name} {row['version']} is loaded, which is newer than {version}")


def version_key(version: str) -> tuple[int, ...]:
    """The numbers of a version, as a sort key: "1.10.0" is newer than "1.9.2"."""
    return tuple(int(part) for part in version.split("-")[0].split("."))


def loaded_versions(db: Connection, pack_id: str = "") -> Sequence[RowMapping]:
    """The loaded versions of a pack or of all packs, without their files."""
    columns = [column for column in _table.c if column.name != "files"]
    statement = select(*columns).order_by(_table.c.pack_id, _table.c.loaded_at)
    return db.execute(statement.where(_table.c.pack_id == pack_id) if pack_id else statement).mappings().all()
