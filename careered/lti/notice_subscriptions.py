"""Subscribing to platform notices (Platform Notification Service 1.0): a platform reports copied courses.

The worker puts our notice handler to each deployment once, and again each month. notice_views.py receives the notices.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, bindparam, or_, select, update

from careered.clock import now
from careered.db.engine import Database
from careered.db.faults import StorageFault
from careered.db.queries import where_equal
from careered.lti import connection_log, platform_store
from careered.lti.client import NoResponse, Ok, RetryLater, ServiceClient, ServiceResult
from careered.lti.tables import Deployment, Platform
from careered.web.logs import log, where

NOTICE_SCOPE = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers"
CONTEXT_COPY_NOTICE = "LtiContextCopyNotice"
RESUBSCRIBE_INTERVAL, RETRY_INTERVAL = timedelta(days=30), timedelta(days=1)
_MEDIA_TYPE = "application/json"
_deployments, _platforms = Deployment.__table__, Platform.__table__


def due_subscriptions(before: ColumnElement[Any]) -> Select[Any]:
    """Deployments of active platforms that offer notices and have not been subscribed to since a moment."""
    joined = select(_deployments).join(
        _platforms,
        (_platforms.c.organisation_id == _deployments.c.organisation_id)
        & (_platforms.c.id == _deployments.c.platform_id),
    )
    subscribed_at = _deployments.c.notices_subscribed_at
    is_offered = (_deployments.c.notices_url != "") & (_platforms.c.status == "active")
    return joined.where(is_offered & or_(subscribed_at.is_(None), subscribed_at < before))


_DUE = due_subscriptions(bindparam("before"))


def due_subscription(db: Connection, *, excluded_platforms: Collection[str]) -> RowMapping | None:
    """A deployment that is to be subscribed to now, again after a month; or None."""
    due = _DUE.where(_platforms.c.id.not_in(list(excluded_platforms))).limit(1)
    return db.execute(due, {"before": now() - RESUBSCRIBE_INTERVAL}).mappings().first()


def subscribe(database: Database, client: ServiceClient, origin: str, deployment: RowMapping) -> None:
    """Put our notice handler to one deployment. A rejection is only logged: copied courses work without notices too.

    origin: our own, without a slash at its end. A fault of ours is an outcome too, and stops no other deployment.
    """
    try:
        result = _put_handler(database, client, origin, deployment)
    except StorageFault:
        raise
    except Exception as error:
        log.error("notices_fault", **where(error))
        result = NoResponse("fault")
    _store_result(database, deployment, result)


def _put_handler(database: Database, client: ServiceClient, origin: str, deployment: RowMapping) -> ServiceResult:
    with database.reading() as db:
        registration = platform_store.find_by_id(db, deployment["organisation_id"], deployment["platform_id"])
    if registration is None:
        return RetryLater(None, "no_answer")
    handler = {"notice_type": CONTEXT_COPY_NOTICE, "handler": f"{origin}/lti/notices"}
    return client.request(
        registration,
        [NOTICE_SCOPE],
        "PUT",
        deployment["notices_url"],
        accept=_MEDIA_TYPE,
        content_type=_MEDIA_TYPE,
        body=handler,
    )


def _store_result(database: Database, deployment: RowMapping, result: ServiceResult) -> None:
    code = connection_log.OK if isinstance(result, Ok) else result.reason
    deployment_key = {name: deployment[name] for name in ("organisation_id", "platform_id", "deployment_id")}
    with database.transaction() as db:
        this_one = where_equal(_deployments, **deployment_key)
        db.execute(update(_deployments).where(this_one).values(notices_subscribed_at=_subscribed_at(result)))
        connection_log.record(db, deployment["organisation_id"], deployment["platform_id"], "notices", code, {})


def _subscribed_at(result: ServiceResult) -> datetime:
    """Dated back when the platform did not answer, so that the next attempt is due in a day, not in a month."""
    return now() - RESUBSCRIBE_INTERVAL + RETRY_INTERVAL if isinstance(result, RetryLater | NoResponse) else now()
