"""One pupil's report over all classes, present and former; entries as in the class report."""

from sqlalchemy import Connection, select

from careered.db.queries import where_equal
from careered.packs.models import Pack
from careered.packs.store import PackStore
from careered.reports.class_report import build_class_report
from careered.reports.table import Report
from careered.roster.scope import load_class_scope
from careered.roster.tables import Enrolment

_enrolments = Enrolment.__table__


def load_person_reports(
    db: Connection, pack_store: PackStore, organisation_id: str, person_id: str, lang: str, secret: bytes
) -> list[tuple[Report, Report, Pack]]:
    """(class report, the pupil's entry in it, pack) of each class, by class id; empty if never a pupil.

    Classes whose pack is not loaded are left out.
    """
    as_pupil = where_equal(_enrolments, organisation_id=organisation_id, person_id=person_id, role="pupil")
    reports = []
    for class_id in db.execute(
        select(_enrolments.c.class_id).where(as_pupil).order_by(_enrolments.c.class_id)
    ).scalars():
        scope = load_class_scope(db, pack_store, organisation_id, class_id)
        if scope is None:
            continue
        report = build_class_report(db, scope, lang, secret)
        pupil = next((entry for entry in report["pupils"] if entry["id"] == person_id), None)
        if pupil:
            reports.append((report, pupil, scope.pack))
    return reports


def merge_person_reports(reports: list[tuple[Report, Report, Pack]]) -> Report:
    """The reports of all classes as one document."""
    _, first_entry, _ = reports[0]
    classes = [
        {
            "class": report["class"],
            "pack": report["pack"],
            "status": pupil["status"],
            "requirements": pupil["requirements"],
            "deliveries": pupil["deliveries"],
        }
        for report, pupil, _ in reports
    ]
    return {
        "person": {"id": first_entry["id"], "user_id": first_entry["user_id"], "name": first_entry["name"]},
        "classes": classes,
    }
