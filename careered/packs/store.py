"""Packs in the database, and PackStore, which serves them from memory."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import Connection, RowMapping, insert, select, true, update

from careered.clock import now
from careered.db.engine import Database
from careered.db.queries import where_equal
from careered.packs import stored_files
from careered.packs.load import read_checked_bytes
from careered.packs.models import Pack, StepContent
from careered.packs.overlay_merge import apply_overlay, unapplied_files
from careered.packs.tables import PackOverlay, PackVersion
from careered.web.heavy_work import NotReadYet

Kinds = Mapping[str, type[StepContent]]
Key = tuple[str, str]
"""Id and version of a pack; the version names an overlay too."""
Open = Callable[[], AbstractContextManager[Connection]]
INDEX_REFRESH_SECONDS = 5.0
UNDO_PERIOD = timedelta(days=30)
_table, _overlays = PackVersion.__table__, PackOverlay.__table__


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


def loaded_overlays(db: Connection, **filters: str | bool) -> Sequence[RowMapping]:
    """The loaded versions of overlays, without their files, oldest first. filters: column values, such as current."""
    columns = [column for column in _overlays.c if column.name != "files"]
    statement = select(*columns).where(where_equal(_overlays, **filters) if filters else true())
    return db.execute(statement.order_by(_overlays.c.overlay_id, _overlays.c.loaded_at)).mappings().all()


def overlay_versions(db: Connection, **filters: str) -> dict[tuple[str, str], str]:
    """Id and version of the current overlays, by organisation and pack. filters: column values."""
    return {
        (row["organisation_id"], row["pack_id"]): f"{row['overlay_id']}.{row['version']}"
        for row in loaded_overlays(db, **filters, current=True)
    }


class PackStore:
    """A process's packs in memory. Reads which versions are current at most every INDEX_REFRESH_SECONDS.

    A pack with an overlay has the national pack's id and the version `<national>+<overlay>.<its version>`. One that is
    not in memory is read where it is asked for; in the application, where that would be a transaction and a thread of
    the database, NotReadYet is raised instead.
    """

    def __init__(
        self, kinds: Kinds, clock: Callable[[], float] = time.monotonic, *, reads_elsewhere: bool = False
    ) -> None:
        self._kinds, self._clock, self._reads_elsewhere = kinds, clock, reads_elsewhere
        self._packs: dict[Key, Pack | None] = {}
        self._unapplied: dict[Key, Sequence[str]] = {}
        self._current_versions: dict[str, str] = {}
        self._pack_ids_by_country: dict[str, str] = {}
        self._overlay_versions: dict[tuple[str, str], str] = {}
        self._refreshed_at = -INDEX_REFRESH_SECONDS
        self._reading = threading.RLock()

    @property
    def kinds(self) -> Kinds:
        """The step kinds that packs may use, by name."""
        return self._kinds

    def renew(self, database: Database) -> None:
        """Read all current packs that are not in memory: at startup, and before a transaction that must be short.

        Refreshes after half the interval, so that `pack` in the following transaction does not.
        """
        if self.is_renewed():
            return
        with database.reading() as db:
            self._refresh_index(db, INDEX_REFRESH_SECONDS / 2)
            for key in self._current_keys():
                self.pack(db, *key)

    def is_renewed(self) -> bool:
        """Whether `renew` would read nothing."""
        is_fresh = self._clock() - self._refreshed_at < INDEX_REFRESH_SECONDS / 2
        return is_fresh and self._current_keys() <= self._packs.keys()

    def _current_keys(self) -> set[Key]:
        national, overlays = self._current_versions, self._overlay_versions
        with_overlay = {
            (id_, f"{national[id_]}+{overlay}") for (_, id_), overlay in overlays.items() if id_ in national
        }
        return set(national.items()) | with_overlay

    def pack(self, db: Connection, pack_id: str, version: str = "") -> Pack | None:
        """A pack in a version, by default the current one; None if it is not loaded. Raises NotReadYet (see above)."""
        self._refresh_index(db)
        key = (pack_id, version or self._current_versions.get(pack_id, ""))
        if key not in self._packs and stored_files.exist(db, *key):
            if self._reads_elsewhere:
                raise NotReadYet(lambda database: self._read(database.reading, key))
            self._read(lambda: nullcontext(db), key)
        return self._packs.get(key)

    def pack_outside(self, database: Database, pack_id: str) -> Pack | None:
        """As `pack`, in a thread that may take its time."""
        while True:
            try:
                with database.reading() as db:
                    return self.pack(db, pack_id)
            except NotReadYet as missing:
                missing.read(database)

    def unapplied_files(self, db: Connection, pack_id: str, version: str) -> Sequence[str]:
        """The names of an overlay's files that do not fit the pack. version: names both, as everywhere here."""
        self.pack(db, pack_id, version)
        return self._unapplied.get((pack_id, version), ())

    def version_or_current(self, db: Connection, current: Pack, version: str) -> Pack:
        """`current` in another version, such as the one in which a lesson was begun.

        `current` itself if version is "" or no longer loaded.
        """
        return (self.pack(db, current.id, version) if version else None) or current

    def effective_pack(self, db: Connection, organisation_id: str, pack_id: str, version: str = "") -> Pack | None:
        """A pack as an organisation's classes use it: with its overlay, if it has one. By default the current version.

        With a version, the overlay is the one that is current at this moment, for whoever changes packs or overlays.
        """
        self._refresh_index(db)
        national = version or self._current_versions.get(pack_id, "")
        overlays = overlay_versions(db, organisation_id=organisation_id) if version else self._overlay_versions
        overlay = overlays.get((organisation_id, pack_id), "")
        pack = self.pack(db, pack_id, f"{national}+{overlay}") if national and overlay else None
        return pack or (self.pack(db, pack_id, version) if version or not overlay else None)

    def pack_of_country(self, db: Connection, country: str) -> Pack | None:
        """The current pack of a country, or None."""
        self._refresh_index(db)
        return self.pack(db, self._pack_ids_by_country.get(country.upper(), ""))

    def _refresh_index(self, db: Connection, after: float = INDEX_REFRESH_SECONDS) -> None:
        """Read which versions are current, unless that was done less than `after` seconds ago."""
        if self._clock() - self._refreshed_at < after:
            return
        self._refreshed_at = self._clock()
        current = [row for row in loaded_versions(db) if row["current"]]
        self._current_versions = {row["pack_id"]: row["version"] for row in current}
        self._overlay_versions = overlay_versions(db)
        self._pack_ids_by_country = {row["country"].upper(): row["pack_id"] for row in current}

    def _read(self, connect: Open, key: Key) -> None:
        """Read a pack into memory, once. Bad content is remembered as None: stored files never change."""
        with self._reading:
            if key in self._packs:
                return
            pack_id, (national, _, overlay) = key[0], key[1].partition("+")
            if overlay:
                self._read(connect, (pack_id, national))
            with connect() as db:
                files = stored_files.find(db, *key)
            if files is not None and overlay:
                self._apply_overlay(files, key, self._packs.get((pack_id, national)))
            elif files is not None:
                self._packs[key] = read_checked_bytes(files, self._kinds).pack

    def _apply_overlay(self, files: Mapping[str, bytes], key: Key, base: Pack | None) -> None:
        if base is not None:
            self._unapplied[key] = unapplied_files(files, base, self._kinds)
        self._packs[key] = apply_overlay(files, base, self._kinds) if base is not None else None
