"""Does the installation work? What this server can see of itself, and of each connection what the doctor said last."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, func, select
from starlette.responses import Response

from careered.admin import check, platform_list
from careered.clock import now
from careered.db import migrate
from careered.lti import keyring
from careered.packs.store import Shelf
from careered.progress.tables import Delivery
from careered.roster.organisations import provider
from careered.settings import Settings
from careered.web.edge import Ask

TOO_LONG = timedelta(minutes=10)
_deliveries = Delivery.__table__


def _(message: str) -> str:
    """Marks a message for extraction."""
    return message


SENTENCES = {
    "database_ok": (_("The database has this version's tables."), ""),
    "database_old": (
        _("The database does not have this version's tables."),
        _("Run on the server: careered db upgrade"),
    ),
    "folder_ok": (_("The data folder can be written."), ""),
    "folder_closed": (
        _("The data folder cannot be written."),
        _("Give the account of careered the right to write there."),
    ),
    "address_ok": (_("Browsers reach careered by an encrypted address."), ""),
    "address_local": (_("This is an installation for trying out: only this machine reaches it."), ""),
    "key_ok": (_("careered has a key to sign with."), ""),
    "key_missing": (_("careered has no key to sign with."), _("Run on the server: careered keys rotate")),
    "pack_ok": (_("The curriculum pack of your country is loaded."), ""),
    "pack_missing": (
        _("No curriculum pack of your country is loaded."),
        _("Say your country first, then upload its pack."),
    ),
    "worker_ok": (_("Nothing waits for the worker."), ""),
    "worker_late": (
        _("Marks that have waited for more than ten minutes: %(n)s."),
        _("Is the worker running? On the server: careered worker. Else check the connection below."),
    ),
    "mail_none": (_("careered sends no mail: there is nothing to set up."), ""),
    "backup_unseen": (
        _("careered cannot see whether the database is saved."),
        _(
            "Ask who looks after the server: is it saved every night (careered backup), and has somebody tried to "
            "bring it back (careered restore)?"
        ),
    ),
}
STATES = {"backup_unseen": "unknown", "address_local": "unknown"}


@dataclass(frozen=True)
class Verdict:
    """What the doctor said last of a platform. state: "ok", "problem" or "unknown"; problems: how many."""

    platform_id: str
    name: str
    state: str
    problems: int
    at: str


def show_self_test(ask: Ask) -> Response:
    """GET /admin/self-test: the installation line by line, and each connection in one."""
    rows = platform_list.rows(ask.db, ask.me.organisation_id)
    found = [(code, facts) for code, facts in _findings(ask)]
    return ask.render(
        "admin/self_test.html",
        lines=[_line(ask, code, facts) for code, facts in found],
        verdicts=[_verdict(ask, row) for row in rows],
    )


def _findings(ask: Ask) -> Iterator[tuple[str, dict[str, int]]]:
    settings, db = ask.house.settings, ask.db
    yield "database_ok" if migrate.is_current(ask.house.database) else "database_old", {}
    yield from ((code, {}) for code in _places(settings))
    yield "key_ok" if any(key.active_from <= now() for key in keyring.keys(db)) else "key_missing", {}
    country = provider(db, ask.me.organisation_id).country
    loaded = bool(country) and ask.house.get(Shelf).pack_of_country(db, country) is not None
    yield "pack_ok" if loaded else "pack_missing", {}
    late = waiting(db, ask.me.organisation_id)
    yield "worker_late" if late else "worker_ok", {"n": late}
    yield "mail_none", {}
    yield "backup_unseen", {}


def _places(settings: Settings) -> Iterator[str]:
    if settings.on_sqlite:
        yield "folder_ok" if os.access(settings.data_dir, os.W_OK) else "folder_closed"
    yield "address_ok" if settings.origin.startswith("https://") else "address_local"


def waiting(db: Connection, organisation_id: str) -> int:
    """How many marks are due since more than ten minutes: a worker that runs has tried them."""
    where = (_deliveries.c.organisation_id == organisation_id) & (_deliveries.c.due < now() - TOO_LONG)
    return int(db.execute(select(func.count()).select_from(_deliveries).where(where)).scalar_one())


def _line(ask: Ask, code: str, facts: dict[str, int]) -> check.Line:
    sentence, mend = SENTENCES[code]
    state = STATES.get(code, "problem" if mend else "ok")
    return check.Line(code, state, ask.translate(sentence) % facts, ask.translate(mend) if mend else "")


def _verdict(ask: Ask, row: platform_list.Row) -> Verdict:
    seen = check.shown(ask.db, row.platform, ask.lang)
    problems = sum(line.state == "problem" for line in seen.lines)
    state = "problem" if problems else "ok" if seen.lines else "unknown"
    return Verdict(row.platform.platform_id, row.platform.name, state, problems, seen.at)
