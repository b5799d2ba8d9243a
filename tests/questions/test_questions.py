"""A pupil asks the staff of the course by name; somebody answers."""

from typing import Any

import pytest
from sqlalchemy import update

from careered.db.queries import where_equal
from careered.questions.rate_limit import MAX_REQUESTS
from careered.questions.tables import AnonymousQuestion, Question
from careered.roster.enrolment_upsert import EXCLUDED
from careered.roster.tables import Enrolment
from careered.web.permissions import Role
from tests.lessons.factories import EACH_DATABASE, HarbourSchool, Visitor, texts_of
from tests.support.pages import Element, Page


def asks(pupil: Visitor, text: str, way: str = "named") -> Page:
    """Fill in the form of the page, and send it."""
    form = pupil.get("/questions").form("form#ask")
    return pupil.submit(form, {"text": text, "way": way})


def inbox(teacher: Visitor) -> Page:
    return teacher.get(f"/teacher/class/{teacher.viewer.class_id}/questions")


def lines(page: Page) -> list[Element]:
    """The list of the inbox: those that wait, then the answered."""
    return page.all("main nav ol li")


def opens(teacher: Visitor, index: int = 0) -> Page:
    """Open a question of the inbox's list."""
    page = inbox(teacher)
    return teacher.get(page.path_of(lines(page)[index].query("a")[0]))


def answers(teacher: Visitor, text: str, index: int = 0, **more: str) -> Page:
    """Answer a question of the inbox."""
    return teacher.submit(opens(teacher, index).form("main article form"), {"answer": text, **more})


@EACH_DATABASE
def test_a_pupil_asks_and_the_counsellor_answers(aino: Visitor, teacher: Visitor) -> None:
    asks(aino, "Voinko hakea kahteen kouluun?")
    page = inbox(teacher)
    assert ["Voinko hakea kahteen kouluun?" in page.main_text, "Aino Aalto" in page.main_text] == [True, True]
    answers(teacher, "Voit. Tule juttelemaan!")
    assert "Voit. Tule juttelemaan!" in aino.get("/questions").main_text
    assert "Answered" in aino.get("/questions").main_text


@pytest.mark.parametrize("way", ["named", "anonymous"])
def test_a_colleague_who_answered_first_is_not_overwritten_unseen(aino: Visitor, teacher: Visitor, way: str) -> None:
    asks(aino, "Voinko hakea kahteen kouluun?", way)
    form = opens(teacher).form("main article form")
    teacher.submit(form, {"answer": "Voit."})
    assert teacher.submit(form, {"answer": "Voit."}).response.status_code == 200
    refused = teacher.submit(form, {"answer": "En tiedä."})
    assert "A colleague has answered in the meantime: “Voit.”" in refused.main_text
    assert dict(refused.form("main article form").fields)["answer"] == "En tiedä."
    assert dict(opens(teacher).form("main article form").fields)["answer"] == "Voit."
    teacher.submit(refused.form("main article form"), {"answer": "Voit, kysy lisää."})
    assert dict(opens(teacher).form("main article form").fields)["answer"] == "Voit, kysy lisää."


def test_the_counsellor_says_that_it_is_being_looked_into(aino: Visitor, teacher: Visitor) -> None:
    asks(aino, "How long is it?")
    page = answers(teacher, "", do="take")
    assert "Being looked into" in page.only("main article").to_text()
    assert "Being looked into" in lines(page)[0].to_text()
    assert "Being looked into" in aino.get("/questions").main_text


