"""Keeping packs in the database, and the shelf that serves them from memory."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, RowMapping, insert, select, true, update

from careered.clock import now
from careered.db.engine import Database
from careered.db.lookup import same
from careered.packs.load import read_checked_bytes
from careered.packs.models import Pack, StepContent
from careered.packs.overlay import laid_on
from careered.packs.tables import PackOverlay, PackVersion

Kinds = Mapping[str, type[StepContent]]
LOOK_AGAIN_SECONDS = 5.0
_table, _overlays = PackVersion.__table__, PackOverlay.__table__


class OlderVersionError(Exception):
    """The pack is older than what is loaded (version_older), or has a version that is taken (version_exists)."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def load(db: Connection, files: Mapping[str, bytes], pack: Pack) -> bool:
    """Store a checked pack whole, from the very bytes that were checked, and make it current; whether it is new.

    Older versions are kept. Raises OlderVersionError.
    """
    loaded = versions(db, pack.id)
    if any(row["version"] == pack.version and row["content_hash"] == pack.content_hash for row in loaded):
        return False
    refuse_older(pack, loaded)
    db.execute(update(_table).where(same(_table, pack_id=pack.id)).values(current=False))
    texts = {name: content.decode("utf-8-sig") for name, content in files.items()}
    row = {"pack_id": pack.id, "version": pack.version, "country": pack.country, "content_hash": pack.content_hash}
    db.execute(insert(_table).values(**row, files=texts, current=True, loaded_at=now()))
    return True


def refuse_older(pack: Pack, loaded: Sequence[RowMapping]) -> None:
    """Raises OlderVersionError where a pack cannot follow the loaded versions. The very same content may come again."""
    check_follows(pack.id, pack.version, pack.content_hash, loaded)


def check_follows(name: str, version: str, content_hash: str, loaded: Sequence[RowMapping]) -> None:
    """Raises OlderVersionError where a version is older than a loaded one, or loaded with other content."""
    for row in loaded:
        if row["version"] == version and row["content_hash"] != content_hash:
            raise OlderVersionError(
                "version_exists", f"{name} {version} is loaded with other content; raise the version number"
            )
        if numbers(row["version"]) > numbers(version):
            raise OlderVersionError(
                "version_older", f"{name} {row['version']} is loaded, which is newer than {version}"
            )


def numbers(version: str) -> tuple[int, ...]:
    """A version's numbers, for comparing: "1.10.0" is newer than "1.9.2"."""
    return tuple(int(part) for part in version.split("-")[0].split("."))


def versions(db: Connection, pack_id: str = "") -> Sequence[RowMapping]:
    """The loaded versions of a pack or of all packs, without their files."""
    columns = [column for column in _table.c if column.name != "files"]
    statement = select(*columns).order_by(_table.c.pack_id, _table.c.loaded_at)
    return db.execute(statement.where(_table.c.pack_id == pack_id) if pack_id else statement).mappings().all()


def overlays(db: Connection, **values: str | bool) -> Sequence[RowMapping]:
    """The loaded versions of overlays, without their files, oldest first: of an organisation, the current ones, …"""
    columns = [column for column in _overlays.c if column.name != "files"]
    statement = select(*columns).where(same(_overlays, **values) if values else true())
    return db.execute(statement.order_by(_overlays.c.overlay_id, _overlays.c.loaded_at)).mappings().all()


class Shelf:
    """The packs in memory. Looks at most every few seconds whether the database has others (several processes).

    An organisation's own additions lie over the national pack: same id, version `<national>+<overlay>.<its version>`.
    """

    def __init__(self, kinds: Kinds, clock: Callable[[], float] = time.monotonic) -> None:
        self._kinds, self._clock = kinds, clock
        self._packs: dict[tuple[str, str], Pack] = {}
        self._current: dict[str, str] = {}
        self._countries: dict[str, str] = {}
        self._laid: dict[tuple[str, str], str] = {}
        self._looked = -LOOK_AGAIN_SECONDS
        self._lock = threading.Lock()

    @property
    def kinds(self) -> Kinds:
        """The step kinds that packs may use here."""
        return self._kinds

    def renew(self, database: Database) -> None:
        """Read what is current and not in memory yet: at the start, and before a transaction that must be short.

        It looks after half the time, so that `pack` in the transaction that follows has no reason to look.
        """
        if self._clock() - self._looked < LOOK_AGAIN_SECONDS / 2:
            return
        with database.read() as db:
            self._look(db, LOOK_AGAIN_SECONDS / 2)
            for pack_id in self._current:
                self.pack(db, pack_id)
            for organisation_id, pack_id in self._laid:
                self.local(db, organisation_id, pack_id)

    def pack(self, db: Connection, pack_id: str, version: str = "") -> Pack | None:
        """A pack in a version, or the current one; None when it is not loaded."""
        self._look(db)
        chosen = version or self._current.get(pack_id, "")
        if (pack_id, chosen) not in self._packs and chosen:
            self._read(db, pack_id, chosen)
        return self._packs.get((pack_id, chosen))

    def local(self, db: Connection, organisation_id: str, pack_id: str) -> Pack | None:
        """The current pack as an organisation's classes have it: with its own additions, where it has some."""
        self._look(db)
        version, laid = self._current.get(pack_id, ""), self._laid.get((organisation_id, pack_id), "")
        return self.pack(db, pack_id, f"{version}+{laid}" if version and laid else "")

    def pack_of_country(self, db: Connection, country: str) -> Pack | None:
        """The current pack of a country, or None."""
        self._look(db)
        return self.pack(db, self._countries.get(country.upper(), ""))

    def _look(self, db: Connection, after: float = LOOK_AGAIN_SECONDS) -> None:
        """after: seconds since the last look."""
        if self._clock() - self._looked < after:
            return
        self._looked = self._clock()
        current = [row for row in versions(db) if row["current"]]
        self._current = {row["pack_id"]: row["version"] for row in current}
        laid = overlays(db, current=True)
        self._laid = {(one["organisation_id"], one["pack_id"]): f"{one['overlay_id']}.{one['version']}" for one in laid}
        self._countries = {row["country"].upper(): row["pack_id"] for row in current}

    def _read(self, db: Connection, pack_id: str, version: str) -> None:
        national, _, laid = version.partition("+")
        found = self._with_overlay(db, pack_id, national, laid) if laid else self._national(db, pack_id, national)
        if found is not None:
            with self._lock:
                self._packs[(pack_id, version)] = found

    def _national(self, db: Connection, pack_id: str, version: str) -> Pack | None:
        files = db.execute(select(_table.c.files).where(same(_table, pack_id=pack_id, version=version))).scalar()
        return read_checked_bytes(_bytes(files), self._kinds).pack if files is not None else None

    def _with_overlay(self, db: Connection, pack_id: str, version: str, laid: str) -> Pack | None:
        """A national pack with additions. An overlay's id belongs to one organisation."""
        base, (overlay_id, _, overlay_version) = self.pack(db, pack_id, version), laid.partition(".")
        where = same(_overlays, overlay_id=overlay_id, version=overlay_version)
        files = db.execute(select(_overlays.c.files).where(where)).scalar()
        return laid_on(_bytes(files), base, self._kinds) if base and files is not None else base


def _bytes(files: Mapping[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in files.items()}
