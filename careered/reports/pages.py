"""Reports in the browser, for the staff of a class: the same tables as by command, to print or to open elsewhere."""

from starlette.responses import Response

from careered.privacy.log import seen
from careered.reports.class_report import Report, report_of
from careered.reports.pupil_sheets import class_sheet, home_sheet, person_sheet
from careered.reports.sheet import Sheet, as_csv, as_html, as_pdf, as_xlsx
from careered.roster.scope import Course, course_here
from careered.web.edge import Ask
from careered.web.refusals import Refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def of_class(ask: Ask) -> Response:
    """GET /teacher/class/{id}/report?as=csv|xlsx|html|pdf: the whole class."""
    course = _course(ask)
    if ask.path["id"] != course.room.id:
        raise Refused("not_found")
    return as_file(class_sheet(_report(ask, course), course.pack, ask.lang), ask.query.get("as", "html"))


def of_pupil(ask: Ask) -> Response:
    """GET /teacher/pupil/{id}/report?as=csv|xlsx|html|pdf: one pupil, with a line to sign. The look is noted.

    for=home: what guardians may have. language: one of the pack's; else the reader's.
    """
    course = _course(ask)
    lang = ask.query.get("language", "") if ask.query.get("language") in course.pack.languages else ask.lang
    report = _report(ask, course)
    pupil = next((one for one in report["pupils"] if one["id"] == ask.path["id"]), None)
    if pupil is None:
        raise Refused("not_found")
    home = ask.query.get("for") == "home"
    seen(ask.db, ask.me, pupil["id"], "pupil_home_report" if home else "pupil_report")
    make = home_sheet if home else person_sheet
    return as_file(make(report, pupil, course.pack, lang), ask.query.get("as", "html"))


def _course(ask: Ask) -> Course:
    course = course_here(ask)
    if not course.room.context_id:
        raise Refused("not_found")
    return course


def _report(ask: Ask, course: Course) -> Report:
    return report_of(ask.db, course, ask.lang, ask.house.settings.secret)


def as_file(sheet: Sheet, form: str) -> Response:
    """A table as a file to keep: csv, xlsx, pdf, else html."""
    if form == "csv":
        return _saved(as_csv(sheet), "text/csv; charset=utf-8", "careered.csv")
    if form == "xlsx":
        return _saved(as_xlsx(sheet), XLSX, "careered.xlsx")
    if form == "pdf":
        return _saved(as_pdf(sheet), "application/pdf", "careered.pdf")
    return _saved(as_html(sheet), "text/html; charset=utf-8", "careered.html")


def _saved(content: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
