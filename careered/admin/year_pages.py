"""The change of the school year: what would happen, the yes, and single courses."""

import hashlib
from collections.abc import Sequence

from starlette.responses import Response

from careered.packs.store import Shelf
from careered.privacy.retention import rule_of
from careered.privacy.retention_words import sentences
from careered.progress.wishes import raise_for
from careered.roster import year
from careered.roster.read import pupils
from careered.roster.scope import course_of
from careered.roster.year import ENDED, Step, YearClass
from careered.web.edge import Ask
from careered.web.refusals import Refused


def show_year(ask: Ask) -> Response:
    """GET /admin/year."""
    return _page(ask)


def _page(ask: Ask, *, changed: bool = False) -> Response:
    classes = year.year_classes(ask.db, ask.me.organisation_id)
    grades = _grades(ask, classes)
    steps = year.next_year(classes, grades)
    ask.here = "/admin/year"
    return ask.render(
        "admin/year.html",
        status=409 if changed else 200,
        classes=[(one, sorted(grades.get(one.pack_id, ()))) for one in classes],
        moves=sorted(year.tally(steps).items(), key=str),
        stay=sum(one.grade is None and not one.ended for one in classes),
        seen=_seen(steps),
        changed=changed,
        ended=ENDED,
        kept=sentences(rule_of(ask.db, ask.me.organisation_id), ask.lang)[:2],
    )


def _grades(ask: Ask, classes: Sequence[YearClass]) -> dict[str, Sequence[int]]:
    """The grades of each pack that one of the courses has."""
    shelf, used = ask.house.get(Shelf), {one.pack_id for one in classes}
    packs = [pack for key in sorted(used) if (pack := shelf.pack(ask.db, key))]
    return {pack.id: pack.grades for pack in packs}


def _seen(steps: Sequence[Step]) -> str:
    return hashlib.sha256(repr(steps).encode()).hexdigest()[:32]


def move_up(ask: Ask) -> Response:
    """POST /admin/year/move: exactly what was shown; if anything has changed since, it is shown again."""
    classes = year.year_classes(ask.db, ask.me.organisation_id)
    steps = year.next_year(classes, _grades(ask, classes))
    if _seen(steps) != ask.field("seen"):
        return _page(ask, changed=True)
    for step in steps:
        _place(ask, step.course, ENDED if step.ends else str(step.to))
    return ask.go("/admin/year")


def place_one(ask: Ask) -> Response:
    """POST /admin/year/place: one course gets another grade, ends, or goes on after all."""
    known = {one.id: one for one in year.year_classes(ask.db, ask.me.organisation_id)}
    course, to = known.get(ask.field("course")), ask.field("to")
    if course is None or to not in {ENDED, *map(str, _grades(ask, [course]).get(course.pack_id, ()))}:
        raise Refused("not_found")
    _place(ask, course, to)
    return ask.go("/admin/year")


def _place(ask: Ask, course: YearClass, to: str) -> None:
    """Another grade asks for other things: the marks in the platform follow."""
    mine = ask.me.organisation_id
    year.place(ask.db, mine, course.id, to)
    found = course_of(ask.db, ask.house.get(Shelf), mine, course.id)
    for one in pupils(ask.db, mine, course.id) if found and to != ENDED else ():
        raise_for(ask.db, found.where(one.id))  # type: ignore[union-attr]
