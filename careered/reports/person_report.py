"""One pupil's report: every class the pupil is or was in, with every requirement and mark, as in the class report."""

from typing import Any

from sqlalchemy import Connection, select

from careered.db.lookup import same
from careered.packs.models import Pack
from careered.packs.store import Shelf
from careered.reports.class_report import report_of
from careered.roster.scope import course_of
from careered.roster.tables import Enrolment

Report = dict[str, Any]
_enrolments = Enrolment.__table__


def person_reports(
    db: Connection, shelf: Shelf, organisation_id: str, person_id: str, lang: str, secret: bytes
) -> list[tuple[Report, Report, Pack]]:
    """(class report, the pupil in it, the pack) of each class, in the order of their ids; empty for no pupil.

    Classes whose pack is not loaded are left out.
    """
    where = same(_enrolments, organisation_id=organisation_id, person_id=person_id, role="pupil")
    found = []
    for class_id in db.execute(select(_enrolments.c.class_id).where(where).order_by(_enrolments.c.class_id)).scalars():
        course = course_of(db, shelf, organisation_id, class_id)
        if course is None:
            continue
        report = report_of(db, course, lang, secret)
        pupil = next((one for one in report["pupils"] if one["id"] == person_id), None)
        if pupil:
            found.append((report, pupil, course.pack))
    return found


def as_one(found: list[tuple[Report, Report, Pack]]) -> Report:
    """The reports of all classes as one document."""
    _, first, _ = found[0]
    classes = [
        {
            "class": report["class"],
            "pack": report["pack"],
            "status": pupil["status"],
            "requirements": pupil["requirements"],
            "deliveries": pupil["deliveries"],
        }
        for report, pupil, _ in found
    ]
    return {"person": {"id": first["id"], "user_id": first["user_id"], "name": first["name"]}, "classes": classes}
