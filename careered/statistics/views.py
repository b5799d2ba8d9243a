"""Administrators' statistics pages: all schools, one school, and snapshots to compare with."""

from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import quote

from starlette.responses import HTMLResponse, Response

from careered.clock import today
from careered.i18n_marker import _
from careered.packs.store import PackStore
from careered.reports.labels import CHANGE_OF_NUMBERS, CHANGE_OF_SHARE, DIFFERENCE
from careered.reports.table import Report, ReportTable
from careered.reports.views import as_file
from careered.roster.organisations import get_profile, timezone_of_organisation
from careered.statistics import snapshots
from careered.statistics.attention import reasons_to_look
from careered.statistics.change import changes_by_school, told_by_school
from careered.statistics.figures import SchoolFigures, compute_figures
from careered.statistics.figures_basis import FiguresBasis, load_basis
from careered.statistics.figures_cache import FiguresCache, OrganisationFigures
from careered.statistics.plan_views import plan_choices
from careered.statistics.report_tables import organisation_table, school_row, school_table
from careered.statistics.requested_day import (
    current_figures,
    format_day,
    previous_snapshot,
    report_pack,
    requested_day,
    requested_grade,
    requested_statistics,
    statistics_of,
)
from careered.statistics.school_order import BY_NAME, ORDER_LABELS, in_order, requested_order
from careered.statistics.school_report import earlier_packs, school_entry
from careered.statistics.school_rows import REASONS_HOLE, ROWS_HOLE, SchoolRows, page_of_schools
from careered.statistics.snapshots import Statistics
from careered.web.cache import NAME_HOLE, TextWithHoles, for_anybody, hole_values, is_fillable
from careered.web.errors import RequestError
from careered.web.rendering import Shell, draw, module, page_shell
from careered.web.request import HeavyWork, PageRequest

TEMPLATE = "statistics/statistics.html"
GRADE_TITLE = _("Grade %(grade)s")


def show_statistics(req: PageRequest) -> Response | HeavyWork:
    """GET /admin/statistics: every school beside the last snapshot. as: a file. day: that of a snapshot."""
    shell = page_shell(req.viewer, req.lang, req.page_url)
    if req.query or req.is_fragment or not is_fillable(shell):
        return _draw_statistics(req)
    organisation_id = req.viewer.organisation_id
    basis = load_basis(req.db, organisation_id)
    figures = req.state.get(FiguresCache).read_all(req.db, organisation_id, basis)
    if not figures.packs_in_use:  # before the first launch the page names every pack that is there
        return _draw_statistics(req)
    return HTMLResponse(_cached_page(req, shell, basis, figures).fill(hole_values(shell, shell.viewer_name)))


def _cached_page(req: PageRequest, shell: Shell, basis: FiguresBasis, figures: OrganisationFigures) -> TextWithHoles:
    """The page of now, for anybody."""
    organisation_id, name = req.viewer.organisation_id, NAME_HOLE if shell.viewer_name else ""
    anybody = for_anybody(shell)._replace(viewer_name=name, platform_origins=shell.platform_origins)
    key = organisation_id, anybody, basis.days, basis.name, figures.is_behind, figures.packs_in_use, today("UTC")
    return page_of_schools(
        key,
        figures,
        _rows(req, anybody, basis, figures),
        lambda: _frame(req, anybody, figures),
        lambda: _reasons(req, anybody, basis, figures),
    )


def _reasons(req: PageRequest, anybody: Shell, basis: FiguresBasis, figures: OrganisationFigures) -> str:
    """What to look at first, as `_context` gives it to the template."""
    day = basis.latest_day
    changes = req.state.get(FiguresCache).changes_since(req.db, req.viewer.organisation_id, day, figures.schools)
    reasons = reasons_to_look(map(school_entry, figures.schools), changes, day)
    macros = module(anybody, "statistics/attention.html", {})
    return str(macros.attention(anybody, reasons, format_day(req, day) if day else ""))


def _frame(req: PageRequest, anybody: Shell, figures: OrganisationFigures) -> str:
    return draw(anybody, TEMPLATE, {**_context(req, figures), "rows_hole": ROWS_HOLE, "reasons_hole": REASONS_HOLE})


def _rows(req: PageRequest, anybody: Shell, basis: FiguresBasis, figures: OrganisationFigures) -> SchoolRows:
    """The rows beside those of the last snapshot."""
    kept, day = req.state.get(FiguresCache), basis.latest_day
    changes = cache(lambda: kept.changes_since(req.db, req.viewer.organisation_id, day, figures.schools))
    macros = cache(lambda: module(anybody, "statistics/school_row.html", {}))

    def draw_row(school: SchoolFigures) -> str:
        cells = school_row(school_entry(school), req.lang, changes() if day else None)
        path = f"/admin/statistics/{quote(school.code, safe='')}" if school.code and school.groups else ""
        return str(macros().school_row(anybody, cells, path, changes().get(school.code)))

    return SchoolRows((anybody, bool(day)), lambda school: changes().get(school.code), draw_row)


