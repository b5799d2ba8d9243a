"""Keeps the figures of every class each evening, and compares them after an update, before a teacher asks.

One class per transaction, a few at a time, so that neither requests nor scores wait for it.
"""

import hashlib
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, or_, select

import careered
from careered.clock import now
from careered.db.engine import Database
from careered.db.faults import StorageFault
from careered.packs.store import PackStore
from careered.progress.evening_figures import keep_figures, mark_kept
from careered.roster.classes import IS_RUNNING
from careered.roster.scope import load_class_scope
from careered.roster.tables import SchoolClass
from careered.web.heavy_work import NotReadYet
from careered.web.logs import log, where

EVENING_HOUR = 18
"""Of UTC: after school in every country of the packs, and long before the next day's first lesson."""
CLASSES_AT_A_TIME = 10
_classes = SchoolClass.__table__


@cache
def code_release() -> str:
    """Names the state of careered's code: the same for the same code, whatever version it calls itself."""
    digest, folder = hashlib.sha256(), Path(careered.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def last_evening(moment: datetime) -> datetime:
    """The last EVENING_HOUR before a moment."""
    evening = moment.replace(hour=EVENING_HOUR, minute=0, second=0, microsecond=0)
    return evening if evening <= moment else evening - timedelta(days=1)


def check_figures(database: Database, packs: PackStore, release: str, begun_at: datetime | None = None) -> int:
    """Keep the figures of up to CLASSES_AT_A_TIME classes that are due; returns how many there were.

    Due is whose figures are of before the last evening, or of another release and from before this process began
    (begun_at): two releases that run side by side would else take turns without an end.
    """
    with database.reading() as db:
        due = _due_classes(db, release, begun_at or now())
    differing = sum(_keep(database, packs, key, release) for key in due)
    if differing:
        log.warning("figures_differ", pupils=differing)
    return len(due)


def _due_classes(db: Connection, release: str, begun_at: datetime) -> list[tuple[str, str]]:
    kept_at = _classes.c.figures_kept_at
    is_of_another = ~_classes.c.figures_release.startswith(release, autoescape=True) & (kept_at < begun_at)
    is_due = or_(kept_at.is_(None), kept_at < last_evening(now()), is_of_another)
    statement = select(_classes.c.organisation_id, _classes.c.id).where(IS_RUNNING, is_due)
    return [(row[0], row[1]) for row in db.execute(statement.limit(CLASSES_AT_A_TIME))]


def _keep(database: Database, packs: PackStore, key: tuple[str, str], release: str) -> int:
    """A class whose pack is not loaded shows nothing, so that there is nothing to keep.

    A fault of ours stops no other class; this one is tried again the next evening.
    """
    while True:
        try:
            with database.transaction() as db:
                scope = load_class_scope(db, packs, *key)
                if scope:
                    return keep_figures(db, scope, release)
                mark_kept(db, *key, release)
                return 0
        except NotReadYet as missing:
            missing.read(database)
        except StorageFault:
            raise
        except Exception as error:
            log.error("figures_fault", **where(error))
            with database.transaction() as db:
                mark_kept(db, *key, release)
            return 0
