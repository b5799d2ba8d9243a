"""Pages of the school year rollover: a preview with its numbers, carrying it out, undoing it, and single classes."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from careered.admin.year_rollover_flow import expected_moves, moves_of
from careered.admin.year_rollover_impact import change_impacts
from careered.clock import now, today
from careered.packs.dates import next_school_year_starts, school_year
from careered.packs.models import Pack
from careered.packs.store import PackStore
from careered.privacy.retention import RetentionPeriods
from careered.privacy.retention_text import administrator_sentences, retention_sentences
from careered.progress.outbox.class_scores import schedule_class
from careered.roster import year_rollover
from careered.roster.few_pupils import rounded
from careered.roster.organisations import timezone_of_organisation
from careered.roster.scope import load_class_scope
from careered.roster.year_rollover import ENDED, GradeChange, YearClass
from careered.web.errors import RequestError
from careered.web.request import PageRequest
from careered.web.time_format import format_date, format_datetime


def show_year(req: PageRequest) -> Response:
    """GET /admin/school-year."""
    return _page(req)


def _page(req: PageRequest, *, status: int = 200, changed: bool = False, is_word_wrong: bool = False) -> Response:
    organisation_id = req.viewer.organisation_id
    classes = year_rollover.load_year_classes(req.db, organisation_id)
    packs = _packs(req, classes)
    changes = year_rollover.plan_rollover(classes, packs)
    moving = {change.year_class.id for change in changes}
    impact_context = _impact_context(req, changes, packs, is_word_wrong=is_word_wrong)
    req.page_url = "/admin/school-year"
    return req.render(
        "admin/year.html",
        status=status,
        classes=[(year_class, _grades(packs, year_class)) for year_class in classes],
        moves=moves_of(impact_context["impacts"]),
        next_moves=expected_moves(year_rollover.plan_next_rollover(classes, packs)),
        staying_count=sum(not year_class.has_ended and year_class.id not in moving for year_class in classes),
        next_year=_next_year(req, packs),
        changed=changed,
        ended=ENDED,
        past=_past(req),
        retention_sentences=retention_sentences(req.db, organisation_id, req.lang, _about_pupils),
        **impact_context,
    )


def _past(req: PageRequest) -> list[tuple[str, str, year_rollover.Change]]:
    """When something was changed, and until when it can be undone, in the reader's language."""
    zone = timezone_of_organisation(req.db, req.state.get(PackStore), req.viewer.organisation_id)
    return [
        (
            format_datetime(past.changed_at, req.lang, zone),
            format_datetime(past.changed_at + year_rollover.UNDO_PERIOD, req.lang, zone),
            past,
        )
        for past in _recent(req)
    ]


def _about_pupils(periods: RetentionPeriods, lang: str) -> list[str]:
    """The sentences about pupils' texts and records, without the access log."""
    return administrator_sentences(periods, lang)[:2]


def _impact_context(
    req: PageRequest, changes: Sequence[GradeChange], packs: Mapping[str, Pack], *, is_word_wrong: bool
) -> dict[str, Any]:
    """What both pages show before anything changes: numbers, and the word to type."""
    impacts = change_impacts(req.db, req.state.get(PackStore), req.viewer.organisation_id, changes, packs)
    lowered = sum(impact.lowered for impact in impacts)
    return {
        "impacts": impacts,
        "ending": sum(impact.change.ends_class for impact in impacts),
        "waiting": sum(impact.waits for impact in impacts),
        "pupils": rounded(sum(impact.pupils for impact in impacts)),
        "lowered": rounded(lowered),
        "rounded": rounded,
        "word": _word(packs),
        "is_word_wrong": is_word_wrong,
        "seen": _plan_digest(changes),
    }


def _packs(req: PageRequest, classes: Sequence[YearClass]) -> dict[str, Pack]:
    """The packs in use, by id, with the organisation's own additions."""
    pack_store, pack_ids = req.state.get(PackStore), {year_class.pack_id for year_class in classes}
    packs = [pack_store.effective_pack(req.db, req.viewer.organisation_id, pack_id) for pack_id in sorted(pack_ids)]
    return {pack.id: pack for pack in packs if pack}


def _grades(packs: Mapping[str, Pack], year_class: YearClass) -> list[int]:
    pack = packs.get(year_class.pack_id)
    return sorted(pack.grades) if pack else []


