"""Line items of a class, discovered from launches. See docs/decisions/0006.

A resource link with a line item of its own (AGS claim `lineitem`) gets its scores there: "done / n", or 0/1 when it
is bound to one lesson. For a resource link without one, careered creates a line item if the link is not bound to a
lesson; a bound link without one was set up to have none, or names the activity whose column counts the programme.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from careered.db.prefetch import Row, TablePrefetch
from careered.lti.claims import Ags, Launch
from careered.lti.deep_linking.content_items import LESSON_LINE_ITEM, LINE_ITEM_TAG, PROGRAMME_LINE_ITEM
from careered.lti.launch_session import LaunchSession
from careered.lti.platform import Registration
from careered.packs.store import PackStore
from careered.progress.outbox import line_items
from careered.progress.outbox.class_scores import schedule_class
from careered.progress.outbox.expected import LINK_UNKNOWN, adopt
from careered.progress.outbox.retry import requeue_for_visitor
from careered.progress.tables import LineItem, ScoreDelivery
from careered.roster.scope import load_class_scope

LINE_ITEM_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"
_LOOKUP_SCOPES = {LINE_ITEM_SCOPE, f"{LINE_ITEM_SCOPE}.readonly"}
LINE_ITEMS = TablePrefetch(
    LineItem.__table__,
    ("resource_link_id", "metric", "label", "line_item_url", "resource_id"),
    (("organisation_id", "organisation_id"), ("class_id", "class_id")),
)
_deliveries = ScoreDelivery.__table__
DELETED = TablePrefetch(_deliveries, ("line_item_id",), only=_deliveries.c.state == "column_gone")


class LineItemDiscovery:
    """Launch hook: stores the line item of a launch, inside the launch's transaction."""

    prefetches = (LINE_ITEMS, DELETED)

    def __init__(self, pack_store: PackStore) -> None:
        self._pack_store = pack_store

    def on_launch(self, db: Connection, registration: Registration, launch: Launch, session: LaunchSession) -> None:
        """Store the line item once, and schedule scores for the pupils who have a status already."""
        if launch.ags is None or launch.context is None or _has_lost_its_lesson(session):
            return
        line_item_url = launch.ags.lineitem or ""
        if not line_item_url and not _may_create(launch.ags, session):
            self._expect_programme(db, launch.ags, session)
            return
        viewer = session.viewer
        if session.activity_id:
            adopt(db, viewer.organisation_id, viewer.class_id, _resource_id(session), session.resource_link_id)
        is_new = line_items.add_line_item(
            db,
            viewer.organisation_id,
            viewer.class_id,
            resource_link_id=session.resource_link_id,
            metric=_metric(session),
            label=(launch.resource_link.title if line_item_url else None) or self._label(session),
            line_item_url=line_item_url,
            resource_id="" if line_item_url else _resource_id(session),
        )
        if _shares_column(db, session, line_item_url) or is_new:
            self._schedule_existing(db, viewer.organisation_id, viewer.class_id)
        elif line_item_url:
            requeue_for_visitor(db, viewer.organisation_id, viewer.class_id, session.resource_link_id, viewer.person_id)

    def is_settled(self, launch: Launch, session: LaunchSession, row: Row) -> bool:
        """Whether `on_launch` would change nothing, by the class's line items and the visitor's deleted ones."""
        if launch.ags is None or launch.context is None or _has_lost_its_lesson(session):
            return True
        stored = LINE_ITEMS.read(row)
        if session.activity_id and _is_expected(session, stored):
            return False
        if not launch.ags.lineitem:
            awaited = _awaited_metric(launch.ags, session)
            return not awaited or any(one["metric"] == awaited for one in stored)
        label = launch.resource_link.title or self._label(session)
        is_stored = (session.resource_link_id, launch.ags.lineitem, label) in {
            (one["resource_link_id"], one["line_item_url"], one["label"]) for one in stored
        }
        metrics = {one["metric"] for one in stored if one["line_item_url"] == launch.ags.lineitem}
        counts_alone = _metric(session) == line_items.REQUIREMENTS_METRIC or metrics == {_metric(session)}
        return is_stored and counts_alone and not DELETED.read(row)

    def _expect_programme(self, db: Connection, ags_claim: Ags, session: LaunchSession) -> None:
        """The one column is another activity's, which nobody may have opened yet: it is looked up, never created."""
        if not _expects_programme(ags_claim, session):
            return
        viewer = session.viewer
        is_new = line_items.add_line_item(
            db,
            viewer.organisation_id,
            viewer.class_id,
            resource_link_id=LINK_UNKNOWN,
            metric=line_items.REQUIREMENTS_METRIC,
            label=session.pack.title.in_language(session.pack.default_language).replace("\u00ad", ""),
            line_item_url="",
            resource_id=f"{LINE_ITEM_TAG}-{session.column_of}",
        )
        if is_new:
            self._schedule_existing(db, viewer.organisation_id, viewer.class_id)

    def _label(self, session: LaunchSession) -> str:
        lang = session.pack.default_language
        lesson = session.pack.lesson(session.lesson_id) if session.lesson_id else None
        return (lesson.title if lesson else session.pack.title).in_language(lang).replace("\u00ad", "")

    def _schedule_existing(self, db: Connection, organisation_id: str, class_id: str) -> None:
        scope = load_class_scope(db, self._pack_store, organisation_id, class_id)
        if scope:
            schedule_class(db, scope)