def _draw_statistics(req: PageRequest) -> Response | HeavyWork:
    context = _context(req)
    if "as" in req.query:
        return as_file(context["table"], req.query["as"], context["table"].file_name(_day(req)))
    return req.render(TEMPLATE, **context)


def _context(req: PageRequest, figures: OrganisationFigures | None = None) -> dict[str, Any]:
    """What the template is given. figures: of now, where they have been read; else those of the requested day."""
    if figures is None and not requested_day(req):
        figures = current_figures(req)
    grades = _grades(req, figures) if figures is not None else []
    grade, previous = requested_grade(req, grades), previous_snapshot(req)
    statistics = statistics_of(req, figures, grade) if figures is not None else requested_statistics(req)
    days = snapshots.snapshot_days(req.db, req.viewer.organisation_id)
    changes = changes_by_school(told_by_school(previous), statistics.told()) if previous else {}
    order = BY_NAME if "as" in req.query else requested_order(req.query.get("sort", ""))
    schools = in_order(statistics.organisation["schools"], order, changes)
    organisation = {**statistics.organisation, "schools": schools}
    table = organisation_table(organisation, req.lang, changes if previous else None)
    if grade is not None:
        table = replace(table, title=f"{table.title}, {req.gettext(GRADE_TITLE) % {'grade': grade}}")
    is_whole_now = not requested_day(req) and grade is None
    return {
        "table": _with_notes(req, table, statistics, previous, CHANGE_OF_SHARE),
        "rows_hole": "",
        "reasons_hole": "",
        "reasons": reasons_to_look(statistics.organisation["schools"], changes, previous["day"] if previous else "")
        if is_whole_now
        else [],
        "changes": changes,
        "school_codes": [entry["code"] for entry in organisation["schools"]],
        "detailed_codes": statistics.detailed_codes,
        "snapshot_days": [(day, format_day(req, day)) for day in days],
        "compared_day": format_day(req, previous["day"]) if previous else "",
        "grades": grades,
        "grade": grade,
        "orders": [(key, req.gettext(label)) for key, label in ORDER_LABELS.items() if previous or key != "change"],
        "order": order,
        "plan_choices": plan_choices(req, organisation),
        "requested_day": requested_day(req),
        "shown_day": format_day(req, requested_day(req)) if requested_day(req) else "",
    }


def _grades(req: PageRequest, figures: OrganisationFigures) -> list[int]:
    """The grades that one can look at alone: those of the packs in use."""
    pack_store = req.state.get(PackStore)
    packs = [pack_store.pack(req.db, pack_id) for pack_id, *_version in figures.packs_in_use]
    return sorted({grade for pack in packs if pack for grade in pack.grades})


def _with_notes(
    req: PageRequest, table: ReportTable, statistics: Statistics, previous: Report | None, about_change: str
) -> ReportTable:
    """The table with what its changes are about, if there are any, and what a reader must know of its figures."""
    words = {"column": req.gettext(DIFFERENCE), "day": format_day(req, previous["day"])} if previous else None
    notes = [req.gettext(about_change) % words] if words else []
    return replace(table, header_lines=[*table.header_lines, *notes, *map(req.gettext, statistics.cautions)])


def show_school(req: PageRequest) -> Response | HeavyWork:
    """GET /admin/statistics/{code}: one school, by requirement and grade."""
    statistics, previous = requested_statistics(req), previous_snapshot(req)
    report = statistics.find_school(req.path_params["code"])
    pack = report_pack(req, report) if report else None
    if report is None or pack is None:
        raise RequestError("not_found")
    earlier = earlier_packs(req.db, req.state.get(PackStore), pack, report)
    before = snapshots.find_school_report(previous, req.path_params["code"]) if previous else None
    table = school_table(report, [pack, *earlier], req.lang, before)
    table = _with_notes(req, table, statistics, previous if before else None, CHANGE_OF_NUMBERS)
    if "as" in req.query:
        return as_file(table, req.query["as"], table.file_name(_day(req)))
    return req.render(
        "statistics/school.html",
        table=table,
        requested_day=requested_day(req),
    )


def create_snapshot(req: PageRequest) -> Response:
    """POST /admin/statistics/snapshot: save today's published figures; once a day."""
    organisation_id = req.viewer.organisation_id
    name = get_profile(req.db, organisation_id).name
    figures = compute_figures(req.db, req.state.get(PackStore), organisation_id)  # as they are: they are kept for good
    statistics = snapshots.current_statistics(figures, organisation_id, name)
    snapshots.take_snapshot(req.db, organisation_id, statistics, today(_timezone(req)))
    return req.redirect("/admin/statistics")


def _day(req: PageRequest) -> str:
    """The day of the figures that are shown: that of the saved ones, else today."""
    return requested_day(req) or today(_timezone(req)).isoformat()


def _timezone(req: PageRequest) -> str:
    """Of the organisation; UTC while it has not named a country, or that has no pack."""
    return timezone_of_organisation(req.db, req.state.get(PackStore), req.viewer.organisation_id) or "UTC"
