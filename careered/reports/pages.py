"""Reports in the browser, for the staff of a class: the same tables as by command, to print or to open elsewhere."""

from starlette.responses import Response

from careered.privacy.log import seen
from careered.progress.here import course_here
from careered.progress.where import Course
from careered.reports.class_report import Report, report_of
from careered.reports.sheet import Sheet, as_csv, as_html, as_xlsx
from careered.reports.sheets import class_sheet, person_sheet
from careered.web.edge import Ask
from careered.web.refusals import Refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def of_class(ask: Ask) -> Response:
    """GET /teacher/class/{id}/report?as=csv|xlsx|html: the whole class."""
    course = _course(ask)
    if ask.path["id"] != course.room.id:
        raise Refused("not_found")
    return _file(class_sheet(_report(ask, course), course.pack, ask.lang), ask.query.get("as", "html"))


def of_pupil(ask: Ask) -> Response:
    """GET /teacher/pupil/{id}/report?as=csv|xlsx|html: one pupil, with a line to sign. The look is noted."""
    course = _course(ask)
    report = _report(ask, course)
    pupil = next((one for one in report["pupils"] if one["id"] == ask.path["id"]), None)
    if pupil is None:
        raise Refused("not_found")
    seen(ask.db, ask.me, pupil["id"], "pupil_report")
    return _file(person_sheet(report, pupil, course.pack, ask.lang), ask.query.get("as", "html"))


def _course(ask: Ask) -> Course:
    course = course_here(ask)
    if not course.room.context_id:
        raise Refused("not_found")
    return course


def _report(ask: Ask, course: Course) -> Report:
    return report_of(ask.db, course, ask.lang, ask.house.settings.secret)


def _file(sheet: Sheet, form: str) -> Response:
    if form == "csv":
        return _saved(as_csv(sheet), "text/csv; charset=utf-8", "careered.csv")
    if form == "xlsx":
        return _saved(as_xlsx(sheet), XLSX, "careered.xlsx")
    return _saved(as_html(sheet), "text/html; charset=utf-8", "careered.html")


def _saved(content: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
