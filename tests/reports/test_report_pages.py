"""Staff take the class along: to print, as a spreadsheet, as CSV; and one pupil's evidence to sign."""

from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select

from careered.privacy.tables import AccessLog
from careered.progress import attestations
from careered.web.permissions import Role
from tests.dashboard.factories import Classroom


@pytest.mark.parametrize("form", ["html", "xlsx", "csv", "pdf"])
def test_a_teacher_takes_the_class_along(classroom: Classroom, form: str) -> None:
    with time_machine.travel(datetime(2026, 11, 26, 9, 0, tzinfo=UTC), tick=False):
        answer = classroom.browser_of("Opo Lehto").get(f"/teacher/class/{classroom.id}/report?as={form}")
    assert answer.status_code == 200
    assert f'filename="{classroom.title} class 2026-11-26.{form}"' in answer.headers["content-disposition"]
    assert form in {"xlsx", "pdf"} or "Aino Mäkelä" in answer.content.decode("utf-8-sig")
    assert b"Salainen unelma" not in answer.content


@pytest.mark.parametrize("form", ["csv", "html"])
def test_a_marked_work_experience_stands_in_the_file(classroom: Classroom, form: str) -> None:
    """Seen by a teacher (17): the day was marked and nowhere to be seen."""
    with classroom.app_state.database.transaction() as db:
        attestations.attest(
            *(db, classroom.scope("Aino Mäkelä"), "offline", "xv-work", classroom.people["Opo Lehto"]),
            activity_date="2026-11-16",
            activity_end_date="2026-11-20",
        )
    answer = classroom.browser_of("Opo Lehto").get(f"/teacher/class/{classroom.id}/report?as={form}")
    assert "16 Nov 2026\u00a0– 20 Nov 2026" in answer.content.decode("utf-8-sig")


def test_what_was_marked_later_has_the_events_day_on_the_sheet(classroom: Classroom) -> None:
    """Seen on a picture: one event with two dates, that of the visit and that of recording it."""
    aino = classroom.scope("Aino Mäkelä")
    with classroom.app_state.database.transaction() as db:
        who = classroom.people["Opo Lehto"]
        attestations.attest(db, aino, "offline", "xv-visit", who, activity_date="2026-11-12")
    page = classroom.browser_of("Opo Lehto").get(f"/teacher/pupil/{aino.person_id}/report?as=print").text
    _before, row = page.split("Study and work abroad", 1)
    assert "12 Nov 2026" in row.split("</tr>", 1)[0]


def test_one_pupils_evidence_is_printed_and_the_access_is_logged(classroom: Classroom) -> None:
    answer = classroom.browser_of("Opo Lehto", lang="fi").get(
        f"/teacher/pupil/{classroom.people['Aino Mäkelä']}/report?as=print"
    )
    assert "Päiväys ja allekirjoitus" in answer.text
    assert "Salainen unelma" not in answer.text
    with classroom.app_state.database.reading() as db:
        assert db.execute(select(AccessLog.__table__.c.action)).scalars().all() == ["pupil_report"]


@pytest.mark.parametrize(
    ("query", "kind"), [("as=pdf", "Evidence"), ("as=csv", "Evidence"), ("as=html&for=home", "Letter%20home")]
)
def test_a_pupils_file_is_named_after_class_pupil_and_day(classroom: Classroom, query: str, kind: str) -> None:
    """Seen on a real platform (8): every file was called careered."""
    pupil = classroom.people["Aino Mäkelä"]
    with time_machine.travel(datetime(2026, 11, 26, 9, 0, tzinfo=UTC), tick=False):
        answer = classroom.browser_of("Opo Lehto").get(f"/teacher/pupil/{pupil}/report?{query}")
    name = f"{kind}%208B%20Aino%20M%C3%A4kel%C3%A4%202026-11-26."
    assert f"filename*=UTF-8''{name}" in answer.headers["content-disposition"]


@pytest.mark.parametrize("language", ["fi", "sv", "da", "en"])
def test_a_letter_opens_as_a_page_to_print_in_four_languages(classroom: Classroom, language: str) -> None:
    """Seen on a real platform (17): printing downloaded a file first."""
    pupil = classroom.people["Aino Mäkelä"]
    with time_machine.travel(datetime(2026, 11, 26, 9, 0, tzinfo=UTC), tick=False):
        answer = classroom.browser_of("Opo Lehto").get(
            f"/teacher/pupil/{pupil}/report?as=print&for=home&language={language}"
        )
    assert "content-disposition" not in answer.headers
    assert "8B Aino Mäkelä 2026-11-26</title>" in answer.text
    assert f'class="paper letter" lang="{language}"' in answer.text
    assert f"language={language}&amp;for=home" in answer.text
    assert "Opo Lehto" in answer.text
    assert "Salainen unelma" not in answer.text


def test_pupils_and_staff_of_other_classes_do_not_get_it(classroom: Classroom, other_classroom: Classroom) -> None:
    paths = (f"/teacher/class/{classroom.id}/report", f"/teacher/pupil/{classroom.people['Aino Mäkelä']}/report")
    for visitor in (classroom.browser_of("Aino Mäkelä", Role.PUPIL), other_classroom.browser_of("Opo Salo")):
        for path in paths:
            assert visitor.get(path).headers["careered-code"] == "not_found"
