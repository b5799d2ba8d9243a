"""The connection under test: what is stored about it, and the clients to test it with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx2
from sqlalchemy import Connection, RowMapping, case, select

from careered.clock import now
from careered.db.engine import Database
from careered.db.queries import where_equal
from careered.lti import connection_log, deployment_store
from careered.lti.client import ServiceClient
from careered.lti.connection_log import ConnectionEvent
from careered.lti.line_items import SEVERAL
from careered.lti.platform import Registration
from careered.lti.tables import ContextService
from careered.progress.tables import LineItem, ScoreDelivery
from careered.roster.tables import Person, SchoolClass

_services, _columns = ContextService.__table__, LineItem.__table__
_deliveries, _people, _classes = ScoreDelivery.__table__, Person.__table__, SchoolClass.__table__


@dataclass(frozen=True)
class ConnectionUnderTest:
    """One platform. last_delivery: of any class. service, line_items: of the class opened last. Empty before any.

    A class in which lessons were only chosen (deep linking) counts only where none has been opened.
    unclear_line_items: those of any class for which the platform has several columns.
    """

    platform: Registration
    database: Database
    client: ServiceClient
    http: httpx2.Client
    origin: str
    events: Mapping[str, ConnectionEvent]
    unsigned_failures: Sequence[ConnectionEvent]
    pending_deployments: Sequence[str]
    service: RowMapping | None
    line_items: Sequence[RowMapping]
    unclear_line_items: Sequence[RowMapping]
    last_delivery: RowMapping | None
    rejected_states: Sequence[str]

    @property
    def host(self) -> str:
        """The issuer, by which people know the platform's address."""
        return self.platform.issuer


def load_connection(
    database: Database, platform: Registration, http: httpx2.Client, signer: Callable[[], Any], origin: str
) -> ConnectionUnderTest:
    """Load everything from the database in one short transaction, before any request to the platform."""
    with database.reading() as db:
        service = _newest_service(db, platform)
        place = platform.organisation_id, platform.platform_id
        return ConnectionUnderTest(
            platform=platform,
            database=database,
            client=ServiceClient(http, signer, now),  # no cached token hides a problem
            http=http,
            origin=origin,
            events=connection_log.latest_by_step(db, *place),
            unsigned_failures=connection_log.unsigned_failures(db, *place),
            pending_deployments=deployment_store.pending_deployments(db, *place),
            service=service,
            line_items=_line_items_of(db, service) if service else (),
            unclear_line_items=_unclear_line_items(db, platform),
            last_delivery=_last_delivered_score(db, platform),
            rejected_states=_rejected_states(db, service) if service else (),
        )


def _newest_service(db: Connection, platform: Registration) -> RowMapping | None:
    where = where_equal(_services, organisation_id=platform.organisation_id, platform_id=platform.platform_id)
    only_chosen = case((_services.c.resource_link_id == "", 1), else_=0)
    newest = select(_services).where(where).order_by(only_chosen, _services.c.updated_at.desc()).limit(1)
    return db.execute(newest).mappings().first()


def _line_items_of(db: Connection, service: RowMapping) -> list[RowMapping]:
    where = where_equal(_columns, organisation_id=service["organisation_id"], class_id=service["class_id"])
    return list(db.execute(select(_columns).where(where & (_columns.c.line_item_url != ""))).mappings())


def _unclear_line_items(db: Connection, platform: Registration) -> list[RowMapping]:
    """Each with its course's title, and where the course's columns are listed."""
    unclear = select(_deliveries.c.line_item_id).where(
        where_equal(_deliveries, organisation_id=platform.organisation_id, state=SEVERAL)
    )
    joined = (
        select(_columns, _classes.c.title, _services.c.line_items_url)
        .join(_classes, _of_class(_classes.c.id) & (_classes.c.organisation_id == _columns.c.organisation_id))
        .join(_services, _of_class(_services.c.class_id) & (_services.c.organisation_id == _columns.c.organisation_id))
    )
    of_platform = where_equal(_classes, organisation_id=platform.organisation_id, platform_id=platform.platform_id)
    in_order = joined.where(of_platform & _columns.c.id.in_(unclear)).order_by(_classes.c.title, _columns.c.label)
    return list(db.execute(in_order).mappings())


def _of_class(class_id: Any) -> Any:
    """Join condition: the class of a line item."""
    return class_id == _columns.c.class_id


def _last_delivered_score(db: Connection, platform: Registration) -> RowMapping | None:
    """The newest delivered score that is still the desired one, with its line_item_url and the pupil's `sub`."""
    of_platform = where_equal(_services, organisation_id=platform.organisation_id, platform_id=platform.platform_id)
    in_platform = where_equal(_deliveries, organisation_id=platform.organisation_id)
    in_platform &= _deliveries.c.class_id.in_(select(_services.c.class_id).where(of_platform))
    joined = (
        select(_deliveries, _columns.c.line_item_url, _columns.c.own_maximum, _people.c.sub)
        .join(_columns, (_columns.c.id == _deliveries.c.line_item_id) & same_organisation(_columns))
        .join(_people, (_people.c.id == _deliveries.c.person_id) & same_organisation(_people))
    )
    is_delivered = (
        in_platform
        & (_deliveries.c.delivered_score == _deliveries.c.desired_score)
        & (_deliveries.c.delivered_maximum == _deliveries.c.score_maximum)
    )
    return (
        db.execute(joined.where(is_delivered).order_by(_deliveries.c.delivered_at.desc()).limit(1)).mappings().first()
    )


def same_organisation(table: Any) -> Any:
    """Join condition: same organisation as the delivery."""
    return table.c.organisation_id == _deliveries.c.organisation_id


def _rejected_states(db: Connection, service: RowMapping) -> list[str]:
    """The states of deliveries that the platform has rejected."""
    in_class = where_equal(_deliveries, organisation_id=service["organisation_id"], class_id=service["class_id"])
    is_rejected = _deliveries.c.state.in_(("refused", "column_gone", "course_concluded"))
    return list(db.execute(select(_deliveries.c.state).where(in_class & is_rejected).distinct()).scalars())


def current_time() -> datetime:
    """Now, for comparing clocks."""
    return now()
