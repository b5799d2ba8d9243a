"""One pupil's evidence or letter home for the staff of a class; and tables as files, for other pages."""

from collections.abc import Callable, Sequence

from careered.privacy.access_log import log_access
from careered.reports import labels
from careered.reports.class_tables import pupil_table
from careered.reports.evidence_sheet import evidence_sheet
from careered.reports.letter_home import letter_home
from careered.reports.paper_context import load_paper_context
from careered.reports.paper_response import PrintPlace, as_papers
from careered.reports.spreadsheets import as_csv, as_xlsx
from careered.reports.table import ReportTable, as_html, as_pdf
from careered.roster.members import person_names
from careered.roster.scope import ClassScope, viewer_class
from careered.web.attachment import attachment
from careered.web.errors import RequestError
from careered.web.i18n import LANGUAGES
from careered.web.request import HeavyWork, PageRequest

SPREADSHEETS = ("csv", "xlsx")
_WRITERS: dict[str, Callable[[ReportTable], bytes]] = {
    "csv": as_csv,
    "xlsx": as_xlsx,
    "pdf": as_pdf,
    "html": as_html,
}


def download_pupil_report(req: PageRequest) -> HeavyWork:
    """GET /teacher/pupil/{id}/report?as=print|pdf|html|csv|xlsx: one pupil, with a line to sign. The look is noted.

    for=home: the letter that guardians may have, a page only. language: one of careered's; else the reader's.
    """
    scope, language = _class_scope(req), req.query.get("language", "")
    lang = language if language in LANGUAGES else req.lang
    context = load_paper_context(req.db, scope, lang, req.state.settings.secret, req.viewer.name)
    pupil = next((entry for entry in context.report["pupils"] if entry["id"] == req.path_params["id"]), None)
    if pupil is None:
        raise RequestError("not_found")
    is_letter, file_format = req.query.get("for") == "home", req.query.get("as", "html")
    log_access(req.db, req.viewer, pupil["id"], "pupil_home_report" if is_letter else "pupil_report")
    if file_format in SPREADSHEETS and not is_letter:
        name = context.file_name(labels.EVIDENCE_FILE, pupil)
        return as_file(pupil_table(context.report, pupil, scope.pack, lang), file_format, name)
    paper = (letter_home if is_letter else evidence_sheet)(context, pupil)
    page = f"/teacher/pupil/{pupil['id']}"
    pdf_url = f"{page}/report?as=pdf&language={lang}{'&for=home' if is_letter else ''}"
    note = missing_names(req, scope, [pupil["id"]])
    return as_papers(
        req, [paper], file_format, PrintPlace(paper.file_name, page, context.staff_name(pupil), pdf_url, note)
    )


def missing_names(req: PageRequest, scope: ClassScope, pupil_ids: Sequence[str]) -> str:
    """What to do with papers of pupils of whom the platform shares no name; "" where it shares each."""
    if all(person_names(req.db, scope.key[0], pupil_ids).values()):
        return ""
    return req.gettext(labels.NO_NAMES) % {"platform": scope.class_info.platform_name}


def _class_scope(req: PageRequest) -> ClassScope:
    scope = viewer_class(req)
    if not scope.class_info.context_id:
        raise RequestError("not_found")
    return scope


def as_file(table: ReportTable, file_format: str, name: str = "") -> HeavyWork:
    """A table as a download, made after the transaction. file_format: "csv", "xlsx" or "pdf", else HTML.

    name: of the file, without suffix; the table's title by default.
    """
    suffix = file_format if file_format in _WRITERS else "html"
    return HeavyWork(lambda: attachment(_WRITERS[suffix](table), name or table.title, suffix))
