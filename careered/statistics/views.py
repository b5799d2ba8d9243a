"""Administrators' statistics pages: all schools, one school, snapshots to compare with, the guidance plan."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import quote

from starlette.responses import HTMLResponse, Response

from careered.clock import today
from careered.packs.models import Pack
from careered.packs.store import PackStore
from careered.packs.version_store import loaded_versions
from careered.reports import labels
from careered.reports.table import Report, ReportTable
from careered.reports.table_text import strip_soft_hyphens
from careered.reports.views import as_file
from careered.roster.organisations import get_profile, pack_of_organisation
from careered.statistics import snapshots
from careered.statistics.figures import SchoolFigures, compute_figures
from careered.statistics.figures_cache import FiguresCache, OrganisationFigures
from careered.statistics.guidance_plan import guidance_plan_table
from careered.statistics.report_tables import organisation_table, school_row, school_table
from careered.statistics.school_report import earlier_packs, load_organisation_report, school_entry
from careered.statistics.school_rows import ROWS_HOLE, SchoolRows, page_of_schools
from careered.statistics.snapshots import Statistics
from careered.statistics.standing import Standing, load_standing
from careered.web.cache import NAME_HOLE, TextWithHoles, for_anybody, is_fillable, visit
from careered.web.errors import RequestError
from careered.web.rendering import Shell, draw, module, page_shell
from careered.web.request import HeavyWork, PageRequest
from careered.web.time_format import format_date

TEMPLATE = "statistics/statistics.html"


def show_statistics(req: PageRequest) -> Response | HeavyWork:
    """GET /admin/statistics: every school beside the last frozen day. as: a file. day: those of a frozen day."""
    shell = page_shell(req.viewer, req.lang, req.page_url)
    if req.query or req.is_fragment or not is_fillable(shell):
        return _draw_statistics(req)
    organisation_id = req.viewer.organisation_id
    standing = load_standing(req.db, organisation_id)
    figures = req.state.get(FiguresCache).read_all(req.db, organisation_id, standing)
    if not figures.packs_in_use:  # before the first launch the page names every pack that is there
        return _draw_statistics(req)
    return HTMLResponse(_cached_page(req, shell, standing, figures).fill(visit(shell, shell.viewer_name)))


def _cached_page(req: PageRequest, shell: Shell, standing: Standing, figures: OrganisationFigures) -> TextWithHoles:
    """The page of now, for anybody."""
    organisation_id, name = req.viewer.organisation_id, NAME_HOLE if shell.viewer_name else ""
    anybody = for_anybody(shell)._replace(viewer_name=name, platform_origins=shell.platform_origins)
    key = organisation_id, anybody, standing.days, standing.name, figures.is_behind, figures.packs_in_use
    return page_of_schools(key, figures, _rows(req, anybody, standing), lambda: _frame(req, anybody, figures))


def _frame(req: PageRequest, anybody: Shell, figures: OrganisationFigures) -> str:
    return draw(anybody, TEMPLATE, {**_context(req, figures), "rows_hole": ROWS_HOLE})


def _rows(req: PageRequest, anybody: Shell, standing: Standing) -> SchoolRows:
    """The rows beside those of the last frozen day."""
    figures, organisation_id, day = req.state.get(FiguresCache), req.viewer.organisation_id, standing.latest_day
    before = figures.shares_of_day(req.db, organisation_id, day) if day else None
    macros = cache(lambda: module(anybody, "statistics/school_row.html", {}))

    def draw_row(school: SchoolFigures) -> str:
        cells = school_row(school_entry(school), req.lang, before)
        path = f"/admin/statistics/{quote(school.code, safe='')}" if school.code and school.groups else ""
        return str(macros().school_row(anybody, cells, path))

    return SchoolRows((anybody, bool(day)), lambda school: (before or {}).get(school.code), draw_row)


def _draw_statistics(req: PageRequest) -> Response | HeavyWork:
    context = _context(req)
    if "as" in req.query:
        return as_file(context["table"], req.query["as"])
    return req.render(TEMPLATE, **context)


def _context(req: PageRequest, figures: OrganisationFigures | None = None) -> dict[str, Any]:
    """What the template is given. figures: of now, where they have been read; else those of the requested day."""
    statistics = _statistics_of(req, figures) if figures is not None else _requested_statistics(req)
    previous = _previous_snapshot(req)
    organisation, days = statistics.organisation, snapshots.snapshot_days(req.db, req.viewer.organisation_id)
    table = organisation_table(organisation, req.lang, previous["organisation"] if previous else None)
    return {
        "table": _with_cautions(req, table, statistics),
        "rows_hole": "",
        "school_codes": [entry["code"] for entry in organisation["schools"]],
        "detailed_codes": statistics.detailed_codes,
        "snapshot_days": [(day, _format_day(req, day)) for day in days],
        "compared_day": _format_day(req, previous["day"]) if previous else "",
        "plan_choices": _plan_choices(req, organisation),
        "requested_day": _requested_day(req),
        "shown_day": _format_day(req, _requested_day(req)) if _requested_day(req) else "",
    }


def _with_cautions(req: PageRequest, table: ReportTable, statistics: Statistics) -> ReportTable:
    return replace(table, header_lines=[*table.header_lines, *map(req.gettext, statistics.cautions)])


def show_school(req: PageRequest) -> Response | HeavyWork:
    """GET /admin/statistics/{code}: one school, by requirement and grade."""
    statistics, previous = _requested_statistics(req), _previous_snapshot(req)
    report = statistics.find_school(req.path_params["code"])
    pack = _report_pack(req, report) if report else None
    if report is None or pack is None:
        raise RequestError("not_found")
    earlier = earlier_packs(req.db, req.state.get(PackStore), pack, report)
    before = snapshots.find_school_report(previous, req.path_params["code"]) if previous else None
    table = _with_cautions(req, school_table(report, [pack, *earlier], req.lang, before), statistics)
    if "as" in req.query:
        return as_file(table, req.query["as"])
    return req.render(
        "statistics/school.html",
        table=table,
        compared_day=_format_day(req, previous["day"]) if previous else "",
        requested_day=_requested_day(req),
    )


def _plan_choices(req: PageRequest, organisation: Report) -> list[tuple[str, str]]:
    """(id, title) of the packs in use; before the first launch, of all current packs."""
    pack_store = req.state.get(PackStore)
    used_ids = [pack_entry["id"] for pack_entry in organisation["packs"]]
    pack_ids = used_ids or sorted({str(row["pack_id"]) for row in loaded_versions(req.db) if row["current"]})
    packs = [pack for pack_id in pack_ids if (pack := pack_store.pack(req.db, pack_id))]
    return [(pack.id, strip_soft_hyphens(pack.title.in_language(req.lang, pack.default_language))) for pack in packs]


def download_plan(req: PageRequest) -> HeavyWork:
    """GET /admin/guidance-plan/{pack}?as=html|pdf|xlsx|csv: the guidance plan of a pack with its current figures."""
    organisation_id = req.viewer.organisation_id
    pack_store, name = req.state.get(PackStore), get_profile(req.db, organisation_id).name
    pack = pack_store.effective_pack(req.db, organisation_id, req.path_params["pack"])
    if pack is None:
        raise RequestError("not_found")
    packs = load_organisation_report(req.db, pack_store, organisation_id, name)["packs"]
    pack_entry: Report = next((entry for entry in packs if entry["id"] == pack.id), {"requirements": []})
    figures = {entry["key"]: entry for entry in pack_entry["requirements"]}
    return as_file(guidance_plan_table(pack, figures, req.lang, name), req.query.get("as", "html"))


def create_snapshot(req: PageRequest) -> Response:
    """POST /admin/statistics/snapshot: save today's published figures; once a day."""
    organisation_id = req.viewer.organisation_id
    name = get_profile(req.db, organisation_id).name
    figures = compute_figures(req.db, req.state.get(PackStore), organisation_id)  # as they are: they are kept for good
    statistics = snapshots.current_statistics(figures, organisation_id, name)
    snapshots.take_snapshot(req.db, organisation_id, statistics, today(_timezone(req)))
    return req.redirect("/admin/statistics")


