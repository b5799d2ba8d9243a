"""What the grid says of who asks, gave no name or never came; each thing has the sign that it has on the desk."""

import pytest
from sqlalchemy import insert

from careered.clock import now
from careered.progress.tables import RequirementStatus
from careered.questions import anonymous, store
from careered.web.app_state import AppState
from careered.web.permissions import Role
from tests.dashboard.factories import Classroom
from tests.dashboard.test_class_page import chips, class_page, right_now
from tests.support.pages import Page

AINO = "Aino Mäkelä"


def ask(classroom: Classroom, text: str) -> str:
    """Aino asks with her name; the question's id."""
    with classroom.app_state.database.transaction() as db:
        store.create(db, "town", classroom.id, classroom.people[AINO], text, "asked")
    return "asked"


def sign(page: Page, where: str) -> str:
    """The drawing of the icon there."""
    return page.all(f"{where} svg.icon path")[0].attrs["d"]


def test_who_has_asked_with_their_name_waits_in_the_class_until_somebody_answers(classroom: Classroom) -> None:
    before = class_page(classroom)
    question = ask(classroom, "Do both schools count?")
    page = class_page(classroom)
    assert right_now(page)[AINO] == "Asked: Do both schools count?"
    assert chips(page)["Needs your attention"] == chips(before).get("Needs your attention", 0) + 1
    with classroom.app_state.database.transaction() as db:
        assert store.save_answer(db, "town", classroom.id, question, "They do.")
    assert right_now(class_page(classroom)) == right_now(before)


def test_a_request_that_came_after_the_question_is_what_the_row_says(classroom: Classroom) -> None:
    classroom.asks_for_help(AINO, "tell_teacher")
    ask(classroom, "Where?")
    assert right_now(class_page(classroom))[AINO] == "Asked: Where?"
    classroom.asks_for_help(AINO, "page_closed", step="xv-1-reflect")
    assert right_now(class_page(classroom))[AINO].startswith("The page did not open")


def test_who_gave_no_name_is_in_no_row(classroom: Classroom) -> None:
    before = right_now(class_page(classroom))
    with classroom.app_state.database.transaction() as db:
        anonymous.create(db, "town", classroom.id, anonymous.generate_code(), "Kuka tämän lukee?")
    page = class_page(classroom)
    assert right_now(page) == before
    assert "Kuka tämän" not in page.response.text


@pytest.mark.parametrize("reason", ["question", "talk"])
def test_a_question_and_a_wish_to_talk_have_the_same_sign_on_the_desk_as_in_the_class(
    classroom: Classroom, reason: str
) -> None:
    if reason == "talk":
        classroom.asks_for_help(AINO, "tell_teacher")
    else:
        ask(classroom, "Where?")
    desk = Page(classroom.browser_of("Opo Lehto").get("/desk"))
    (of_key,) = [one for one in desk.all(".foot .key li") if reason in one.to_text()]
    signs = {sign(class_page(classroom), "td.words"), sign(desk, f".queue .{reason}"), sign(desk, ".strip .sign")}
    assert signs == {of_key.query("path")[0].attrs["d"]}


def test_where_the_platform_shares_no_names_the_class_page_says_whose_words_these_are(app_state: AppState) -> None:
    nameless = Classroom(app_state, "9E", "course-9e")
    nameless.launches("Opo Lehto", Role.TEACHER)
    nameless.launches("unnamed", shares_name=False)
    words = class_page(nameless).only(".members").to_text()
    assert "Moodle does not share names." in words
    assert "no scores are sent" in words


def test_all_can_be_ticked_at_once_only_where_somebody_can_be_ticked(classroom: Classroom) -> None:
    classroom.receives_roster("Väinö Öhman")
    assert len(class_page(classroom).all("#all, tbody [name=pupil]")) == 2
    assert class_page(classroom, "?show=left").all("#all, tbody [name=pupil]") == []


def test_what_is_begun_by_a_day_that_staff_recorded_says_so_of_who_never_came(classroom: Classroom) -> None:
    name = "Siiri Åkerblom"
    row = {**classroom.scope(name).key, "requirement_id": "XV-R1", "state": "in_progress", "method": "offline"}
    with classroom.app_state.database.transaction() as db:
        values = {**row, "evidence": [], "pack_version": "1.2.0", "since_at": now()}
        db.execute(insert(RequirementStatus.__table__).values(**values))
    words = [tile.to_text() for tile in class_page(classroom).all("td.t .in_progress")]
    assert words.count("In progress, recorded by staff") == 1
