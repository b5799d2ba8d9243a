"""Which columns of the platform's gradebook are ours, learnt from launches. See docs/decisions/0006.

An activity that comes with a column of its own (claim `lineitem`) has its mark there: "done / n", or 0/1 when it
is bound to one lesson. An unbound activity without one gets a column made; a bound one without was set up to have
none, and gets none.
"""

from sqlalchemy import Connection, select

from careered.db.lookup import same
from careered.lti.arrival import Visit
from careered.lti.claims import Ags, Launch
from careered.lti.deeplink.items import PROGRAMME, TAG
from careered.lti.registration import Registration
from careered.packs.store import Shelf
from careered.progress import wishes
from careered.progress.sending_again import there_again
from careered.progress.tables import Status
from careered.roster.scope import course_of

CREATES = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"


class ColumnFinder:
    """Notes a launch's column, inside the launch's transaction."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def note(self, db: Connection, registration: Registration, found: Launch, visit: Visit) -> None:
        """Add the column once, with wishes for those who have something to show already."""
        if found.ags is None or found.context is None:
            return
        address = found.ags.lineitem or ""
        if not address and not _may_make_one(found.ags, visit):
            return
        viewer = visit.viewer
        new = wishes.add_column(
            db,
            viewer.organisation_id,
            viewer.class_id,
            link_id=visit.link_id,
            measure=_measure(visit),
            label=self._label(visit),
            address=address,
            resource_id="" if address else _resource_id(visit),
        )
        if new:
            self._catch_up(db, viewer.organisation_id, viewer.class_id)
        elif address:
            there_again(db, viewer.organisation_id, viewer.class_id, visit.link_id, viewer.person_id)

    def _label(self, visit: Visit) -> str:
        lang = visit.pack.default_language
        lesson = visit.pack.lesson(visit.lesson_id) if visit.lesson_id else None
        return (lesson.title if lesson else visit.pack.title).in_language(lang).replace("\u00ad", "")

    def _catch_up(self, db: Connection, organisation_id: str, class_id: str) -> None:
        course = course_of(db, self._shelf, organisation_id, class_id)
        table = Status.__table__
        where = same(table, organisation_id=organisation_id, class_id=class_id)
        people = db.execute(select(table.c.person_id).where(where).distinct()).scalars().all()
        for person_id in people if course else ():
            wishes.raise_for(db, course.where(person_id))  # type: ignore[union-attr]


def _may_make_one(offered: Ags, visit: Visit) -> bool:
    """Whether an activity without a column gets one: not where its teacher chose to have none."""
    wanted = visit.column == PROGRAMME if visit.activity_id else not visit.lesson_id
    return wanted and bool(offered.lineitems) and CREATES in offered.scopes


def _measure(visit: Visit) -> str:
    """The whole programme, or one lesson: that of an activity bound to it, unless it was chosen to carry the other."""
    return wishes.REQUIREMENTS if not visit.lesson_id or visit.column == PROGRAMME else f"lesson:{visit.lesson_id}"


def _resource_id(visit: Visit) -> str:
    """What our column is found by: the activity's own id, or what it shows; never a number of this database.

    A copied course keeps it, and a column that came along is found again instead of being made a second time.
    """
    if visit.activity_id:
        return f"{TAG}-{visit.activity_id}"
    measure = _measure(visit)
    return f"{TAG}-{PROGRAMME}" if measure == wishes.REQUIREMENTS else f"{TAG}-{measure.replace(':', '-')}"