def _shares_column(db: Connection, session: LaunchSession, line_item_url: str) -> bool:
    """Whether the column turns out to be of several lessons, chosen before their activities named one for all."""
    metric, viewer = _metric(session), session.viewer
    is_of_lesson = bool(line_item_url) and metric != line_items.REQUIREMENTS_METRIC
    return is_of_lesson and line_items.share_column(db, viewer.organisation_id, viewer.class_id, line_item_url, metric)


def _has_lost_its_lesson(session: LaunchSession) -> bool:
    """Whether a column is of one lesson that the class's pack lacks (an older pack's): nothing else may fill it."""
    return session.line_item_kind == LESSON_LINE_ITEM and not session.lesson_id


def _may_create(ags_claim: Ags, session: LaunchSession) -> bool:
    """Whether to create a line item for a launch without one: not if the teacher chose to have none."""
    needs_line_item = session.line_item_kind == PROGRAMME_LINE_ITEM if session.activity_id else not session.lesson_id
    return needs_line_item and bool(ags_claim.lineitems) and LINE_ITEM_SCOPE in ags_claim.scopes


def _expects_programme(ags_claim: Ags, session: LaunchSession) -> bool:
    """Whether a launch without a line item names the activity whose column counts the programme."""
    return bool(session.column_of and ags_claim.lineitems and ags_claim.scopes & _LOOKUP_SCOPES)


def _awaited_metric(ags_claim: Ags, session: LaunchSession) -> str:
    """The metric of the line item that a class must have after a launch without one; "" for none."""
    if _may_create(ags_claim, session):
        return _metric(session)
    return line_items.REQUIREMENTS_METRIC if _expects_programme(ags_claim, session) else ""


def _is_expected(session: LaunchSession, stored: Sequence[Row]) -> bool:
    """Whether the activity's column was known before the activity was opened (outbox/expected.py)."""
    expected = LINK_UNKNOWN, _resource_id(session)
    return any((one["resource_link_id"], one["resource_id"]) == expected for one in stored)


def _metric(session: LaunchSession) -> str:
    """What the score counts: one lesson if the link is bound to one and no one column was chosen for all of them.

    Open edX gives all chosen lessons one link with one column: it must not be full after the first lesson opened.
    """
    counts_programme = session.line_item_kind == PROGRAMME_LINE_ITEM or session.column_of
    return (
        line_items.REQUIREMENTS_METRIC if not session.lesson_id or counts_programme else f"lesson:{session.lesson_id}"
    )


def _resource_id(session: LaunchSession) -> str:
    """`resourceId` of our line item (AGS 3.2): from the activity id, else from the metric; never a database id.

    It survives course copy, so that a copied line item is found again instead of being created twice.
    """
    if session.activity_id:
        return f"{LINE_ITEM_TAG}-{session.activity_id}"
    metric = _metric(session)
    return (
        f"{LINE_ITEM_TAG}-{PROGRAMME_LINE_ITEM}"
        if metric == line_items.REQUIREMENTS_METRIC
        else f"{LINE_ITEM_TAG}-{metric.replace(':', '-')}"
    )
