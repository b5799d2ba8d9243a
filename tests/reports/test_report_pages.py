"""Staff take the class along: to print, as a spreadsheet, as CSV; and one pupil's evidence to sign."""

import pytest
from sqlalchemy import select

from careered.privacy.tables import AccessLog
from careered.web.permissions import Role
from tests.dashboard.classroom import Classroom


@pytest.mark.parametrize("form", ["html", "xlsx", "csv", "pdf"])
def test_a_teacher_takes_the_class_along(room: Classroom, form: str) -> None:
    answer = room.looks("Opo Lehto").get(f"/teacher/class/{room.id}/report?as={form}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="careered.{form}"'
    assert form in {"xlsx", "pdf"} or "Aino Mäkelä" in answer.content.decode("utf-8-sig")
    assert b"Salainen unelma" not in answer.content


def test_one_pupils_evidence_is_printed_and_the_look_is_noted(room: Classroom) -> None:
    answer = room.looks("Opo Lehto", lang="fi").get(f"/teacher/pupil/{room.people['Aino Mäkelä']}/report?as=html")
    assert "Päiväys ja allekirjoitus" in answer.text
    assert "Salainen unelma" not in answer.text
    with room.house.database.read() as db:
        assert db.execute(select(AccessLog.__table__.c.view)).scalars().all() == ["pupil_report"]


def test_pupils_and_staff_of_other_classes_do_not_get_it(room: Classroom, other_room: Classroom) -> None:
    paths = (f"/teacher/class/{room.id}/report", f"/teacher/pupil/{room.people['Aino Mäkelä']}/report")
    for visitor in (room.looks("Aino Mäkelä", Role.PUPIL), other_room.looks("Opo Salo")):
        for path in paths:
            assert visitor.get(path).headers["careered-code"] == "not_found"
