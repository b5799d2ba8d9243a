"""Scores that follow another version of a pack at once, not at a pupil's next step. See docs/decisions/0020."""

from collections.abc import Callable
from functools import cache

from sqlalchemy import Connection, select

from careered.db.queries import where_equal
from careered.packs.models import Pack
from careered.progress.outbox.class_scores import schedule_class
from careered.progress.outbox.quiet import QUIET
from careered.progress.tables import LineItem
from careered.roster.classes import get_class
from careered.roster.scope import ClassScope
from careered.roster.tables import SchoolClass

_classes, _line_items = SchoolClass.__table__, LineItem.__table__
PackInUse = Callable[[str], Pack]
"""The pack as an organisation uses it."""


def schedule_all(
    db: Connection, pack_id: str, in_use: PackInUse, organisation_id: str = "", *, may_lower: bool = False
) -> None:
    """Set the scores of a pack's running classes, of all organisations or one, to what they are by the current version.

    Classes that stay with an older one keep theirs. may_lower: what is lower is what was, as after going back. Nothing
    is sent in the middle of a lesson: they wait as an answer's does. Some six statements for each class.
    """
    packs = cache(in_use)
    for organisation, class_id in sorted(_following_classes(db, pack_id, organisation_id)):
        if class_info := get_class(db, organisation, class_id):
            schedule_class(db, ClassScope(class_info, packs(organisation)), may_lower=may_lower, wait=QUIET)


def asks_the_same(old: Pack, new: Pack) -> bool:
    """Whether two versions have the same requirements in the same grades, so that no score changes by the second."""
    before, after = ([(one.id, one.by_grade) for one in pack.requirements] for pack in (old, new))
    return before == after


def _following_classes(db: Connection, pack_id: str, organisation_id: str) -> set[tuple[str, str]]:
    """The running classes with a column that stay with no older version, of all organisations or one."""
    has_column = (_line_items.c.organisation_id == _classes.c.organisation_id) & (
        _line_items.c.class_id == _classes.c.id
    )
    of_organisation = {"organisation_id": organisation_id} if organisation_id else {}
    where = where_equal(_classes, pack_id=pack_id, kept_version="", **of_organisation) & _classes.c.ended_at.is_(None)
    statement = select(_classes.c.organisation_id, _classes.c.id).join(_line_items, has_column).where(where)
    return {(row[0], row[1]) for row in db.execute(statement)}
