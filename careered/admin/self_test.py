"""Does the installation work? What this server can see of itself, and of each connection what the doctor said last."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, func, select
from starlette.responses import Response

from careered.admin import check, platform_list
from careered.admin.platform_list import Row
from careered.admin.self_test_words import SENTENCES
from careered.clock import now
from careered.db import migrate
from careered.db.moment import moment
from careered.lti import keyring, notes
from careered.packs.store import Shelf
from careered.progress.tables import Delivery
from careered.roster.organisations import provider
from careered.settings import Settings
from careered.web.edge import Ask

TOO_LONG = timedelta(minutes=10)
APART = timedelta(seconds=60)  # what visits and marks bear (lti.verify)
ASKED = ("launch", "frame", "roster", "score", "copies")  # the doctor's steps that are told even where they work
_deliveries = Delivery.__table__

Found = tuple[str, Mapping[str, object]]


@dataclass(frozen=True)
class Tick:
    """One line of the self-test in words. path: where it is mended, "" where words alone tell it."""

    code: str
    state: str
    sentence: str
    mend: str
    path: str


@dataclass(frozen=True)
class Verdict:
    """What the doctor said last of a platform. state: "ok", "problem" or "unknown".

    problems, untried: how many. lines: what needs somebody, and the steps in ASKED. at: "" where never checked.
    """

    platform_id: str
    name: str
    state: str
    problems: int
    untried: int
    at: str
    lines: Sequence[check.Line]


def show_self_test(ask: Ask) -> Response:
    """GET /admin/self-test: the installation line by line, and each connection with what the doctor said."""
    rows = platform_list.rows(ask.db, ask.me.organisation_id)
    ticks = [_tick(ask, code, facts) for code, facts in _findings(ask, rows)]
    return ask.render("admin/self_test.html", ticks=ticks, verdicts=[_verdict(ask, row) for row in rows])


def _findings(ask: Ask, rows: Sequence[Row]) -> Iterator[Found]:
    settings, db = ask.house.settings, ask.db
    yield "database_ok" if migrate.is_current(ask.house.database) else "database_old", {}
    yield clock(db)
    yield from ((code, {}) for code in _places(settings))
    yield "key_ok" if any(key.active_from <= now() for key in keyring.keys(db)) else "key_missing", {}
    yield _pack(ask), {}
    yield _platform(rows)
    yield from ((code, {}) for code in _visits(db, rows))
    late = waiting(db, ask.me.organisation_id)
    yield "worker_late" if late else "worker_ok", {"n": late}
    yield "mail_none", {}
    yield "backup_unseen", {}


def clock(db: Connection) -> Found:
    """Whether the database's clock and ours agree."""
    apart = abs(moment(db) - now())
    return "clock_off" if apart > APART else "clock_ok", {"seconds": round(apart.total_seconds())}


def _places(settings: Settings) -> Iterator[str]:
    if settings.on_sqlite:
        yield "folder_ok" if os.access(settings.data_dir, os.W_OK) else "folder_closed"
    yield "secret_ok" if settings.secret_key or settings.secret_key_file else "secret_beside"
    yield "address_ok" if settings.origin.startswith("https://") else "address_local"


def _pack(ask: Ask) -> str:
    country = provider(ask.db, ask.me.organisation_id).country
    if not country:
        return "country_missing"
    return "pack_ok" if ask.house.get(Shelf).pack_of_country(ask.db, country) else "pack_missing"


def _platform(rows: Sequence[Row]) -> Found:
    for row in rows:
        if row.platform.status == "pending" or row.waiting:
            return "platform_waits", {"platform": row.platform.name, "id": row.platform.platform_id}
    return "platform_ok" if any(row.platform.status == "active" for row in rows) else "platform_none", {}


def _visits(db: Connection, rows: Sequence[Row]) -> Iterator[str]:
    """What somebody must have tried from a platform at least once, by the notes of the connections."""
    seen = {step for row in rows for step in notes.latest(db, row.platform.organisation_id, row.platform.platform_id)}
    yield "chosen_ok" if notes.CHOSEN in seen else "chosen_unseen"
    yield "test_pupil_ok" if notes.TEST_PUPIL in seen else "test_pupil_unseen"


def waiting(db: Connection, organisation_id: str) -> int:
    """How many marks are due since more than ten minutes: a worker that runs has tried them."""
    where = (_deliveries.c.organisation_id == organisation_id) & (_deliveries.c.due < now() - TOO_LONG)
    return int(db.execute(select(func.count()).select_from(_deliveries).where(where)).scalar_one())


def _tick(ask: Ask, code: str, facts: Mapping[str, object]) -> Tick:
    one = SENTENCES[code]
    mend = ask.translate(one.mend) % facts if one.mend else ""
    return Tick(code, one.state, ask.translate(one.says) % facts, mend, one.path % facts)


def _verdict(ask: Ask, row: Row) -> Verdict:
    seen = check.shown(ask.db, row.platform, ask.lang)
    lines = [line for line in seen.lines if line.state == "problem" or line.step in ASKED]
    count = Counter(line.state for line in lines)
    state = "problem" if count["problem"] else "unknown" if count["unknown"] or not lines else "ok"
    place = row.platform
    return Verdict(place.platform_id, place.name, state, count["problem"], count["unknown"], seen.at, lines)