def _next_year(req: PageRequest, packs: Mapping[str, Pack]) -> str:
    """The first day of the next school year, in the reader's language; "" without a pack."""
    starts = [next_school_year_starts(today(pack.timezone), pack.school_year_ends) for pack in packs.values()]
    return format_date(min(starts), req.lang) if starts else ""


def _word(packs: Mapping[str, Pack]) -> str:
    """What has to be typed: the present school year, the same in every language."""
    return max((school_year(today(pack.timezone), pack.school_year_ends) for pack in packs.values()), default="")


def _is_word_typed(req: PageRequest, packs: Mapping[str, Pack]) -> bool:
    return req.form_value("word").replace("–", "-").replace(" ", "") == _word(packs)


def _plan_digest(changes: Sequence[GradeChange]) -> str:
    return hashlib.sha256(repr(changes).encode()).hexdigest()[:32]


def roll_over(req: PageRequest) -> Response:
    """POST /admin/school-year/rollover: exactly what was shown; if anything has changed since, it is shown again."""
    classes = year_rollover.load_year_classes(req.db, req.viewer.organisation_id)
    packs = _packs(req, classes)
    changes = year_rollover.plan_rollover(classes, packs)
    if _plan_digest(changes) != req.form_value("seen"):
        return _page(req, status=409, changed=True)
    if not _is_word_typed(req, packs):
        return _page(req, status=422, is_word_wrong=True)
    _carry_out(req, changes, packs)
    return req.redirect("/admin/school-year")


def save_class_grade(req: PageRequest) -> Response:
    """POST /admin/school-year/class: one course gets another grade, ends, or goes on after all.

    Where a figure would be lower, or the course ends, first the numbers and the word to type.
    """
    classes = year_rollover.load_year_classes(req.db, req.viewer.organisation_id)
    packs, target = _packs(req, classes), req.form_value("to")
    school_class = next((found for found in classes if found.id == req.form_value("course")), None)
    if school_class is None or target not in {ENDED, *map(str, _grades(packs, school_class))}:
        raise RequestError("not_found")
    change = GradeChange(school_class, None if target == ENDED else int(target))
    if not _is_word_typed(req, packs) and (context := _confirmation(req, change, packs)):
        req.page_url = "/admin/school-year"
        return req.render("admin/year_class.html", status=422 if req.form_value("seen") else 200, to=target, **context)
    _carry_out(req, [change], packs)
    return req.redirect(f"/admin/school-year#to-{school_class.id}")  # opens the school's courses again


def _confirmation(req: PageRequest, change: GradeChange, packs: Mapping[str, Pack]) -> dict[str, Any]:
    """The context of the page that asks first; empty where nobody loses anything."""
    context = _impact_context(req, [change], packs, is_word_wrong=bool(req.form_value("seen")))
    ends = change.ends_class and not change.year_class.has_ended and context["pupils"] != "0"
    return context if ends or context["lowered"] != "0" else {}


def _carry_out(req: PageRequest, changes: Sequence[GradeChange], packs: Mapping[str, Pack]) -> None:
    """Change the classes in which nobody's figure falls; in the others the teacher is asked."""
    changed_at = now()
    for impact in change_impacts(req.db, req.state.get(PackStore), req.viewer.organisation_id, changes, packs):
        key, grade = (req.viewer.organisation_id, impact.change.year_class.id), impact.change.new_grade
        if impact.waits and grade is not None:
            year_rollover.offer_grade(req.db, *key, grade, changed_at)
        else:
            year_rollover.set_grade(req.db, *key, ENDED if grade is None else str(grade), changed_at)
        _reschedule(req, impact.change.year_class.id)


def undo(req: PageRequest) -> Response:
    """POST /admin/school-year/undo: what changed at one moment is as it was before."""
    for past in _recent(req):
        if past.changed_at.isoformat() == req.form_value("at"):
            for class_id in year_rollover.undo_change(req.db, req.viewer.organisation_id, past):
                _reschedule(req, class_id)
            return req.redirect("/admin/school-year")
    raise RequestError("not_found")


def _recent(req: PageRequest) -> list[year_rollover.Change]:
    return year_rollover.recent_changes(req.db, req.viewer.organisation_id)


def _reschedule(req: PageRequest, class_id: str) -> None:
    """Another grade has other requirements, so scores are counted again."""
    organisation_id = req.viewer.organisation_id
    class_scope = load_class_scope(req.db, req.state.get(PackStore), organisation_id, class_id)
    if class_scope and not class_scope.class_info.ended_at:
        schedule_class(req.db, class_scope)
