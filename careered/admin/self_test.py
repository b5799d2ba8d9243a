"""Self-test of the installation: checks of database, clock, settings, keys, packs, platforms and worker."""

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import Connection, func, select

from careered.admin.platform_list import PlatformRow
from careered.clock import now
from careered.db.schema_version import is_current
from careered.db.server_time import server_now
from careered.lti import connection_log, tool_key_store
from careered.packs.store import PackStore
from careered.progress.tables import ScoreDelivery
from careered.roster.organisations import get_profile, pack_of_organisation
from careered.settings import Settings
from careered.web.request import PageRequest
from careered.web.time_format import format_difference

MAX_DELAY = timedelta(minutes=10)
MAX_CLOCK_SKEW = timedelta(seconds=60)  # tolerance of launches and scores (lti.verify)
_deliveries = ScoreDelivery.__table__

CodeAndFacts = tuple[str, Mapping[str, object]]


def run_checks(req: PageRequest, rows: Sequence[PlatformRow]) -> Iterator[CodeAndFacts]:
    """Check this server: a code of self_test_labels.SENTENCES with its placeholders per check, in the page's order."""
    settings, db = req.state.settings, req.db
    yield "database_ok" if is_current(req.state.database) else "database_old", {}
    yield check_clock(db, req.lang)
    yield from ((code, {}) for code in _environment(settings))
    yield "key_ok" if any(key.active_from <= now() for key in tool_key_store.all_keys(db)) else "key_missing", {}
    yield _pack(req), {}
    yield _platform(rows)
    yield from ((code, {}) for code in _connection_steps(db, rows))
    overdue = count_overdue(db, req.viewer.organisation_id)
    yield "worker_late" if overdue else "worker_ok", {"n": overdue}
    yield "mail_none", {}
    yield "backup_unseen", {}


def check_clock(db: Connection, lang: str) -> CodeAndFacts:
    """Code for whether the database's clock and ours agree, with the difference in words of `lang`: 5 minutes."""
    skew = abs(server_now(db) - now())
    return "clock_off" if skew > MAX_CLOCK_SKEW else "clock_ok", {"difference": format_difference(skew, lang)}


def _environment(settings: Settings) -> Iterator[str]:
    if settings.is_sqlite:
        yield "folder_ok" if os.access(settings.data_dir, os.W_OK) else "folder_closed"
    yield "secret_ok" if settings.secret_key or settings.secret_key_file else "secret_beside"
    yield "address_ok" if settings.origin.startswith("https://") else "address_local"


def _pack(req: PageRequest) -> str:
    organisation_id = req.viewer.organisation_id
    if pack_of_organisation(req.db, req.state.get(PackStore), organisation_id):
        return "pack_ok"
    return "pack_missing" if get_profile(req.db, organisation_id).country else "country_missing"


def _platform(rows: Sequence[PlatformRow]) -> CodeAndFacts:
    for row in rows:
        if row.platform.status == "pending" or row.pending_deployments:
            return "platform_waits", {"platform": row.platform.name, "id": row.platform.platform_id}
    return "platform_ok" if any(row.platform.status == "active" for row in rows) else "platform_none", {}


def _connection_steps(db: Connection, rows: Sequence[PlatformRow]) -> Iterator[str]:
    """Codes of the steps that somebody should try once from a platform, by the connection log."""
    steps = {
        step
        for row in rows
        for step in connection_log.latest_by_step(db, row.platform.organisation_id, row.platform.platform_id)
    }
    yield "chosen_ok" if connection_log.LINKS_ADDED in steps else "chosen_unseen"
    yield "test_pupil_ok" if connection_log.TEST_USER_LAUNCHED in steps else "test_pupil_unseen"


def count_overdue(db: Connection, organisation_id: str) -> int:
    """Number of scores due for more than MAX_DELAY: a running worker would have tried them."""
    where = (_deliveries.c.organisation_id == organisation_id) & (_deliveries.c.next_attempt_at < now() - MAX_DELAY)
    return int(db.execute(select(func.count()).select_from(_deliveries).where(where)).scalar_one())
