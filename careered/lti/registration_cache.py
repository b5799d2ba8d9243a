"""The cache of registrations, for logins and launches: as long as the stored version is the one that they were read in.

A process looks at the version at most every LOOK_EVERY_SECONDS, so a change is seen within that time, whoever makes it.
"""

import time
from collections.abc import Callable

from sqlalchemy import Connection

from careered.lti import platform_store
from careered.lti.platform import Registration
from careered.lti.registration_version import stored_version
from careered.web.app_state import AppState

LOOK_EVERY_SECONDS = 1.0
Key = tuple[str, str, str]
Read = Callable[[Connection], Registration]


class RegistrationCache:
    """Active registrations by what was asked for. One instance per process. Thread-safe.

    What was refused is not cached: strangers can ask for anything.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._cached: dict[Key, Registration] = {}
        self._version, self._looked_at = "", -LOOK_EVERY_SECONDS

    async def require_by_issuer(self, app_state: AppState, issuer: str, client_id: str) -> Registration:
        """See `platform_store.require_by_issuer`."""
        key = ("issuer", issuer, client_id)
        return await self._find(app_state, key, lambda db: platform_store.require_by_issuer(db, issuer, client_id))

    async def require_active(self, app_state: AppState, organisation_id: str, platform_id: str) -> Registration:
        """See `platform_store.require_active`."""
        key = ("id", organisation_id, platform_id)
        return await self._find(
            app_state, key, lambda db: platform_store.require_active(db, organisation_id, platform_id)
        )

    async def _find(self, app_state: AppState, key: Key, read: Read) -> Registration:
        if self._clock() - self._looked_at < LOOK_EVERY_SECONDS and (found := self._cached.get(key)):
            return found
        return await app_state.in_thread(lambda: self._read(app_state, key, read))

    def _read(self, app_state: AppState, key: Key, read: Read) -> Registration:
        with app_state.database.reading() as db:
            current = self._current(db)
            if key not in current:
                current[key] = read(db)
            return current[key]

    def _current(self, db: Connection) -> dict[Key, Registration]:
        """What is cached, empty if the version is another. It is read before what is cached under it."""
        looked_at, version = self._clock(), stored_version(db)
        if version != self._version:
            self._cached, self._version = {}, version  # who still reads for the former one keeps it there
        self._looked_at = looked_at
        return self._cached
