"""The class's reports: the tab that lists them, and each of them as a page to print or a file."""

from collections.abc import Sequence
from dataclasses import replace

from starlette.responses import Response

from careered.acts.log import ActReader
from careered.dashboard import class_reports
from careered.dashboard.class_page import ClassPage, class_page
from careered.dashboard.class_reports import EVIDENCE, FORMAT_LABELS, LETTERS, PROPOSAL
from careered.dashboard.filters import Filters, read_filters
from careered.dashboard.source_lines import then_and_now
from careered.privacy.access_log import log_access
from careered.reports.class_report import build_class_report
from careered.reports.class_tables import class_table, proposal_table
from careered.reports.evidence_sheet import evidence_sheet
from careered.reports.letter_home import letter_home
from careered.reports.paper_context import load_paper_context
from careered.reports.paper_response import PRINT, PrintPlace, as_papers, print_page
from careered.reports.table import ReportTable, table_html
from careered.reports.views import as_file, missing_names
from careered.roster.scope import ClassScope, class_from_path
from careered.web.errors import RequestError
from careered.web.i18n import LANGUAGES
from careered.web.request import HeavyWork, PageRequest

LOG_LINES = 4


def show_reports(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/reports: everything about the class to take along, to send or to look up."""
    scope, filters = class_from_path(req), read_filters(req)
    page = _page(req, scope)
    shown = len(page.filtered_rows(filters))
    return req.render(
        "dashboard/reports.html",
        class_info=scope.class_info,
        tab="reports",
        filters=filters,
        page=page,
        shown=shown,
        reports=class_reports.class_reports(scope, shown, filters, req.lang),
        formats=FORMAT_LABELS,
        drawn=then_and_now(req.db, *scope.key, scope.pack),
        acts=ActReader(req, scope).log()[:LOG_LINES],
        has_line_item=page.has_line_item,
    )


def show_class_report(req: PageRequest) -> HeavyWork:
    """GET /teacher/class/{id}/report?as=print|csv|xlsx|html|pdf: the pupils whom the class's filters show.

    what: "class" (also without it), "evidence", "letters", "proposal". Papers are only printed, as PDF or HTML.
    """
    scope, filters, what = class_from_path(req), read_filters(req), req.query.get("what") or class_reports.CLASS
    if what not in class_reports.FILE_KINDS:
        raise RequestError("not_found")
    pupil_ids = [row.id for row in _page(req, scope).filtered_rows(filters)]
    if what in {EVIDENCE, LETTERS}:
        return _papers(req, scope, filters, what, pupil_ids)
    report = build_class_report(req.db, scope, req.lang, req.state.settings.secret)
    table = (proposal_table if what == PROPOSAL else class_table)(report, scope.pack, req.lang, pupil_ids)
    return _as_table(req, table, _place(scope, what, filters, req.lang))


def _as_table(req: PageRequest, table: ReportTable, place: PrintPlace) -> HeavyWork:
    file_format = req.query.get("as", "html")
    if file_format == PRINT:
        return HeavyWork(lambda: print_page(req, table_html(table), place))
    return as_file(table, file_format, place.file_name)


def _papers(req: PageRequest, scope: ClassScope, filters: Filters, what: str, pupil_ids: Sequence[str]) -> HeavyWork:
    """A page for each pupil. Each look is noted."""
    language = req.query.get("language", "")
    lang = language if language in LANGUAGES else req.lang
    context = load_paper_context(req.db, scope, lang, req.state.settings.secret, req.viewer.name)
    by_id = {pupil["id"]: pupil for pupil in context.report["pupils"]}
    if not pupil_ids:
        raise RequestError("not_found")
    for pupil_id in pupil_ids:
        log_access(req.db, req.viewer, pupil_id, "pupil_home_report" if what == LETTERS else "pupil_report")
    build = letter_home if what == LETTERS else evidence_sheet
    papers = [build(context, by_id[pupil_id]) for pupil_id in pupil_ids]
    place = replace(_place(scope, what, filters, lang), note=missing_names(req, scope, pupil_ids))
    return as_papers(req, papers, req.query.get("as", PRINT), place)


def _place(scope: ClassScope, kind: str, filters: Filters, lang: str) -> PrintPlace:
    back = f"/teacher/class/{scope.class_info.id}/reports"
    return PrintPlace(
        class_reports.class_file_name(scope, kind, lang),
        f"{back}?{filters.query}" if filters.query else back,
        scope.class_info.title,
        class_reports.report_url(scope, kind, "pdf", filters, lang),
    )


def _page(req: PageRequest, scope: ClassScope) -> ClassPage:
    return class_page(req, scope)
