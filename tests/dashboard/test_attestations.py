"""A teacher marks pupils: confirmed, exempt, away from the screen; many at once, with an undo."""

import re

from sqlalchemy import update

from careered.clock import now
from careered.progress.acts import UNDO_PERIOD
from careered.progress.tables import StaffAct
from careered.web.permissions import Role
from tests.dashboard.factories import Classroom
from tests.dashboard.test_class_page import insert_delivery
from tests.lessons.factories import EACH_DATABASE, HarbourSchool, Visitor
from tests.support.pages import Page


def attests(teacher: Visitor, what: str, *pupils: Visitor, **more: str) -> Page:
    """Mark these pupils; nobody named: everybody."""
    form = teacher.get(f"{teacher.viewer.home_url}/attestations").form("form#mark")
    people = {"pupil": [pupil.viewer.person_id for pupil in pupils]} if pupils else {"everybody": "yes"}
    return teacher.submit(form, {"what": what, **people, **more})


def record_of(teacher: Visitor, pupil: Visitor) -> Page:
    return teacher.get(f"/teacher/pupil/{pupil.viewer.person_id}")


def progress_text(pupil: Visitor) -> str:
    match = re.search(r"(\d+) / (\d+)", pupil.get("/requirements").only(".progress").to_text().replace("\xa0", " "))
    assert match
    return match[0]


def first_requirement(school: HarbourSchool) -> str:
    return school.pack.requirements_for(8)[0].id


@EACH_DATABASE
def test_what_is_shown_in_another_way_counts_as_done(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    page = aino.get("/lessons/xh-1")
    page = aino.submit(page.form("form#other-way"), {"text": "I have been at the harbour for a week"})
    assert "Your teacher knows" in page.main_text
    assert "Wants to show it in another way" in teacher.get(teacher.viewer.home_url).main_text
    assert "I have been at the harbour for a week" in record_of(teacher, aino).main_text
    before = progress_text(aino)
    page = attests(teacher, f"confirmed:{first_requirement(school)}", aino)
    assert page.only(".toast").to_text().startswith("Confirmed: Knows Compass, Aino Aalto")
    assert progress_text(aino) != before
    assert "Confirmed" in record_of(teacher, aino).main_text


def test_a_wish_without_words_is_enough_and_can_be_taken_back(aino: Visitor, teacher: Visitor) -> None:
    aino.submit(aino.get("/lessons/xh-1").form("form#other-way"), {})
    assert "Wants to show it in another way" in teacher.get(teacher.viewer.home_url).main_text
    aino.submit(aino.get("/lessons/xh-1").form(".notice form"), {"do": "undo"})
    assert "Wants to show it in another way" not in teacher.get(teacher.viewer.home_url).main_text


@EACH_DATABASE
def test_a_class_is_marked_at_once_and_undone_at_once(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    others = [school.visitor(str(number), name=f"Pupil {number}") for number in range(2, 8)]
    figures = [progress_text(pupil) for pupil in (aino, *others)]
    page = attests(teacher, f"confirmed:{first_requirement(school)}")
    assert "7 pupils" in page.only(".toast").to_text()
    assert school.count(StaffAct) == 7
    page = teacher.submit(page.form(".toast form"), {})
    assert page.only(".toast").to_text().startswith("Undone: Confirmed: Knows Compass, 7 pupils")
    assert page.all(".toast form") == []
    assert [progress_text(pupil) for pupil in (aino, *others)] == figures


def test_an_exemption_has_a_reason_of_the_list_and_no_text(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    what = f"exempt:{first_requirement(school)}"
    assert attests(teacher, what, aino, reason="because I say so").response.status_code == 422
    attests(teacher, what, aino, reason="individual_syllabus")
    words = record_of(teacher, aino).main_text
    assert "Individualised syllabus" in words
    assert "by you" in words
    assert "Does not apply to you" in aino.get("/requirements").main_text


def test_a_colleague_sees_that_a_colleague_has_marked(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    attests(teacher, f"confirmed:{first_requirement(school)}", aino)
    other = school.visitor("t2", role=Role.TEACHER, name="Eva Ek")
    assert "by a colleague" in record_of(other, aino).main_text


def test_a_pupils_page_offers_to_undo_as_long_as_the_log_does(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    attests(teacher, f"confirmed:{first_requirement(school)}", aino)
    undo = "form[action$='/acts/undo']"
    assert len(record_of(teacher, aino).all(undo)) == 1
    with school.database.transaction() as db:
        db.execute(update(StaffAct.__table__).values(created_at=now() - UNDO_PERIOD))
    record = record_of(teacher, aino)
    assert "by you" in record.main_text
    assert record.all(undo) == []


def test_what_is_missing_is_said_and_the_ticks_stay(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    page = attests(teacher, "", aino)
    assert page.response.status_code == 422
    assert "Choose what you want to record." in page.main_text
    assert len(page.all("input[name=pupil][checked]")) == 1
    form = teacher.get(f"{teacher.viewer.home_url}/attestations").form("form#mark")
    page = teacher.submit(form, {"what": f"confirmed:{first_requirement(school)}"})
    assert "Choose at least one pupil." in page.main_text
    assert (
        attests(teacher, f"confirmed:{first_requirement(school)}", aino, day="2999-01-01").response.status_code == 422
    )
    assert school.count(StaffAct) == 0


def test_only_staff_mark_and_only_their_own_class(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    path = f"{teacher.viewer.home_url}/attestations"
    assert aino.client.get(path).headers["careered-code"] == "not_found"
    assert teacher.client.get("/teacher/class/another/attestations").headers["careered-code"] == "not_found"
    answer = teacher.post(
        f"{path}/create", {"what": f"confirmed:{first_requirement(school)}", "pupil": "somebody-else"}
    )
    assert answer.status_code == 422
    assert school.count(StaffAct) == 0


def test_a_gradebook_is_named_only_where_the_class_has_a_column_in_it(classroom: Classroom) -> None:
    browser, path = classroom.browser_of("Opo Lehto"), f"/teacher/class/{classroom.id}"
    pages = [f"{path}/attestations", f"{path}/log"]
    assert [page for page in pages if "gradebook" in browser.get(page).text] == []
    assert "Why does Moodle show a different figure" not in browser.get(f"{path}/help").text
    insert_delivery(classroom, "Aino Mäkelä")
    assert [page for page in pages if "The gradebook is updated to match." in browser.get(page).text] == pages
    assert "Why does Moodle show a different figure" in browser.get(f"{path}/help").text
