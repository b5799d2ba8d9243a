"""A counsellor goes through the training for staff; nobody else sees it."""

import io
import re

import pytest
from pypdf import PdfReader

from careered.privacy.erase import erase_person
from careered.training.content import STATEMENTS, TASKS
from careered.training.tables import TrainingAnswer
from careered.web.i18n import LANGUAGES, translations
from careered.web.permissions import Role
from tests.lessons.factories import EACH_DATABASE, HarbourSchool, Visitor
from tests.questions.test_questions import asks
from tests.support.pages import Page

TRAINING_PATH = "/teacher/training"


def self_checks(teacher: Visitor, phase: str, value: str = "2") -> Page:
    form = teacher.get(TRAINING_PATH).form(f"form#check-{phase}")
    return teacher.submit(form, {f"statement_{index}": value for index in range(len(STATEMENTS))})


def answers_case(teacher: Visitor, task: str, option: str) -> Page:
    return teacher.submit(teacher.get(TRAINING_PATH).form(f"section#{task} form[action$=case]"), {"option": option})


def goes_through(teacher: Visitor) -> None:
    self_checks(teacher, "before", "1")
    for task in TASKS:
        answers_case(teacher, task.id, "a")
    self_checks(teacher, "after", "4")


@EACH_DATABASE
def test_a_counsellor_goes_through_it_and_takes_the_certificate(teacher: Visitor) -> None:
    assert teacher.client.get(f"{TRAINING_PATH}/certificate").headers["content-type"].startswith("text/html")
    goes_through(teacher)
    page = teacher.get(TRAINING_PATH)
    assert "You have done it all." in page.main_text
    assert "Not yet → Well" in page.main_text
    answer = teacher.client.get(f"{TRAINING_PATH}/certificate")
    assert answer.headers["content-type"] == "application/pdf"
    assert re.search(r'"Certificate Opo Lehto \d{4}-\d\d-\d\d\.pdf"', answer.headers["content-disposition"])
    reader = PdfReader(io.BytesIO(answer.content))
    text = " ".join(reader.pages[0].extract_text().split())
    assert "Opo Lehto" in text
    assert all(task.title in text for task in TASKS)
    assert "pdfuaid" in reader.xmp_metadata.stream.get_data().decode()  # type: ignore[union-attr]


def test_every_choice_gets_its_reason_and_none_is_refused(teacher: Visitor) -> None:
    for task in TASKS:
        assert [option.is_recommended for option in task.options].count(True) == 1
        page = answers_case(teacher, task.id, task.options[1].id)
        for option in task.options:
            assert option.reason in page.main_text


def test_a_counsellor_in_training_finds_the_way_back_in_the_tabs_of_the_class(teacher: Visitor) -> None:
    page = teacher.get(TRAINING_PATH)
    assert [tab.to_text() for tab in page.all("body.staff .tabs [aria-current=page]")] == ["Reports"]


def test_nothing_chosen_is_said_where_it_is(teacher: Visitor) -> None:
    assert teacher.post(f"{TRAINING_PATH}/case", {"task": "presence"}).status_code == 422
    assert teacher.post(f"{TRAINING_PATH}/check", {"when": "before", "statement_0": "2"}).status_code == 422
    assert teacher.post(f"{TRAINING_PATH}/case", {"task": "unknown", "option": "a"}).status_code == 404


@EACH_DATABASE
def test_nobody_else_learns_who_has_done_what(school: HarbourSchool, teacher: Visitor) -> None:
    """Not a colleague, not the administrator, not a pupil: no page of theirs shows it, and none is about it."""
    goes_through(teacher)
    colleague = school.visitor("c", role=Role.TEACHER, name="Eva Ek")
    assert "Not yet → Well" not in colleague.get(TRAINING_PATH).main_text
    for role in (Role.ADMIN, Role.PUPIL, Role.MENTOR, Role.OFFICER):
        other = school.visitor(f"x{role}", role=role)
        for path in (TRAINING_PATH, f"{TRAINING_PATH}/certificate"):
            assert other.client.get(path).headers["careered-code"] == "not_found"


def test_the_record_goes_with_the_person_or_by_the_button(school: HarbourSchool, teacher: Visitor) -> None:
    self_checks(teacher, "before")
    teacher.submit(teacher.get(TRAINING_PATH).form("form[action$=delete]"), {})
    assert school.count(TrainingAnswer) == 0
    self_checks(teacher, "before")
    with school.database.transaction() as db:
        erase_person(db, "town", teacher.viewer.person_id)
    assert school.count(TrainingAnswer) == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_task_tells_to_press_is_on_the_page_that_it_leads_to(school: HarbourSchool, lang: str) -> None:
    """In the words of the reader: a button by another name is not found."""
    asks(school.visitor(), "Kuka on opo?")
    teacher = school.visitor("t", role=Role.TEACHER, name="Opo Lehto", lang=lang)
    training = teacher.get(TRAINING_PATH)
    for task in TASKS:
        section = f"section#{task.id}"
        assert "%(" not in training.only(f"{section} p").to_text()
        for link in training.all(f"{section} > a"):
            page = teacher.get(str(link.attrs["href"]))
            waiting = page.all("main nav ol li a")  # questions: the task says to open one
            page = teacher.get(page.path_of(waiting[0])) if waiting else page
            pressed = [one.to_text().strip() for one in page.all("main button, main label")]
            assert not task.label or translations(lang).gettext(task.label) in pressed, (task.id, pressed)
    in_class = teacher.get(str(training.only("section#workspace > a").attrs["href"]))
    assert "Aino Aalto" in [name.to_text().strip() for name in in_class.all("tbody th a")]
