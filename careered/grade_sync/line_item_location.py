"""Where the line item of a score is: stored, or found or created on the platform, by one worker at a time.

Finding and creating are several requests. Two workers that both found none would create two columns, so one leases
the line item in the database and the other waits. A lease that was dropped (crash, lost answer) ends by itself.
"""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, or_, select, update

from careered.clock import now
from careered.db.engine import Database
from careered.db.queries import where_equal
from careered.grade_sync.queue import LEASE_DURATION, PendingScore
from careered.lti.claims import Ags
from careered.lti.client import NoResponse, ServiceClient, ServiceResult
from careered.lti.deep_linking.content_items import LINE_ITEM_TAG
from careered.lti.line_items import find_or_create_line_item
from careered.lti.platform import Registration
from careered.progress.outbox.expected import LINK_UNKNOWN
from careered.progress.tables import LineItem

OTHERS_WAIT = timedelta(seconds=5)
_line_items = LineItem.__table__


def locate(
    database: Database, client: ServiceClient, registration: Registration, ags_claim: Ags, pending: PendingScore
) -> PendingScore | ServiceResult | None:
    """The score with the URL of its line item; what failed; or None while another worker looks for it.

    An answer that was lost keeps the lease: a slow platform may be creating the line item still.
    """
    if pending.line_item_url:
        return pending
    with database.transaction() as db:
        url = _lease(db, pending)
    if url is None:
        return None
    found = url or _find_or_create(client, registration, ags_claim, pending)
    if isinstance(found, NoResponse):
        return found
    with database.transaction() as db:
        _store(db, pending, found if isinstance(found, str) else "")
    return replace(pending, line_item_url=found) if isinstance(found, str) else found


def _key(pending: PendingScore) -> ColumnElement[bool]:
    key: ColumnElement[bool] = where_equal(
        _line_items, organisation_id=pending.organisation_id, id=pending.line_item_id
    )
    return key


def _lease(db: Connection, pending: PendingScore) -> str | None:
    """The URL that is stored meanwhile, or "" with the lease, or None if another worker has it."""
    stored = str(db.execute(select(_line_items.c.line_item_url).where(_key(pending))).scalar_one())
    is_free = or_(_line_items.c.leased_until.is_(None), _line_items.c.leased_until < now())
    free = _key(pending) & (_line_items.c.line_item_url == "") & is_free
    leased = update(_line_items).where(free).values(leased_until=now() + LEASE_DURATION)
    return stored if stored or db.execute(leased).rowcount else None


def _store(db: Connection, pending: PendingScore, url: str) -> None:
    """End the lease. A URL that a launch has brought meanwhile stays."""
    unknown = _key(pending) & (_line_items.c.line_item_url == "")
    db.execute(update(_line_items).where(unknown).values(line_item_url=url, leased_until=None))


def _find_or_create(
    client: ServiceClient, registration: Registration, ags_claim: Ags, pending: PendingScore
) -> str | ServiceResult:
    return find_or_create_line_item(
        client,
        registration,
        ags_claim,
        label=pending.label,
        maximum=pending.score_maximum,
        tag=LINE_ITEM_TAG,
        # Rows from before stable resource ids have none.
        resource_id=pending.resource_id or f"{LINE_ITEM_TAG}-{pending.line_item_id}",
        # A launch from the course navigation has the context's id as its link: not a resource link to bind to.
        may_create=pending.resource_link_id != LINK_UNKNOWN,
        resource_link_id="" if pending.resource_link_id == pending.context_id else pending.resource_link_id,
    )