def _timezone(req: PageRequest) -> str:
    """The time zone of the organisation's country; UTC while it has not named one, or the country has no pack."""
    pack = pack_of_organisation(req.db, req.state.get(PackStore), req.viewer.organisation_id)
    return pack.timezone if pack else "UTC"


def _requested_day(req: PageRequest) -> str:
    return req.query.get("day", "")


def _requested_statistics(req: PageRequest) -> Statistics:
    """The snapshot of the requested day, else the current statistics."""
    organisation_id, day = req.viewer.organisation_id, _requested_day(req)
    if not day:
        return _statistics_of(req, _current_figures(req))
    snapshot = snapshots.load_snapshot(req.db, organisation_id, day)
    if snapshot is None:
        raise RequestError("not_found")
    return snapshots.statistics_of_snapshot(snapshot)


def _statistics_of(req: PageRequest, figures: OrganisationFigures) -> Statistics:
    organisation_id = req.viewer.organisation_id
    found = snapshots.statistics_of(figures.schools, organisation_id, get_profile(req.db, organisation_id).name)
    return replace(found, cautions=(labels.BEHIND,)) if figures.is_behind else found


def _current_figures(req: PageRequest) -> OrganisationFigures:
    organisation_id = req.viewer.organisation_id
    return req.state.get(FiguresCache).read_all(req.db, organisation_id, load_standing(req.db, organisation_id))


def _previous_snapshot(req: PageRequest) -> Report | None:
    """The newest snapshot before the shown day, with its `day`; None if there is none."""
    days = [
        day
        for day in snapshots.snapshot_days(req.db, req.viewer.organisation_id)
        if not _requested_day(req) or day < _requested_day(req)
    ]
    statistics = snapshots.load_snapshot(req.db, req.viewer.organisation_id, days[0]) if days else None
    return {**statistics, "day": days[0]} if statistics else None


def _report_pack(req: PageRequest, report: Report) -> Pack | None:
    """The pack in the version of the snapshot, else the effective one."""
    pack_store, pack_entry = req.state.get(PackStore), report["pack"]
    pack_of_day = pack_store.pack(req.db, pack_entry["id"], pack_entry["version"])
    return (
        pack_store.effective_pack(req.db, req.viewer.organisation_id, pack_entry["id"])
        if pack_of_day is None or not _requested_day(req)
        else pack_of_day
    )


def _format_day(req: PageRequest, day: str) -> str:
    return format_date(date.fromisoformat(day), req.lang)
