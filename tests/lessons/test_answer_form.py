"""What pupils type: kept to the letter, checked on the server, and never lost."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from careered.progress.tables import Answer
from tests.lessons.factories import EACH_DATABASE, GOOD_ANSWERS, HarbourSchool, Visitor, texts_of
from tests.support.pages import Page

pytestmark = EACH_DATABASE
GOOD_VISIT = GOOD_ANSWERS["xh-1-visit"]
ODD_CHARACTERS = "👩‍👩‍👧‍👦 \u202eRTL\u202c e\u0301 \U00020000 \u00ad  two  spaces "


@pytest.fixture
def at_visit(aino: Visitor) -> Visitor:
    """A pupil at the visit step."""
    aino.completes("xh-1-read")
    return aino


def fields_of(page: Page) -> dict[str, str]:
    """The texts that stand in a page's form."""
    return dict(page.form("[data-next]").fields)


def test_every_letter_is_kept_as_it_was_typed(at_visit: Visitor, school: HarbourSchool) -> None:
    assert at_visit.hand_in("xh-1-visit", {**GOOD_VISIT, "task_a": ODD_CHARACTERS}).status_code == 303
    stored = school.stored_answer("xh-1-visit")
    assert stored is not None
    assert stored["values"]["task_a"] == ODD_CHARACTERS
    assert fields_of(at_visit.get("/lessons/xh-1/xh-1-visit"))["task_a"] == ODD_CHARACTERS


def test_line_breaks_are_kept(aino: Visitor, school: HarbourSchool) -> None:
    aino.completes("xh-1-read", "xh-1-visit", "xh-1-source", "xh-1-check")
    text = "\nfirst\r\n\r\nthird"
    aino.hand_in("xh-1-reflect", {"text": text})
    stored = school.stored_answer("xh-1-reflect")
    assert stored is not None
    assert stored["values"]["text"] == text


def test_a_text_that_is_one_letter_too_long_is_still_in_the_form(at_visit: Visitor, school: HarbourSchool) -> None:
    long = "ä" * 20_001
    answer = at_visit.hand_in("xh-1-visit", {**GOOD_VISIT, "task_a": long})
    assert answer.status_code == 422
    page = Page(answer)
    assert fields_of(page)["task_a"] == long
    assert "This is longer than 20,000 characters" in page.main_text
    assert school.stored_answer("xh-1-visit") is None
    assert at_visit.hand_in("xh-1-visit", {**GOOD_VISIT, "task_a": long[1:]}).status_code == 303


def test_code_is_only_letters(at_visit: Visitor) -> None:
    at_visit.hand_in("xh-1-visit", {**GOOD_VISIT, "task_a": "<script>alert(1)</script><b>**x**"})
    page = at_visit.get("/lessons/xh-1/xh-1-visit")
    assert "<script>alert" not in page.response.text
    assert fields_of(page)["task_a"] == "<script>alert(1)</script><b>**x**"


def test_what_is_missing_is_named_and_what_was_typed_stays(at_visit: Visitor, school: HarbourSchool) -> None:
    page = Page(at_visit.hand_in("xh-1-visit", {"task_a": "  ", "task_c": "the price"}))
    assert page.response.status_code == 422
    links = page.all(".errors a")
    assert texts_of(links) == [
        "Which two routes did you find? – Write a few words here.",
        "What do the pages tell? – Choose one of these.",
    ]
    assert all(page.all(str(link.attrs["href"])) for link in links)
    assert fields_of(page)["task_c"] == "the price"
    assert "Something is still missing" in texts_of(page.all("title"))[0]
    assert school.stored_answer("xh-1-visit") is None
    assert school.events("step_done", step_id="xh-1-visit") == 0


@pytest.mark.parametrize("value", ["nonsense", '{"id": "work"}', ["entry", "made-up"]])
def test_an_answer_that_is_not_among_the_choices_is_refused(at_visit: Visitor, value: Any) -> None:
    answer = at_visit.hand_in("xh-1-visit", {**GOOD_VISIT, "task_b": value})
    assert answer.status_code == 422
    assert "This answer is not one of the choices." in Page(answer).main_text


def test_two_answers_to_a_question_with_one_are_refused(at_visit: Visitor) -> None:
    at_visit.completes("xh-1-visit")
    assert (
        at_visit.hand_in("xh-1-source", {**GOOD_ANSWERS["xh-1-source"], "conclusion": ["both", "differ"]}).status_code
        == 422
    )


def test_results_that_the_client_sends_are_ignored(at_visit: Visitor, school: HarbourSchool) -> None:
    at_visit.completes("xh-1-visit", "xh-1-source")
    wrong = {"question_q1": "a", "question_q2": "b", "question_q3": "a"}
    more = {"correct": "true", "score": "100", "right": "3", "completed_at": "2020-01-01", "person_id": "6"}
    assert at_visit.hand_in("xh-1-check", {**wrong, **more}).status_code == 422
    assert at_visit.hand_in("xh-1-check", {**GOOD_ANSWERS["xh-1-check"], **more}).status_code == 303
    stored = school.stored_answer("xh-1-check")
    assert stored is not None
    assert set(stored["values"]) == set(wrong)
    assert stored["person_id"] == at_visit.viewer.person_id


def test_a_hundred_answers_at_once_are_one(at_visit: Visitor, school: HarbourSchool) -> None:
    with ThreadPoolExecutor(8) as crowd:
        codes = set(crowd.map(lambda _: at_visit.hand_in("xh-1-visit").status_code, range(100)))
    assert codes <= {303, 503}
    at_visit.completes("xh-1-visit")
    assert school.count(Answer, step_id="xh-1-visit") == 1
    assert school.events("step_done", step_id="xh-1-visit") == 1


def test_an_answer_without_the_secret_of_the_visit_is_refused(at_visit: Visitor, school: HarbourSchool) -> None:
    answer = at_visit.client.post("/lessons/xh-1/steps/xh-1-visit", data=GOOD_VISIT)
    assert (answer.status_code, answer.headers["careered-code"]) == (403, "csrf")
    foreign = at_visit.post("/lessons/xh-1/steps/xh-1-visit", GOOD_VISIT, origin="https://evil.test")
    assert foreign.status_code == 403
    assert school.stored_answer("xh-1-visit") is None


def test_a_pupil_whose_page_did_not_open_takes_the_other_way_and_the_teacher_knows(
    at_visit: Visitor, school: HarbourSchool
) -> None:
    page = at_visit.get("/lessons/xh-1/xh-1-visit")
    assert "An invented example." in texts_of(page.all("details"))[0]
    at_visit.hand_in("xh-1-visit", {**GOOD_VISIT, "page_closed": "yes"})
    stored = school.stored_answer("xh-1-visit")
    assert stored is not None
    assert stored["help_reason"] == "page_closed"
    assert "open" in at_visit.get("/lessons/xh-1/xh-1-visit").only("details").attrs


def test_a_pupil_who_would_rather_talk_need_not_write(aino: Visitor, school: HarbourSchool) -> None:
    aino.completes("xh-1-read", "xh-1-visit", "xh-1-source", "xh-1-check")
    assert aino.hand_in("xh-1-reflect", {}).status_code == 422
    assert aino.hand_in("xh-1-reflect", {"tell": "yes"}).status_code == 303
    stored = school.stored_answer("xh-1-reflect")
    assert stored is not None
    assert stored["help_reason"] == "tell_teacher"
    aino.completes("xh-1-contact")
    assert aino.hand_in("xh-1-plan", {"item_routes": " "}).status_code == 422
    assert aino.hand_in("xh-1-plan", {"tell": "yes"}).status_code == 303