def test_who_is_said_to_be_no_pupil_keeps_the_name_and_has_not_left(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    asks(aino, "Milloin?")
    with school.database.transaction() as db:
        is_aino = where_equal(Enrolment.__table__, person_id=aino.viewer.person_id)
        db.execute(update(Enrolment.__table__).where(is_aino).values(role="guest", role_source=EXCLUDED))
    assert "Aino Aalto" in inbox(teacher).main_text
    assert "who has left" not in inbox(teacher).main_text


def test_equal_questions_are_one_and_get_one_answer(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    bo = school.visitor("2", name="Bo Berg")
    asks(aino, "Voinko hakea kahteen kouluun?")
    asks(bo, "voinko hakea kahteen kouluun")
    asks(bo, "Milloin?")
    rows = [row.to_text() for row in lines(inbox(teacher))]
    assert len(rows) == 2
    (place,) = [index for index, row in enumerate(rows) if "kahteen" in row]
    assert "2 pupils are asking" in rows[place], "a bare 2 beside a name explains nothing"
    both = opens(teacher, place).only("main article").to_text()
    assert ["Aino Aalto" in both, "Bo Berg" in both, "2 pupils are asking the same thing" in both] == [True] * 3
    answers(teacher, "Voit.", place)
    assert ["Voit." in pupil.get("/questions").main_text for pupil in (aino, bo)] == [True, True]
    assert "Milloin?" in lines(inbox(teacher))[0].to_text()


def test_the_address_keeps_the_opened_question_and_an_answer_leads_to_the_next(aino: Visitor, teacher: Visitor) -> None:
    asks(aino, "First?")
    asks(aino, "Second?")
    rows = [row.to_text() for row in lines(inbox(teacher))]
    page = opens(teacher, 1)
    asked = "First?" if "First?" in rows[1] else "Second?"
    assert asked in page.only("main article").to_text()
    assert asked in page.only("main [aria-current] [dir=auto]").to_text()
    after = answers(teacher, "Yes.", 1)
    assert "can now read the answer" in after.only("[role=status].toast").to_text()
    assert asked not in after.only("main article").to_text()
    assert "answered" in opens(teacher, 1).only("main article .panel-head").to_text().lower()


def test_a_ready_text_is_put_under_what_was_typed_and_nothing_is_sent(aino: Visitor, teacher: Visitor) -> None:
    asks(aino, "Where do I begin?")
    page = answers(teacher, "Hello Aino,", do="invite")
    typed = dict(page.form("main article form").fields)["answer"]
    assert typed.strip().startswith("Hello Aino,\n\nThank you for writing.")
    assert "Hello Aino" not in aino.get("/questions").main_text
    called = dict(answers(teacher, "", do="call").form("main article form").fields)["answer"]
    assert "someone outside school" in called


def test_staff_see_who_asks_and_who_reads_the_answer(aino: Visitor, teacher: Visitor) -> None:
    assert "No questions yet" in inbox(teacher).main_text
    asks(aino, "Where do I begin?")
    article = opens(teacher).only("main article")
    (name,) = article.query("h2 a")
    assert name.attrs["href"].startswith(f"/teacher/pupil/{aino.viewer.person_id}")
    assert "Aino Aalto can read the answer, and so can the staff of this course." in article.to_text()


def test_the_school_comes_first_and_the_top_leads_to_those_outside_it(aino: Visitor) -> None:
    page = aino.get("/questions")
    assert page.main_text.index("Ask at your school") < page.main_text.index("Compass")
    assert texts_of(page.all("main a[href='#help']")) == ["Someone to talk to outside school"]


def test_the_class_page_tells_that_somebody_waits(aino: Visitor, teacher: Visitor) -> None:
    assert teacher.get(teacher.viewer.home_url).all(".tabs .count") == []
    asks(aino, "Where do I begin?")
    (count,) = teacher.get(teacher.viewer.home_url).all(".tabs .count")
    assert count.attrs["title"] == "1 open question"


def test_the_tab_counts_what_the_page_lists(aino: Visitor, teacher: Visitor) -> None:
    """Seen by a teacher (17): the tab said 10, the page 11. One was being looked into, and equal ones stood as one."""
    for text in ("Where do I begin?", "Where do I begin", "Is this graded?"):
        asks(aino, text)
    teacher.submit(inbox(teacher).form("main form[action$='/answer']"), {"do": "take"})
    for page in (teacher.get(teacher.viewer.home_url), inbox(teacher)):
        (count,) = page.all(".tabs .count")
        assert count.attrs["title"] == "3 open questions"
    assert texts_of(inbox(teacher).all(".list .box-head h2 b")) == ["3"]


def test_without_words_or_a_choice_nothing_is_sent_and_nothing_is_lost(school: HarbourSchool, aino: Visitor) -> None:
    form = aino.get("/questions").form("form#ask")
    page = aino.submit(form, {"text": "Only words"})
    assert page.response.status_code == 422
    assert "Only words" in page.form("form#ask").values_with().__repr__()
    assert aino.submit(form, {"text": "  ", "way": "named"}).response.status_code == 422
    assert school.count(Question) == school.count(AnonymousQuestion) == 0


@EACH_DATABASE
@pytest.mark.parametrize("way", ["named", "anonymous"])
def test_another_question_from_a_page_that_was_gone_back_to_is_asked_too(
    school: HarbourSchool, aino: Visitor, teacher: Visitor, way: str
) -> None:
    form = aino.get("/questions").form("form#ask")
    sent = [aino.submit(form, {"text": text, "way": way}) for text in ("Where?", "When?")]
    text = inbox(teacher).main_text
    assert ("Where?" in text, "When?" in text) == (True, True)
    if way == "anonymous":
        codes = [page.only(".secret").to_text() for page in sent]
        assert codes[0] != codes[1]
    else:
        aino.submit(form, {"text": "When?", "way": way})
        assert school.count(Question) == 2  # pressed twice, it is once


def test_pressing_twice_asks_once(school: HarbourSchool, aino: Visitor) -> None:
    form = aino.get("/questions").form("form#ask")
    for way in ("named", "anonymous"):
        for _ in range(2):
            aino.submit(form, {"text": "Twice", "way": way})
    assert (school.count(Question), school.count(AnonymousQuestion)) == (1, 1)


def test_a_pupil_deletes_a_question_and_nobody_elses(school: HarbourSchool, aino: Visitor) -> None:
    asks(aino, "I want this back")
    other = school.visitor("2", name="Bo Berg")
    question = aino.get("/questions").form('form[action="/questions/delete"]')
    fields = dict(question.fields) | {"session": other.viewer.token}
    other.post("/questions/delete", fields)
    assert school.count(Question) == 1
    aino.submit(question, {})
    assert school.count(Question) == 0


def test_other_pupils_see_nothing_of_it(school: HarbourSchool, aino: Visitor) -> None:
    asks(aino, "Only for the counsellor")
    other = school.visitor("2", name="Bo Berg")
    assert "Only for the counsellor" not in other.get("/questions").response.text


def test_staff_of_another_course_do_not_reach_it(aino: Visitor, teacher: Visitor) -> None:
    answer = teacher.client.get("/teacher/class/another/questions")
    assert (answer.status_code, answer.headers["careered-code"]) == (404, "not_found")


def test_an_empty_answer_is_asked_for_again(aino: Visitor, teacher: Visitor) -> None:
    asks(aino, "Yes?")
    page = answers(teacher, "  ")
    assert page.response.status_code == 422
    assert "Write an answer first." in page.main_text


def test_an_answer_to_a_question_that_was_taken_back_says_so(aino: Visitor, teacher: Visitor) -> None:
    asks(aino, "Never mind")
    fields: dict[str, Any] = {"question": "gone", "way": "named", "answer": "Too late"}
    answer = teacher.post(f"/teacher/class/{teacher.viewer.class_id}/questions/answer", fields)
    assert (answer.status_code, answer.headers["careered-code"]) == (404, "question_gone")


@pytest.mark.parametrize("press", [{"do": "invite"}, {"answer": " "}])
def test_what_was_typed_for_a_question_that_was_taken_back_stands_under_no_other(
    aino: Visitor, teacher: Visitor, press: dict[str, str]
) -> None:
    asks(aino, "Somebody else's question")
    fields: dict[str, Any] = {"question": "gone", "way": "named", "answer": "Only for you", **press}
    answer = teacher.post(f"/teacher/class/{teacher.viewer.class_id}/questions/answer", fields)
    assert (answer.status_code, answer.headers["careered-code"]) == (404, "question_gone")


@pytest.mark.parametrize("way", ["named", "anonymous"])
def test_who_says_late_that_it_is_being_looked_into_takes_no_answer_away(
    way: str, aino: Visitor, teacher: Visitor
) -> None:
    asks(aino, "How long is it?", way)
    stale = opens(teacher).form("main article form")
    answers(teacher, "Three years.")
    teacher.submit(stale, {"do": "take"})
    opened = opens(teacher).only("main article").to_text()
    assert ("Three years." in opened, "Being looked into" in opened) == (True, False)


def test_a_flood_is_stopped_and_says_what_to_do(aino: Visitor) -> None:
    for number in range(MAX_REQUESTS):
        assert asks(aino, f"Question {number}").response.status_code == 200
    page = asks(aino, "One more")
    assert (page.response.status_code, page.code) == (429, "too_many_questions")


def test_whoever_tries_the_page_out_sends_nothing(school: HarbourSchool) -> None:
    guest = school.visitor("g", role=Role.GUEST)
    assert "Nothing was sent" in asks(guest, "Just trying", "anonymous").main_text
    assert school.count(AnonymousQuestion) == 0
