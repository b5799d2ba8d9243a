"""Two pupils of one name in a class: each is the same one on every page and paper."""

import re

import pytest

from careered.packs.store import PackStore
from careered.questions import store as questions
from careered.reports.class_report import build_class_report
from careered.roster.scope import load_class_scope
from tests.dashboard.factories import Classroom
from tests.dashboard.test_class_page import class_page, insert_delivery
from tests.live.test_right_now import waiting
from tests.support.pages import Page

NAME = "Aino Mäkelä"
SECOND = f"{NAME} (2)"


@pytest.fixture
def second(classroom: Classroom) -> str:
    """The id of the one who has a number on the class's page; she goes by it in `people` too."""
    ids = {classroom.people[NAME], classroom.launches(NAME, sub="course-8b-Aino the other")}
    named = {str(link.attrs["href"]): link.to_text() for link in class_page(classroom).all("table.grid th .n a")}
    by_id = {path.rpartition("/")[2].partition("?")[0]: name for path, name in named.items()}
    (found,) = (key for key in ids if by_id[key] == SECOND)
    classroom.people |= {SECOND: found, NAME: (ids - {found}).pop()}
    return found


def test_the_second_of_a_name_is_the_same_on_each_page_and_paper(classroom: Classroom, second: str) -> None:
    browser, about = classroom.browser_of("Opo Lehto"), f"/teacher/pupil/{second}"
    assert Page(browser.get(about)).only("h1").to_text() == SECOND
    insert_delivery(classroom, SECOND)
    gradebook = Page(browser.get(f"/teacher/class/{classroom.id}/gradebook"))
    assert SECOND in gradebook.main_text
    files = f"/teacher/class/{classroom.id}/report"
    assert {f'"{NAME}"', f'"{SECOND}"'} <= set(re.split("[,\n]", browser.get(f"{files}?as=csv").text))
    assert SECOND in browser.get(f"{files}?as=html").text
    assert SECOND in Page(browser.get(f"{about}/report?as=print")).main_text
    assert "Makela (2) " in browser.get(f"{about}/report?as=csv").headers["content-disposition"]


def test_who_has_no_score_yet_is_named_where_the_scores_are_counted(classroom: Classroom) -> None:
    insert_delivery(classroom, NAME)
    card = Page(classroom.browser_of("Opo Lehto").get(f"/teacher/class/{classroom.id}/gradebook")).only("main .card")
    words = " ".join(card.to_text().split())
    assert "0 of 1 in" in words
    assert "2 pupils of the class have no score here yet: Siiri Åkerblom, Väinö Öhman." in words


def test_previous_and_next_lead_from_the_one_to_the_other(classroom: Classroom, second: str) -> None:
    first = Page(classroom.browser_of("Opo Lehto").get(f"/teacher/pupil/{classroom.people[NAME]}"))
    assert first.only("h1").to_text() == NAME
    assert [link.to_text().strip() for link in first.all(".place [data-key=j] a")] == [SECOND]


def test_what_waits_for_the_second_bears_her_number(classroom: Classroom, second: str) -> None:
    with classroom.app_state.database.transaction() as db:
        questions.create(db, "town", classroom.id, second, "Where do I find it?")
    browser = classroom.browser_of("Opo Lehto")
    assert [name.to_text() for name in Page(browser.get("/desk")).all(".queue .question .name")] == [SECOND]
    assert SECOND in Page(browser.get(f"/teacher/class/{classroom.id}/questions")).main_text
    found = Page(browser.get("/desk?find=aino"))
    assert NAME in found.main_text
    assert SECOND in found.main_text
    assert browser.post(f"/teacher/class/{classroom.id}/live-lesson/start", data={"lesson": "xv-1", "minutes": "45"})
    classroom.asks_for_help(SECOND, "page_closed")
    page = Page(browser.get(f"/teacher/class/{classroom.id}/live-lesson"))
    assert waiting(page) == [f"{SECOND} The page did not open"]


def test_her_family_and_programs_read_her_name_alone(classroom: Classroom, second: str) -> None:
    letter = classroom.browser_of("Opo Lehto").get(f"/teacher/pupil/{second}/report?as=html&for=home").text
    assert "(2)" not in letter.partition("<body")[2]
    state = classroom.app_state
    with state.database.reading() as db:
        scope = load_class_scope(db, state.get(PackStore), "town", classroom.id)
        assert scope
        report = build_class_report(db, scope, "en", state.settings.secret)
    assert {entry["name"] for entry in report["pupils"] if entry["id"] == second} == {NAME}
