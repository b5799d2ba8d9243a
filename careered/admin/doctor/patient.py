"""The connection under examination: what is known of it, and the means to try it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx2
from sqlalchemy import Connection, RowMapping, select

from careered.clock import now
from careered.db.engine import Database
from careered.db.lookup import same
from careered.lti import notes, platforms
from careered.lti.client import ServiceClient
from careered.lti.notes import Note
from careered.lti.registration import Registration
from careered.lti.tables import ClassService
from careered.progress.tables import Delivery, GradebookColumn
from careered.roster.tables import Person

_services, _columns = ClassService.__table__, GradebookColumn.__table__
_deliveries, _people = Delivery.__table__, Person.__table__


@dataclass(frozen=True)
class Patient:
    """One platform. service: of the class that was opened last, None before any. mark: the last delivered one."""

    platform: Registration
    database: Database
    client: ServiceClient
    http: httpx2.Client
    origin: str
    notes: Mapping[str, Note]
    waiting: Sequence[str]
    service: RowMapping | None
    columns: Sequence[RowMapping]
    mark: RowMapping | None
    stuck: Sequence[str]

    @property
    def host(self) -> str:
        """The platform's address as people know it."""
        return self.platform.issuer


def examine(
    database: Database, platform: Registration, http: httpx2.Client, signer: Callable[[], Any], origin: str
) -> Patient:
    """Read everything that the database knows; one short look, before anything is asked outside."""
    with database.read() as db:
        service = _newest(db, platform)
        return Patient(
            platform=platform,
            database=database,
            client=ServiceClient(http, signer, now),  # of its own: no token that was got before hides a fault
            http=http,
            origin=origin,
            notes=notes.latest(db, platform.organisation_id, platform.platform_id),
            waiting=platforms.pending_places(db, platform.organisation_id, platform.platform_id),
            service=service,
            columns=_columns_of(db, service) if service else (),
            mark=_last_mark(db, service) if service else None,
            stuck=_stuck(db, service) if service else (),
        )


def _newest(db: Connection, platform: Registration) -> RowMapping | None:
    where = same(_services, organisation_id=platform.organisation_id, platform_id=platform.platform_id)
    newest = select(_services).where(where).order_by(_services.c.updated_at.desc()).limit(1)
    return db.execute(newest).mappings().first()


def _columns_of(db: Connection, service: RowMapping) -> list[RowMapping]:
    where = same(_columns, organisation_id=service["organisation_id"], class_id=service["class_id"])
    return list(db.execute(select(_columns).where(where & (_columns.c.address != ""))).mappings())


def _last_mark(db: Connection, service: RowMapping) -> RowMapping | None:
    """The newest mark that arrived and is still the wanted one, with the column's address and the pupil's `sub`."""
    here = same(_deliveries, organisation_id=service["organisation_id"], class_id=service["class_id"])
    joined = (
        select(_deliveries, _columns.c.address, _people.c.sub)
        .join(_columns, (_columns.c.id == _deliveries.c.column_id) & same_organisation(_columns))
        .join(_people, (_people.c.id == _deliveries.c.person_id) & same_organisation(_people))
    )
    arrived = (
        here & (_deliveries.c.sent == _deliveries.c.wanted) & (_deliveries.c.sent_maximum == _deliveries.c.maximum)
    )
    return db.execute(joined.where(arrived).order_by(_deliveries.c.sent_at.desc()).limit(1)).mappings().first()


def same_organisation(table: Any) -> Any:
    """A join stays inside the organisation."""
    return table.c.organisation_id == _deliveries.c.organisation_id


def _stuck(db: Connection, service: RowMapping) -> list[str]:
    """The states of marks that the platform has refused."""
    here = same(_deliveries, organisation_id=service["organisation_id"], class_id=service["class_id"])
    refused = _deliveries.c.state.in_(("refused", "column_gone", "course_concluded"))
    return list(db.execute(select(_deliveries.c.state).where(here & refused).distinct()).scalars())


def moment() -> datetime:
    """Now, for comparing clocks."""
    return now()
