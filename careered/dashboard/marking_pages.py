"""Marking one pupil or many: confirm, exempt, an activity away from the screen; with an undo."""

from collections.abc import Sequence
from datetime import date

from starlette.responses import Response

from careered.clock import now
from careered.dashboard.markable import choices, reasons
from careered.dashboard.marking_words import BAD_DAY, KINDS, NOBODY_CHOSEN, NOTHING_CHOSEN
from careered.progress import marking
from careered.roster.groups import groups_of
from careered.roster.read import pupils
from careered.roster.scope import Course, names_of, own_course
from careered.web.edge import Ask


def show_marking(ask: Ask) -> Response:
    """GET /teacher/class/{id}/mark: what, when, whom. `pupil` in the address: that one is ticked."""
    return _page(ask)


def _page(ask: Ask, wrong: str = "") -> Response:
    course = own_course(ask)
    ask.here = f"/teacher/class/{course.room.id}/mark"
    return ask.render(
        "dashboard/mark.html",
        status=422 if wrong else 200,
        room=course.room,
        groups=[(ask.translate(word), choices(course, kind, ask.lang)) for kind, word in KINDS.items()],
        reasons=reasons(course.pack, ask.lang),
        people=names_of(ask, course),
        class_groups=groups_of(ask.db, course.room.organisation_id, course.room.id),
        chosen=set(ask.form.get("pupil", ())) | {ask.query.get("pupil", "")},
        what=ask.field("what") or ask.query.get("what", ""),
        day=ask.field("day"),
        reason=ask.field("reason"),
        wrong=ask.translate(wrong) if wrong else "",
        at="what" if wrong == NOTHING_CHOSEN else "day" if wrong == BAD_DAY else "everybody",
    )


def mark(ask: Ask) -> Response:
    """POST /teacher/class/{id}/mark/done: mark the chosen pupils; the page afterwards has the way back."""
    course = own_course(ask)
    kind, _, subject = ask.field("what").partition(":")
    people = names_of(ask, course)
    ticked = _ticked(ask, course)
    chosen = [key for key, _name in people if ask.field("everybody") == "yes" or key in ticked]
    problem = _problem(ask, course, chosen)
    if problem:
        return _page(ask, problem)
    reason = ask.field("reason") if kind == marking.EXEMPT else ""
    day = ask.field("day") if kind == marking.OFFLINE else ""
    new = [
        key
        for key in sorted(chosen)
        if marking.mark(ask.db, course.where(key), kind, subject, ask.me.person_id, reason=reason, day=day)
    ]
    return _done(ask, course, new, undone=False)


def _ticked(ask: Ask, course: Course) -> set[str]:
    """Those who are ticked one by one, and those in the groups that are."""
    known = groups_of(ask.db, course.room.organisation_id, course.room.id)
    grouped = [one.people for one in known if one.id in ask.form.get("group", ())]
    return set(ask.form.get("pupil", ())).union(*grouped)


def _problem(ask: Ask, course: Course, chosen: Sequence[str]) -> str:
    known = {one.value for kind in KINDS for one in choices(course, kind, ask.lang)}
    if ask.field("what") not in known:
        return NOTHING_CHOSEN
    codes = {code for code, _ in reasons(course.pack, ask.lang)}
    if ask.field("what").startswith(marking.EXEMPT) and ask.field("reason") not in codes:
        return NOTHING_CHOSEN
    if not _is_day(ask.field("day")):
        return BAD_DAY
    return "" if chosen else NOBODY_CHOSEN


def _is_day(text: str) -> bool:
    """Whether it is a day up to today, as ISO 8601, or empty."""
    try:
        return not text or date.fromisoformat(text) <= now().date()
    except ValueError:
        return False


def unmark(ask: Ask) -> Response:
    """POST /teacher/class/{id}/unmark: take marks back; what was done in the meantime counts."""
    course = own_course(ask)
    kind, _, subject = ask.field("what").partition(":")
    members = {one.id for one in pupils(ask.db, course.room.organisation_id, course.room.id)}
    gone = [
        key
        for key in sorted(ask.form.get("pupil", ()))
        if key in members and marking.take_back(ask.db, course.where(key), kind, subject)
    ]
    return _done(ask, course, gone, undone=True)


def _done(ask: Ask, course: Course, people: Sequence[str], *, undone: bool) -> Response:
    names = dict(names_of(ask, course))
    ask.here = f"/teacher/class/{course.room.id}/mark"
    return ask.render(
        "dashboard/marked.html",
        room=course.room,
        what=ask.field("what"),
        people=[(key, names.get(key, "")) for key in people],
        undone=undone,
    )
