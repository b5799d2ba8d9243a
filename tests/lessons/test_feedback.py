"""Steps that answer back: the check, and the judged source."""

import shutil
from pathlib import Path

from sqlalchemy import select

from careered.progress.tables import Event
from tests.lessons.factories import (
    CORRECT_ANSWERS,
    GOOD_ANSWERS,
    HARBOUR_PACK,
    HarbourSchool,
    Visitor,
    harbour_school,
    texts_of,
)
from tests.support.pages import Page

STEPS_BEFORE_CHECK = ["xh-1-read", "xh-1-visit", "xh-1-source"]


def test_too_few_right_answers_bring_the_reasons_and_another_try(aino: Visitor, school: HarbourSchool) -> None:
    aino.completes(*STEPS_BEFORE_CHECK)
    page = Page(aino.hand_in("xh-1-check", {**CORRECT_ANSWERS, "question_q1": "a", "question_q2": "b"}))
    assert page.response.status_code == 422
    assert "1 of 3 right so far" in page.main_text
    assert texts_of(page.all(".choice[data-correct] label")) == ["An agency", "Nothing", "Often several"]
    assert "Right. It is public: an agency runs it." in page.main_text
    assert [texts_of([node])[0] for node in page.all(".choice.wrong .note b")] == ["Not quite.", "Not quite."]
    assert dict(page.form("[data-next]").fields)["question_q1"] == "a"
    assert page.all(".errors") == []
    assert school.events("step_done", step_id="xh-1-check") == 0
    assert aino.get("/lessons/xh-1/xh-1-reflect").code == "step_order"


def test_the_reasons_are_not_given_before_everything_is_answered(aino: Visitor) -> None:
    aino.completes(*STEPS_BEFORE_CHECK)
    assert aino.get("/lessons/xh-1/xh-1-check").all("[data-correct]") == []
    page = Page(aino.hand_in("xh-1-check", {"question_q1": "a"}))
    assert page.response.status_code == 422
    assert page.all("[data-correct]") == []
    assert len(page.all(".errors li")) == 2


def test_enough_right_answers_show_every_reason_once_more_and_lead_on(aino: Visitor, school: HarbourSchool) -> None:
    aino.completes(*STEPS_BEFORE_CHECK)
    page = aino.submit(
        aino.get("/lessons/xh-1/xh-1-check").form("[data-next]"), {**CORRECT_ANSWERS, "question_q1": "a"}
    )
    assert (page.path, page.response.status_code) == ("/lessons/xh-1/xh-1-check", 200)
    for words in ["Not quite. A company Your answer", "Right. An agency", "You have paid already, by taxes."]:
        assert words in page.main_text
    assert page.path_of(page.next_control) == "/lessons/xh-1/xh-1-reflect"
    with school.database.reading() as db:
        table = Event.__table__
        result = select(table.c.correct, table.c.total).where(table.c.step_id == "xh-1-check")
        assert db.execute(result).one() == (2, 3)


def test_the_curriculum_may_ask_for_more_than_the_step_does(database_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "harbour"
    shutil.copytree(HARBOUR_PACK, folder)
    path = folder / "requirements.yaml"
    path.write_text(path.read_text().replace("min_check: 0.6", "min_check: 0.9"))
    with harbour_school(database_url, folder) as strict:
        aino = strict.visitor()
        aino.completes(*STEPS_BEFORE_CHECK)
        assert aino.hand_in("xh-1-check", {**CORRECT_ANSWERS, "question_q1": "a"}).status_code == 422
        assert aino.hand_in("xh-1-check").status_code == 303


def test_a_judged_source_is_answered_with_reasons_and_can_be_changed(aino: Visitor, school: HarbourSchool) -> None:
    aino.completes(*STEPS_BEFORE_CHECK[:2])
    page = aino.submit(aino.get("/lessons/xh-1/xh-1-source").form("[data-next]"), GOOD_ANSWERS["xh-1-source"])
    assert page.path == "/lessons/xh-1/xh-1-source"
    assert "Well spotted. Which is newer?" in page.main_text
    assert "Old answers can be wrong today." in page.main_text
    assert "You answered: No." in page.main_text
    assert page.path_of(page.next_control) == "/lessons/xh-1/xh-1-check"
    change = next(link for link in page.all("main a") if texts_of([link]) == ["Change my answers"])
    form = aino.get(str(change.attrs["href"])).form("[data-next]")
    assert ("compare", "a video") in form.fields
    page = aino.submit(form, {"conclusion": "both"})
    assert "Two sources carry more than one." in page.main_text
    stored = school.stored_answer("xh-1-source")
    assert stored is not None
    assert stored["values"]["conclusion"] == "both"


def test_feedback_waits_for_the_step_to_be_done(aino: Visitor) -> None:
    aino.completes(*STEPS_BEFORE_CHECK[:2])
    aino.draft("xh-1-source", 1, {"compare": "a vid", "conclusion": "both"})
    page = aino.get("/lessons/xh-1/xh-1-source")
    assert "Two sources carry more than one." not in page.main_text
    assert page.next_control.name == "form"
