"""Pages of the school year rollover: a preview, carrying it out, and the grade of a single class."""

import hashlib
from collections.abc import Sequence

from starlette.responses import Response

from careered.packs.store import PackStore
from careered.privacy.retention import get_retention
from careered.privacy.retention_text import administrator_sentences
from careered.progress.outbox.deliveries import schedule_scores
from careered.roster import year_rollover
from careered.roster.queries import list_pupils
from careered.roster.scope import load_class_scope
from careered.roster.year_rollover import ENDED, GradeChange, YearClass
from careered.web.errors import RequestError
from careered.web.request import PageRequest


def show_year(req: PageRequest) -> Response:
    """GET /admin/school-year."""
    return _page(req)


def _page(req: PageRequest, *, changed: bool = False) -> Response:
    classes = year_rollover.load_year_classes(req.db, req.viewer.organisation_id)
    grades = _grades(req, classes)
    changes = year_rollover.plan_rollover(classes, grades)
    req.page_url = "/admin/school-year"
    return req.render(
        "admin/year.html",
        status=409 if changed else 200,
        classes=[(year_class, sorted(grades.get(year_class.pack_id, ()))) for year_class in classes],
        moves=sorted(year_rollover.count_changes(changes).items(), key=str),
        staying_count=sum(year_class.grade is None and not year_class.has_ended for year_class in classes),
        seen=_plan_digest(changes),
        changed=changed,
        ended=ENDED,
        retention_sentences=administrator_sentences(get_retention(req.db, req.viewer.organisation_id), req.lang)[:2],
    )


def _grades(req: PageRequest, classes: Sequence[YearClass]) -> dict[str, Sequence[int]]:
    """The grades of each pack in use, by pack id."""
    pack_store, pack_ids = req.state.get(PackStore), {year_class.pack_id for year_class in classes}
    packs = [pack for pack_id in sorted(pack_ids) if (pack := pack_store.pack(req.db, pack_id))]
    return {pack.id: pack.grades for pack in packs}


def _plan_digest(changes: Sequence[GradeChange]) -> str:
    return hashlib.sha256(repr(changes).encode()).hexdigest()[:32]


def roll_over(req: PageRequest) -> Response:
    """POST /admin/school-year/rollover: exactly what was shown; if anything has changed since, it is shown again."""
    classes = year_rollover.load_year_classes(req.db, req.viewer.organisation_id)
    changes = year_rollover.plan_rollover(classes, _grades(req, classes))
    if _plan_digest(changes) != req.form_value("seen"):
        return _page(req, changed=True)
    for change in changes:
        _set_grade(req, change.year_class, ENDED if change.ends_class else str(change.new_grade))
    return req.redirect("/admin/school-year")


def save_class_grade(req: PageRequest) -> Response:
    """POST /admin/school-year/class: one course gets another grade, ends, or goes on after all."""
    classes_by_id = {
        year_class.id: year_class for year_class in year_rollover.load_year_classes(req.db, req.viewer.organisation_id)
    }
    school_class, target = classes_by_id.get(req.form_value("course")), req.form_value("to")
    if school_class is None or target not in {
        ENDED,
        *map(str, _grades(req, [school_class]).get(school_class.pack_id, ())),
    }:
        raise RequestError("not_found")
    _set_grade(req, school_class, target)
    return req.redirect("/admin/school-year")


def _set_grade(req: PageRequest, school_class: YearClass, target: str) -> None:
    """Change a class's grade or end it; another grade has other requirements, so scores are sent again."""
    organisation_id = req.viewer.organisation_id
    year_rollover.set_grade(req.db, organisation_id, school_class.id, target)
    class_scope = load_class_scope(req.db, req.state.get(PackStore), organisation_id, school_class.id)
    if class_scope is None or target == ENDED:
        return
    for pupil in list_pupils(req.db, organisation_id, school_class.id):
        schedule_scores(req.db, class_scope.pupil(pupil.id))
