"""PackStore: the packs of a process, read from the database once and served from memory."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from sqlalchemy import Connection

from careered.db.engine import Database
from careered.packs import stored_files
from careered.packs.load import read_checked_bytes
from careered.packs.models import Pack, StepContent
from careered.packs.overlay_merge import apply_overlay, unapplied_files
from careered.packs.overlay_store import overlay_versions
from careered.packs.version_store import loaded_versions
from careered.web.heavy_work import NotReadYet

Kinds = Mapping[str, type[StepContent]]
Key = tuple[str, str]
"""Id and version of a pack; the version names an overlay too."""
Open = Callable[[], AbstractContextManager[Connection]]
INDEX_REFRESH_SECONDS = 5.0


@dataclass(frozen=True)
class _Index:
    """Which versions are current: of packs by id, of overlays by organisation and pack; and packs' ids by country."""

    versions: Mapping[str, str] = field(default_factory=dict)
    overlays: Mapping[tuple[str, str], str] = field(default_factory=dict)
    ids_by_country: Mapping[str, str] = field(default_factory=dict)

    def current(self) -> set[Key]:
        """Ids and versions of all packs that are current, with overlays and without."""
        with_overlay = {
            (id_, f"{self.versions[id_]}+{overlay}")
            for (_, id_), overlay in self.overlays.items()
            if id_ in self.versions
        }
        return set(self.versions.items()) | with_overlay


def _load_index(db: Connection) -> _Index:
    current = [row for row in loaded_versions(db) if row["current"]]
    return _Index(
        {row["pack_id"]: row["version"] for row in current},
        overlay_versions(db),
        {row["country"].upper(): row["pack_id"] for row in current},
    )


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
        self._index = _Index()
        self.is_in_use = False
        """Whether somebody has asked for a pack since it was renewed: at rest there is nothing to renew for."""
        self._refreshed_at = -INDEX_REFRESH_SECONDS
        self._reading = threading.RLock()

    @property
    def kinds(self) -> Kinds:
        """The step kinds that packs may use, by name."""
        return self._kinds

    def renew(self, database: Database) -> None:
        """Read all current packs that are not in memory: at startup, now and then, and before a short transaction.

        Refreshes after half the interval, so that `pack` in the following transaction does not. Until all are read, the
        versions before are current here: nobody waits for one that another process has loaded. Raises NotReadYet.
        """
        if self.is_renewed():
            return
        with database.reading() as db:
            refreshed_at, index = self._clock(), _load_index(db)
            for key in index.current():
                self._require(db, key)
        with self._reading:
            if refreshed_at >= self._refreshed_at:  # else a page has looked meanwhile, and knows more
                self._refreshed_at, self._index, self.is_in_use = refreshed_at, index, False

    def is_renewed(self) -> bool:
        """Whether `renew` would read nothing."""
        is_fresh = self._clock() - self._refreshed_at < INDEX_REFRESH_SECONDS / 2
        return is_fresh and self._index.current() <= self._packs.keys()

    def pack(self, db: Connection, pack_id: str, version: str = "") -> Pack | None:
        """A pack in a version, by default the current one; None if it is not loaded. Raises NotReadYet (see above)."""
        self._refresh_index(db)
        key = (pack_id, version or self._index.versions.get(pack_id, ""))
        self._require(db, key)
        return self._packs.get(key)

    def _require(self, db: Connection, key: Key) -> None:
        """Have a pack that is stored in memory, or raise NotReadYet."""
        if key not in self._packs and stored_files.exist(db, *key):
            if self._reads_elsewhere:
                raise NotReadYet(lambda database: self._read(database.reading, key))
            self._read(lambda: nullcontext(db), key)

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
        national = version or self._index.versions.get(pack_id, "")
        overlays = overlay_versions(db, organisation_id=organisation_id) if version else self._index.overlays
        overlay = overlays.get((organisation_id, pack_id), "")
        pack = self.pack(db, pack_id, f"{national}+{overlay}") if national and overlay else None
        return pack or (self.pack(db, pack_id, version) if version or not overlay else None)

    def pack_of_country(self, db: Connection, country: str) -> Pack | None:
        """The current pack of a country, or None."""
        self._refresh_index(db)
        return self.pack(db, self._index.ids_by_country.get(country.upper(), ""))

    def _refresh_index(self, db: Connection) -> None:
        """Read which versions are current, unless that was done less than INDEX_REFRESH_SECONDS ago."""
        self.is_in_use, looked_at = True, self._clock()
        if looked_at - self._refreshed_at >= INDEX_REFRESH_SECONDS:
            self._index = _load_index(db)
            self._refreshed_at = looked_at  # after it: who asks meanwhile reads them, too, and misses none

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
